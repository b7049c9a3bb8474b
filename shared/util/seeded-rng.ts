import type { Rng } from './ports.ts';

/** mulberry32: a 32-bit generator, the same on every machine. `seed` is any integer. */
export function seededRng(seed: number): Rng & { int(below: number): number; pick<T>(of: readonly T[]): T; chance(p: number): boolean } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    next,
    int,
    pick: <T>(of: readonly T[]): T => of[int(of.length)] as T,
    chance: (p) => next() < p,
  };
}
