import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderKey } from '../../renderer/src/store/order-key.ts';
import { OrderList } from '../../renderer/src/store/order-list.ts';
import { sortKeys } from '../../renderer/src/store/sort-keys.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';

const byRankThenId = (a: OrderKey, b: OrderKey): number => a.rank - b.rank || (a.id < b.id ? -1 : 1);

describe('the sorted list behind the queue', () => {
  it('is at every step what a plainly sorted array is', () => {
    const step = fc.record({
      rank: fc.integer({ min: -5, max: 40 }),
      id: fc.integer({ min: 0, max: 60 }).map((n) => `i${n}`),
      insert: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const list = new OrderList();
        const known = new Map<string, OrderKey>();
        for (const { rank, id, insert } of steps) {
          const had = known.get(id);
          if (insert && had === undefined) {
            known.set(id, { rank, id });
            list.insert({ rank, id });
          } else if (had !== undefined) {
            known.delete(id);
            expect(list.remove(had)).toBe(true);
            expect(list.remove(had)).toBe(false);
          }
        }
        const expected = [...known.values()].toSorted(byRankThenId);
        expect(list.size).toBe(expected.length);
        expect(expected.map((_, place) => list.at(place))).toEqual(expected);
        for (const [place, key] of expected.entries()) expect(list.indexOf(key)).toBe(place);
        expect(list.at(expected.length)).toBeUndefined();
        expect(list.at(-1)).toBeUndefined();
      }),
      { verbose: 1 },
    );
  });

  it('splits its chunks and still finds every place among 20,000', () => {
    const seed = 20_261_121;
    console.log(`seed ${seed}`);
    const rng = seededRng(seed);
    const keys = Array.from({ length: 20_000 }, (_, n) => ({ rank: rng.int(5_000), id: `k${n}` }));
    const grown = new OrderList();
    for (const key of keys) grown.insert(key);
    const made = OrderList.of(keys);
    const expected = keys.toSorted(byRankThenId);
    for (let n = 0; n < 500; n += 1) {
      const place = rng.int(keys.length);
      expect(grown.at(place)).toEqual(expected[place]);
      expect(made.at(place)).toEqual(expected[place]);
      expect(grown.indexOf(expected[place] as OrderKey)).toBe(place);
      expect(made.indexOf(expected[place] as OrderKey)).toBe(place);
    }
    for (const key of keys) expect(grown.remove(key)).toBe(true);
    expect(grown.size).toBe(0);
  });

  it('sorts any ranks as a comparison would: wide, negative, fractional, equal, more than fit one pack', () => {
    const rank = fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.integer(),
      fc.constantFrom(1e14, 1e14 + 5, 1.8e12, -1e14),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.array(rank, { minLength: 60, maxLength: 300 }), (ranks) => {
        const keys = ranks.map((one, n) => ({ rank: one, id: `k${(n * 7919) % 1000}-${n}` }));
        expect(sortKeys(keys)).toEqual(keys.toSorted(byRankThenId));
      }),
    );
    const many = Array.from({ length: 140_000 }, (_, n) => ({ rank: (n * 7_919) % 1_000, id: `m${n}` }));
    const sorted = sortKeys(many);
    expect(sorted.every((key, place) => place === 0 || byRankThenId(sorted[place - 1] as OrderKey, key) < 0)).toBe(true);
  });
});
