import { interleaved, median, round, versions, type Bench } from './line.ts';
import { RoutingLoad } from './routing-load.ts';

const BATCH = 50;

export const assignFlat: Bench = {
  about: 'assignments per CPU second of the engine at 10,000 people over those at 100',
  async run({ quick }) {
    const few = new RoutingLoad(100, BATCH);
    const many = new RoutingLoad(10_000, BATCH);
    const count = quick ? 5_000 : 20_000;
    few.run(count);
    many.run(count);
    const rates = await interleaved({ few: () => few.run(count), many: () => many.run(count) }, quick ? 5 : 9);
    const ratio = median(rates.many) / median(rates.few);
    return {
      name: 'assign-flat',
      ratio: round(ratio),
      target: '≥ 0.9 of the rate at 100 people',
      met: ratio >= 0.9,
      perCpuSecond: { at100: Math.round(median(rates.few)), at10000: Math.round(median(rates.many)) },
      durability: 'none: the engine alone',
      quick,
      versions: versions(),
    };
  },
};
