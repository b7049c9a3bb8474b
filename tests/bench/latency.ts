import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Server } from 'socket.io';
import { openSqliteEventLog } from '../../server/log/sqlite-event-log.ts';
import { Clients, sleep, steadyMs } from './clients.ts';
import { median, quantile, round, versions, type Bench } from './line.ts';
import { itemEvents, listen, staffEvents, startPushServer } from './push-server.ts';

const DESKS = 1_000;
const PER_SECOND = 200;
const READERS = 1_000;

let named = 0;

/**
 * Hands in items at a steady pace; the time from when each was due to the first frame about it at the desk it went to, ms. Due, not handed in: a
 * commit on the main thread puts off the items that come meanwhile, and that is part of how long they take.
 */
async function paced(clients: Clients, seconds: number, put: (name: string) => void): Promise<number[]> {
  await clients.count();
  const sentAt = new Map<string, number>();
  const started = steadyMs();
  const total = Math.round(seconds * PER_SECOND);
  for (let i = 0; i < total; i += 1) {
    const due = started + (i * 1000) / PER_SECOND;
    if (due > steadyMs()) await sleep(due - steadyMs());
    named += 1;
    const name = `item-${named}`;
    sentAt.set(name, Math.min(due, steadyMs()));
    put(name);
  }
  const first = new Map<string, number>();
  let missing = total;
  for (let tries = 0; missing > 0 && tries < 10; tries += 1) {
    await sleep(1_000);
    for (const rows of (await clients.count()).seen)
      for (const [name, at] of rows) first.set(name, Math.min(at, first.get(name) ?? Infinity));
    missing = [...sentAt.keys()].filter((name) => !first.has(name)).length;
  }
  if (missing > 0) throw new Error(`${missing} of ${total} never reached a desk`);
  return [...sentAt].map(([name, at]) => (first.get(name) ?? 0) - at);
}

export const latency: Bench = {
  about: 'item in, on disk, decided, on disk, frame at the agent: 1,000 agents, 200 a second, beside bare commit and bare emit',
  async run({ quick }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-latency-'));
    const seconds = quick ? 1.5 : 4;
    try {
      const server = await startPushServer(await openSqliteEventLog({ path: path.join(folder, 'log.db') }));
      const { center } = server.core;
      // Each person in a team of their own queue, so that a row goes to whom it concerns and not to a thousand desks.
      await center.submit('bench', () => ({
        events: staffEvents({ agents: DESKS, available: true, queues: DESKS / 10, teamsOf: (i) => [i % (DESKS / 10)] }, center.now()),
      }));
      const own = new Clients();
      await own.connect(server.url, DESKS, 'desk', READERS);
      await sleep(4_000);

      const http = createServer();
      const io = new Server(http, { transports: ['websocket'], serveClient: false });
      const bareClients = new Clients();
      await bareClients.connect(await listen(http), DESKS, 'plain', READERS);
      const db = new Database(path.join(folder, 'bare.db'));
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.exec('CREATE TABLE e (seq INTEGER PRIMARY KEY, data TEXT)');
      const insert = db.prepare('INSERT INTO e (data) VALUES (?)');
      const bareSockets = [...io.sockets.sockets.values()];

      const ours: number[][] = [];
      const bare: number[][] = [];
      for (let i = 0; i < 5; i += 1) {
        ours.push(
          await paced(own, seconds, (name) => {
            center
              .submit('ingest:bench', () => ({ events: itemEvents(name, center.now(), named % (DESKS / 10)) }))
              .catch((error: unknown) => console.error(error));
          }),
        );
        bare.push(
          await paced(bareClients, seconds, (name) => {
            const row = { kind: 'workItem', id: name, seq: 1, value: { waiting: true, text: 'x'.repeat(400) } };
            insert.run(JSON.stringify(row));
            bareSockets[named % DESKS]?.emit('row', row);
          }),
        );
      }
      db.close();
      await own.close();
      await bareClients.close();
      await io.close();
      await server.close();
      const p99 = median(ours.map((l) => quantile(l, 0.99)));
      const bare99 = median(bare.map((l) => quantile(l, 0.99)));
      const ratio = p99 / bare99;
      return {
        name: 'latency',
        ratio: round(ratio, 2),
        target: 'p99 ≤ 1.5 × bare and ≤ 10 ms',
        met: ratio <= 1.5 && p99 <= 10,
        oursMs: { p50: round(median(ours.map((l) => median(l))), 2), p99: round(p99, 2) },
        bareMs: { p50: round(median(bare.map((l) => median(l))), 2), p99: round(bare99, 2) },
        items: ours.reduce((n, l) => n + l.length, 0),
        durability: 'both: SQLite, synchronous=FULL, one commit an item (ours: opened, queued and assigned in it); ours on a thread of its own',
        quick,
        versions: versions('socket.io', 'better-sqlite3'),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
