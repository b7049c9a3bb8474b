import { expect, it } from 'vitest';
import { proof } from '../prove/proofs/fuzz-inbound.ts';

it('ING-16 mutated payloads at every inbound door: nothing crashes, nothing forged is believed', { timeout: 60_000 }, async () => {
  const seed = 11;
  const line = await proof.run({ runs: 600, seed, more: {}, say: (text) => console.error(`seed ${seed}: ${text}`) });
  expect(line, `seed ${seed}`).toMatchObject({ ok: true, crashes: 0, forgedAccepted: 0 });
  expect(line['forged']).toBeGreaterThan(500);
});
