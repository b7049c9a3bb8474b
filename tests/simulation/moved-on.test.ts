import { expect, test } from 'vitest';
import { World } from './world.ts';

test('SIM-22 an answer that waits for a look is asked about at once where its conversation has gone to somebody else and is told to this desk no longer (seed 31186)', { timeout: 60_000 }, async () => {
  const { violations } = await World.run({ seed: 31_186, steps: 5_000 });
  expect(violations).toEqual([]);
});
