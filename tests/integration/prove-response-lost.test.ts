// The proof `response-lost` in short: five ways to lose an answer, three kinds of platform, two each.
import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/response-lost.ts';

const SEED = Number(process.env['LEITSTAND_SEED'] ?? 7);

test(`the answer is lost after the effect: found by looking, nothing twice, nobody asked (seed ${SEED})`, { timeout: 170_000 }, async () => {
  const line = await proof.run({ runs: 30, seed: SEED, say: () => undefined, more: { keychain: 'memory', before: '0', 'time-out': '300' } });
  expect(line).toMatchObject({ runs: 30, lost: 0, doubled: 0, unexpected: 0, returned: 0, misreported: 0, wrong: [], ok: true });
  expect(line).toMatchObject({ accepted: 30, effects: 30, deliveredBy: { reconcile: 30 }, settledByPerson: { found: 0, sentAgain: 0 } });
});
