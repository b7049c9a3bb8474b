import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/simulation.ts';
import { World } from './world.ts';

const FROM = 1;
const SEEDS = 36;

test(`SIM-1 to SIM-27 hold after each step and at rest: seeds ${FROM} to ${FROM + SEEDS - 1}, 600 steps each`, { timeout: 120_000 }, async () => {
  const said: string[] = [];
  const line = await proof.run({ runs: SEEDS, seed: FROM, more: { steps: '600' }, say: (text) => void (text.startsWith('seed ') && said.push(text)) });
  // On a slow machine it says how far it is; what is wrong begins with its seed.
  expect(said).toEqual([]);
  expect(line).toMatchObject({ ok: true, runs: SEEDS, violations: 0, wedged: 0, failedSeeds: [], steps: 600 });
  // Something did happen: answers were written, and customers could see them.
  expect(line['replies']).toBeGreaterThan(SEEDS);
  expect(line['effects']).toBeGreaterThan(SEEDS / 2);
});

test('the same seed is the same run to the last step', { timeout: 60_000 }, async () => {
  const first = await World.run({ seed: 57, steps: 800, traceLines: 200 });
  const second = await World.run({ seed: 57, steps: 800, traceLines: 200 });
  expect(second.fingerprint).toBe(first.fingerprint);
  expect(second.trace).toEqual(first.trace);
  const other = await World.run({ seed: 58, steps: 800 });
  expect(other.fingerprint).not.toBe(first.fingerprint);
});
