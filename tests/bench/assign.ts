import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Queue, Worker } from 'bullmq';
import { openSqliteEventLog } from '../../server/log/sqlite-event-log.ts';
import { CenterLoad } from './center-load.ts';
import { cpuMs, interleaved, median, round, versions, type Bench } from './line.ts';
import { startRedis } from './redis.ts';

const AGENTS = 1_000;
const BATCH = 50;
const AHEAD = 40;
const CONCURRENCIES = [20, 100, 400];

interface Cost {
  /** ms of CPU, all processes of the side together. */
  cpu: number;
  done: number;
}

/** CPU time of another process so far, ms; 0 where the system does not tell. */
function cpuOf(pid: number): number {
  try {
    const [user = '0', system = '0'] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return (Number(user) + Number(system)) * 10;
  } catch {
    return 0;
  }
}

/** Jobs a second through BullMQ as a plain queue: added in bulk, taken by one worker whose work is nothing. */
async function bullmq(redis: { socket: string; cpuPid: number }, concurrency: number, jobs: number, cost: Cost): Promise<number> {
  const { socket } = redis;
  const connection = { path: socket, maxRetriesPerRequest: null };
  const queue = new Queue(`q${concurrency}`, { connection, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } });
  await queue.obliterate({ force: true });
  let done = 0;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const worker = new Worker(
    queue.name,
    async () => {
      done += 1;
      if (done === jobs) finish();
      return undefined;
    },
    { connection, concurrency, drainDelay: 1 },
  );
  await worker.waitUntilReady();
  const started = performance.now();
  const before = cpuMs() + cpuOf(redis.cpuPid);
  const bulk = 500;
  for (let at = 0; at < jobs; at += bulk)
    await queue.addBulk(Array.from({ length: Math.min(bulk, jobs - at) }, (_, i) => ({ name: 'j', data: { id: at + i, skill: 's1' } })));
  await finished;
  const rate = (1000 * jobs) / (performance.now() - started);
  cost.cpu += cpuMs() + cpuOf(redis.cpuPid) - before;
  cost.done += jobs;
  await worker.close();
  await queue.close();
  return rate;
}

/** The same number of rows in transactions of the same size, synced, and nothing else: what the disk allows. */
function bareSqlite(folder: string, items: number): number {
  const db = new Database(path.join(folder, `bare-${performance.now()}.db`));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE e (seq INTEGER PRIMARY KEY, at INTEGER, type TEXT, data TEXT)');
  const insert = db.prepare('INSERT INTO e (at, type, data) VALUES (?, ?, ?)');
  const data = JSON.stringify({
    id: 'item-1',
    conversationId: 'c-item-1',
    agentId: 'agent-1',
    epoch: 1,
    at: 1,
    reason: { by: 'router', skills: [{ skillId: 's1', need: 1, has: 3 }], waitedMs: 1 },
  });
  const started = performance.now();
  const batch = db.transaction((rows: number) => {
    for (let i = 0; i < rows; i += 1) insert.run(1, 'workItem.assigned', data);
  });
  for (let at = 0; at < items * 3; at += 1000) batch(1000);
  const rate = (1000 * items) / (performance.now() - started);
  db.close();
  return rate;
}

export const assign: Bench = {
  about: 'durable assignments a second of the whole engine, beside BullMQ without persistence and bare SQLite',
  async run({ quick }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-assign-'));
    const redis = await startRedis();
    const items = quick ? 3_000 : 20_000;
    try {
      const load = await CenterLoad.open(await openSqliteEventLog({ path: path.join(folder, 'log.db') }), AGENTS);
      await load.run(items, BATCH, AHEAD);
      const spent: Cost = { cpu: 0, done: 0 };
      const costs = new Map(CONCURRENCIES.map((c): [number, Cost] => [c, { cpu: 0, done: 0 }]));
      const ours = async (): Promise<number> => {
        const started = performance.now();
        const before = cpuMs();
        await load.run(items, BATCH, AHEAD);
        spent.cpu += cpuMs() - before;
        spent.done += items;
        return (1000 * items) / (performance.now() - started);
      };
      const theirs =
        'socket' in redis ? Object.fromEntries([...costs].map(([c, cost]) => [`bullmq${c}`, () => bullmq(redis, c, items, cost)])) : {};
      const rates: Record<string, number[]> = await interleaved({ ours, bare: () => bareSqlite(folder, items), ...theirs }, 5);
      await load.close();
      const best = Math.max(0, ...CONCURRENCIES.map((c) => median(rates[`bullmq${c}`] ?? [0])));
      const own = median(rates['ours'] ?? []);
      const ratio = best === 0 ? NaN : own / best;
      const perItem = ({ cpu, done }: Cost): number => (1000 * cpu) / done;
      const leastTheirs = Math.min(...[...costs.values()].filter((c) => c.done > 0).map(perItem));
      return {
        name: 'assign',
        ratio: round(ratio),
        target: '≥ 5 × BullMQ at its best concurrency',
        met: ratio >= 5,
        ...('reason' in redis ? { skipped: redis.reason } : {}),
        perSecond: {
          ours: Math.round(own),
          bareSqlite: Math.round(median(rates['bare'] ?? [])),
          ...Object.fromEntries(CONCURRENCIES.map((c) => [`bullmq${c}`, Math.round(median(rates[`bullmq${c}`] ?? [0]))])),
        },
        // Beside the rate, because a busy machine blurs rates more than CPU time; both of its processes counted for BullMQ, both threads for ours.
        cpuMicrosecondsEach: { ours: round(perItem(spent), 1), bullmqLeast: round(leastTheirs, 1), ratio: round(leastTheirs / perItem(spent), 2) },
        work: 'ours: queued, assigned and closed as three checked events, reducers, engine, fsync; BullMQ: add in bulk, take, complete',
        durability: {
          ours: 'synchronous=FULL, group commit',
          bareSqlite: 'synchronous=FULL, 1,000 rows a commit',
          bullmq: 'none (save "", appendonly no)',
        },
        quick,
        versions: versions('bullmq', 'ioredis', 'better-sqlite3'),
      };
    } finally {
      if ('stop' in redis) await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
