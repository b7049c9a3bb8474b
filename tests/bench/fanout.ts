import { createServer } from 'node:http';
import { Server } from 'socket.io';
import WebSocket, { WebSocketServer } from 'ws';
import { MemoryEventLog } from '../../server/log/memory-event-log.ts';
import { ROW_DELAY_MS } from '../../server/assemble.ts';
import { queueRow } from '../../server/push/rows.ts';
import { Clients, sleep, steadyMs } from './clients.ts';
import { cpuMs, median, quantile, round, versions, type Bench } from './line.ts';
import { itemEvents, listen, staffEvents, startPushServer, type PushServer } from './push-server.ts';

const SOCKETS = 1_000;
const TICK_MS = 25;
/** 800 a second. */
const PER_TICK = 20;

interface Side {
  /** Puts so many events out, paced, and waits until every reader has them; deliveries per CPU second and the delays. */
  round(events: number): Promise<{ perCpuSecond: number; delays: number[] }>;
  close(): Promise<void>;
}

/** Paces `put`, then waits for the readers. */
async function measured(
  clients: Clients,
  names: readonly string[],
  put: (some: readonly string[]) => Promise<void> | void,
): Promise<{ perCpuSecond: number; delays: number[] }> {
  await clients.count();
  const before = cpuMs();
  const sentAt = new Map<string, number>();
  const started = steadyMs();
  for (let at = 0; at < names.length; at += PER_TICK) {
    const some = names.slice(at, at + PER_TICK);
    // From when they were due: who writes to a thousand sockets in one go puts off what comes meanwhile, and that is part of how long it takes.
    for (const name of some) sentAt.set(name, Math.min(steadyMs(), started + (at / PER_TICK) * TICK_MS));
    await put(some);
    await sleep(Math.max(0, started + (at / PER_TICK + 1) * TICK_MS - steadyMs()));
  }
  for (let tries = 0; tries < 600; tries += 1) {
    const { seen } = await clients.count();
    const found = seen.map((rows) => new Map(rows));
    if (found.every((rows) => names.every((name) => rows.has(name)))) {
      const used = cpuMs() - before;
      return {
        perCpuSecond: (1000 * names.length * SOCKETS) / used,
        delays: found.flatMap((rows) => names.map((name) => (rows.get(name) ?? 0) - (sentAt.get(name) ?? 0))),
      };
    }
    await sleep(20);
  }
  throw new Error('the rows did not reach every reader');
}

let named = 0;
const names = (count: number): string[] => Array.from({ length: count }, () => `item-${(named += 1)}`);

async function ours(): Promise<Side & { readonly server: PushServer; row(): unknown }> {
  const server = await startPushServer(new MemoryEventLog());
  const { center } = server.core;
  await center.submit('bench', () => ({ events: staffEvents({ agents: SOCKETS, available: false }, center.now()) }));
  const clients = new Clients();
  await clients.connect(server.url, SOCKETS, 'desk');
  // The news of a thousand desks coming in must be out of the way.
  await sleep(3_000);
  return {
    server,
    row: () => queueRow(center.committed, 'item-1', new Map()),
    round: (events) =>
      measured(clients, names(events), async (some) => {
        await center.submit('ingest:bench', () => ({ events: some.flatMap((name) => itemEvents(name, center.now())) }));
      }),
    close: async () => {
      await clients.close();
      await server.close();
    },
  };
}

async function plainSocketIo(row: object): Promise<Side> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  const clients = new Clients();
  await clients.connect(await listen(http), SOCKETS, 'plain');
  return {
    round: (events) =>
      measured(clients, names(events), (some) => void some.forEach((id) => io.emit('row', { kind: 'workItem', id, seq: 1, value: row }))),
    close: async () => {
      await clients.close();
      await io.close();
    },
  };
}

/** Rows joined for as long as ours joins them, one string for all of them, written to every socket: the frames ours sends, and nothing else. */
async function rawWs(row: object): Promise<Side> {
  const http = createServer();
  const wss = new WebSocketServer({ server: http, perMessageDeflate: false });
  const clients = new Clients();
  await clients.connect(await listen(http), SOCKETS, 'raw');
  let waiting: string[] = [];
  const flush = (): void => {
    const rows = waiting.map((id) => ({ kind: 'workItem', id, seq: 1, value: row }));
    waiting = [];
    const frame = `42${JSON.stringify(['batch', { fromSeq: 1, toSeq: 2, purges: [], snapshots: [], events: [], entities: [], bodies: {}, forget: [], rows }])}`;
    for (const socket of wss.clients) if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  };
  return {
    round: (events) =>
      measured(clients, names(events), (some) => {
        if (waiting.length === 0) setTimeout(flush, ROW_DELAY_MS);
        waiting.push(...some);
      }),
    close: async () => {
      await clients.close();
      for (const socket of wss.clients) socket.terminate();
      wss.close();
      http.close();
    },
  };
}

export const fanout: Bench = {
  about: 'queue rows delivered per CPU second to 1,000 desks, beside Socket.IO’s emit per event and raw ws with the same frames',
  async run({ quick }) {
    const own = await ours();
    await own.round(20);
    const row = own.row() as object;
    const io = await plainSocketIo(row);
    const raw = await rawWs(row);
    const sides = { ours: own, io, raw };
    const rates: Record<keyof typeof sides, number[]> = { ours: [], io: [], raw: [] };
    const delays: Record<keyof typeof sides, number[]> = { ours: [], io: [], raw: [] };
    const added: number[] = [];
    await io.round(20);
    await raw.round(20);
    for (let i = 0; i < 5; i += 1) {
      const p99s = { ours: 0, io: 0, raw: 0 };
      for (const [name, side] of Object.entries(sides) as [keyof typeof sides, Side][]) {
        const round = await side.round(name === 'io' ? (quick ? 30 : 100) : quick ? 100 : 300);
        rates[name].push(round.perCpuSecond);
        p99s[name] = quantile(round.delays, 0.99);
        delays[name].push(...round.delays);
      }
      // Both join rows equally long; what the machine does besides hits both.
      added.push(ROW_DELAY_MS + p99s.ours - p99s.raw);
    }
    for (const side of Object.values(sides)) await side.close();
    const overIo = median(rates.ours) / median(rates.io);
    const overRaw = median(rates.ours) / median(rates.raw);
    const addedMs = median(added);
    return {
      name: 'fanout',
      ratio: round(overIo, 2),
      target: '≥ 15 × io.emit, ≥ 0.8 of raw ws, ≤ 50 ms added delay (p99)',
      met: overIo >= 15 && overRaw >= 0.8 && addedMs <= 50,
      overRawWs: round(overRaw, 2),
      // Over raw ws that writes at once, at p99; and the whole way, commit to reader, on this machine with whatever else ran on it.
      addedMs: round(addedMs, 1),
      delayMs: Object.fromEntries(Object.entries(delays).map(([name, all]) => [name, { p50: round(median(all), 1), p99: round(quantile(all, 0.99), 1) }])),
      deliveriesPerCpuSecond: {
        ours: Math.round(median(rates.ours)),
        socketIo: Math.round(median(rates.io)),
        rawWs: Math.round(median(rates.raw)),
      },
      microsecondsEach: {
        ours: round(1e6 / median(rates.ours), 2),
        socketIo: round(1e6 / median(rates.io), 2),
        rawWs: round(1e6 / median(rates.raw), 2),
      },
      durability: 'none on any side: the push is measured',
      quick,
      versions: versions('socket.io', 'ws'),
    };
  },
};
