import { seededRng } from '../../shared/util/seeded-rng.ts';

export type Dice = ReturnType<typeof seededRng> & {
  /** A stretch with this mean, ms: as memoryless as people and faults are. */
  stretch(meanMs: number): number;
  shuffle<T>(of: readonly T[]): T[];
};

/** `part` keeps the streams of one seed apart, so that a change in one does not shift all others. */
export function diceFor(seed: number, part: string): Dice {
  let mixed = seed >>> 0;
  for (let i = 0; i < part.length; i += 1) mixed = Math.imul(mixed ^ part.charCodeAt(i), 0x9e3779b1) >>> 0;
  const rng = seededRng(mixed ^ (seed >>> 3));
  return {
    ...rng,
    stretch: (meanMs) => -Math.log(1 - rng.next()) * meanMs,
    shuffle: (of) => {
      const out = [...of];
      for (let i = out.length - 1; i > 0; i -= 1) {
        const j = rng.int(i + 1);
        [out[i], out[j]] = [out[j] as (typeof out)[number], out[i] as (typeof out)[number]];
      }
      return out;
    },
  };
}
