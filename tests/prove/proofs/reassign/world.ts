import { MemoryAuditLog } from '../../../../server/audit/memory-audit-log.ts';
import { Center } from '../../../../server/center/center.ts';
import { CommandDesk } from '../../../../server/commands/command-desk.ts';
import { DeskReader } from '../../../../server/reading/message-reader.ts';
import { Ingest } from '../../../../server/ingest/ingest.ts';
import { BodyVault } from '../../../../server/log/body-vault.ts';
import { MemoryEventLog, MemoryLogDisk } from '../../../../server/log/memory-event-log.ts';
import { Budgets } from '../../../../server/permits/budget.ts';
import { HeadlessDesks } from '../../../../server/permits/headless-desks.ts';
import { Leases } from '../../../../server/permits/leases.ts';
import { markSilentReplies } from '../../../../server/permits/watchdog.ts';
import type { DeskNews } from '../../../../server/push/port.ts';
import { deskHandlers, type DeskHandlersParts } from '../../../../server/transport/desk-handlers.ts';
import type { Connection } from '../../../../server/transport/socket-server.ts';
import type { ClockReading } from '../../../../shared/sync/lease-book.ts';
import { settle } from '../../../simulation/scheduler.ts';
import { smallCenter } from '../../../support/server-world.ts';
import { RaceDesk, type RaceReply, type UpCall } from './desk.ts';

export const LEASE = { validForMs: 120_000, renewMs: 40_000, marginMs: 15_000 };
const START = 1_900_000_000_000;

/** What may happen in a schedule besides the two desks' own work. */
export interface Variant {
  readonly name: string;
  readonly force: boolean;
  /** A repeat under the same key has one effect, and the platform says so. */
  readonly key: boolean;
  /** Links of ann's that break; answers of the platform that are lost; how far the clock jumps, ms, one after the other. */
  readonly cuts: number;
  readonly losses: number;
  readonly jumps: readonly number[];
  /** The lead takes it back to ann afterwards. */
  readonly back: boolean;
}

type Down = { readonly call: UpCall; readonly value: unknown } | { readonly replyId: string; readonly word: 'permitted' | 'delivered' | 'failed' | 'unconfirmed' | 'discarded' };

interface Line {
  readonly desk: RaceDesk;
  readonly up: UpCall[];
  readonly down: Down[];
  generation: number;
  readonly posts: RaceReply[];
  readonly answers: string[];
}

/** The server's own parts over a log in memory: everything but the router and the push, which decide nothing here. */
async function assemble(disk: MemoryLogDisk, clock: () => number, flushes: (() => void)[] | undefined) {
  let ids = 0;
  const log = new MemoryEventLog({ disk, ...(flushes === undefined ? {} : { schedule: (flush) => void flushes.push(flush) }) });
  const nextId = (): string => `${disk.epoch}-${(ids += 1)}`;
  const vault = new BodyVault({ masterKey: new Uint8Array(32), nextRef: nextId, loadKeys: (of) => log.keys(of), random: (n) => new Uint8Array(n).fill((ids += 1) % 251) });
  const center = new Center({ log, clock: { now: clock, steady: clock }, snapshotEveryEvents: 1_000_000, followersVersion: 0, followers: () => [], onProblem: (error) => { throw error; } });
  await center.open();
  const leases = new Leases(LEASE, { now: () => center.now(), steady: clock });
  const news = new Map<string, DeskNews>();
  const headless = new HeadlessDesks();
  const commands = new CommandDesk({ digestOf: (text) => text, center, log, vault, ids: { next: nextId }, leases, budgets: new Budgets(), outboxOf: (id) => news.get(id), hasHeadlessDesk: (id) => headless.has(id) });
  const reader = new DeskReader({ state: { all: (noun) => center.live.all(noun), get: (noun, id) => center.live.get(noun, id) }, messagesOf: (threadId) => center.index.messagesOf(threadId), modelsVersion: 'prove', nextId });
  const ingest = new Ingest({ center, vault, ids: { next: nextId }, reader, identityKey: (channel, remoteId) => `${channel}:${remoteId}`, readTexts: async () => new Map() });
  const none = (): never => { throw new Error('not asked in this proof'); };
  const hub = { open: (of: { id: string; replicaId: string; viewer: unknown }) => ({ ...of, held: new Set(), ephemeral: () => undefined }), start: async () => undefined, end: () => undefined, fetch: none, release: none, holders: () => new Set(), markAgent: () => undefined };
  const { handlers } = deskHandlers({ center, log, commands, hub: hub as unknown as DeskHandlersParts['hub'], leases, texts: { read: async () => new Map() }, audit: new MemoryAuditLog(), people: none as never, routing: none as never, timers: { after: () => () => undefined }, news, headless, centerId: 'c', centerName: 'C', lease: LEASE, onProblem: none });
  return { log, center, leases, commands, ingest, handlers };
}
type Server = Awaited<ReturnType<typeof assemble>>;

let prepared: Promise<MemoryLogDisk> | undefined;

/** A center with one customer's question in ann's hands; made once, copied for every schedule. */
function preparedDisk(): Promise<MemoryLogDisk> {
  prepared ??= (async () => {
    const disk = new MemoryLogDisk();
    const server = await assemble(disk, () => START - 10_000, undefined);
    for (const command of smallCenter()) await server.commands.run({ agentId: 'system', role: 'admin', replicaId: 'setup' }, command);
    await server.ingest.take([{ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId: 'q1', direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: 'Wo bleibt mein Router?', visibility: 'public', sentAt: START - 20_000 }], 'test');
    const item = [...server.center.live.all('workItem').values()][0];
    await server.commands.run({ agentId: 'ann', role: 'agent', replicaId: 'setup' }, { type: 'workItem.take', data: { workItemId: item?.id as never } });
    for (const agentId of ['ann', 'ben', 'lea']) await server.center.submit(agentId, () => ({ events: [{ type: 'agent.connected', data: { agentId: agentId as never, at: START - 5_000 } }] }));
    return disk;
  })();
  return prepared;
}

function copyOf(of: MemoryLogDisk): MemoryLogDisk {
  const disk = new MemoryLogDisk();
  disk.epoch = of.epoch;
  disk.events.push(...of.events);
  for (const [ref, body] of of.bodies) disk.bodies.set(ref, body);
  for (const [id, key] of of.keys) disk.keys.set(id, key);
  return disk;
}

/** One schedule's world: nothing moves in it but by an action somebody chose. */
export class RaceWorld {
  readonly #time: { now: number };
  readonly effects: { readonly replyId: string; readonly covers: string | undefined }[] = [];
  readonly problems: string[] = [];
  readonly lines: Record<'ann' | 'ben', Line>;
  readonly conversationId: string;
  readonly server: Server;
  readonly #variant: Variant;
  readonly #flushes: (() => void)[];
  #reassigns: ('ben' | 'ann')[];
  #leadBusy = false;
  #cuts: number;
  #losses: number;
  #jumps: number[];
  #benWrote = false;
  forced = false;

  static async open(variant: Variant): Promise<RaceWorld> {
    const disk = copyOf(await preparedDisk());
    const flushes: (() => void)[] = [];
    const time = { now: START };
    const server = await assemble(disk, () => time.now, flushes);
    const world = new RaceWorld(variant, server, flushes, time);
    for (const agentId of ['ann', 'ben'] as const) {
      const hello = server.handlers.hello(world.#connection(agentId), { cursor: 0, held: [], outbox: { waiting: 0, unclear: 0 } });
      await hello;
    }
    const conversation = server.center.live.get('conversation', world.conversationId);
    const epoch = conversation?.epoch ?? 0;
    server.leases.renew(world.conversationId, { agentId: 'ann', replicaId: 'replica-ann', epoch });
    const ann = world.lines.ann.desk;
    ann.leases.renewed(world.conversationId, epoch, world.clock(), LEASE.validForMs);
    ann.accept({ replyId: 'r-ann', epoch, covers: conversation?.openTurn?.at(-1)?.messageId });
    server.center.onCommitted(({ events }) => world.#told(events as never));
    return world;
  }

  private constructor(variant: Variant, server: Server, flushes: (() => void)[], time: { now: number }) {
    this.#time = time;
    this.#variant = variant;
    this.server = server;
    this.#flushes = flushes;
    this.conversationId = [...server.center.live.all('conversation').keys()][0] as string;
    const line = (agentId: string): Line => ({ desk: new RaceDesk(this.#deskWorld(), agentId), up: [], down: [], generation: 0, posts: [], answers: [] });
    this.lines = { ann: line('ann'), ben: line('ben') };
    this.#reassigns = variant.back ? ['ben', 'ann'] : ['ben'];
    this.#cuts = variant.cuts;
    this.#losses = variant.losses;
    this.#jumps = [...variant.jumps];
  }

  get now(): number {
    return this.#time.now;
  }

  clock(): ClockReading {
    return { now: this.now, steady: this.now };
  }

  /** What could happen now, by name; the order is the one in which it would happen if nobody interfered. */
  enabled(ending = false): Map<string, () => void> {
    const actions = new Map<string, () => void>();
    if (this.#flushes.length > 0) actions.set('disk:commit', () => void this.#flushes.shift()?.());
    for (const who of ['ann', 'ben'] as const) this.#ofLine(who, actions, ending);
    const { live } = this.server.center;
    const conversation = live.get('conversation', this.conversationId);
    if (!this.#benWrote && conversation?.ownerAgentId === 'ben' && this.lines.ben.desk.connected) actions.set('ben:write', () => this.#benWrites());
    if (!ending) this.#ofOthers(actions);
    return actions;
  }

  #ofLine(who: 'ann' | 'ben', actions: Map<string, () => void>, ending: boolean): void {
    const line = this.lines[who];
    const next = line.desk.next();
    if (next !== undefined) actions.set(`${who}:step`, next);
    if (line.up.length > 0) actions.set(`${who}:up`, () => this.#arrive(who));
    if (line.down.length > 0) actions.set(`${who}:down`, () => this.#answer(line));
    if (line.posts.length > 0) actions.set(`${who}:post`, () => this.#takeEffect(line));
    if (line.answers.length > 0) actions.set(`${who}:posted`, () => line.desk.posted(line.answers.shift() as string, false));
    if (line.answers.length > 0 && this.#losses > 0 && !ending)
      actions.set(`${who}:lost`, () => {
        this.#losses -= 1;
        line.desk.posted(line.answers.shift() as string, true);
      });
    if (!line.desk.connected) actions.set(`link:up-${who}`, () => line.desk.reconnect());
  }

  #ofOthers(actions: Map<string, () => void>): void {
    const to = this.#reassigns[0];
    if (to !== undefined && !this.#leadBusy) actions.set('lead:reassign', () => this.#reassign(to));
    // The platform never took it, or took it and said nothing: the desk waits until its patience ends.
    for (const who of ['ann', 'ben'] as const)
      if (this.lines[who].posts.length > 0 && this.#losses > 0)
        actions.set(`${who}:patience`, () => {
          this.#losses -= 1;
          this.lines[who].desk.posted((this.lines[who].posts[0] as RaceReply).replyId, true);
        });
    const { ann } = this.lines;
    if (this.#cuts > 0 && ann.desk.connected)
      actions.set('link:cut-ann', () => {
        this.#cuts -= 1;
        ann.generation += 1;
        // What was on its way up may arrive all the same; no answer will.
        ann.down.length = 0;
        ann.desk.cut();
      });
    const jump = this.#jumps[0];
    if (jump !== undefined) actions.set('time:jump', () => this.pass(jump, true));
  }

  /** Time passes; the server's own watchdog looks. */
  pass(ms: number, isJump = false): void {
    if (isJump) this.#jumps.shift();
    this.#time.now += ms;
    this.#run(markSilentReplies(this.server.center, this.server.leases));
  }

  async settle(): Promise<void> {
    await settle();
  }

  #arrive(who: 'ann' | 'ben'): void {
    const line = this.lines[who];
    const call = line.up.shift() as UpCall;
    const { generation } = line;
    const handler = this.server.handlers[call.name] as (connection: Connection, payload: unknown) => Promise<unknown>;
    this.#run(
      handler(this.#connection(who), call.payload).then((value) => {
        if (line.generation === generation) line.down.push({ call, value });
      }),
    );
  }

  #answer(line: Line): void {
    const down = line.down.shift() as Down;
    if ('call' in down) line.desk.answered(down.call, down.value);
    else line.desk.heard(down.replyId, down.word);
  }

  #takeEffect(line: Line): void {
    const reply = line.posts.shift() as RaceReply;
    const known = this.effects.some(({ replyId }) => replyId === reply.replyId);
    if (!(known && this.#variant.key)) this.effects.push({ replyId: reply.replyId, covers: reply.covers });
    line.answers.push(reply.replyId);
  }

  /** A lead who is told that an answer may be out tries again later, unless they meant force. */
  #reassign(to: 'ben' | 'ann'): void {
    const item = [...this.server.center.live.all('workItem').values()][0];
    const { force } = this.#variant;
    this.#leadBusy = true;
    const askedAt = this.now;
    this.#run(
      this.server.commands.run({ agentId: 'lea', role: 'supervisor', replicaId: 'lea' }, { type: 'workItem.reassign', data: { workItemIds: [item?.id as never], to: { kind: 'agent', agentId: to as never }, force } }).then((answer) => {
        this.#leadBusy = false;
        if (answer.status === 'accepted') {
          this.#reassigns.shift();
          this.forced ||= ((answer.result?.['underWay'] as unknown[] | undefined)?.length ?? 0) > 0;
        } else {
          const under = answer.error.underWay?.[0];
          if (answer.error.code === 'REPLY_UNDER_WAY' && (under === undefined || under.sendingPossibleUntil <= askedAt)) this.problems.push('a refused reassign does not say until when an answer may be out');
        }
      }),
    );
  }

  #benWrites(): void {
    this.#benWrote = true;
    const conversation = this.server.center.live.get('conversation', this.conversationId);
    // As a desk freezes it: the open turn, or what the customer said last.
    this.lines.ben.desk.accept({ replyId: 'r-ben', epoch: conversation?.epoch ?? 0, covers: conversation?.openTurn?.at(-1)?.messageId ?? conversation?.lastInboundMessageId });
  }

  #told(events: readonly { type: string; data: { replyId?: string } }[]): void {
    for (const { type, data } of events) {
      const word = /^reply\.(delivered|failed|unconfirmed|discarded)$/.exec(type)?.[1] as 'delivered' | undefined;
      const who = data.replyId === 'r-ann' ? 'ann' : 'ben';
      if (word !== undefined && data.replyId !== undefined && this.lines[who].desk.connected) this.lines[who].down.push({ replyId: data.replyId, word });
    }
  }

  #deskWorld(): ConstructorParameters<typeof RaceDesk>[0] {
    return {
      conversationId: this.conversationId,
      repeatsAreSafe: this.#variant.key,
      clock: () => this.clock(),
      up: (desk, call) => void this.lines[desk.agentId as 'ann'].up.push(call),
      post: (desk, reply) => void this.lines[desk.agentId as 'ann'].posts.push(reply),
      shows: (replyId) => this.effects.some((effect) => effect.replyId === replyId),
    };
  }

  #connection(agentId: string): Connection {
    return { id: `socket-${agentId}`, handshake: { token: 'x', protocol: 1, replicaId: `replica-${agentId}`, app: 'race' }, identity: { userId: agentId, name: agentId, agentId, role: 'agent', sessionId: 's', expiresAt: 8e15 }, emit: () => undefined, end: () => undefined } as unknown as Connection;
  }

  #run(work: Promise<unknown>): void {
    work.catch((error: unknown) => void this.problems.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error)));
  }
}
