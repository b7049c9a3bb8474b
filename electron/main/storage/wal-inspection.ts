// A write-ahead log may end early: then the last, unfinished writes are missing and all is well. If whole commits stand
// *behind* the place where reading stopped, something in between was altered, and what was saved would go missing silently.
// Frame heads are not encrypted, so they can be counted before SQLite opens (and perhaps shortens) the log.
import { readFileSync, statSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAX_READ_BYTES = 256 * 1024 * 1024;

export interface WalInspection {
  /** The file as it was; kept so that it can be set aside unchanged. */
  readonly bytes: Buffer;
  readonly headerIntact: boolean;
  /** 1-based numbers of the frames that end a commit of the log's present generation. */
  readonly commitFrames: readonly number[];
  readonly frames: number;
}

/** What the log beside `file` holds, or undefined where there is none (the last close was clean). */
export function inspectWal(file: string): WalInspection | undefined {
  const wal = `${file}-wal`;
  const size = statSync(wal, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 || size > MAX_READ_BYTES) return undefined;
  const bytes = readFileSync(wal);
  if (bytes.length < HEADER_BYTES) return { bytes, headerIntact: true, commitFrames: [], frames: 0 };
  const pageBytes = pageSize(bytes.readUInt32BE(8));
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  const frames = Math.floor((bytes.length - HEADER_BYTES) / frameBytes);
  const commitFrames: number[] = [];
  for (let frame = 1; frame <= frames; frame++) {
    const at = HEADER_BYTES + (frame - 1) * frameBytes;
    const sameGeneration = bytes.compare(bytes, 16, 24, at + 8, at + 16) === 0;
    if (sameGeneration && bytes.readUInt32BE(at + 4) !== 0) commitFrames.push(frame);
  }
  return { bytes, headerIntact: headerIntact(bytes), commitFrames, frames };
}

/** How many finished commits stand behind the `recovered` frames that SQLite accepted; 0 for a log that merely ends early. */
export function commitsBehind(inspection: WalInspection, recovered: number): number {
  if (!inspection.headerIntact && recovered === 0) return Math.max(1, inspection.commitFrames.length);
  return inspection.commitFrames.filter((frame) => frame > recovered).length;
}

function pageSize(stored: number): number {
  return stored >= 512 && stored <= 65_536 && (stored & (stored - 1)) === 0 ? stored : 4096;
}

/** The header's own checksum. A header of zeros is a log that never reached the disk: nothing in it was ever promised. */
function headerIntact(bytes: Buffer): boolean {
  const header = bytes.subarray(0, HEADER_BYTES);
  if (header.every((byte) => byte === 0)) return true;
  const bigEndian = header.readUInt32BE(0) === 0x377f0683;
  if (!bigEndian && header.readUInt32BE(0) !== 0x377f0682) return false;
  let first = 0;
  let second = 0;
  for (let at = 0; at < 24; at += 8) {
    const left = bigEndian ? header.readUInt32BE(at) : header.readUInt32LE(at);
    const right = bigEndian ? header.readUInt32BE(at + 4) : header.readUInt32LE(at + 4);
    first = (first + left + second) >>> 0;
    second = (second + right + first) >>> 0;
  }
  return header.readUInt32BE(24) === first && header.readUInt32BE(28) === second;
}
