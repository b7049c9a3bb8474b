import { CodedError } from '../../shared/util/errors.ts';
import type { CommandRecord, DeskStores, DraftRecord, EntityRecord, HeldRecord, OutboxRecord, RowRecord } from '../../electron/main/sync/storage-port.ts';
import { Crashed } from './scheduler.ts';

interface AttemptRecord {
  readonly attemptId: string;
  readonly replyId: string;
  readonly part: number;
  readonly startedAt: number;
  readonly outcome?: string;
}

/** What a desk's disk holds; outlives the process. Values are never changed in place, only replaced. */
export class DeskDisk {
  readonly meta = new Map<string, string>();
  readonly entities = new Map<string, EntityRecord>();
  readonly byConversation = new Map<string, Set<string>>();
  readonly byThread = new Map<string, Set<string>>();
  readonly bodies = new Map<string, { readonly conversationId: string; readonly text: string }>();
  readonly held = new Map<string, HeldRecord>();
  readonly rows = new Map<string, RowRecord>();
  readonly outbox = new Map<string, OutboxRecord>();
  readonly attempts = new Map<string, AttemptRecord>();
  readonly commands = new Map<number, CommandRecord>();
  readonly commandIds = new Map<string, number>();
  readonly drafts = new Map<string, DraftRecord>();
  /** Each reply as it was before its last change: what a damaged copy may still give. */
  readonly before = new Map<string, OutboxRecord>();

  constructor(replicaId: string) {
    this.meta.set('replicaId', replicaId);
  }

  /** What a rebuild keeps of a damaged copy: replies (some of them out of date), attempts, drafts, unanswered commands under numbers of no account. */
  salvaged(replicaId: string, at: number, isOutdated: () => boolean): DeskDisk {
    const next = new DeskDisk(replicaId);
    for (const [id, record] of this.outbox) {
      const found = (isOutdated() ? this.before.get(id) : undefined) ?? record;
      next.outbox.set(id, { ...found, salvagedAt: Math.max(at, found.updatedAt) });
    }
    for (const [id, attempt] of this.attempts) if (!isOutdated()) next.attempts.set(id, attempt);
    for (const [id, draft] of this.drafts) next.drafts.set(id, draft);
    const open = [...this.commands.values()].filter(({ state }) => state === 'pending' || state === 'salvaged').sort((a, b) => Math.abs(a.commandNo) - Math.abs(b.commandNo));
    open.forEach((command, index) => {
      next.commands.set(-1 - index, { ...command, commandNo: -1 - index, state: 'salvaged' });
      next.commandIds.set(command.commandId, -1 - index);
    });
    return next;
  }
}

/** What a test may do to a disk in use. */
export interface DiskFaults {
  /** Called before each change; throwing Crashed ends the process there, a coded error refuses the change. */
  beforeWrite(): void;
  /** Called when an outermost transaction (or a lone change) is about to end, and right after. */
  beforeCommit(): void;
  afterCommit(): void;
}

const NO_FAULTS: DiskFaults = { beforeWrite: () => undefined, beforeCommit: () => undefined, afterCommit: () => undefined };
const key = (a: string, b: string): string => `${a} ${b}`;

/** The stores of a desk over a disk in memory: all or nothing per transaction, and nothing at all once the process is dead. */
export class MemoryDeskStores implements DeskStores {
  readonly disk: DeskDisk;
  readonly #faults: DiskFaults;
  readonly #undo: (() => void)[] = [];
  #depth = 0;
  #dead = false;

  constructor(disk: DeskDisk, faults: DiskFaults = NO_FAULTS) {
    this.disk = disk;
    this.#faults = faults;
  }

  /** The process is gone: an open transaction falls, nothing is written any more. */
  kill(): void {
    this.#dead = true;
  }

  get inTransaction(): boolean {
    return this.#depth > 0;
  }

  transaction<T>(work: () => T): T {
    this.#mustLive();
    const mark = this.#undo.length;
    this.#depth += 1;
    try {
      const result = work();
      if (this.#depth === 1) this.#commit();
      this.#depth -= 1;
      if (this.#depth === 0) this.#undo.length = 0;
      return result;
    } catch (error) {
      this.#depth -= 1;
      if (!(this.#committed && this.#depth === 0)) for (let i = this.#undo.length - 1; i >= mark; i -= 1) (this.#undo[i] as () => void)();
      this.#committed = false;
      this.#undo.length = mark;
      throw error;
    }
  }
  #committed = false;

  #commit(): void {
    this.#mustLive();
    this.#guard(() => this.#faults.beforeCommit());
    this.#committed = true;
    this.#guard(() => this.#faults.afterCommit());
    this.#committed = false;
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (error instanceof Crashed) this.#dead = true;
      throw error;
    }
  }

  #mustLive(): void {
    if (this.#dead) throw new Crashed();
  }

  #write(change: () => () => void): void {
    this.#mustLive();
    this.#guard(() => this.#faults.beforeWrite());
    if (this.#depth > 0) {
      this.#undo.push(change());
      return;
    }
    this.transaction(() => this.#undo.push(change()));
  }

  #set<K, V>(map: Map<K, V>, at: K, value: V): void {
    this.#write(() => {
      const before = map.get(at);
      map.set(at, value);
      return () => (before === undefined ? map.delete(at) : map.set(at, before));
    });
  }

  #delete<K, V>(map: Map<K, V>, at: K): boolean {
    this.#mustLive();
    const before = map.get(at);
    if (before === undefined) return false;
    this.#write(() => {
      map.delete(at);
      return () => map.set(at, before);
    });
    return true;
  }

  #file(entity: EntityRecord, isIn: boolean): void {
    const id = key(entity.noun, entity.id);
    for (const [map, at] of [[this.disk.byConversation, entity.conversationId] as const, [this.disk.byThread, entity.threadId] as const]) {
      if (at === undefined) continue;
      const set = map.get(at);
      if (!isIn) set?.delete(id);
      else if (set === undefined) map.set(at, new Set([id]));
      else set.add(id);
    }
  }

  #replaceEntity(id: string, next: EntityRecord | undefined): void {
    const { entities } = this.disk;
    const put = (now: EntityRecord | undefined, then: EntityRecord | undefined): void => {
      if (now !== undefined) this.#file(now, false);
      if (then === undefined) entities.delete(id);
      else {
        entities.set(id, then);
        this.#file(then, true);
      }
    };
    this.#write(() => {
      const before = entities.get(id);
      put(before, next);
      return () => put(next, before);
    });
  }

  #entitiesOf(ids: ReadonlySet<string> | undefined): EntityRecord[] {
    this.#mustLive();
    if (ids === undefined || ids.size === 0) return [];
    return [...ids].sort().map((id) => this.disk.entities.get(id) as EntityRecord);
  }

  readonly meta: DeskStores['meta'] = {
    get: (name) => this.disk.meta.get(name),
    set: (name, value) => this.#set(this.disk.meta, name, value),
    replicaId: () => this.disk.meta.get('replicaId') as string,
    cursor: () => Number(this.disk.meta.get('cursor') ?? 0),
    setCursor: (seq) => this.#set(this.disk.meta, 'cursor', String(seq)),
  };

  readonly entities: DeskStores['entities'] = {
    get: (noun, id) => this.disk.entities.get(key(noun, id)),
    put: (entity) => this.#replaceEntity(key(entity.noun, entity.id), entity),
    delete: (noun, id) => {
      if (!this.disk.entities.has(key(noun, id))) return false;
      this.#replaceEntity(key(noun, id), undefined);
      return true;
    },
    byConversation: (id) => this.#entitiesOf(this.disk.byConversation.get(id)),
    byThread: (id) => this.#entitiesOf(this.disk.byThread.get(id)),
    byNoun: (noun) => {
      const found: EntityRecord[] = [];
      for (const entity of this.disk.entities.values()) if (entity.noun === noun) found.push(entity);
      return found.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };

  readonly bodies: DeskStores['bodies'] = {
    get: (ref) => this.disk.bodies.get(ref)?.text,
    put: (ref, conversationId, text) => this.#set(this.disk.bodies, ref, { conversationId, text }),
    delete: (ref) => this.#delete(this.disk.bodies, ref),
    search: (typed, options) =>
      [...this.disk.bodies]
        .filter(([, { text }]) => text.includes(typed))
        .slice(0, options?.limit ?? 50)
        .map(([ref, { conversationId, text }], number) => ({ ref, conversationId, excerpt: text.slice(0, 80), owner: '', number })),
  };

  readonly held: DeskStores['held'] = {
    get: (id) => this.disk.held.get(id),
    all: () => [...this.disk.held.values()].sort((a, b) => b.lastUsedAt - a.lastUsedAt || (a.conversationId < b.conversationId ? -1 : 1)),
    put: (held) => this.#set(this.disk.held, held.conversationId, held),
    touch: (id, at) => {
      const known = this.disk.held.get(id);
      if (known === undefined) return false;
      this.#set(this.disk.held, id, { ...known, lastUsedAt: Math.max(known.lastUsedAt, at) });
      return true;
    },
    delete: (id) => this.#delete(this.disk.held, id),
  };

  readonly rows: DeskStores['rows'] = {
    get: (kind, id) => this.disk.rows.get(key(kind, id)),
    put: (row) => {
      const known = this.disk.rows.get(key(row.kind, row.id));
      if (known !== undefined && known.seq > row.seq) return false;
      this.#set(this.disk.rows, key(row.kind, row.id), row);
      return true;
    },
    delete: (kind, id, seq = Number.MAX_SAFE_INTEGER) => {
      const known = this.disk.rows.get(key(kind, id));
      return known !== undefined && known.seq <= seq && this.#delete(this.disk.rows, key(kind, id));
    },
    byKind: (kind) => [...this.disk.rows.values()].filter((row) => row.kind === kind).sort((a, b) => (a.id < b.id ? -1 : 1)),
    clear: (kind) => {
      const gone = [...this.disk.rows].filter(([, row]) => row.kind === kind);
      for (const [at] of gone) this.#delete(this.disk.rows, at);
      return gone.length;
    },
  };

  readonly outbox: DeskStores['outbox'] = {
    enqueue: ({ notBeforeAt: _notBefore, ...reply }, at) => {
      const known = this.disk.outbox.get(reply.replyId);
      if (known !== undefined) {
        if (JSON.stringify(known.frozen) === JSON.stringify(reply.frozen) && known.platformKey === reply.platformKey) return false;
        throw new CodedError('REPLY_ID_TAKEN', { field: 'replyId' });
      }
      this.#set(this.disk.outbox, reply.replyId, { ...reply, createdAt: at, updatedAt: at });
      return true;
    },
    update: (replyId, change, at) => {
      const known = this.disk.outbox.get(replyId);
      if (known === undefined) return false;
      this.disk.before.set(replyId, known);
      this.#set(this.disk.outbox, replyId, { ...known, state: change.state ?? known.state, stateValue: change.stateValue ?? known.stateValue, updatedAt: at });
      return true;
    },
    rewrite: (replyId, frozen, at) => {
      const known = this.disk.outbox.get(replyId);
      if (known === undefined || [...this.disk.attempts.values()].some((attempt) => attempt.replyId === replyId)) return false;
      this.#set(this.disk.outbox, replyId, { ...known, frozen, updatedAt: at });
      return true;
    },
    get: (replyId) => this.disk.outbox.get(replyId),
    all: () => [...this.disk.outbox.values()].sort((a, b) => a.createdAt - b.createdAt || (a.replyId < b.replyId ? -1 : 1)),
    prune: (finished, before) => {
      const gone = [...this.disk.outbox.values()].filter((reply) => finished.includes(reply.state) && reply.updatedAt < before);
      for (const { replyId } of gone) {
        for (const attempt of this.disk.attempts.values()) if (attempt.replyId === replyId) this.#delete(this.disk.attempts, attempt.attemptId);
        this.#delete(this.disk.outbox, replyId);
      }
      return gone.length;
    },
  };

  readonly attempts: DeskStores['attempts'] = {
    start: (attempt, at, also) => {
      if (this.#depth > 0) throw new Error('an attempt is started in a transaction of its own: it must be on disk before the request leaves');
      this.transaction(() => {
        this.#set(this.disk.attempts, attempt.attemptId, { ...attempt, startedAt: at });
        also?.();
      });
    },
    finish: (attemptId, { outcome }) => {
      const known = this.disk.attempts.get(attemptId);
      if (known === undefined || known.outcome !== undefined) return false;
      this.#set(this.disk.attempts, attemptId, { ...known, outcome });
      return true;
    },
    withoutOutcome: () => [...this.disk.attempts.values()].filter((attempt) => attempt.outcome === undefined).sort((a, b) => a.startedAt - b.startedAt || (a.attemptId < b.attemptId ? -1 : 1)),
  };

  readonly commands: DeskStores['commands'] = {
    append: (command, at) =>
      this.transaction(() => {
        const known = this.disk.commands.get(this.disk.commandIds.get(command.commandId) ?? 0);
        if (known !== undefined && known.state !== 'salvaged') {
          if (known.hash !== command.hash) throw new CodedError('COMMAND_ID_REUSED', { field: 'commandId' });
          return known;
        }
        this.commands.dropSalvaged(command.commandId);
        const commandNo = Number(this.disk.meta.get('commandNo') ?? 0) + 1;
        this.meta.set('commandNo', String(commandNo));
        const stored: CommandRecord = { ...command, commandNo, createdAt: at, state: 'pending' };
        this.#set(this.disk.commands, commandNo, stored);
        this.#set(this.disk.commandIds, command.commandId, commandNo);
        return stored;
      }),
    get: (commandNo) => this.disk.commands.get(commandNo),
    pending: () => [...this.disk.commands.values()].filter((command) => command.state === 'pending').sort((a, b) => a.commandNo - b.commandNo),
    salvaged: () => [...this.disk.commands.values()].filter((command) => command.state === 'salvaged').sort((a, b) => b.commandNo - a.commandNo),
    dropSalvaged: (commandId) => {
      const known = this.disk.commands.get(this.disk.commandIds.get(commandId) ?? 0);
      if (known?.state !== 'salvaged') return false;
      this.#delete(this.disk.commandIds, commandId);
      return this.#delete(this.disk.commands, known.commandNo);
    },
    answer: (commandNo, state, answer) => {
      const known = this.disk.commands.get(commandNo);
      if (known?.state !== 'pending') return false;
      this.#set(this.disk.commands, commandNo, { ...known, state, answer });
      return true;
    },
    prune: (before) => {
      const gone = [...this.disk.commands.values()].filter((command) => command.state !== 'pending' && command.createdAt < before);
      for (const { commandNo, commandId } of gone) {
        this.#delete(this.disk.commands, commandNo);
        this.#delete(this.disk.commandIds, commandId);
      }
      return gone.length;
    },
  };

  readonly drafts: DeskStores['drafts'] = {
    get: (id) => this.disk.drafts.get(id),
    all: () => [...this.disk.drafts.values()].sort((a, b) => b.updatedAt - a.updatedAt || (a.conversationId < b.conversationId ? -1 : 1)),
    dirty: () => [...this.disk.drafts.values()].filter((draft) => draft.dirty).sort((a, b) => a.updatedAt - b.updatedAt || (a.conversationId < b.conversationId ? -1 : 1)),
    save: (conversationId, value, at, dirty = true) => this.#set(this.disk.drafts, conversationId, { conversationId, value, updatedAt: at, dirty }),
    markClean: (conversationId, value) => {
      const known = this.disk.drafts.get(conversationId);
      if (known === undefined || JSON.stringify(known.value) !== JSON.stringify(value)) return false;
      this.#set(this.disk.drafts, conversationId, { ...known, dirty: false });
      return true;
    },
    delete: (id) => this.#delete(this.disk.drafts, id),
  };
}
