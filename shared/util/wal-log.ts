// How far a write-ahead log of SQLite can be trusted, told from its bytes alone. Readers of SQLite stop at the first frame that does not fit
// and say nothing: right for a log that ends early, wrong for one in which something was altered, for then saved commits go missing silently.
// The sums stand over the bytes as stored, so this holds for an encrypted log, too.

export const WAL_HEADER_BYTES = 32;
export const WAL_FRAME_HEADER_BYTES = 24;
/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

export interface WalReading {
  /** Whole frames in the file, of whatever generation. */
  readonly frames: number;
  /** Frames SQLite takes: up to the last one that ends a commit in an unbroken chain of sums. */
  readonly taken: number;
  /** Frames behind `taken` that bear the marks of a finished commit of this generation. */
  readonly commitsBehind: number;
  /** How many of them lie behind the transaction in which the chain breaks: a writer begins it only once the one before is on disk. */
  readonly syncedBehind: number;
  /** The chain breaks at a frame that one other bit would make whole: no torn write looks like that. */
  readonly altered: boolean;
  /** The header has a wrong sum; a header of zeros never reached the disk and counts as none. */
  readonly headerBroken: boolean;
}

/** Reads a log; `bytes` may end anywhere. */
export function readWal(bytes: Uint8Array): WalReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < WAL_HEADER_BYTES)
    return { frames: 0, taken: 0, commitsBehind: 0, syncedBehind: 0, altered: false, headerBroken: false };
  const header = bytes.subarray(0, WAL_HEADER_BYTES);
  const pageBytes = walPageBytes(view.getUint32(8));
  const frameBytes = WAL_FRAME_HEADER_BYTES + pageBytes;
  const frames = Math.floor((bytes.length - WAL_HEADER_BYTES) / frameBytes);
  const littleEndian = view.getUint32(0) === 0x377f0682;
  const sums = new WalSums(view, littleEndian);
  const at = (frame: number): number => WAL_HEADER_BYTES + (frame - 1) * frameBytes;
  const ofThisGeneration = (frame: number): boolean =>
    view.getUint32(at(frame) + 8) === view.getUint32(16) && view.getUint32(at(frame) + 12) === view.getUint32(20);
  const endsCommit = (frame: number): boolean => view.getUint32(at(frame) + 4) !== 0;

  const headerBroken = !header.every((byte) => byte === 0) && !headerFits(view, sums, littleEndian);
  let taken = 0;
  let good = 0;
  let altered = false;
  let [first, second] = [view.getUint32(24), view.getUint32(28)];
  while (!headerBroken && good < frames) {
    const frame = good + 1;
    sums.start(first, second);
    sums.add(at(frame), at(frame) + 8);
    sums.add(at(frame) + WAL_FRAME_HEADER_BYTES, at(frame) + frameBytes);
    const stored = [view.getUint32(at(frame) + 16), view.getUint32(at(frame) + 20)] as const;
    const fits = sums.first === stored[0] && sums.second === stored[1];
    if (!fits || !ofThisGeneration(frame) || view.getUint32(at(frame)) === 0) {
      const marks = [view.getUint32(at(frame) + 8) ^ view.getUint32(16), view.getUint32(at(frame) + 12) ^ view.getUint32(20)] as const;
      altered = fits
        ? isOneBit(marks[0], marks[1])
        : ofThisGeneration(frame) && oneBitOff(sums, stored, (place) => isSectorOfZeros(bytes, at(frame), place), pageBytes);
      break;
    }
    [first, second] = stored;
    good = frame;
    if (endsCommit(frame)) taken = frame;
  }
  const commits: number[] = [];
  for (let frame = taken + 1; frame <= frames; frame++) if (ofThisGeneration(frame) && endsCommit(frame)) commits.push(frame);
  const brokenEnd = commits.find((frame) => frame > good);
  const syncedBehind = brokenEnd === undefined ? 0 : commits.filter((frame) => frame > brokenEnd).length;
  return { frames, taken, commitsBehind: commits.length, syncedBehind, altered, headerBroken };
}

export function walPageBytes(stored: number): number {
  return stored >= 512 && stored <= 65_536 && (stored & (stored - 1)) === 0 ? stored : 4096;
}

function headerFits(view: DataView, sums: WalSums, littleEndian: boolean): boolean {
  if (!littleEndian && view.getUint32(0) !== 0x377f0683) return false;
  sums.start(0, 0);
  sums.add(0, 24);
  return sums.first === view.getUint32(24) && sums.second === view.getUint32(28);
}

/** SQLite's running sum over pairs of words. */
export class WalSums {
  first = 0;
  second = 0;
  readonly #view: DataView;
  readonly #littleEndian: boolean;

  constructor(view: DataView, littleEndian: boolean) {
    this.#view = view;
    this.#littleEndian = littleEndian;
  }

  start(first: number, second: number): void {
    this.first = first;
    this.second = second;
  }

  add(from: number, to: number): void {
    let { first, second } = this;
    for (let at = from; at < to; at += 8) {
      first = (first + this.#view.getUint32(at, this.#littleEndian) + second) >>> 0;
      second = (second + this.#view.getUint32(at + 4, this.#littleEndian) + first) >>> 0;
    }
    this.first = first;
    this.second = second;
  }
}

/**
 * The sum is linear in every word, so the difference one altered word makes can be solved for: with one of the two halves for the change, with
 * the other for the test. A change that is no single bit, or one inside a sector that never reached the disk, is a torn write.
 * `isBlank` is told the word's number under the sum.
 */
function oneBitOff(sums: WalSums, stored: readonly [number, number], isBlank: (word: number) => boolean, pageBytes: number): boolean {
  const left = (stored[0] - sums.first) | 0;
  const right = (stored[1] - sums.second) | 0;
  // The stored sum itself was hit.
  if (left === 0 || right === 0) return isOneBit(stored[0] ^ sums.first, stored[1] ^ sums.second);
  const words = (8 + pageBytes) / 4;
  // What a change of 1 in the first, or the second, word of a pair makes of both halves, once the pairs behind it are added.
  let even: readonly [number, number] = [1, 1];
  let odd: readonly [number, number] = [0, 1];
  for (let word = words - 1; word > 0; word -= 2) {
    if (explains(odd, left, right) && !isBlank(word)) return true;
    if (explains(even, left, right) && !isBlank(word - 1)) return true;
    even = onePairOn(even);
    odd = onePairOn(odd);
  }
  return false;
}

function onePairOn([first, second]: readonly [number, number]): readonly [number, number] {
  const next = (first + second) | 0;
  return [next, (second + next) | 0];
}

/** Of the two factors at least one is odd, so it has an inverse modulo 2^32. */
function explains([first, second]: readonly [number, number], left: number, right: number): boolean {
  const change = (first & 1) === 1 ? Math.imul(left, inverse(first)) : Math.imul(right, inverse(second));
  if (Math.imul(first, change) !== left || Math.imul(second, change) !== right) return false;
  return isOneBit(change, 0) || isOneBit(-change, 0);
}

function inverse(odd: number): number {
  let found = odd;
  for (let round = 0; round < 4; round++) found = Math.imul(found, 2 - Math.imul(odd, found));
  return found;
}

function isOneBit(first: number, second: number): boolean {
  const [one, other] = first === 0 ? [second, first] : [first, second];
  return other === 0 && one !== 0 && (one & (one - 1)) === 0;
}

/** Of a frame at `from`, word `word` under its sum: the first two stand in its header, the rest is the page. */
function isSectorOfZeros(bytes: Uint8Array, from: number, word: number): boolean {
  const at = from + (word < 2 ? word * 4 : WAL_FRAME_HEADER_BYTES + (word - 2) * 4);
  const sector = at - (at % SECTOR_BYTES);
  return bytes.subarray(sector, sector + SECTOR_BYTES).every((byte) => byte === 0);
}
