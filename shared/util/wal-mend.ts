// Makes of an altered write-ahead log one that SQLite reads to its end: frames whose sum does not fit are left out, the sums chained anew. Pages of a
// left-out frame keep an older state, so the result is no database to go on with; it is one to save rows from.
import { WAL_FRAME_HEADER_BYTES, WAL_HEADER_BYTES, WalSums, walPageBytes } from './wal-log.ts';

const VERSION = 3_007_000;

/** Gives the mended log; an empty one where nothing in it can be kept. */
export function mendWal(bytes: Uint8Array): Uint8Array {
  if (bytes.length < WAL_HEADER_BYTES) return new Uint8Array();
  const mended = Uint8Array.from(bytes);
  const view = new DataView(mended.buffer);
  const pageBytes = walPageBytes(view.getUint32(8));
  const frameBytes = WAL_FRAME_HEADER_BYTES + pageBytes;
  const frames = Math.floor((bytes.length - WAL_HEADER_BYTES) / frameBytes);
  const from = (frame: number): number => WAL_HEADER_BYTES + frame * frameBytes;
  const littleEndian = view.getUint32(0) !== 0x377f0683;
  const sums = new WalSums(view, littleEndian);
  const [salt, pepper] = generationOf(view, frames, from);

  const kept: number[] = [];
  let promised = 0;
  // What the sum of the next frame may stand on: the one stored before it, or the one it should have been.
  let before: readonly (readonly [number, number])[] = [headerSum(view, sums), [view.getUint32(24), view.getUint32(28)]];
  for (let frame = 0; frame < frames; frame++) {
    const at = from(frame);
    const differs = bits(view.getUint32(at + 8) ^ salt) + bits(view.getUint32(at + 12) ^ pepper);
    if (differs > 1) break;
    const stored = [view.getUint32(at + 16), view.getUint32(at + 20)] as const;
    const made = before.map((start) => frameSum(sums, start, at, frameBytes));
    // A sum that was hit itself differs in one of its halves only.
    const fits = made.some(([first, second]) => first === stored[0] || second === stored[1]);
    const endsCommit = view.getUint32(at + 4) !== 0;
    if (fits) kept.push(frame);
    if (fits && endsCommit) promised = kept.length;
    // The frame that ended a commit was left out: what stands before it was promised all the same.
    else if (!fits && endsCommit) promised = kept.length;
    before = [stored, ...made.slice(0, 1)];
  }
  return written(mended, view, sums, { kept: kept.slice(0, promised), frameBytes, pageBytes, salt, pepper, littleEndian, from });
}

interface Plan {
  readonly kept: readonly number[];
  readonly frameBytes: number;
  readonly pageBytes: number;
  readonly salt: number;
  readonly pepper: number;
  readonly littleEndian: boolean;
  readonly from: (frame: number) => number;
}

function written(bytes: Uint8Array, view: DataView, sums: WalSums, plan: Plan): Uint8Array {
  const { kept, frameBytes, from } = plan;
  if (kept.length === 0) return new Uint8Array();
  const size = Math.max(...kept.flatMap((frame) => [view.getUint32(from(frame)), view.getUint32(from(frame) + 4)]));
  view.setUint32(0, plan.littleEndian ? 0x377f0682 : 0x377f0683);
  view.setUint32(4, VERSION);
  view.setUint32(8, plan.pageBytes);
  view.setUint32(16, plan.salt);
  view.setUint32(20, plan.pepper);
  let sum = headerSum(view, sums);
  view.setUint32(24, sum[0]);
  view.setUint32(28, sum[1]);
  for (const [place, frame] of kept.entries()) {
    // Each goes to its place or one further to the front; what is overwritten was read before.
    bytes.copyWithin(from(place), from(frame), from(frame) + frameBytes);
    const at = from(place);
    if (place === kept.length - 1 && view.getUint32(at + 4) === 0) view.setUint32(at + 4, size);
    view.setUint32(at + 8, plan.salt);
    view.setUint32(at + 12, plan.pepper);
    sum = frameSum(sums, sum, at, frameBytes);
    view.setUint32(at + 16, sum[0]);
    view.setUint32(at + 20, sum[1]);
  }
  return bytes.subarray(0, from(kept.length));
}

/** The header's marks, or those of the first two frames that agree: one of the three may be what was hit. */
function generationOf(view: DataView, frames: number, from: (frame: number) => number): readonly [number, number] {
  const marks = [16, ...Array.from({ length: Math.min(2, frames) }, (_, frame) => from(frame) + 8)].map(
    (at) => [view.getUint32(at), view.getUint32(at + 4)] as const,
  );
  const [header, first, second] = marks;
  if (header === undefined) return [0, 0];
  if (first === undefined || second === undefined) return header;
  return first[0] === second[0] && first[1] === second[1] ? first : header;
}

function headerSum(view: DataView, sums: WalSums): readonly [number, number] {
  sums.start(0, 0);
  sums.add(0, 24);
  return view.byteLength < WAL_HEADER_BYTES ? [0, 0] : [sums.first, sums.second];
}

function frameSum(sums: WalSums, before: readonly [number, number], at: number, frameBytes: number): readonly [number, number] {
  sums.start(before[0], before[1]);
  sums.add(at, at + 8);
  sums.add(at + WAL_FRAME_HEADER_BYTES, at + frameBytes);
  return [sums.first, sums.second];
}

function bits(value: number): number {
  let count = 0;
  for (let left = value >>> 0; left !== 0; left &= left - 1) count += 1;
  return count;
}
