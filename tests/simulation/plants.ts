import type { DeskStores } from '../../electron/main/sync/storage-port.ts';
import type { AppendBatch, EventLog } from '../../server/log/port.ts';
import { RowViews } from '../../server/push/row-views.ts';
import { DECIDERS, type Facts } from '../../shared/deciders/index.ts';
import type { Entity, Noun } from '../../shared/domain/entity.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { Batch } from '../../shared/protocol/down.ts';
import { LeaseBook } from '../../shared/sync/lease-book.ts';
import type { OutboxState } from '../../shared/sync/outbox-state.ts';
import type { DeskDisk } from './desk-disk.ts';
import type { Plant } from './world.ts';

// Bugs that are not in the product: each is put around or into it while a seed runs, and must be caught. A harness that has never caught
// anything has shown nothing.

/** The log with its appends changed on their way. */
function appending(change: (log: EventLog, batch: AppendBatch) => ReturnType<EventLog['append']>): (log: EventLog) => EventLog {
  return (log) => new Proxy(log, { get: (target, name) => (name === 'append' ? (batch: AppendBatch) => change(target, batch) : bound(target, name)) });
}

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
}

/** A decider that answers differently; undone by what it gives back. */
function deciding<T extends keyof typeof DECIDERS>(type: T, decide: (original: (typeof DECIDERS)[T]['decide']) => (typeof DECIDERS)[T]['decide']): () => () => void {
  return () => {
    const decider = DECIDERS[type] as { decide: (typeof DECIDERS)[T]['decide'] };
    const original = decider.decide;
    decider.decide = decide(original.bind(decider) as typeof original);
    return () => {
      decider.decide = original;
    };
  };
}

/** Nobody is in training, and no conversation is flagged. */
function unsupervised(facts: Facts): Facts {
  const get = <N extends Noun>(noun: N, id: string): Entity<N> | undefined => {
    const found = facts.get(noun, id) as Record<string, unknown> | undefined;
    if (found === undefined || (noun !== 'agent' && noun !== 'conversation')) return found as Entity<N> | undefined;
    const { trainee: _trainee, approvalFlag: _flag, approvals: _approvals, ...rest } = found;
    return rest as Entity<N>;
  };
  return { ...facts, get, agentIdByInitials: (initials) => facts.agentIdByInitials(initials), messageIdByRemote: (accountId, remoteId) => facts.messageIdByRemote(accountId, remoteId) };
}

function rewriteOutbox(disk: DeskDisk, rewrite: (state: OutboxState) => OutboxState | undefined): void {
  for (const [id, record] of disk.outbox) {
    const next = rewrite(record.stateValue as OutboxState);
    if (next !== undefined) disk.outbox.set(id, { ...record, state: next.kind, stateValue: next });
  }
}

/** Data of a frame that reaches the disk only some time after the cursor has. */
function lazyData(): Plant['desk'] {
  const written = new Map<string, { at: number; undo: (() => void)[] }>();
  return {
    wrapStores: (stores, host, now) => {
      const { entities } = host.disk;
      const track = (key: string): void => {
        const before = entities.get(key);
        const open = written.get(host.name);
        const batch = open !== undefined && open.at === now() ? open : { at: now(), undo: [] };
        written.set(host.name, batch);
        batch.undo.push(() => void (before === undefined ? entities.delete(key) : entities.set(key, before)));
      };
      const lazy: DeskStores['entities'] = {
        ...stores.entities,
        put: (entity) => {
          track(`${entity.noun} ${entity.id}`);
          stores.entities.put(entity);
        },
      };
      return new Proxy(stores, { get: (target, name) => (name === 'entities' ? lazy : bound(target, name)) });
    },
    beforeRestart: (_disk, host, now) => {
      const last = written.get(host.name);
      written.delete(host.name);
      if (last !== undefined && now - last.at < 6_000) for (const undo of last.undo.toReversed()) undo();
    },
  };
}

/** Now and then a frame is lost and the next one pretends to join. */
function unnoticedGap(): Plant['tamper'] {
  const seen = new Map<string, { count: number; from: number | undefined }>();
  return (direction, name, payload, wire) => {
    if (direction !== 'down' || name !== 'batch') return payload;
    const batch = payload as Batch;
    const state = seen.get(wire.name) ?? { count: 0, from: undefined };
    seen.set(wire.name, state);
    state.count += 1;
    if (state.count % 9 === 0 && batch.rowsReset !== true && batch.snapshots.length === 0) {
      state.from ??= batch.fromSeq;
      return undefined;
    }
    const from = state.from;
    state.from = undefined;
    return from === undefined || batch.rowsReset === true ? batch : { ...batch, fromSeq: from };
  };
}

const unlocked = (facts: Facts): Facts => ({
  ...facts,
  agentIdByInitials: facts.agentIdByInitials,
  messageIdByRemote: facts.messageIdByRemote,
  get: <N extends Noun>(noun: N, id: string): Entity<N> | undefined => {
    const value = facts.get(noun, id);
    if (noun !== 'conversation' || value === undefined) return value;
    const { lockedByReplyId: _lock, ...rest } = value as Entity<'conversation'>;
    return rest as Entity<N>;
  },
});

const anyTime = (facts: Facts, replicaId: string): Facts => ({
  ...facts,
  agentIdByInitials: facts.agentIdByInitials,
  messageIdByRemote: facts.messageIdByRemote,
  get: <N extends Noun>(noun: N, id: string): Entity<N> | undefined => {
    const value = facts.get(noun, id);
    if (noun !== 'reply' || (value as Entity<'reply'> | undefined)?.state !== 'scheduled') return value;
    return { ...value, sendAt: 0, executor: { kind: 'desk', replicaId } } as Entity<N>;
  },
});

export const PLANTS: readonly Plant[] = [
  { name: 'ack-before-commit', what: 'The log confirms an append before it is on the disk.', server: { wrapLog: appending((log, batch) => {
    log.append(batch).catch(() => undefined);
    const from = batch.events[0]?.seq ?? 1;
    return Promise.resolve({ fromSeq: from, toSeq: from + batch.events.length - 1 });
  }) } },
  { name: 'no-fsync', what: 'A crash of the server loses the last commits, although they were confirmed.', server: { beforeRestart: (disk) => {
    if (disk.events.length < 40) return;
    disk.events.length -= 3;
    disk.snapshots = disk.snapshots.filter(({ seq }) => seq <= disk.events.length);
  } } },
  { name: 'answer-not-stored', what: 'The answer to a command is not stored with its events, so a resend is decided again.', server: { wrapLog: appending((log, batch) => log.append({ ...batch, answers: [] })) } },
  { name: 'deleted-text-kept', what: 'A post deleted at the source keeps its text in the content store.', server: { wrapLog: appending((log, batch) => log.append({ ...batch, forget: [] })) } },
  { name: 'dedupe-lost', what: 'After a restart the server no longer knows which messages it has.', server: { afterAssembly: ({ center }) => {
    const { index } = center;
    const known = index.messageByRemote.bind(index);
    const before = center.seq;
    index.messageByRemote = (accountId, remoteId) => {
      const id = known(accountId, remoteId);
      return id === undefined || (center.live.get('message', id)?.seq ?? 0) > before ? id : undefined;
    };
  } } },
  { name: 'echo-ignored', what: 'What the brand posts on the platform is confirmed and thrown away.', ignoreHook: (message) => message['direction'] === 'out' },
  { name: 'epoch-not-raised', what: 'A reassignment by a lead keeps the epoch.', patch: deciding('workItem.reassign', (decide) => (facts, data, context) => {
    const decision = decide(facts, data, context);
    if (decision.kind === 'refused') return decision;
    const same = (event: NewEvent): NewEvent => (event.type === 'workItem.assigned' ? { ...event, data: { ...event.data, epoch: Math.max(1, event.data.epoch - 1) } } : event);
    return { ...decision, events: decision.events.map(same) };
  }) },
  { name: 'permit-twice', what: 'Leave to send is given although another answer to the turn is under way.', patch: deciding('reply.requestPermit', (decide) => (facts, data, context) => decide(unlocked(facts), data, context)) },
  { name: 'unread-closed', what: 'Closing does not ask what the agent had seen.', patch: deciding('workItem.close', (decide) => (facts, { seenThroughMessageId: _seen, ...data }, context) => decide(facts, data, context)) },
  { name: 'lease-optimism', what: 'A desk takes its lease for valid although it has run out.', patch: () => {
    const original = LeaseBook.prototype.state;
    LeaseBook.prototype.state = function state(this: LeaseBook, ...args: Parameters<typeof original>) {
      const said = original.apply(this, args);
      return said === 'expired' ? 'valid' : said;
    };
    return () => {
      LeaseBook.prototype.state = original;
    };
  } },
  { name: 'unknown-resent', what: 'After a restart an attempt without an outcome counts as never made.', desk: { beforeRestart: (disk) => rewriteOutbox(disk, (state) => (state.kind === 'attempting' || state.kind === 'unknown' ? { kind: 'queued', reason: 'none', since: 0, until: 0, refusals: 0 } : undefined)) } },
  { name: 'journal-not-synced', what: 'The row of an attempt is not on the disk when the request leaves.', desk: { beforeRestart: (disk) => {
    rewriteOutbox(disk, (state) => (state.kind === 'attempting' ? { kind: 'permitted', sent: state.sent, tries: state.tries - 1, reason: 'none', since: 0, until: 0 } : undefined));
    for (const [id, attempt] of disk.attempts) if (attempt.outcome === undefined) disk.attempts.delete(id);
  } } },
  { name: 'outbox-row-lost', what: 'A crash of a desk loses the reply that was accepted last.', desk: { beforeRestart: (disk) => {
    const last = [...disk.outbox.keys()].at(-1);
    if (last !== undefined) disk.outbox.delete(last);
  } } },
  { name: 'cursor-early', what: 'The cursor of a desk reaches the disk before the data it stands for.', desk: lazyData() },
  { name: 'refusal-as-leave', what: 'A desk takes every refusal for consent.', tamper: (direction, name, payload) => {
    const ack = payload as { ok: boolean; value?: { status: string } };
    return direction === 'down' && name === 'ack:command' && ack.ok && ack.value?.status === 'refused' ? { ok: true, value: { status: 'accepted', seq: 0, result: { state: 'permitted' } } } : payload;
  } },
  { name: 'purge-not-sent', what: 'A desk is not told to give up what it may no longer see.', tamper: (direction, name, payload) => (direction === 'down' && name === 'batch' ? { ...(payload as Batch), purges: [] } : payload) },
  { name: 'salvage-believed', what: 'A copy built anew takes what was salvaged for the truth and goes on where the old one seemed to be.', desk: { wrapStores: (stores) => {
    const believed: DeskStores['outbox'] = { ...stores.outbox, all: () => stores.outbox.all().map(({ salvagedAt: _at, ...record }) => record) };
    return new Proxy(stores, { get: (target, name) => (name === 'outbox' ? believed : bound(target, name)) });
  } } },
  { name: 'schedule-ignored', what: 'A scheduled reply gets leave at any time and from any desk of its person.', patch: deciding('reply.requestPermit', (decide) => (facts, data, context) => decide(anyTime(facts, context.replicaId), data, context)) },
  { name: 'approval-skipped', what: 'A trainee’s answer gets leave although nobody has looked at it.', patch: deciding('reply.requestPermit', (decide) => (facts, data, context) => decide(unsupervised(facts), data, context)) },
  { name: 'gone-not-told', what: 'A desk that comes back is told what changed, but not what left what it may see.', patch: () => {
    const original = RowViews.prototype.comeBack;
    RowViews.prototype.comeBack = function comeBack(this: RowViews, ...args: Parameters<typeof original>) {
      return original.apply(this, args).filter(({ value }) => value !== null);
    };
    return () => {
      RowViews.prototype.comeBack = original;
    };
  } },
  { name: 'gap-unnoticed', what: 'A lost frame leaves no gap that a desk could notice.', tamper: unnoticedGap() },
];

export function findPlant(name: string): Plant | undefined {
  return PLANTS.find((plant) => plant.name === name);
}
