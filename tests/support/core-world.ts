import { createHash } from 'node:crypto';
import { assembleCore, type ServerCore } from '../../server/assemble.ts';
import { MemoryAuditLog } from '../../server/audit/memory-audit-log.ts';
import { identityKey } from '../../server/ingest/identity-key.ts';
import { BodyVault } from '../../server/log/body-vault.ts';
import { MemoryEventLog, MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import { systemTimers } from '../../server/system-ports.ts';
import type { Connection } from '../../server/transport/socket-server.ts';
import { envelopeOf, type Command } from '../../shared/commands/index.ts';
import { batchSchema, UP_ANSWERS, type Batch, type CommandAnswer } from '../../shared/protocol/down.ts';
import { UP_MESSAGES, type Hello, type UpMessage } from '../../shared/protocol/up.ts';
import { INGEST_KEY, PEOPLE, smallCenter } from './server-world.ts';

const MASTER_KEY = new Uint8Array(32).fill(7);

export interface CoreWorldOptions {
  readonly commands?: readonly Command[];
  /** Runs before each commit; throwing is a disk that fails. */
  readonly beforeCommit?: () => void;
  /** Takes the flushes of the log instead of running them. */
  readonly schedule?: (flush: () => void) => void;
}

/** The server without its doors on a disk in memory, and desks reduced to what crosses the wire, both ways through the schemas. */
export class CoreWorld {
  readonly disk = new MemoryLogDisk();
  readonly audit = new MemoryAuditLog();
  readonly problems: unknown[] = [];
  core!: ServerCore;
  now = 1_800_000_000_000;
  #ids = 0;
  readonly #options: CoreWorldOptions;

  private constructor(options: CoreWorldOptions) {
    this.#options = options;
  }

  static async start(options: CoreWorldOptions = {}): Promise<CoreWorld> {
    const world = new CoreWorld(options);
    await world.boot();
    const admin = { agentId: 'system', role: 'admin', replicaId: 'setup' } as const;
    await Promise.all([...smallCenter(), ...(options.commands ?? [])].map((command) => world.core.commands.run(admin, command)));
    return world;
  }

  /** A server on what the disk holds; also what a restart is. */
  async boot(): Promise<void> {
    const log = new MemoryEventLog({ disk: this.disk, beforeCommit: () => this.#options.beforeCommit?.(), ...(this.#options.schedule === undefined ? {} : { schedule: this.#options.schedule }) });
    const vault = new BodyVault({ masterKey: MASTER_KEY, nextRef: () => `body-${++this.#ids}`, loadKeys: (ids) => log.keys(ids) });
    this.core = await assembleCore({
      log,
      vault,
      audit: this.audit,
      clock: { now: () => this.now, steady: () => this.now },
      ids: { next: () => `id-${++this.#ids}` },
      timers: systemTimers,
      lease: { validForMs: 120_000, renewMs: 40_000, marginMs: 15_000 },
      snapshotEveryEvents: 1_000_000,
      centerId: 'center',
      centerName: 'Center',
      identityKey: (channel, remoteId) => identityKey(Buffer.from(INGEST_KEY), channel, remoteId),
      onProblem: (error) => void this.problems.push(error),
    });
  }

  ingest(...messages: unknown[]): ReturnType<ServerCore['ingest']['take']> {
    return this.core.ingest.take(messages, 'ingest:test');
  }

  desk(agentId: string, replicaId = `replica-${agentId}`): WireDesk {
    const person = PEOPLE.find((p) => p.id === agentId);
    return new WireDesk(this, agentId, person?.role ?? 'agent', replicaId, `socket-${++this.#ids}`);
  }

  /** Everything the log holds, as text. */
  get written(): string {
    return this.disk.events.join('\n');
  }

  types(): string[] {
    return this.disk.events.map((raw) => (JSON.parse(raw) as { type: string }).type);
  }
}

export class WireDesk {
  readonly batches: Batch[] = [];
  readonly presence: unknown[] = [];
  /** Codes of `sessionEnded`. */
  readonly ended: string[] = [];
  cursor = 0;
  commandNo = 0;
  readonly #world: CoreWorld;
  readonly connection: Connection;

  constructor(world: CoreWorld, agentId: string, role: 'agent' | 'supervisor' | 'admin', replicaId: string, id: string) {
    this.#world = world;
    this.connection = {
      id,
      handshake: { token: 'x', protocol: 1, replicaId, app: 'test' },
      identity: { userId: agentId, name: agentId, agentId, role, sessionId: 's', expiresAt: 8_000_000_000_000_000 },
      emit: (name, payload) => {
        if (name === 'presence') return void this.presence.push(payload);
        const batch = batchSchema.parse(JSON.parse(JSON.stringify(payload)));
        // What every desk checks: no gap, whatever the frame brings.
        if (batch.fromSeq !== this.cursor) throw new Error(`a frame from ${batch.fromSeq} at cursor ${this.cursor}`);
        this.cursor = batch.toSeq;
        this.batches.push(batch);
      },
      end: (code) => void this.ended.push(code),
    };
  }

  async up<T>(name: UpMessage, message: unknown): Promise<T> {
    const handler = this.#world.core.desk.handlers[name] as (connection: Connection, message: unknown) => Promise<unknown>;
    return UP_ANSWERS[name].parse(await handler(this.connection, UP_MESSAGES[name].parse(message))) as T;
  }

  hello(hello: Partial<Hello> = {}): Promise<{ seq: number; lastCommandNo: number }> {
    this.cursor = hello.cursor ?? 0;
    return this.up('hello', { cursor: 0, held: [], outbox: { waiting: 0, unclear: 0 }, ...hello });
  }

  command(command: Command, commandNo = this.commandNo + 1, hash?: string): Promise<CommandAnswer> {
    this.commandNo = Math.max(this.commandNo, commandNo);
    const envelope = envelopeOf(command);
    return this.up('command', { commandNo, hash: hash ?? createHash('sha256').update(JSON.stringify(envelope)).digest('hex'), command: envelope });
  }

  leave(): void {
    this.#world.core.desk.disconnected(this.connection);
  }

  has(text: string): boolean {
    return this.batches.some((batch) => JSON.stringify(batch).includes(text));
  }
}
