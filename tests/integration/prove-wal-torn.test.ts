import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/wal-torn.ts';

test(
  'STORE-6 the proof wal-torn in short: every cut a clean prefix, every flipped bit noticed or harmless',
  { timeout: 60_000 },
  async () => {
    const said: string[] = [];
    const line = await proof.run({ runs: 120, seed: 20_260_301, more: {}, say: (text) => said.push(text) });
    console.log(`seed 20260301: ${JSON.stringify(line)}`);
    expect(said.filter((text) => !text.includes('cuts,'))).toEqual([]);
    expect(line).toMatchObject({ ok: true, corrupt: 0, silent: 0, uncoded: 0 });
    expect(line['opens']).toBeGreaterThanOrEqual(120);
    expect(Number(line['repliesSaved'])).toBeGreaterThan(Number(line['repliesPromised']) * 0.9);
    for (const kind of ['cuts', 'torn', 'flipsWal', 'flipsMain']) expect(line[kind], kind).toBeGreaterThan(0);
  },
);
