import { MemoryAuditLog } from '../../server/audit/memory-audit-log.ts';
import { assembleCore, type ServerCore } from '../../server/assemble.ts';
import { Texts } from '../../server/push/texts.ts';
import { BodyVault } from '../../server/log/body-vault.ts';
import { MemoryEventLog, type MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import type { AppendBatch, Appended, EventLog } from '../../server/log/port.ts';
import type { Connection } from '../../server/transport/socket-server.ts';
import type { IngestResult } from '../../shared/domain/inbound.ts';
import type { UpMessage } from '../../shared/protocol/up.ts';
import type { IdSource } from '../../shared/util/ports.ts';
import type { Dice } from './dice.ts';
import type { Door } from './network.ts';
import { never, Life, type Scheduler } from './scheduler.ts';

/** Lease times of a day that passes quickly, ms. */
export const LEASE = { validForMs: 14_000, renewMs: 4_000, marginMs: 5_500 };
const MASTER_KEY = new Uint8Array(32).fill(7);

/** Places where a planted bug takes hold of a server. */
export interface ServerSeams {
  wrapLog?: ((log: EventLog, life: Life) => EventLog) | undefined;
  afterAssembly?: ((core: ServerCore) => void) | undefined;
  beforeRestart?: ((disk: MemoryLogDisk) => void) | undefined;
}

export interface ServerHooks {
  onAnswered(connection: Connection, name: UpMessage, payload: unknown, ack: unknown): void;
  onSent(connection: Connection, name: string, payload: unknown): void;
  onProblem(error: unknown, where: string): void;
  onCore(core: ServerCore): void;
  /** A start is about to read the disk. */
  onStart(): void;
}

export interface ServerHostParts {
  readonly sched: Scheduler;
  readonly dice: Dice;
  readonly disk: MemoryLogDisk;
  readonly ids: IdSource;
  readonly seams: ServerSeams;
  readonly hooks: ServerHooks;
  readonly snapshotEveryEvents: number;
}

/** The server's machine: the real core over a log whose disk outlives it. */
export class ServerHost {
  readonly disk: MemoryLogDisk;
  readonly #p: ServerHostParts;
  life = new Life('server');
  core: ServerCore | undefined;
  door: Door | undefined;
  /** Added to the true time. */
  wallOffsetMs = 0;
  /** Commits that will still fail. */
  failingCommits = 0;
  /** Ends the process at the next commit, before or after it. */
  dieAtCommit: 'before' | 'after' | undefined;
  onDied: () => void = () => undefined;
  #vault: BodyVault | undefined;
  #log: MemoryEventLog | undefined;

  constructor(parts: ServerHostParts) {
    this.#p = parts;
    this.disk = parts.disk;
    this.life.alive = false;
  }

  get isUp(): boolean {
    return this.life.alive && this.door !== undefined;
  }

  /** Begins a start; the doors open once the log is folded. */
  start(): void {
    const { sched, dice, disk, ids, seams, hooks } = this.#p;
    const life = new Life('server');
    this.life = life;
    seams.beforeRestart?.(disk);
    hooks.onStart();
    this.#log = new MemoryEventLog({
      disk,
      schedule: (flush) => void sched.after(1 + dice.stretch(4), life, 'server:flush', () => this.#flush(flush)),
      beforeCommit: () => {
        if (this.failingCommits > 0) {
          this.failingCommits -= 1;
          throw new Error('no space left on device');
        }
      },
    });
    const slow = new SlowLog(this.#log, sched, dice, life);
    const log = seams.wrapLog?.(slow, life) ?? slow;
    const random = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => dice.int(256));
    const vault = new BodyVault({ masterKey: MASTER_KEY, nextRef: () => ids.next(), loadKeys: (contactIds) => log.keys(contactIds), random });
    this.#vault = vault;
    const started = assembleCore({
      log,
      vault,
      audit: new MemoryAuditLog(),
      clock: { now: () => Math.floor(sched.now + this.wallOffsetMs), steady: () => sched.now },
      ids,
      timers: sched.timersOf(life, 'server:timer'),
      lease: LEASE,
      snapshotEveryEvents: this.#p.snapshotEveryEvents,
      centerId: 'simulated-center',
      centerName: 'Simulation',
      identityKey: (channel, remoteId) => `${channel}:${remoteId}`,
      onProblem: (error, where) => {
        if (life.alive) hooks.onProblem(error, where);
      },
    });
    started
      .then(async (core) => {
        seams.afterAssembly?.(core);
        hooks.onCore(core);
        if (core.center.seq > 0) await core.center.submit('system', () => ({ events: [{ type: 'server.resumed', data: { at: core.center.now() } }] }));
        if (!life.alive) return;
        core.start();
        this.core = core;
        this.door = {
          life,
          handlers: core.desk.handlers,
          connected: (connection) => core.desk.connected(connection),
          disconnected: (connection) => core.desk.disconnected(connection),
          answered: hooks.onAnswered,
          sent: hooks.onSent,
          problem: (error, where) => {
            if (life.alive) hooks.onProblem(error, where);
          },
        };
      })
      .catch((error: unknown) => {
        if (life.alive) hooks.onProblem(error, 'start');
        // A service manager starts it again.
        if (life.alive) this.crash();
      });
  }

  /** What a platform's webhook brings. Resolves when it may be acknowledged; rejects when it must come again. Never, when the server dies. */
  take(messages: readonly unknown[]): Promise<readonly IngestResult[]> {
    const { core, life } = this;
    if (core === undefined || !life.alive) return never();
    return core.ingest.take(messages, 'ingest:sandbox');
  }

  /** Texts as they lie on the disk, without any cache. */
  readTexts(refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#log === undefined || this.#vault === undefined ? Promise.resolve(new Map()) : new Texts(this.#log, this.#vault).read(refs);
  }

  /** What is not on disk is gone, and so is everything in memory. */
  crash(): void {
    if (!this.life.alive) return;
    this.life.alive = false;
    this.#log?.crash();
    this.core = undefined;
    this.door = undefined;
    this.dieAtCommit = undefined;
    this.onDied();
  }

  #flush(flush: () => void): void {
    const die = this.dieAtCommit;
    if (die === 'before') return this.crash();
    flush();
    // On disk, but nobody will be told.
    if (die === 'after') this.crash();
  }
}

/** Reads take their time, so that what is decided in between shows; a dead server gets no answer. */
class SlowLog implements EventLog {
  readonly #log: MemoryEventLog;
  readonly #sched: Scheduler;
  readonly #dice: Dice;
  readonly #life: Life;

  constructor(log: MemoryEventLog, sched: Scheduler, dice: Dice, life: Life) {
    this.#log = log;
    this.#sched = sched;
    this.#dice = dice;
    this.#life = life;
  }

  claim(): Promise<number> {
    return this.#slowly(() => this.#log.claim());
  }
  append(batch: AppendBatch): Promise<Appended> {
    if (!this.#life.alive) return never();
    return this.#log.append(batch);
  }
  head(): Promise<number> {
    return this.#slowly(() => this.#log.head());
  }
  read(afterSeq: number, limit: number): ReturnType<EventLog['read']> {
    return this.#slowly(() => this.#log.read(afterSeq, limit));
  }
  bodies(refs: readonly string[]): ReturnType<EventLog['bodies']> {
    return this.#slowly(() => this.#log.bodies(refs));
  }
  keys(contactIds: readonly string[]): ReturnType<EventLog['keys']> {
    return this.#slowly(() => this.#log.keys(contactIds));
  }
  destroyKey(contactId: string): Promise<void> {
    return this.#slowly(() => this.#log.destroyKey(contactId));
  }
  deleteBodies(refs: readonly string[]): Promise<void> {
    return this.#slowly(() => this.#log.deleteBodies(refs));
  }
  answer(replicaId: string, commandNo: number): ReturnType<EventLog['answer']> {
    return this.#slowly(() => this.#log.answer(replicaId, commandNo));
  }
  lastCommandNo(replicaId: string): Promise<number> {
    return this.#slowly(() => this.#log.lastCommandNo(replicaId));
  }
  saveSnapshot(snapshot: Parameters<EventLog['saveSnapshot']>[0]): Promise<void> {
    return this.#slowly(() => this.#log.saveSnapshot(snapshot));
  }
  loadSnapshot(): ReturnType<EventLog['loadSnapshot']> {
    return this.#slowly(() => this.#log.loadSnapshot());
  }
  close(): Promise<void> {
    return this.#log.close();
  }

  #slowly<T>(run: () => Promise<T>): Promise<T> {
    if (!this.#life.alive) return never();
    if (this.#dice.chance(0.6)) return run();
    return new Promise((resolve, reject) => {
      this.#sched.after(this.#dice.stretch(4), this.#life, 'server:read', () => {
        run().then(resolve, reject);
      });
    });
  }
}
