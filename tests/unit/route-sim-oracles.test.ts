import { describe, expect, test } from 'vitest';
import { tQuantile } from '../route-sim/intervals.ts';
import { erlangA, erlangB, erlangC, mmsk, mmskWithin } from '../route-sim/oracles.ts';
import { isStable, productForm } from '../route-sim/product-form.ts';

describe('formulas that the engine is held against', () => {
  test('Erlang B and C, by hand for few servers', () => {
    expect(erlangB(1, 1)).toBeCloseTo(1 / 2, 12);
    expect(erlangB(2, 1)).toBeCloseTo(1 / 5, 12);
    expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 12);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
  });

  test('M/M/90 with 30 waiting spaces, as published for 84 Erlang', () => {
    const figures = mmsk(8.4, 0.1, 90, 30);
    expect(figures.meanWait).toBeCloseTo(0.45, 4);
    expect(figures.blocked).toBeCloseTo(0.00364, 5);
    expect(mmskWithin(8.4, 0.1, 90, 30, 0.5)).toBeCloseTo(0.7329, 4);
    expect(mmskWithin(8.4, 0.1, 90, 30, 0)).toBeCloseTo(1 - figures.delayed, 10);
  });

  test('without waiting spaces it is Erlang B, with many Erlang C', () => {
    expect(mmsk(17, 1, 20, 0).blocked).toBeCloseTo(erlangB(20, 17), 12);
    const open = mmsk(17, 1, 20, 2_000);
    expect(open.delayed).toBeCloseTo(erlangC(20, 17), 9);
    expect(open.meanWait).toBeCloseTo(erlangC(20, 17) / (20 - 17), 9);
  });

  test('Erlang A, as published for 48 a minute and 50 people', () => {
    const { abandoned, meanWait, delayed } = erlangA(48, 1, 50, 0.5);
    expect(abandoned).toBeCloseTo(0.0309, 4);
    expect(meanWait * 60).toBeCloseTo(3.71, 2);
    expect(delayed).toBeCloseTo(0.468, 3);
    expect(erlangA(17, 1, 20, 1e-9).delayed).toBeCloseTo(erlangC(20, 17), 6);
  });

  test('the product form, as published for four people and three types', () => {
    const figures = productForm({ lambda: [0.9, 1, 0.9], mu: 1, people: [[0], [0, 1], [1, 2], [2]] });
    expect(figures.map((f) => Number(f.meanWait.toFixed(5)))).toEqual([0.68508, 1.00423, 0.68508]);
    expect(figures.map((f) => Number(f.delayed.toFixed(5)))).toEqual([0.52911, 0.67279, 0.52911]);
  });

  test('the product form, where everyone can do everything, is Erlang C', () => {
    const everything = [0, 1];
    const [one, two] = productForm({ lambda: [1.2, 1.9], mu: 1, people: [everything, everything, everything, everything] });
    expect(one?.delayed).toBeCloseTo(erlangC(4, 3.1), 10);
    expect(one?.meanWait).toBeCloseTo(erlangC(4, 3.1) / (4 - 3.1), 10);
    expect(two?.meanWait).toBeCloseTo(one?.meanWait ?? 0, 10);
  });

  test('too little capacity anywhere is seen', () => {
    expect(isStable({ lambda: [0.9, 0.8], mu: 1, people: [[0], [0, 1]] })).toBe(true);
    expect(isStable({ lambda: [0.2, 1.1], mu: 1, people: [[0], [1]] })).toBe(false);
  });

  test('Student’s t', () => {
    expect(tQuantile(0.05, 7)).toBeCloseTo(2.365, 3);
    expect(tQuantile(0.01, 19)).toBeCloseTo(2.861, 3);
    expect(tQuantile(0.05, 1)).toBeCloseTo(12.706, 3);
  });
});
