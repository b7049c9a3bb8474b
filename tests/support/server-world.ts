import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { startApp, type App, type AppParts } from '../../server/app.ts';
import { configSchema, type Config } from '../../server/config/settings.ts';
import { createLogger } from '../../server/observability/logger.ts';
import { systemClock, systemIds, systemTimers } from '../../server/system-ports.ts';
import { envelopeOf, type Command } from '../../shared/commands/index.ts';
import type { Clock } from '../../shared/util/ports.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { IngestResult } from '../../shared/domain/inbound.ts';
import { batchSchema, UP_ANSWERS, ackSchema, type Batch, type CommandAnswer } from '../../shared/protocol/down.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts';

export const INGEST_KEY = 'test-ingest-key-0123456789';
export const PASSWORD = 'a long enough password';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly role: 'agent' | 'supervisor' | 'admin';
  readonly skills?: readonly { skillId: string; level: number }[];
  readonly capacity?: number;
}

export const PEOPLE: readonly Person[] = [
  { id: 'ann', name: 'Ann Berg', initials: 'AB', role: 'agent', skills: [{ skillId: 'mobile', level: 4 }] },
  { id: 'ben', name: 'Ben Carl', initials: 'BC', role: 'agent', skills: [{ skillId: 'mobile', level: 2 }, { skillId: 'tv', level: 5 }] },
  { id: 'lea', name: 'Lea Dorn', initials: 'LD', role: 'supervisor' },
  { id: 'ada', name: 'Ada Egge', initials: 'AE', role: 'admin' },
];

/** The commands that make a small center: two skills, two queues, one public account and one for chat. */
export function smallCenter(people: readonly Person[] = PEOPLE): Command[] {
  const targets = { firstResponseMs: 20 * 60_000, nextResponseMs: 20 * 60_000 };
  const queue = (id: string, order: number, terms: string[], needs: { skillId: string; minLevel: number }[]): Command => ({
    type: 'queue.define',
    data: { id, name: { de: id, en: id }, teamIds: [], needs, match: { accountIds: [], terms }, order, priority: 0, targets, hours: ALWAYS_OPEN, distribution: 'channel', offerMs: 30_000 },
  });
  return [
    { type: 'team.define', data: { id: 'north', name: 'North' } },
    { type: 'skill.define', data: { id: 'mobile', name: { de: 'Mobilfunk', en: 'Mobile' }, kind: 'topic' } },
    { type: 'skill.define', data: { id: 'tv', name: { de: 'TV', en: 'TV' }, kind: 'topic' } },
    queue('tv', 1, ['tv', 'sender'], [{ skillId: 'tv', minLevel: 2 }]),
    queue('mobile', 2, [], [{ skillId: 'mobile', minLevel: 1 }]),
    ...(['sandbox', 'sandbox-chat'] as const).map((channel): Command => ({ type: 'account.register', data: { id: channel, channel, handle: 'musterkom', name: 'Musterkom', brand: 'Musterkom', credentialId: 'sandbox', teamIds: [], budget: { capacity: 1000, refillPerMinute: 1000 } } })),
    ...people.map((p): Command => ({ type: 'agent.register', data: { id: p.id, name: p.name, initials: p.initials, role: p.role, teamIds: ['north'], place: 'office', skills: [...(p.skills ?? [])], capacity: p.capacity ?? 100, disabled: false } })),
  ];
}

export interface ServerWorld {
  readonly app: App;
  readonly dataDir: string;
  ingest(messages: readonly unknown[], key?: string): Promise<IngestResult[]>;
  signIn(name: string): Promise<{ accessToken: string; refreshToken: string }>;
  desk(agentId: string, replicaId?: string): Promise<RawDesk>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A real server on loopback in a folder of its own. */
export async function startServerWorld(options: { people?: readonly Person[]; config?: Partial<Config>; commands?: readonly Command[]; clock?: Clock; chatLimits?: AppParts['chatLimits'] } = {}): Promise<ServerWorld> {
  const people = options.people ?? PEOPLE;
  const dataDir = mkdtempSync(join(tmpdir(), 'leitstand-server-'));
  const bootstrapFile = join(dataDir, 'bootstrap.json');
  writeFileSync(bootstrapFile, JSON.stringify({ commands: [...smallCenter(people), ...(options.commands ?? [])].map(envelopeOf), users: people.map((p) => ({ name: p.name, password: PASSWORD, role: p.role, agentId: p.id })) }), { mode: 0o600 });
  const config = configSchema.parse({ dataDir: join(dataDir, 'server'), port: 0, ingestKeys: [INGEST_KEY], bootstrapFile, logLevel: 'silent', ratePerSocket: 10_000, ratePerUser: 10_000, ...options.config });
  const start = (): Promise<App> => startApp({ config, clock: options.clock ?? systemClock, chatLimits: options.chatLimits, ids: systemIds, timers: systemTimers, scryptCost: { logN: 10, r: 8, p: 1 }, logger: createLogger({ level: process.env['LEITSTAND_TEST_LOG'] ?? 'silent' }) });
  let app = await start();
  const desks: RawDesk[] = [];
  const world: ServerWorld = {
    get app() {
      return app;
    },
    dataDir,
    async ingest(messages, key = INGEST_KEY) {
      const body = JSON.stringify({ messages });
      const timestamp = String(Date.now());
      const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
      const response = await fetch(`${app.url}/ingest/v1/messages`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-leitstand-timestamp': timestamp, 'x-leitstand-signature': `sha256=${signature}` } });
      const answer = (await response.json()) as { results: IngestResult[]; error?: { code: string } };
      if (answer.error !== undefined) throw new Error(answer.error.code);
      return answer.results;
    },
    async signIn(name) {
      const response = await fetch(`${app.url}/auth/sign-in`, { method: 'POST', body: JSON.stringify({ name, password: PASSWORD }), headers: { 'content-type': 'application/json' } });
      return (await response.json()) as { accessToken: string; refreshToken: string };
    },
    async desk(agentId, replicaId = `replica-${agentId}-${Math.random().toString(36).slice(2)}`) {
      const person = people.find((p) => p.id === agentId);
      if (person === undefined) throw new Error(`nobody called ${agentId}`);
      const { accessToken } = await world.signIn(person.name);
      const desk = await RawDesk.connect(app.url, accessToken, replicaId);
      desks.push(desk);
      return desk;
    },
    async restart() {
      await app.close();
      app = await start();
    },
    async close() {
      for (const desk of desks) desk.close();
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return world;
}

/** A desk reduced to its socket: sends what it is told and keeps what comes. */
export class RawDesk {
  readonly socket: Socket;
  readonly batches: Batch[] = [];
  readonly presence: unknown[] = [];
  #no = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('batch', (raw) => this.batches.push(batchSchema.parse(raw)));
    socket.on('presence', (raw) => this.presence.push(raw));
  }

  static async connect(url: string, token: string, replicaId: string, auth: Record<string, unknown> = {}): Promise<RawDesk> {
    const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token, protocol: PROTOCOL_VERSION, replicaId, app: 'test', ...auth } });
    const desk = new RawDesk(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
      // Cut between the line's opening and the welcome, neither of the two comes.
      socket.once('disconnect', (reason) => reject(new Error(`cut while connecting: ${reason}`)));
    });
    return desk;
  }

  async up<T>(name: keyof typeof UP_ANSWERS, payload: unknown): Promise<T> {
    const raw: unknown = await this.socket.timeout(60_000).emitWithAck(name, payload);
    const ack = ackSchema(UP_ANSWERS[name] as never).parse(raw) as { ok: true; value: T } | { ok: false; error: { code: string } };
    if (!ack.ok) throw Object.assign(new Error(ack.error.code), ack.error);
    return ack.value;
  }

  hello(hello: { cursor?: number; held?: { conversationId: string; asOfSeq: number; frozen: boolean }[] } = {}): Promise<{ seq: number; lastCommandNo: number }> {
    return this.up('hello', { cursor: hello.cursor ?? 0, held: hello.held ?? [], outbox: { waiting: 0, unclear: 0 } });
  }

  command(command: Command, commandNo?: number): Promise<CommandAnswer> {
    this.#no = commandNo ?? this.#no + 1;
    const envelope = envelopeOf(command);
    return this.up('command', { commandNo: this.#no, hash: createHash('sha256').update(JSON.stringify(envelope)).digest('hex'), command: envelope });
  }

  /** The newest value of each row, as a desk would hold it. */
  rows(kind: string): Map<string, unknown> {
    const rows = new Map<string, unknown>();
    for (const batch of this.batches) {
      if (batch.rowsReset === true) rows.clear();
      for (const row of batch.rows) {
        if (row.kind !== kind) continue;
        if (row.value === null) rows.delete(row.id);
        else rows.set(row.id, row.value);
      }
    }
    return rows;
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** Waits until `check` gives something; fails with `what` after 10 s. */
export async function until<T>(what: string, check: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export function post(remoteId: string, author: string, text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId, direction: 'in', author: { remoteId: `id-${author}`, handle: author }, text, visibility: 'public', sentAt: Date.now(), ...more };
}
