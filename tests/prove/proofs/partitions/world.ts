import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDeskCore } from '../../../../electron/main/core/desk-core.ts';
import type { DeskCore } from '../../../../electron/main/core/port.ts';
import { systemClock, systemIds, systemTimers } from '../../../../electron/main/core/system-ports.ts';
import type { OutboundConnector } from '../../../../electron/main/channels/ports.ts';
import { MemorySecretStore } from '../../../../electron/main/secrets/memory-secret-store.ts';
import { openOrRebuild } from '../../../../electron/main/storage/care.ts';
import type { ReplicaPort } from '../../../../electron/main/storage/replica-port.ts';
import { seededRng } from '../../../../shared/util/seeded-rng.ts';
import type { CenterEvent } from '../../../../shared/events/index.ts';
import { PASSWORD, post, RawDesk, startServerWorld, until, type Person, type ServerWorld } from '../../../support/server-world.ts';
import { TcpProxy } from '../../../support/tcp-proxy.ts';

/** Short patience, so that a half-open line is noticed within the time the proof allows. Product defaults: LINK_TIMES and the settings socketPing…. */
export const LINE_TIMES = { connectTimeoutMs: 900, ackTimeoutMs: 1_000, pingMs: 500, reconnect: { firstMs: 40, maxMs: 250 } } as const;
const SERVER_TIMES = { socketPingMs: 500, socketPingTimeoutMs: 700, leaseValidForMs: 2_500, leaseRenewMs: 700, leaseMarginMs: 300, accessTokenMs: 3_600_000 } as const;

export interface Desk {
  readonly person: Person;
  readonly core: DeskCore;
  readonly line: TcpProxy;
  readonly stores: ReplicaPort;
  readonly logs: string[];
}

/** What was posted, by platform key and part: more than once is a customer answered twice. */
export class Effects {
  readonly made = new Map<string, number>();
  count(key: string, part: number): number {
    return this.made.get(`${key} ${part}`) ?? 0;
  }
  add(key: string, part: number): void {
    this.made.set(`${key} ${part}`, this.count(key, part) + 1);
  }
}

export interface World {
  readonly server: ServerWorld;
  readonly desks: readonly Desk[];
  readonly lead: Desk;
  readonly effects: Effects;
  /** Everything the server has written since the world began. */
  readonly events: readonly CenterEvent[];
  customer(text: string, inReplyTo?: string): Promise<string>;
  /** What the server shows somebody who asks for everything anew, by a short way of its own. */
  asked(desk: Desk): Promise<RawDesk>;
  close(): Promise<void>;
}

/** A real server, real desks with encrypted copies on disk, each behind a line of its own. `count`: desks, the lead among them. */
export async function openWorld(count: number, seed: number): Promise<World> {
  const people: Person[] = [
    { id: 'lea', name: 'Lea Dorn', initials: 'LD', role: 'supervisor' },
    ...Array.from({ length: count - 1 }, (_, i): Person => ({ id: `ag-${i}`, name: `Agent Number ${i}`, initials: `A${i}`, role: 'agent', skills: [{ skillId: 'mobile', level: 3 }, { skillId: 'tv', level: 3 }] })),
  ];
  // Many desks in one process would wait for each other's disk, as desks on machines of their own never do; power loss is another proof.
  if (existsSync('/dev/shm')) process.env['TMPDIR'] = '/dev/shm';
  const server = await startServerWorld({ people, config: SERVER_TIMES });
  const dir = mkdtempSync(path.join(tmpdir(), 'leitstand-partitions-'));
  const effects = new Effects();
  const events: CenterEvent[] = [];
  server.app.center.onCommitted((committed) => void events.push(...committed.events));
  const desks: Desk[] = [];
  // One after the other: a sign-in costs a password hash.
  for (const [i, person] of people.entries()) desks.push(await openDesk({ server, dir, person, effects, seed: seed * 1_000 + i }));
  let posted = 0;
  const tokens = new Map<string, string>();
  const lead = desks[0] as Desk;
  return {
    server,
    desks,
    lead,
    effects,
    events,
    async customer(text, inReplyTo) {
      posted += 1;
      const remoteId = `in-${seed}-${posted}`;
      const [result] = await server.ingest([post(remoteId, `kunde-${inReplyTo ?? remoteId}`, text, inReplyTo === undefined ? {} : { inReplyToRemoteId: inReplyTo, threadRemoteId: inReplyTo })]);
      if (result?.status !== 'ingested') throw new Error(`a customer's message was not taken: ${JSON.stringify(result)}`);
      return remoteId;
    },
    async asked(desk) {
      const token = tokens.get(desk.person.id) ?? (await server.signIn(desk.person.name)).accessToken;
      tokens.set(desk.person.id, token);
      const raw = await RawDesk.connect(server.app.url, token, systemIds.next());
      await raw.hello();
      await until('the whole of it', () => raw.batches.some((batch) => batch.rowsReset === true) && raw.batches.at(-1)?.progress === undefined);
      return raw;
    },
    async close() {
      await Promise.allSettled(desks.map((desk) => desk.core.close()));
      await Promise.allSettled(desks.map((desk) => desk.line.stop()));
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function openDesk(o: { server: ServerWorld; dir: string; person: Person; effects: Effects; seed: number }): Promise<Desk> {
  const line = await TcpProxy.start(o.server.app.url);
  const logs: string[] = [];
  const say = (level: string) => (fields: object, message: string) => void logs.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const rng = seededRng(o.seed);
  let stores: ReplicaPort | undefined;
  const core = await createDeskCore({
    dataDir: path.join(o.dir, o.person.id),
    appVersion: '0.1.0-proof',
    secretStore: { store: new MemorySecretStore(), kind: 'keychain' },
    connectors: new Map([['sandbox', platformOf(o.effects, rng)]]),
    clock: systemClock,
    timers: systemTimers,
    ids: systemIds,
    rng,
    log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
    serverUrl: line.url,
    defaultSettings: { undoMs: 0 },
    linkTimes: LINE_TIMES,
    openStorage: (options) => {
      const opened = openOrRebuild(options);
      stores = opened.stores;
      return opened;
    },
  });
  for (let tries = 1; ; tries += 1) {
    try {
      await core.handlers['session.signIn']({ serverUrl: line.url, name: o.person.name, password: PASSWORD });
      break;
    } catch (error) {
      // A busy machine takes its time over a password; the way in is not what is proved.
      if (tries === 5) throw error;
    }
  }
  await core.handlers['credentials.set']({ credentialId: 'sandbox', value: 'x' });
  const end = performance.now() + 90_000;
  while ((await core.handlers['connection.get']({})).kind !== 'online') {
    if (performance.now() > end) throw new Error(`${o.person.id} never came online: ${logs.slice(-5).join(' | ')}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (o.person.role === 'agent') await core.handlers['command.run']({ command: { type: 'agent.setState', v: 1, data: { state: 'available' } } });
  if (stores === undefined) throw new Error('the desk opened no copy');
  return { person: o.person, core, line, stores, logs };
}

/** A platform that takes a moment, and can be asked what it has. The line to it is another one and stays whole. */
function platformOf(effects: Effects, rng: { next(): number }): OutboundConnector {
  return {
    channel: 'sandbox',
    safeToRepeat: () => false,
    send: async ({ platformKey, part }) => {
      await new Promise((resolve) => setTimeout(resolve, rng.next() * 60));
      effects.add(platformKey, part);
      return { kind: 'delivered', remoteId: `${platformKey}-${part}`, sentAt: Date.now() };
    },
    reconcile: async ({ platformKey, part }) => (effects.count(platformKey, part) > 0 ? { kind: 'found', remoteId: `${platformKey}-${part}`, sentAt: Date.now() } : { kind: 'notFound' }),
    check: async () => ({ ok: true, as: 'musterkom' }),
  };
}
