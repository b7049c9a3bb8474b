import { expect, it } from 'vitest';
import { proof } from '../prove/proofs/platform-limits.ts';

it('at the limits of platform, token and keychain a desk says what is the matter, loses nothing and sends nothing twice', { timeout: 60_000 }, async () => {
  const only = 'retry-after,platform-token-expired,locked-keychain-at-start,asleep-8-hours-and-reassigned';
  const line = await proof.run({ runs: 14, seed: 1, more: { only }, say: (text) => console.error(text) });
  expect(line).toMatchObject({ runs: 4, ok: true, lost: 0, doubled: 0, unexpected: 0, failed: [] });
});
