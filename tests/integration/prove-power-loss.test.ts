import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/power-loss.ts';

const missing = await proof.missing?.();

test.skipIf(missing !== undefined)(
  'STORE-10 the proof power-loss in short: what was promised is there after the power went, and is not where commits do not wait for the disk',
  { timeout: 60_000 },
  async () => {
    const line = await proof.run({ runs: 60, seed: 20_260_301, more: {}, say: () => undefined });
    console.log(`seed 20260301: ${JSON.stringify(line)}`);
    expect(line).toMatchObject({ ok: true, runs: 60, lost: 0, corrupt: 0 });
    expect(line['lostAtNormal']).toBeGreaterThan(0);
    expect(line['torn']).toBeGreaterThan(0);
  },
);
