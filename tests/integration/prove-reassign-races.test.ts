import { expect, test } from 'vitest';
import { DECIDERS } from '../../shared/deciders/index.ts';
import { proof } from '../prove/proofs/reassign-races.ts';

const SEED = 11;

test(`OWN-6 SEND-2 SEND-4 SEND-10 SEND-22 a reassign at any moment of an answer: at most one answer per turn, none lost (seed ${SEED})`, { timeout: 60_000 }, async () => {
  const line = await proof.run({ runs: 450, seed: SEED, more: {}, say: (text) => console.error(`seed ${SEED}: ${text}`) });
  expect(line, `seed ${SEED}`).toMatchObject({ ok: true, schedules: 450, doubled: 0, doubledByForce: 0, lost: 0, violations: 0 });
  expect(line['forced']).toBeGreaterThan(10);
  expect(line['different']).toBeGreaterThan(400);
});

test('a turn whose lock is overlooked is found answered twice', { timeout: 60_000 }, async () => {
  const decider = DECIDERS['reply.requestPermit'] as { decide: (typeof DECIDERS)['reply.requestPermit']['decide'] };
  const real = decider.decide;
  decider.decide = (facts, data, context) =>
    real({ ...facts, get: (noun, id) => { const value = facts.get(noun, id); return noun === 'conversation' && value !== undefined ? { ...value, lockedByReplyId: undefined } : value; } }, data, context);
  try {
    const line = await proof.run({ runs: 300, seed: SEED, more: {}, say: () => undefined });
    expect(line.ok).toBe(false);
    expect(Number(line['doubled']) + Number(line['doubledByForce'])).toBeGreaterThan(0);
  } finally {
    decider.decide = real;
  }
});
