// The proof `netns` in short: the cable between desk and server pulled for real, where this machine lets us lay one.
import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/netns.ts';

const SEED = Number(process.env['LEITSTAND_SEED'] ?? 7);
const missing = await proof.missing?.();

test.skipIf(missing !== undefined)(`the cable is pulled twice while answers are on their way: nothing lost, nothing twice (seed ${SEED})${missing === undefined ? '' : `: ${missing}`}`, { timeout: 170_000 }, async () => {
  const line = await proof.run({ runs: 2, seed: SEED, say: () => undefined, more: { longest: '300', behaviours: 'notIdempotent' } });
  expect(line).toMatchObject({ runs: 2, lost: 0, doubled: 0, unexpected: 0, returned: 0, misreported: 0, wrong: [], ok: true });
  expect(line['acceptedWhileDown']).toBeGreaterThan(0);
});
