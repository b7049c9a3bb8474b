// The proof `answer-for-many` in short: one answer for sixty among forty others, its desk killed and the server started anew on the way.
import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/answer-for-many.ts';

const SEED = Number(process.env['LEITSTAND_SEED'] ?? 7);
const MEMBERS = Number(process.env['E2E_MEMBERS'] ?? 60);

test(`BULK-8 ${MEMBERS} ask the same: each is answered once and in their form, none outside, within the budget, through the end of desk and server (seed ${SEED})`, { timeout: 170_000 }, async () => {
  const line = await proof.run({ runs: MEMBERS, seed: SEED, say: () => undefined, more: { others: '40', 'per-second': '15', kills: '1' } });
  expect(line).toMatchObject({ runs: MEMBERS, ok: true, lost: 0, doubled: 0, unexpected: 0, wrongWords: 0, wrongForm: 0, dangerIn: 0, overBudget: 0, kills: 1, serverRestarts: 1, states: { sent: MEMBERS } });
});
