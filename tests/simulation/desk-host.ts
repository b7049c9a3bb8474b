import { retryReply, sendReply, setExecutor, settleReply, undoReply } from '../../electron/main/core/reply-calls.ts';
import { runCommand } from '../../electron/main/core/run-command.ts';
import { DeskSync } from '../../electron/main/sync/desk-sync.ts';
import type { Connectors, SyncLog } from '../../electron/main/sync/ports.ts';
import type { DeskStores } from '../../electron/main/sync/storage-port.ts';
import { envelopeOf, type Command } from '../../shared/commands/index.ts';
import type { IpcRequest, IpcResponse } from '../../shared/ipc/index.ts';
import type { IdSource } from '../../shared/util/ports.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { DeskDisk, MemoryDeskStores } from './desk-disk.ts';
import type { Dice } from './dice.ts';
import type { Wire } from './network.ts';
import { Crashed, Life, never, type Scheduler } from './scheduler.ts';
import type { Person } from '../support/server-world.ts';

/** Places where a planted bug takes hold of a desk. */
export interface DeskSeams {
  wrapStores?: ((stores: DeskStores, host: DeskHost, now: () => number) => DeskStores) | undefined;
  /** What the next start finds on the disk. `now`: true time, ms. */
  beforeRestart?: ((disk: DeskDisk, host: DeskHost, now: number) => void) | undefined;
}

export interface DeskHostParts {
  readonly name: string;
  readonly person: Person;
  readonly sched: Scheduler;
  readonly dice: Dice;
  readonly ids: IdSource;
  readonly wire: Wire;
  readonly seams: DeskSeams;
  readonly undoMs: number;
  /** Runs without a person on an office machine. */
  readonly headless: boolean;
  readonly connectors: (life: Life, host: DeskHost) => Connectors;
  readonly onLog: (host: DeskHost, level: 'warn' | 'error', fields: object, message: string) => void;
  readonly onCommit: (host: DeskHost) => void;
  readonly onDied: (host: DeskHost) => void;
  /** A process begins on this copy. */
  readonly onCopy: (host: DeskHost) => void;
}

/** An agent's machine: the real desk over a disk that outlives it. */
export class DeskHost {
  readonly name: string;
  readonly person: Person;
  readonly wire: Wire;
  disk: DeskDisk;
  /** An earlier build, which cannot read everything that comes. */
  old = false;
  /** A damaged copy is found at the next start. */
  #damaged = false;
  #copies = 1;
  readonly #p: DeskHostParts;
  life: Life;
  sync: DeskSync | undefined;
  /** The machine's wall clock may be wrong. */
  wallOffsetMs = 0;
  /** Sleep so far, over all processes. */
  sleptMs = 0;
  #wakesAt = 0;
  /** Changes until the process dies in the middle of one. */
  dieAfterWrites: number | undefined;
  dieAtCommit: 'before' | 'after' | undefined;
  diskFull = false;
  credentialGone = false;
  #stores: MemoryDeskStores | undefined;

  constructor(parts: DeskHostParts) {
    this.#p = parts;
    this.name = parts.name;
    this.person = parts.person;
    this.wire = parts.wire;
    this.disk = new DeskDisk(`replica-${parts.name}`);
    this.life = new Life(parts.name);
    this.life.alive = false;
  }

  get isHeadless(): boolean {
    return this.#p.headless;
  }

  get isUp(): boolean {
    return this.life.alive && this.sync !== undefined && this.life.frozenUntil <= this.#p.sched.now;
  }

  get now(): number {
    return Math.floor(this.#p.sched.now + this.wallOffsetMs);
  }

  start(): void {
    const { sched, dice, ids, person, wire, seams } = this.#p;
    const life = new Life(this.name);
    this.life = life;
    wire.deskLife = life;
    seams.beforeRestart?.(this.disk, this, sched.now);
    if (this.#damaged) {
      this.#damaged = false;
      this.disk = this.disk.salvaged(`replica-${this.name}-${(this.#copies += 1)}`, this.now, () => dice.chance(0.3));
    }
    this.#p.onCopy(this);
    const memory = new MemoryDeskStores(this.disk, {
      beforeWrite: () => {
        if (this.dieAfterWrites !== undefined && (this.dieAfterWrites -= 1) < 0) this.#dieHere();
        if (this.diskFull) throw new CodedError('DISK_FULL');
      },
      beforeCommit: () => {
        if (this.dieAtCommit === 'before') this.#dieHere();
      },
      afterCommit: () => {
        this.#p.onCommit(this);
        if (this.dieAtCommit === 'after') this.#dieHere();
      },
    });
    this.#stores = memory;
    const stores = seams.wrapStores?.(memory, this, () => sched.now) ?? memory;
    const startedAt = sched.now;
    const sleptBefore = this.sleptMs;
    const say = (level: 'warn' | 'error') => (fields: object, message: string) => {
      if (life.alive) this.#p.onLog(this, level, fields, message);
    };
    const log: SyncLog = { debug: () => undefined, info: () => undefined, warn: say('warn'), error: say('error') };
    this.sync = new DeskSync({
      base: {
        stores,
        clock: { now: () => this.now, steady: () => sched.now - startedAt - (this.sleptMs - sleptBefore) },
        timers: sched.timersOf(life, 'desk:timer'),
        ids,
        rng: { next: () => dice.next() },
        log,
        emit: () => undefined,
        app: this.old ? 'simulated-before' : 'simulated',
        person: () => ({ agentId: person.id, name: person.name, initials: person.initials, role: person.role, centerName: 'Simulation' }),
      },
      serverUrl: 'http://simulated',
      token: async () => ({ kind: 'token', token: person.id, expiresAt: this.now + 8 * 3_600_000 }),
      connectors: this.#p.connectors(life, this),
      credentials: { get: (): Promise<string | undefined> => (life.alive ? Promise.resolve(this.credentialGone ? undefined : 'credential') : never()) },
      settings: () => ({ language: 'de', theme: 'system', undoMs: this.#p.undoMs, place: 'home' }),
      onWelcome: () => undefined,
      onSignInNeeded: (code) => say('error')({ code }, 'sign-in needed'),
      openSocket: wire.open,
      isHeadless: this.#p.headless,
    });
    // The process may have died while it wrote.
    if (life.alive) this.sync.start();
    else this.sync = undefined;
  }

  crash(): void {
    if (!this.life.alive) return;
    this.life.alive = false;
    this.#stores?.kill();
    this.sync = undefined;
    this.dieAfterWrites = undefined;
    this.dieAtCommit = undefined;
    this.wire.deskDied();
    this.#p.onDied(this);
  }

  /** The local copy turns out to be damaged: it is set aside, and the desk begins anew with what can be read of it. */
  damage(): void {
    this.#damaged = true;
    this.crash();
  }

  /** A later build is installed: it fetches what this one set aside. */
  upgrade(): void {
    if (!this.old) return;
    this.old = false;
    this.crash();
  }

  /** Nothing runs here for a while; a steady clock may or may not count it. */
  sleep(ms: number, countedBySteadyClock: boolean): void {
    const { sched } = this.#p;
    if (!this.life.alive || this.life.frozenUntil > sched.now) return;
    this.life.frozenUntil = sched.now + ms;
    this.#wakesAt = this.life.frozenUntil;
    const { life } = this;
    if (countedBySteadyClock) return;
    sched.at(this.#wakesAt - 1e-6, undefined, 'desk:wakes', () => {
      if (this.life === life) this.sleptMs += ms;
    });
  }

  // What a person at the screen does, through the same calls as the screen.

  run(command: Command): Promise<IpcResponse<'command.run'>> | undefined {
    return this.#guarded((sync) => runCommand(sync, envelopeOf(command)));
  }

  send(request: IpcRequest<'reply.send'>): IpcResponse<'reply.send'> | undefined {
    return this.#guarded((sync) => sendReply({ sync, durable: true, undoMs: () => this.#p.undoMs }, request));
  }

  undo(replyId: string): boolean {
    return this.#guarded((sync) => undoReply(sync, replyId).undone) ?? false;
  }

  setExecutor(replyId: string, executor: 'thisDesk' | 'headless'): void {
    void this.#guarded((sync) => setExecutor(sync, { replyId, executor }).catch((error: unknown) => {
      if (!(error instanceof Crashed) && !(error instanceof CodedError)) throw error;
    }));
  }

  settle(request: IpcRequest<'reply.settle'>): boolean {
    return this.#guarded((sync) => settleReply(sync, request)) !== undefined;
  }

  retry(replyId: string): void {
    this.#guarded((sync) => retryReply(sync, replyId));
  }

  saveDraft(conversationId: string, text: string): void {
    this.#guarded((sync) => sync.drafts.save(conversationId, text === '' ? null : { text, visibility: 'public' }));
  }

  open(conversationId: string): void {
    void this.#guarded((sync) => sync.conversations.open(conversationId).catch(() => undefined));
  }

  close(conversationId: string): void {
    this.#guarded((sync) => sync.conversations.close(conversationId));
  }

  #guarded<T>(run: (sync: DeskSync) => T): T | undefined {
    if (!this.isUp || this.sync === undefined) return undefined;
    try {
      return run(this.sync);
    } catch (error) {
      if (error instanceof Crashed || error instanceof CodedError) return undefined;
      throw error;
    }
  }

  #dieHere(): never {
    this.crash();
    throw new Crashed();
  }
}
