// The proof `crash-points` in short: one desk, one kind of platform, the steps at which most is at stake.
import { expect, test } from 'vitest';
import { proof, STEPS } from '../prove/proofs/crash-points.ts';

const SEED = Number(process.env['LEITSTAND_SEED'] ?? 7);

test(`killed at a step: reached, nothing lost, nothing twice (seed ${SEED})`, { timeout: 170_000 }, async () => {
  const steps = ['accept.after', 'attempt.after', 'effect.before', 'effect.after', 'startup.before'];
  expect(STEPS).toEqual(expect.arrayContaining(steps));
  const line = await proof.run({ runs: steps.length, seed: SEED, say: () => undefined, more: { steps: steps.join(','), behaviours: 'idempotent' } });
  expect(line).toMatchObject({ runs: steps.length, each: 1, lost: 0, doubled: 0, unexpected: 0, unclear: 0, misreported: 0, notReached: [], wrong: [], ok: true });
});
