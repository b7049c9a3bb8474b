// The proof `kill` in short: the real desk's core as a process, killed while it sends.
import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/kill.ts';

const SEED = Number(process.env['LEITSTAND_SEED'] ?? 7);

test(`killed eight times while it sends: nothing lost, nothing twice (seed ${SEED})`, { timeout: 170_000 }, async () => {
  const line = await proof.run({ runs: 8, seed: SEED, say: () => undefined, more: { keychain: 'memory', behaviours: 'idempotent,notIdempotent', impatient: 'true' } });
  expect(line).toMatchObject({ runs: 8, lost: 0, doubled: 0, unexpected: 0, unclear: 0, misreported: 0, wrong: [], ok: true });
  expect(line['accepted']).toBeGreaterThan(8);
});
