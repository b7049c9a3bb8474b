import { expect, it } from 'vitest';
import { proof } from '../prove/proofs/partitions.ts';

it('desks behind lines that stop in one or both directions come to rest, equal to the server', { timeout: 60_000 }, async () => {
  const seed = 3;
  const line = await proof.run({ runs: 2, seed, more: { 'per-world': '2', desks: '5' }, say: (text) => console.error(`seed ${seed}: ${text}`) });
  // How long it took is for the long form to say: a slow machine is no failure here.
  expect(line, `seed ${seed}`).toMatchObject({ runs: 2, diverged: 0, lost: 0, doubled: 0, unexpected: 0 });
  expect(line['acts']).toBeGreaterThan(10);
});
