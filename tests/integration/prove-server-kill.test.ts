import { expect, it } from 'vitest';
import { proof } from '../prove/proofs/server-kill.ts';

it('a server that is killed under working desks has lost nothing and done nothing twice when it is back', { timeout: 60_000 }, async () => {
  const seed = 5;
  const line = await proof.run({ runs: 2, seed, more: { desks: '20' }, say: (text) => console.error(`seed ${seed}: ${text}`) });
  // How soon is for the long form to say: a slow machine is no failure here.
  expect(line, `seed ${seed}`).toMatchObject({ runs: 2, kills: 2, wedged: 0, lost: 0, doubled: 0, unexpected: 0, gaps: 0 });
  expect(line['commands']).toBeGreaterThan(20);
  expect(line['messages']).toBeGreaterThan(20);
});
