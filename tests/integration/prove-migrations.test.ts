import { expect, test } from 'vitest';
import { proof } from '../prove/proofs/migrations.ts';

test(
  'STORE-9 the proof migrations in short: interrupted anywhere, a whole schema with all rows, a copy first, newer data refused',
  { timeout: 60_000 },
  async () => {
    const said: string[] = [];
    const line = await proof.run({ runs: 70, seed: 20_260_301, more: {}, say: (text) => said.push(text) });
    console.log(`seed 20260301: ${JSON.stringify(line)}`);
    expect(said).toEqual([]);
    expect(line).toMatchObject({ ok: true, runs: 70, lost: 0, violations: 0, databases: 4 });
  },
);
