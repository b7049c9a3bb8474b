import { createServer, type IncomingMessage, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConnectors } from '../../../../electron/main/channels/registry.ts';
import { createDeskCore } from '../../../../electron/main/core/desk-core.ts';
import type { DeskCoreDeps } from '../../../../electron/main/core/desk-deps.ts';
import type { DeskCore } from '../../../../electron/main/core/port.ts';
import { systemIds, systemRng, systemTimers } from '../../../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../../../electron/main/secrets/memory-secret-store.ts';
import { openOrRebuild, type OpenedReplica } from '../../../../electron/main/storage/care.ts';
import type { Config } from '../../../../server/config/settings.ts';
import { startSandbox, type Sandbox } from '../../../../sandbox/start.ts';
import type { OutboxEntry } from '../../../../shared/ipc/index.ts';
import type { Clock } from '../../../../shared/util/ports.ts';
import { PASSWORD, post, startServerWorld, type Person, type ServerWorld } from '../../../support/server-world.ts';
import { SandboxClient } from '../../../support/sandbox-client.ts';
import { TcpProxy } from '../../../support/tcp-proxy.ts';

/** A machine's two clocks; a test turns them. Asleep, the steady one stands still while the wall goes on. */
export class TurnableClock implements Clock {
  wallMs = 0;
  steadyMs = 0;
  now(): number {
    return Date.now() + this.wallMs;
  }
  steady(): number {
    return performance.now() + this.steadyMs;
  }
}

/** Stands before the platform and answers posts itself as long as it is told to. */
export class FrontDoor {
  readonly #server: Server;
  readonly #behind: () => string;
  /** One per post, in order; undefined: let it through. */
  readonly script: ({ status: number; code: string; headers?: Record<string, string> } | undefined)[] = [];
  refused = 0;
  readonly askedAt: number[] = [];

  constructor(behind: () => string) {
    this.#behind = behind;
    this.#server = createServer((request, response) => {
      void read(request).then(async (body) => {
        const isPost = request.method === 'POST' && request.url?.endsWith('/posts') === true;
        if (isPost) this.askedAt.push(Date.now());
        const answer = isPost ? this.script.shift() : undefined;
        if (answer !== undefined) {
          this.refused += 1;
          response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
          response.end(JSON.stringify({ error: { code: answer.code, message: answer.code, remedy: '' } }));
          return;
        }
        const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
        const passed = await fetch(`${this.#behind()}${request.url ?? ''}`, { method: request.method ?? 'GET', headers: headers as Record<string, string>, ...(body.length === 0 ? {} : { body }) });
        response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? 'application/json', ...(passed.headers.has('retry-after') ? { 'retry-after': passed.headers.get('retry-after') ?? '' } : {}) });
        response.end(await passed.text());
      }, () => response.destroy());
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

export interface Limits {
  readonly server: ServerWorld;
  readonly sandbox: Sandbox;
  readonly front: FrontDoor;
  readonly line: TcpProxy;
  readonly credential: string;
  readonly deskClock: TurnableClock;
  readonly serverClock: TurnableClock;
  readonly secrets: MemorySecretStore;
  readonly deskDir: string;
  readonly opened: () => OpenedReplica;
  core: DeskCore;
  /** Opens the same folder (again). */
  open(more?: Partial<DeskCoreDeps>): Promise<DeskCore>;
  /** A customer's post that this desk then holds. */
  talk(): Promise<string>;
  /** Accepted for sure: throws the refusal's code. */
  send(conversationId: string, text: string): Promise<string>;
  entry(replyId: string): Promise<OutboxEntry | undefined>;
  reaches(replyId: string, kind: OutboxEntry['state']['kind'], limitMs?: number): Promise<OutboxEntry>;
  online(): Promise<void>;
  /** Posts of the brand, by text. */
  posts(): Promise<Map<string, number>>;
  close(): Promise<void>;
}

const BRAND = 'musterkom';
const PEOPLE: readonly Person[] = [
  { id: 'ann', name: 'Ann Berg', initials: 'AB', role: 'agent', skills: [{ skillId: 'mobile', level: 4 }] },
  { id: 'ben', name: 'Ben Carl', initials: 'BC', role: 'agent', skills: [{ skillId: 'mobile', level: 2 }] },
  { id: 'lea', name: 'Lea Dorn', initials: 'LD', role: 'supervisor' },
];

/** A real server, the Probeplattform behind its front door, and one real desk with its encrypted copy; everybody has clocks that can be turned. */
export async function openLimits(config: Partial<Config> = {}): Promise<Limits> {
  const deskClock = new TurnableClock();
  const serverClock = new TurnableClock();
  const server = await startServerWorld({ people: PEOPLE, clock: serverClock, config: { leaseValidForMs: 20_000, leaseRenewMs: 2_000, leaseMarginMs: 500, ...config } });
  const sandbox = await startSandbox({ seed: 1 });
  const operator = new SandboxClient(sandbox.url, sandbox.token);
  await operator.ok('POST', '/accounts', { handle: BRAND, displayName: BRAND, kind: 'brand', followers: 1 });
  await operator.ok('POST', '/accounts', { handle: 'kundin', displayName: 'Kundin', kind: 'person' });
  const front = new FrontDoor(() => sandbox.url);
  const credential = JSON.stringify({ url: await front.start(), token: sandbox.token });
  const line = await TcpProxy.start(server.app.url);
  const deskDir = mkdtempSync(path.join(tmpdir(), 'leitstand-limits-'));
  const secrets = new MemorySecretStore();
  let opened: OpenedReplica | undefined;
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const limits: Limits = {
    server,
    sandbox,
    front,
    line,
    credential,
    deskClock,
    serverClock,
    secrets,
    deskDir,
    opened: () => opened ?? fail('no copy is open'),
    core: undefined as never,
    async open(more = {}) {
      limits.core = await createDeskCore({
        dataDir: deskDir,
        appVersion: '0.1.0-proof',
        secretStore: { store: secrets, kind: 'keychain' },
        connectors: createConnectors(() => deskClock.now()),
        clock: deskClock,
        timers: systemTimers,
        ids: systemIds,
        rng: systemRng,
        log: quiet,
        serverUrl: line.url,
        defaultSettings: { undoMs: 0 },
        openStorage: (options) => (opened = openOrRebuild(options)),
        ...more,
      });
      return limits.core;
    },
    async talk() {
      const made = await operator.ok<{ id: string }>('POST', '/posts', { author: 'kundin', text: `@${BRAND} Frage zum Mobilfunk` });
      await server.ingest([post(made.id, 'kundin', 'Frage zum Mobilfunk')]);
      const accountId = server.app.center.index.accountByHandle('sandbox', BRAND) ?? fail('no account');
      const messageId = server.app.center.index.messageByRemote(accountId, made.id) ?? fail('the message is not there');
      const conversationId = server.app.center.committed.get('message', messageId)?.conversationId ?? fail('no conversation');
      await until(`${conversationId} is held`, () => limits.opened().stores.held.get(conversationId) !== undefined);
      return conversationId;
    },
    async send(conversationId, text) {
      const answer = await limits.core.handlers['reply.send']({ conversationId, text, visibility: 'public', followUp: false, then: { kind: 'keep' } });
      return answer.status === 'refused' ? fail(answer.code) : answer.entry.replyId;
    },
    entry: async (replyId) => (await limits.core.handlers['outbox.load']({})).entries.find((entry) => entry.replyId === replyId),
    async reaches(replyId, kind, limitMs = 30_000) {
      let seen: OutboxEntry | undefined;
      const stored = (): boolean => (kind === 'delivered' ? opened?.stores.outbox.get(replyId)?.state === 'delivered' : false);
      await until(`${replyId} ${kind}`, async () => (seen = await limits.entry(replyId))?.state.kind === kind || stored(), limitMs, () => JSON.stringify(seen?.state));
      return seen ?? ({ replyId } as OutboxEntry);
    },
    online: () => until('online', async () => (await limits.core.handlers['connection.get']({})).kind === 'online', 45_000),
    async posts() {
      const counts = new Map<string, number>();
      for (const { author, versions } of sandbox.platform.store.posts.values()) {
        const text = versions[0]?.text ?? '';
        if (author === BRAND) counts.set(text, (counts.get(text) ?? 0) + 1);
      }
      return counts;
    },
    async close() {
      await limits.core?.close();
      await line.stop();
      await front.stop();
      await sandbox.close();
      await server.close();
      rmSync(deskDir, { recursive: true, force: true });
    },
  };
  await limits.open();
  for (let tries = 1; ; tries += 1) {
    try {
      await limits.core.handlers['session.signIn']({ serverUrl: line.url, name: 'Ann Berg', password: PASSWORD });
      break;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
  await limits.core.handlers['credentials.set']({ credentialId: 'sandbox', value: credential });
  await limits.online();
  await limits.core.handlers['command.run']({ command: { type: 'agent.setState', v: 1, data: { state: 'available' } } });
  return limits;
}

export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 30_000, told: () => string | undefined = () => undefined): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never came: ${what} (${told() ?? ''})`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

export function fail(why: string): never {
  throw new Error(why);
}
