// npm run -s bench -- NAME [--quick]: runs one bench; the last line is JSON.
import { Command } from 'commander';
import type { Bench } from './line.ts';

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  'routing-optimality': async () => (await import('./routing-optimality.ts')).routingOptimality,
  'routing-exact': async () => (await import('./routing-exact.ts')).routingExact,
  sla: async () => (await import('./sla.ts')).sla,
  assign: async () => (await import('./assign.ts')).assign,
  'assign-flat': async () => (await import('./assign-flat.ts')).assignFlat,
  latency: async () => (await import('./latency.ts')).latency,
  fanout: async () => (await import('./fanout.ts')).fanout,
  catchup: async () => (await import('./catchup.ts')).catchup,
  storm: async () => (await import('./storm.ts')).storm,
  ingest: async () => (await import('./ingest.ts')).ingest,
  clusters: async () => (await import('./clusters.ts')).clusters,
  search: async () => (await import('./search.ts')).search,
  'queue-ui': async () => (await import('./queue-ui.ts')).queueUi,
  start: async () => (await import('./start.ts')).startBench,
  'desk-keys': async () => (await import('./desk-keys.ts')).deskKeys,
  'desk-day': async () => (await import('./desk-day.ts')).deskDay,
  interest: async () => (await import('./interest.ts')).interest,
};

const program = new Command('bench')
  .argument('[name]', 'which one')
  .option('--list', 'the names')
  .option('--quick', 'a short look, not a result')
  .parse();
const options = program.opts<{ list?: boolean; quick?: boolean }>();
const name = program.args[0];
const load = name !== undefined && Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;

if (options.list === true || name === undefined) {
  for (const [one, bench] of Object.entries(BENCHES)) console.log(`${one.padEnd(20)} ${(await bench()).about}`);
} else if (load === undefined) {
  console.error(`There is no bench "${name}". Known: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 1;
} else {
  const bench = await load();
  const line = await bench.run({ quick: options.quick === true });
  console.log(JSON.stringify(line));
  // Timers of a server that was closed under its desks may still be running.
  process.exit();
}
