import { expect, test } from 'vitest';
import { findPlant, PLANTS } from './plants.ts';
import { World } from './world.ts';

const STEPS = 600;
/** Where the search begins and the rules that may name the bug. The others need longer runs: `npm run -s prove -- plants`. */
const QUICK: readonly (readonly [plant: string, seed: number, rules: string])[] = [
  ['ack-before-commit', 1, 'SIM-11 SIM-1'],
  ['no-fsync', 10, 'SIM-11 SIM-1'],
  ['answer-not-stored', 2, 'SIM-12 SIM-23'],
  ['deleted-text-kept', 2, 'SIM-17'],
  ['dedupe-lost', 10, 'SIM-2'],
  ['echo-ignored', 1, 'SIM-1'],
  ['epoch-not-raised', 2, 'SIM-9'],
  ['unread-closed', 6, 'SIM-3'],
  ['outbox-row-lost', 6, 'SIM-18'],
  ['cursor-early', 6, 'SIM-14 SIM-15 SIM-16 SIM-22 SIM-23'],
  ['refusal-as-leave', 1, 'SIM-7 SIM-3'],
  ['purge-not-sent', 1, 'SIM-16'],
  ['gone-not-told', 1, 'SIM-15'],
  ['approval-skipped', 1, 'SIM-26'],
  ['gap-unnoticed', 1, 'SIM-14 SIM-15 SIM-16'],
];
/** Seeds tried before a bug counts as missed: a change of the product throws the dice anew. */
const SEEDS = 24;

test.each(QUICK)('the planted bug %s is caught, and its seed is clean without it (from seed %i: %s)', { timeout: 60_000 }, async (name, from, rules) => {
  const plant = findPlant(name);
  expect(plant).toBeDefined();
  let seed = from;
  let found = await World.run({ seed, steps: STEPS, plant });
  while (found.violations.length === 0 && seed < from + SEEDS) found = await World.run({ seed: (seed += 1), steps: STEPS, plant });
  expect(found.violations[0], `seeds ${from} to ${seed}`).toBeDefined();
  expect(rules.split(' '), `seed ${seed}: ${found.violations[0]?.detail}`).toContain(found.violations[0]?.rule);
  const without = await World.run({ seed, steps: STEPS });
  expect(without.violations, `seed ${seed} without ${name}`).toEqual([]);
});

test('each planted bug has a name of its own, and most are caught within seconds', () => {
  expect(new Set(PLANTS.map(({ name }) => name)).size).toBe(PLANTS.length);
  expect(QUICK.length).toBeGreaterThanOrEqual(12);
});
