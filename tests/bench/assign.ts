import { mkdtempSync, rmSync } from 'node:fs';
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

/** Jobs a second through BullMQ as a plain queue: added in bulk, taken by one worker whose work is nothing. */
async function bullmq(socket: string, concurrency: number, jobs: number): Promise<number> {
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
  const bulk = 500;
  for (let at = 0; at < jobs; at += bulk)
    await queue.addBulk(Array.from({ length: Math.min(bulk, jobs - at) }, (_, i) => ({ name: 'j', data: { id: at + i, skill: 's1' } })));
  await finished;
  const rate = (1000 * jobs) / (performance.now() - started);
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
    const items = quick ? 3_000 : 10_000;
    try {
      const load = await CenterLoad.open(await openSqliteEventLog({ path: path.join(folder, 'log.db') }), AGENTS);
      await load.run(items, BATCH, AHEAD);
      let cpu = 0;
      let given = 0;
      const ours = async (): Promise<number> => {
        const started = performance.now();
        const before = cpuMs();
        await load.run(items, BATCH, AHEAD);
        cpu += cpuMs() - before;
        given += items;
        return (1000 * items) / (performance.now() - started);
      };
      const theirs =
        'socket' in redis ? Object.fromEntries(CONCURRENCIES.map((c) => [`bullmq${c}`, () => bullmq(redis.socket, c, items)])) : {};
      const rates: Record<string, number[]> = await interleaved({ ours, bare: () => bareSqlite(folder, items), ...theirs }, 5);
      await load.close();
      const best = Math.max(0, ...CONCURRENCIES.map((c) => median(rates[`bullmq${c}`] ?? [0])));
      const own = median(rates['ours'] ?? []);
      const ratio = best === 0 ? NaN : own / best;
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
        cpuMicrosecondsPerAssignment: round((1000 * cpu) / given, 1),
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
