import { expect, test } from 'vitest';
import { DECIDERS } from '../../shared/deciders/index.ts';
import { diceFor } from '../simulation/dice.ts';
import { history, shrink, walk } from '../prove/proofs/model/history.ts';
import { proof } from '../prove/proofs/model.ts';

const SEED = 20_261_122;

test(`OWN-1 SEND-3 SEND-4 SEND-5 SEND-20 SEND-21 random commands and the reference model agree after every step (seed ${SEED})`, { timeout: 60_000 }, async () => {
  const line = await proof.run({ runs: 1_500, seed: SEED, more: {}, say: (text) => console.error(`seed ${SEED}: ${text}`) });
  expect(line, `seed ${SEED}`).toMatchObject({ ok: true, violations: 0, notReached: 0 });
  expect(line['steps']).toBeGreaterThan(20_000);
});

test('a decider that permits an answered turn again is caught, and its history made small', { timeout: 60_000 }, () => {
  const decider = DECIDERS['reply.requestPermit'] as { decide: (typeof DECIDERS)['reply.requestPermit']['decide'] };
  const real = decider.decide;
  decider.decide = (facts, data, context) => real(facts, { ...data, followUp: true }, context);
  try {
    const found = Array.from({ length: 200 }, (_, run) => history(diceFor(SEED + run, 'model'))).find((steps) => walk(steps).problem !== undefined);
    expect(found).toBeDefined();
    const least = shrink(found ?? []);
    expect(walk(least).problem).toBeDefined();
    expect(least.length).toBeLessThanOrEqual(8);
  } finally {
    decider.decide = real;
  }
});
