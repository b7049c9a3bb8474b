import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openSqliteEventLog } from '../../../server/log/sqlite-event-log.ts';
import { diceFor, type Dice } from '../../simulation/dice.ts';
import { LightDesk } from '../../support/light-desk.ts';
import { folderWithAgents, teamWord, type ManyAgents } from '../../support/many-agents.ts';
import { INGEST_KEY, post } from '../../support/server-world.ts';
import type { Proof } from '../proof.ts';
import { quantileOf } from './figures.ts';
import { wholeOf } from './whole.ts';

const LIMIT_MS = 5_000;
const PATIENCE_MS = 60_000;

interface Book {
  /** Notes given to a desk: id → whose. */
  readonly notes: Map<string, LightDesk>;
  /** Customers' messages that the server said it has. */
  readonly taken: Set<string>;
  readonly posted: Set<string>;
}

export const proof: Proof = {
  about: 'A server process of its own, killed (every fifth time: asked to end, as at a rolling restart) under desks that go on working and customers who go on writing, and started again on the same data.',
  unit: 'one end of the server, four of five by SIGKILL, with all desks back in sync',
  figure: '100 kills under 500 desks: p99 back in sync ≤ 5 s after the server listens again, 0 lost, 0 doubled',
  runs: 125,
  async run({ runs, seed, more, say }) {
    const count = wholeOf(more, 'desks', 500);
    const dice = diceFor(seed, 'server-kill');
    const center = await folderWithAgents(count);
    const desks: LightDesk[] = [];
    const book: Book = { notes: new Map(), taken: new Set(), posted: new Set() };
    const back: number[] = [];
    const sinceEnd: number[] = [];
    const starts: number[] = [];
    const stuck: string[] = [];
    let kills = 0;
    let server: Served | undefined;
    try {
      server = await serve(center);
      for (const { id } of center.people) desks.push(new LightDesk({ agentId: id, url: center.url, token: center.tokens.get(id) ?? '' }));
      for (const desk of desks) desk.link.start();
      await inSync(desks);
      say(`${count} desks in sync`);
      for (let i = 0; i < count; i += 50) await customers(center, book, Array.from({ length: 50 }, (_, n) => `start-${i + n}`));
      for (const desk of desks.slice(0, Math.ceil(count / 2))) desk.run({ type: 'agent.setState', data: { state: 'available' } });
      for (let run = 0; run < runs; run += 1) {
        const working = work(center, desks, book, dice, 200 + dice.int(500));
        await sleep(100 + dice.int(400));
        const gentle = run % 5 === 4;
        if (!gentle) kills += 1;
        const ended = performance.now();
        await server.end(gentle ? 'SIGTERM' : 'SIGKILL');
        server = await serve(center);
        const listening = performance.now();
        starts.push(listening - ended);
        await inSync(desks, ended);
        for (const desk of desks) {
          if (desk.inSyncAt === undefined) stuck.push(`${desk.agentId} is ${desk.link.state.kind} ${Math.round(performance.now() - listening)} ms after the start of run ${run}`);
          back.push(Math.max(0, (desk.inSyncAt ?? performance.now()) - listening));
          sinceEnd.push((desk.inSyncAt ?? performance.now()) - ended);
        }
        await working;
        if ((run + 1) % 10 === 0) say(`${run + 1} ends, back in sync p50 ${Math.round(quantileOf(back, 0.5))} ms, p99 ${Math.round(quantileOf(back, 0.99))} ms; starts p50 ${Math.round(quantileOf(starts, 0.5))} ms`);
      }
      await settled(desks);
    } finally {
      for (const desk of desks) desk.link.stop();
      await server?.end('SIGTERM');
    }
    const found = await audit(center, desks, book);
    rmSync(center.folder, { recursive: true, force: true });
    for (const text of [...stuck, ...found.lost, ...found.doubled, ...found.unexpected].slice(0, 20)) say(text);
    const p99 = Math.round(quantileOf(back, 0.99));
    return {
      runs,
      ok: p99 <= LIMIT_MS && stuck.length === 0 && found.lost.length + found.doubled.length + found.unexpected.length === 0 && desks.every((desk) => desk.gaps === 0),
      kills,
      gentle: runs - kills,
      desks: count,
      wedged: stuck.length,
      lost: found.lost.length,
      doubled: found.doubled.length,
      unexpected: found.unexpected.length,
      gaps: desks.reduce((sum, desk) => sum + desk.gaps, 0),
      backInSyncMs: { p50: Math.round(quantileOf(back, 0.5)), p99, max: Math.round(quantileOf(back, 1)) },
      sinceTheEndMs: { p50: Math.round(quantileOf(sinceEnd, 0.5)), p99: Math.round(quantileOf(sinceEnd, 0.99)) },
      startMs: { p50: Math.round(quantileOf(starts, 0.5)), p99: Math.round(quantileOf(starts, 0.99)) },
      commands: found.commands,
      messages: book.taken.size,
      counted: 'from the moment the new process listens to the last frame of the catch-up, per desk; desks, server and customers share one machine',
    };
  },
};

interface Served {
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

async function serve(center: ManyAgents): Promise<Served> {
  const child: ChildProcess = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../../server/main.ts'), '--config', center.configFile], { stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => complaints.push(line));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => line.includes('"ready":true') && resolve());
    void gone.then(() => reject(new Error(`the server ended before it was ready: ${complaints.slice(-5).join(' | ')}`)));
  });
  return {
    end: async (signal) => {
      child.kill(signal);
      await gone;
    },
  };
}

/** Until all desks have everything, or patience ends. `since`: what was in sync before counts no more. */
async function inSync(desks: readonly LightDesk[], since = 0): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end && desks.some((desk) => (desk.inSyncAt ?? -1) < since || desk.inSyncAt === undefined)) await sleep(20);
}

async function settled(desks: readonly LightDesk[]): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end && desks.some((desk) => desk.lane.pending.length > 0)) await sleep(20);
}

/** People write notes, customers write messages; a customer's platform sends again until it is told that it is there. */
async function work(center: ManyAgents, desks: readonly LightDesk[], book: Book, dice: Dice, lastsMs: number): Promise<void> {
  const end = performance.now() + lastsMs;
  const underway: Promise<void>[] = [];
  while (performance.now() < end) {
    const desk = dice.pick(desks);
    const conversationId = [...desk.held.keys()][0];
    if (conversationId !== undefined) {
      const id = randomUUID();
      book.notes.set(id, desk);
      desk.run({ type: 'note.add', data: { id, conversationId, text: `Notiz ${book.notes.size}` } });
    }
    if (dice.chance(0.2)) underway.push(customers(center, book, [`in-${book.posted.size}`]));
    await sleep(5 + dice.int(15));
  }
  await Promise.all(underway);
}

async function customers(center: ManyAgents, book: Book, remoteIds: readonly string[]): Promise<void> {
  for (const id of remoteIds) book.posted.add(id);
  const body = JSON.stringify({ messages: remoteIds.map((id) => post(id, `kunde-${id}`, `Frage ${id} ${teamWord(Number(id.replace(/\D/g, '')) % center.people.length)}`)) });
  for (;;) {
    const timestamp = String(Date.now());
    const signature = createHmac('sha256', INGEST_KEY).update(`${timestamp}.${body}`).digest('hex');
    try {
      const response = await fetch(`${center.url}/ingest/v1/messages`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-leitstand-timestamp': timestamp, 'x-leitstand-signature': `sha256=${signature}` } });
      const { results } = (await response.json()) as { results?: { status: string; remoteId?: string }[] };
      for (const result of results ?? []) if (result.status !== 'rejected' && result.remoteId !== undefined) book.taken.add(result.remoteId);
      if (results?.every((result) => result.status !== 'rejected') === true) return;
    } catch {
      // Gone in the middle: nobody knows, so it comes again.
    }
    await sleep(100);
  }
}

/** What the log says in the end, against what was promised. */
async function audit(center: ManyAgents, desks: readonly LightDesk[], book: Book): Promise<{ lost: string[]; doubled: string[]; unexpected: string[]; commands: number }> {
  const log = await openSqliteEventLog({ path: path.join(center.folder, 'server', 'center.db') });
  const notes = new Map<string, number>();
  const messages = new Map<string, number>();
  for (let at = 0; ; ) {
    const events = await log.read(at, 5_000);
    for (const { seq, type, data } of events) {
      at = seq;
      const of = data as { id?: string; remoteId?: string };
      if (type === 'note.added') notes.set(of.id ?? '', (notes.get(of.id ?? '') ?? 0) + 1);
      if (type === 'message.received') messages.set(of.remoteId ?? '', (messages.get(of.remoteId ?? '') ?? 0) + 1);
    }
    if (events.length === 0) break;
  }
  await log.close();
  const lost: string[] = [];
  const doubled: string[] = [];
  const unexpected: string[] = [];
  const answered = desks.reduce((sum, desk) => sum + desk.answers.length, 0);
  const refused = desks.reduce((sum, desk) => sum + desk.answers.filter((answer) => answer.status === 'refused').length, 0);
  for (const desk of desks) if (desk.lane.pending.length > 0) lost.push(`${desk.agentId} has ${desk.lane.pending.length} commands without an answer`);
  for (const [id, desk] of book.notes) if (!notes.has(id)) lost.push(`the note ${id} of ${desk.agentId} is not in the log (${refused} refused)`);
  for (const [id, times] of notes) {
    if (times > 1) doubled.push(`the note ${id} is in the log ${times} times`);
    if (!book.notes.has(id)) unexpected.push(`nobody wrote the note ${id}`);
  }
  for (const id of book.posted) if (!book.taken.has(id) || !messages.has(id)) lost.push(`the message ${id} is not in the log`);
  for (const [id, times] of messages) if (times > 1) doubled.push(`the message ${id} is in the log ${times} times`);
  return { lost, doubled, unexpected, commands: answered };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
