import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/ipc-fuzz.ts';

test('IPC-5 malformed calls on every channel, at both doors: none crashes, none reaches a handler, what fits is heard', { timeout: 60_000 }, async () => {
  const seed = Number(process.env['LEITSTAND_SEED'] ?? 7);
  const line = await proof.run({ runs: 250, seed, more: {}, say: (text) => text.includes('was accepted') && console.error(`seed ${seed}: ${text}`) });
  expect(line, `seed ${seed}`).toMatchObject({ ok: true, accepted: 0, crashes: 0, leaked: 0, suspicious: {} });
  expect(line['heard'], `seed ${seed}`).toBe(line['fitting']);
  // Calls without fields refuse any; the others cut off what the contract does not name.
  expect(line['trimmed'], `seed ${seed}`).toBeGreaterThan(100);
});
