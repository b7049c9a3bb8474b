// T11: almost the same words from many strangers. Texts are kept as numbers only: the least hashes of their word triples (MinHash), in memory, for the time a wave may take.

const HASHES = 16;
const ROWS = 4;
/** Shorter texts are alike by chance: "geht nicht" is no wave. */
const LEAST_WORDS = 6;
/** Share of the least hashes that must be equal. */
const ALIKE = 0.6;
const MOST_KEPT = 20_000;

export interface WaveMember<P> {
  /** Names the author without saying who they are. */
  readonly authorKey: string;
  readonly at: number;
  readonly place: P;
}

interface Kept<P> {
  readonly sign: Uint32Array;
  readonly bands: readonly string[];
  readonly member: WaveMember<P>;
  wave: Wave<P>;
}
interface Wave<P> {
  readonly id: string;
  readonly authors: Map<string, Kept<P>>;
  known: boolean;
}

export interface WaveFound<P> {
  readonly id: string;
  /** Strangers so far, this one included. */
  readonly size: number;
  /** Members from before it was known to be one; given once. */
  readonly earlier: readonly P[];
}

export class Waves<P> {
  readonly #byBand = new Map<string, Kept<P>[]>();
  readonly #kept: Kept<P>[] = [];

  /** Takes one text of a stranger in. `undefined` while fewer than `from` authors said so within `withinMs`. `id`: names a wave that begins here. */
  take(text: string, member: WaveMember<P>, id: string, from: number, withinMs: number): WaveFound<P> | undefined {
    this.#forget(member.at - withinMs);
    const sign = signOf(text);
    if (sign === undefined) return undefined;
    const bands = bandsOf(sign);
    let nearest: Kept<P> | undefined;
    let most = ALIKE;
    for (const band of bands)
      for (const other of this.#byBand.get(band) ?? []) {
        const alike = alikeness(sign, other.sign);
        if (alike >= most) [nearest, most] = [other, alike];
      }
    const wave: Wave<P> = nearest?.wave ?? { id, authors: new Map(), known: false };
    const kept: Kept<P> = { sign, bands, member, wave };
    this.#kept.push(kept);
    for (const band of bands) {
      const list = this.#byBand.get(band);
      if (list === undefined) this.#byBand.set(band, [kept]);
      else if (list.length < 64) list.push(kept);
    }
    const before = [...wave.authors.values()].filter((one) => one.member.authorKey !== member.authorKey);
    wave.authors.set(member.authorKey, kept);
    if (wave.authors.size < from) return undefined;
    const earlier = wave.known ? [] : before.map((one) => one.member.place);
    wave.known = true;
    return { id: wave.id, size: wave.authors.size, earlier };
  }

  get size(): number {
    return this.#kept.length;
  }

  #forget(before: number): void {
    let gone = Math.max(0, this.#kept.length - MOST_KEPT);
    while (gone < this.#kept.length && (this.#kept[gone]?.member.at ?? before) < before) gone += 1;
    for (const kept of this.#kept.splice(0, gone)) {
      if (kept.wave.authors.get(kept.member.authorKey) === kept) kept.wave.authors.delete(kept.member.authorKey);
      for (const band of kept.bands) {
        const rest = (this.#byBand.get(band) ?? []).filter((one) => one !== kept);
        if (rest.length === 0) this.#byBand.delete(band);
        else this.#byBand.set(band, rest);
      }
    }
  }
}

/** Least hashes over word triples; handles, links and figures left out, for those are what a wave varies. */
export function signOf(text: string): Uint32Array | undefined {
  const words = text.toLowerCase().replace(/https?:\/\/\S+|www\.\S+|[@#][\p{L}\p{N}_.]+/gu, ' ').match(/\p{L}+/gu) ?? [];
  if (words.length < LEAST_WORDS) return undefined;
  const sign = new Uint32Array(HASHES).fill(0xffffffff);
  for (let i = 0; i + 3 <= words.length && i < 200; i += 1) {
    const base = hashOf(`${words[i]} ${words[i + 1]} ${words[i + 2]}`);
    for (let k = 0; k < HASHES; k += 1) {
      const mixed = mix(base ^ Math.imul(k + 1, 0x9e3779b1));
      if (mixed < (sign[k] ?? 0)) sign[k] = mixed;
    }
  }
  return sign;
}

function bandsOf(sign: Uint32Array): string[] {
  return Array.from({ length: HASHES / ROWS }, (_, i) => `${i}:${sign.slice(i * ROWS, (i + 1) * ROWS).join(',')}`);
}

function alikeness(a: Uint32Array, b: Uint32Array): number {
  let same = 0;
  for (let i = 0; i < HASHES; i += 1) if (a[i] === b[i]) same += 1;
  return same / HASHES;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
