import { expect, it } from 'vitest';
import { proof } from '../prove/proofs/webhooks.ts';

it('webhooks told again, in any order, late and forged: nothing twice, nothing believed, nothing lost', { timeout: 60_000 }, async () => {
  const seed = 7;
  const line = await proof.run({ runs: 2, seed, more: {}, say: (text) => console.error(`seed ${seed}: ${text}`) });
  expect(line, `seed ${seed}`).toMatchObject({ ok: true, duplicates: 0, forgedAccepted: 0, lost: 0 });
  expect(line['forged']).toBeGreaterThan(40);
  expect(line['events']).toBeGreaterThan(200);
});
