import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteEventLog } from '../../server/log/sqlite-event-log.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { median, round, versions, type Bench } from './line.ts';
import { benchCore, itemEvents, staffEvents } from './push-server.ts';
import type { StormAnswer, StormOrder } from './storm/clients.ts';
import { viewKey, writeRowsWord } from '../../server/push/rows-word.ts';

const FULL = 5_000;
const MISSED = 200;
const TEAM = 25;
const AT_ONCE = 200;
const LIMIT = 1.3;
const LOOP_MS = 100;

/** Of memory a desk takes on both ends, bytes, with what the center itself needs. */
const PER_DESK = 400_000;
const BESIDES = 2e9;
const FILL_AT_ONCE = 50;

interface Side extends StormAnswer {
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  readonly cpuMs: number;
  readonly startMs: number;
}

export const storm: Bench = {
  about: 'all desks come back at once after a server restart, each 200 events behind, beside bare Socket.IO connects of as many',
  async run({ quick }) {
    const desks = quick ? 1_000 : fitting();
    const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-storm-'));
    const file = path.join(folder, 'log.db');
    try {
      const { cursor, head, words } = await fill(file, desks);
      const ours: Side[] = [];
      const bare: Side[] = [];
      for (let i = 0; i < (quick ? 1 : 5); i += 1) {
        bare.push(await once('bare', file, desks, 0, words));
        ours.push(await once('ours', file, desks, cursor, words));
      }
      const ms = { ours: median(ours.map((side) => side.took)), bare: median(bare.map((side) => side.took)) };
      const loop = median(ours.map((side) => side.loopP99Ms));
      const ratio = ms.ours / ms.bare;
      return {
        name: 'storm',
        ratio: round(ratio, 2),
        target: `≤ ${LIMIT} × bare connects, loop delay p99 ≤ ${LOOP_MS} ms`,
        met: ratio <= LIMIT && loop <= LOOP_MS && desks === FULL,
        desks,
        ...(desks === FULL ? {} : { scaled: `${desks} of ${FULL} desks: ${quick ? 'a short look' : 'what this machine holds'}` }),
        missed: `${head - cursor} events of the log`,
        eventsPerDesk: round(median(ours.map((side) => side.events)) / desks, 1),
        kBPerDesk: round(median(ours.map((side) => side.bytes)) / desks / 1_000, 1),
        ms: { ours: round(ms.ours, 0), bare: round(ms.bare, 0) },
        perSecond: { ours: round((desks * 1_000) / ms.ours, 0), bare: round((desks * 1_000) / ms.bare, 0) },
        serverCpuMsPerDesk: { ours: round(median(ours.map((side) => side.cpuMs)) / desks, 2), bare: round(median(bare.map((side) => side.cpuMs)) / desks, 2) },
        clientCpuMsPerDesk: { ours: round(median(ours.map((side) => side.clientCpuMs)) / desks, 2), bare: round(median(bare.map((side) => side.clientCpuMs)) / desks, 2) },
        deskMs: { p50: round(median(ours.map((side) => side.deskMs.p50)), 0), p99: round(median(ours.map((side) => side.deskMs.p99)), 0), bareP50: round(median(bare.map((side) => side.deskMs.p50)), 0), bareP99: round(median(bare.map((side) => side.deskMs.p99)), 0) },
        loopMs: { p99: round(loop, 0), max: round(median(ours.map((side) => side.loopMaxMs)), 0), bareP99: round(median(bare.map((side) => side.loopP99Ms)), 0), bareMax: round(median(bare.map((side) => side.loopMaxMs)), 0) },
        startMs: round(median(ours.map((side) => side.startMs)), 0),
        atOnce: AT_ONCE,
        load: round(os.loadavg()[0] ?? 0, 1),
        durability: 'log: SQLite, synchronous=FULL; each return is an event of its own',
        quick,
        versions: versions('socket.io', 'ws'),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A machine with little memory is given fewer. */
function fitting(): number {
  return Math.max(250, Math.min(FULL, Math.floor((os.freemem() - BESIDES) / PER_DESK / 250) * 250));
}

/** A center at rest: everybody in a team, each with a conversation; then events that the desks miss, of which some concern each. */
async function fill(file: string, desks: number): Promise<{ cursor: number; head: number; words: string[] }> {
  const log = await openSqliteEventLog({ path: file });
  const core = await benchCore(log);
  const { center } = core;
  const at = center.now();
  await center.submit('bench', () => ({ events: staffEvents({ agents: desks, available: false, queues: Math.ceil(desks / TEAM), teamsOf: (i) => [Math.floor(i / TEAM)] }, at) }));
  const given = (i: number): NewEvent[] => {
    const id = `item-${i}`;
    return [...itemEvents(id, at, Math.floor(i / TEAM)), { type: 'workItem.assigned', data: { workItemId: id, conversationId: `c-${id}`, agentId: `agent-${i}`, epoch: 1, at, reason: { by: 'router' } } }];
  };
  for (let from = 0; from < desks; from += FILL_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(FILL_AT_ONCE, desks - from) }, (_, i) => from + i);
    await center.submit('bench', () => ({ events: numbers.flatMap(given) }));
  }
  const cursor = center.seq;
  // What each desk was told last, when it was here.
  const words = Array.from({ length: desks }, (_, i) => writeRowsWord({ seq: cursor, people: cursor, at: center.now() }, viewKey({ agentId: '', role: 'agent', teamIds: [`team-${Math.floor(i / TEAM)}`] })));
  for (let i = 0; i < MISSED; i += 1) {
    const conversationId = `c-item-${Math.floor((i * desks) / MISSED)}`;
    await center.submit('bench', () => ({ events: [{ type: 'conversation.tagged', data: { conversationId, tags: [`t${i}`] } }] }));
  }
  const head = center.seq;
  await core.stop();
  await log.close();
  return { cursor, head, words };
}

async function once(kind: 'bare' | 'ours', file: string, desks: number, cursor: number, words: readonly string[]): Promise<Side> {
  const server = child('storm/server.ts', kind, file);
  const clients = child('storm/clients.ts');
  try {
    const { url, startMs } = await next<{ url: string; startMs: number }>(server);
    const order: StormOrder = { url, kind, sockets: desks, atOnce: AT_ONCE, cursor, words };
    clients.send(order);
    const storm = await next<StormAnswer>(clients);
    server.send('how was it?');
    return { ...storm, startMs, ...(await next<{ loopP99Ms: number; loopMaxMs: number; cpuMs: number }>(server)) };
  } finally {
    for (const one of [server, clients]) {
      const gone = new Promise((resolve) => one.once('exit', resolve));
      one.kill('SIGKILL');
      await gone;
    }
  }
}

const child = (module: string, ...args: string[]): ChildProcess => fork(path.join(import.meta.dirname, module), args, { stdio: ['ignore', 2, 2, 'ipc'] });

function next<T>(process: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    process.once('message', (answer: T & { error?: string }) => (answer.error === undefined ? resolve(answer) : reject(new Error(answer.error))));
    process.once('exit', (code) => reject(new Error(`a process of the bench ended (${code})`)));
  });
}
