import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteEventLog } from '../../server/log/sqlite-event-log.ts';
import { CenterLoad } from './center-load.ts';
import { cpuMs, interleaved, median, round, versions, type Bench } from './line.ts';
import { RoutingLoad } from './routing-load.ts';

const BATCH = 50;
const AHEAD = 40;

export const assignFlat: Bench = {
  about: 'durable assignments per CPU second at 10,000 people over those at 100; the bare engine beside it',
  async run({ quick }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-flat-'));
    const count = quick ? 4_000 : 10_000;
    const open = async (agents: number): Promise<CenterLoad> =>
      CenterLoad.open(await openSqliteEventLog({ path: path.join(folder, `${agents}.db`) }), agents);
    const durable = async (load: CenterLoad): Promise<number> => {
      const before = cpuMs();
      await load.run(count, BATCH, AHEAD);
      return (1000 * count) / (cpuMs() - before);
    };
    try {
      const [few, many] = [await open(100), await open(10_000)];
      const engines = { few: new RoutingLoad(100, BATCH), many: new RoutingLoad(10_000, BATCH) };
      await few.run(count, BATCH, AHEAD);
      await many.run(count, BATCH, AHEAD);
      engines.few.run(count);
      engines.many.run(count);
      const rates = await interleaved(
        {
          few: () => durable(few),
          many: () => durable(many),
          engineFew: () => engines.few.run(count),
          engineMany: () => engines.many.run(count),
        },
        quick ? 5 : 9,
      );
      await few.close();
      await many.close();
      const ratio = median(rates.many) / median(rates.few);
      return {
        name: 'assign-flat',
        ratio: round(ratio),
        target: '≥ 0.9 of the rate at 100 people',
        met: ratio >= 0.9,
        engineAloneRatio: round(median(rates.engineMany) / median(rates.engineFew)),
        perCpuSecond: {
          at100: Math.round(median(rates.few)),
          at10000: Math.round(median(rates.many)),
          engineAt100: Math.round(median(rates.engineFew)),
          engineAt10000: Math.round(median(rates.engineMany)),
        },
        work: 'queued, assigned, closed; forty skills, three a person at random levels, so that hardly two of the 10,000 are alike',
        durability: 'synchronous=FULL, group commit; the engine alone: none',
        quick,
        versions: versions('better-sqlite3'),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
