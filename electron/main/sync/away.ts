import { z } from 'zod';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { awaySummarySchema, type AwayItem, type AwaySummary } from '../../../shared/ipc/away.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';
import { nameOf } from './search.ts';

/** A link that flaps is no absence. */
const ABSENCE_MS = 10_000;
const KEEP = 200;
const COUNT_OF = {
  newItem: 'newItems',
  newMessage: 'newMessages',
  takenAway: 'takenAway',
  answeredByOthers: 'answeredByOthers',
  deleted: 'deleted',
  replySent: 'repliesSent',
  replyBecameDraft: 'repliesBecameDraft',
  replyUnclear: 'repliesUnclear',
} as const satisfies Record<AwayItem['kind'], keyof AwaySummary['counts']>;
const NOTHING: AwaySummary['counts'] = { newItems: 0, newMessages: 0, takenAway: 0, answeredByOthers: 0, deleted: 0, repliesSent: 0, repliesBecameDraft: 0, repliesUnclear: 0 };
const storedSchema = z.object({ summary: awaySummarySchema.nullable() });

/**
 * What happened while this desk was without the server: the difference between its copy before and after the catch-up, in the words of the desk. Kept
 * until seen, over restarts too; several absences add up. A first sync is no absence.
 */
export class Away {
  readonly #base: SyncBase;
  readonly #view: ReplicaView;
  #summary: AwaySummary | undefined;
  /** Since when there was no contact; undefined while there is. */
  #gone: number | undefined;
  /** The absence before this contact: a reply that waited over it is told with it. */
  #last: { readonly since: number; readonly until: number } | undefined;
  /** Of this absence, not yet told. */
  #found: Map<string, AwayItem> | undefined;
  /** Before the frame that is looked at. */
  readonly #owners = new Map<string, string | undefined>();

  constructor(base: SyncBase, view: ReplicaView) {
    this.#base = base;
    this.#view = view;
    this.#summary = read(base.stores.meta.get('away'));
    const last = base.stores.meta.get('lastContactAt');
    this.#gone = last === undefined ? undefined : Number(last);
  }

  summary(): AwaySummary | null {
    return this.#summary ?? null;
  }

  /** A quiet center sends no frames for long; that the link held until now is contact, too. */
  cut(): void {
    if (this.#gone !== undefined) return;
    this.#gone = this.#base.clock.now();
    try {
      this.#base.stores.meta.set('lastContactAt', String(this.#gone));
    } catch (error) {
      this.#base.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the last contact could not be stored');
    }
  }

  /** A frame of the catch-up is planned and not yet written: the copy is still what it was. */
  frame(plan: BatchPlan): void {
    const gone = this.#gone;
    if (gone === undefined || plan.startOver || this.#base.clock.now() - gone < ABSENCE_MS) return;
    this.#found ??= new Map();
    const me = this.#base.person().agentId;
    const talks = new Map<string, Conversation | null>();
    for (const { noun, id, value } of plan.entities) if (noun === 'conversation') talks.set(id, value as Conversation | null);
    const before = (id: string): Message | undefined => (plan.before === undefined ? this.#view.get('message', id) : (plan.before('message', id) as Message | undefined));
    this.#owners.clear();
    for (const { conversationId, held } of plan.held) if (held === undefined) this.#purged(conversationId, me);
    for (const write of plan.entities) {
      if (write.noun === 'conversation' && write.value !== null) this.#moved(write.id, write.value as Conversation, me);
      if (write.noun === 'message' && write.value !== null) this.#message(write.value as Message, before(write.id), talks, me);
    }
  }

  /** Everything of the server's is here. */
  caughtUp(): void {
    const gone = this.#gone;
    const found = this.#found;
    this.#gone = undefined;
    this.#found = undefined;
    const now = this.#base.clock.now();
    this.#last = gone === undefined || found === undefined ? undefined : { since: gone, until: now };
    if (gone === undefined || found === undefined || found.size === 0) return;
    const before = this.#summary;
    // Names are known now, of new people too; who has it now stands in the lists.
    const named = [...found.values()].map((item): AwayItem => {
      const contactName = item.contactName !== '' ? item.contactName : this.#name(item.conversationId);
      const holder = item.kind === 'takenAway' && item.byAgentId === undefined ? this.#holderOf(item.conversationId) : item.byAgentId;
      return { ...item, contactName, ...(holder === undefined ? {} : { byAgentId: holder }) };
    });
    this.#put({ since: before?.since ?? gone, until: now, absences: (before?.absences ?? 0) + 1, counts: before?.counts ?? NOTHING, items: before?.items ?? [] }, named);
  }

  /** What became of a reply that waited over the absence. */
  reply(kind: 'replySent' | 'replyBecameDraft' | 'replyUnclear', reply: { replyId: string; conversationId: string; createdAt: number }, code?: string): void {
    const at = this.#base.clock.now();
    const last = this.#last;
    // What was written after the return is watched by the person.
    if (last === undefined || reply.createdAt > last.until) return;
    // The platform's word and the server's may both come: told once.
    if (this.#summary?.items.some((item) => item.kind === kind && item.replyId === reply.replyId) === true) return;
    this.#put(this.#summary ?? { ...last, absences: 1, counts: NOTHING, items: [] }, [{ kind, conversationId: reply.conversationId, contactName: this.#name(reply.conversationId), at, replyId: reply.replyId, count: 1, ...(code === undefined ? {} : { code }) }]);
  }

  seen(): void {
    if (this.#summary === undefined) return;
    this.#summary = undefined;
    this.#save();
    this.#base.emit('away', { summary: null });
  }

  #purged(conversationId: string, me: string): void {
    if (this.#view.get('conversation', conversationId)?.ownerAgentId === me) this.#note('takenAway', conversationId);
  }

  #moved(id: string, now: Conversation, me: string): void {
    const before = this.#view.get('conversation', id);
    if (before?.ownerAgentId !== me && now.ownerAgentId === me) this.#note('newItem', id);
    else if (before?.ownerAgentId === me && now.ownerAgentId !== me && now.ownerAgentId !== undefined) this.#note('takenAway', id, { byAgentId: now.ownerAgentId });
  }

  #message(value: Message, before: Message | undefined, talks: ReadonlyMap<string, Conversation | null>, me: string): void {
    const { conversationId } = value;
    if (conversationId === undefined) return;
    const owner = this.#ownerOf(conversationId);
    const wasMine = owner === me;
    if (!wasMine && (talks.get(conversationId)?.ownerAgentId ?? owner) !== me) return;
    if (before === undefined && value.deletedAt === undefined) {
      if (value.direction === 'in' && wasMine) this.#note('newMessage', conversationId, { at: value.receivedAt });
      if (value.direction === 'out' && value.agentId !== me && wasMine) this.#note('answeredByOthers', conversationId, { at: value.receivedAt, ...(value.agentId === undefined ? {} : { byAgentId: value.agentId }) });
    }
    if (before !== undefined && before.deletedAt === undefined && value.deletedAt !== undefined) this.#note('deleted', conversationId, { at: value.deletedAt });
  }

  /** Every message of a frame asks for it. */
  #ownerOf(conversationId: string): string | undefined {
    if (!this.#owners.has(conversationId)) this.#owners.set(conversationId, this.#view.get('conversation', conversationId)?.ownerAgentId);
    return this.#owners.get(conversationId);
  }

  #note(kind: AwayItem['kind'], conversationId: string, more: Partial<AwayItem> = {}): void {
    const key = `${kind} ${conversationId}`;
    const before = this.#found?.get(key);
    this.#found?.set(key, { kind, conversationId, contactName: before?.contactName ?? this.#name(conversationId), at: this.#base.clock.now(), ...more, count: (before?.count ?? 0) + 1 });
  }

  #put(summary: AwaySummary, items: readonly AwayItem[]): void {
    const counts = { ...summary.counts };
    for (const { kind, count } of items) counts[COUNT_OF[kind]] += count;
    this.#summary = { ...summary, counts, items: [...summary.items, ...items].slice(-KEEP) };
    this.#save();
    this.#base.emit('away', { summary: this.#summary });
  }

  #holderOf(conversationId: string): AwayItem['byAgentId'] {
    const row = this.#view.rows().find(({ kind, value }) => kind === 'workItem' && value !== null && (value as QueueRow).conversationId === conversationId);
    return row === undefined ? undefined : (row.value as QueueRow).item.ownerAgentId;
  }

  #name(conversationId: string): string {
    const contactId = this.#view.get('conversation', conversationId)?.contactId;
    return contactId === undefined ? '' : nameOf(this.#base, this.#view, contactId);
  }

  /** Worth less than what it tells of: a full disk does not stop the work. */
  #save(): void {
    try {
      this.#base.stores.meta.set('away', JSON.stringify({ summary: this.#summary ?? null }));
    } catch (error) {
      this.#base.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'what happened while away could not be stored');
    }
  }
}

function read(text: string | undefined): AwaySummary | undefined {
  if (text === undefined) return undefined;
  try {
    return storedSchema.parse(JSON.parse(text)).summary ?? undefined;
  } catch {
    return undefined;
  }
}
