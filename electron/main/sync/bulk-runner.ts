import type { BulkAnswer, BulkMember } from '../../../shared/domain/bulk-answer.ts';
import { isFinished, type OutboxItem } from '../../../shared/sync/outbox-state.ts';
import { isCodedError } from '../../../shared/util/errors.ts';
import type { CommandLane } from './command-lane.ts';
import type { Drafts } from './drafts.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { OutboxPump } from './outbox-pump.ts';
import type { SyncBase } from './ports.ts';
import { acceptReply, type ReplyWish } from './reply-intake.ts';
import type { ReplicaView } from './replica-view.ts';
import type { Scheduled } from './scheduled.ts';

export interface BulkRunnerParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  readonly book: OutboxBook;
  readonly drafts: Drafts;
  readonly scheduled: Scheduled;
  readonly lane: CommandLane;
  readonly pump: () => OutboxPump;
  readonly online: () => boolean;
}

/** So many of them in the outbox at once: the account's budget paces those, and what colleagues write meanwhile goes between. */
const AT_ONCE = 4;
const SOON_MS = 40;

/**
 * Feeds confirmed members of an answer for many (D6) into the outbox, each as a reply of its own. It keeps nothing itself: what is confirmed stands in
 * the log, what was begun in the outbox, so that a new start goes on where the last one ended.
 */
export class BulkRunner {
  readonly #p: BulkRunnerParts;
  readonly #told = new Set<string>();
  /** Taken back for a pause: they go again. */
  readonly #heldBack = new Set<string>();
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(parts: BulkRunnerParts) {
    this.#p = parts;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Something changed: looked at in a moment, once for all that changes until then. */
  kick(): void {
    if (this.#stopped || this.#cancel !== undefined) return;
    this.#cancel = this.#p.base.timers.after(SOON_MS, () => {
      this.#cancel = undefined;
      if (!this.#stopped && this.#p.online()) this.#run();
    });
  }

  #run(): void {
    const { base, view, book } = this.#p;
    const me = base.person().agentId;
    const bulks = new Map(view.rowsOf('bulkAnswer').flatMap((bulk) => (bulk.agentId === me ? [[bulk.id, bulk] as const] : [])));
    const items = new Map(book.all().flatMap((item) => (item.reply.bulk === undefined ? [] : [[keyOf(item.conversationId, item.reply.bulk), item] as const])));
    if (bulks.size === 0 && items.size === 0) return;
    const members = new Map(view.rowsOf('bulkMember').map((member) => [member.conversationId, member]));
    let free = AT_ONCE;
    for (const item of items.values()) {
      if (isFinished(item.state) || item.state.kind === 'unclear') continue;
      if (!this.#takenBack(item, bulks, members)) free -= 1;
    }
    const desk = base.stores.meta.replicaId();
    const next: { member: BulkMember; bulk: BulkAnswer; dueAt: number }[] = [];
    for (const member of members.values()) {
      const bulk = bulks.get(member.bulkId);
      if (bulk !== undefined && member.state === 'skipped') this.#forget(member);
      if (bulk === undefined || member.state !== 'confirmed') continue;
      const item = items.get(keyOf(member.conversationId, member));
      if (item !== undefined && this.#ended(item, bulk, member)) continue;
      if ((item !== undefined && !isFinished(item.state)) || bulk.state !== 'running' || bulk.replicaId !== desk) continue;
      next.push({ member, bulk, dueAt: view.row('workItem', member.workItemId)?.item.dueAt ?? member.at });
    }
    next.sort((a, b) => a.dueAt - b.dueAt || (a.member.conversationId < b.member.conversationId ? -1 : 1));
    for (const { member, bulk } of next.slice(0, Math.max(0, free))) this.#send(member, bulk);
    this.#p.lane.flush();
  }

  /** Paused, stopped or left out before leave was asked for: out of the outbox again. Its text stays where it may still go. */
  #takenBack(item: OutboxItem, bulks: ReadonlyMap<string, BulkAnswer>, members: ReadonlyMap<string, BulkMember>): boolean {
    const member = members.get(item.conversationId);
    const bulk = bulks.get(item.reply.bulk?.bulkId ?? '');
    const isWanted = bulk !== undefined && member?.bulkId === bulk.id && (member.state === 'confirmed' || member.state === 'sending');
    if (isWanted && bulk.state === 'running') return false;
    if (item.state.kind !== 'queued' && item.state.kind !== 'undoable') return false;
    const taken = this.#p.pump().takeBack(item.replyId);
    if (!taken) return false;
    this.#heldBack.add(item.replyId);
    if (isWanted) this.#p.drafts.save(item.conversationId, { text: item.reply.typed, visibility: item.reply.frozen.visibility });
    return true;
  }

  /** True where nothing of it is to be sent any more; says so to the server, where no leave was given that would have told it. */
  #ended(item: OutboxItem, bulk: BulkAnswer, member: BulkMember): boolean {
    const { state } = item;
    if (!isFinished(state)) return state.kind === 'unclear';
    if (state.kind === 'discarded' && bulk.state === 'paused') this.#heldBack.add(item.replyId);
    if (state.kind === 'discarded' && this.#heldBack.has(item.replyId)) return false;
    const code = state.kind === 'becameDraft' ? state.code : state.kind === 'failed' ? state.failure.code : state.kind === 'discarded' ? 'DISCARDED' : undefined;
    if (code !== undefined) this.#report(bulk, member, code);
    return true;
  }

  #send(member: BulkMember, bulk: BulkAnswer): void {
    const { base, view, book, drafts, scheduled } = this.#p;
    const conversation = view.get('conversation', member.conversationId);
    const draft = drafts.view(member.conversationId);
    if (conversation === undefined || draft === null || draft.byAgentId !== base.person().agentId) return this.#report(bulk, member, 'NOT_FOUND');
    const last = conversation.openTurn?.at(-1)?.messageId ?? conversation.lastInboundMessageId;
    // What they wrote since nobody has read.
    if (last !== member.throughMessageId) return this.#report(bulk, member, 'NEWER_MESSAGE');
    const wish: ReplyWish = {
      conversationId: member.conversationId,
      text: draft.text,
      visibility: conversation.visibility,
      followUp: false,
      then: bulk.then === 'resolved' ? { kind: 'close', disposition: { kind: 'resolved' } } : { kind: 'wait' },
      bulk: { bulkId: bulk.id, at: member.at },
    };
    try {
      acceptReply({ base, view, book, drafts, scheduled, durable: true, online: this.#p.online, undoMs: () => 0 }, wish);
      this.#p.pump().kick();
    } catch (error) {
      if (!isCodedError(error)) throw error;
      // A full disk says nothing of the answer: it is tried again with the next change.
      if (error.code !== 'DISK_FULL') this.#report(bulk, member, error.code);
    }
  }

  /** Left out, or ended by a lead: what was prepared for it goes from this disk as well, once it is somebody else's. */
  #forget(member: BulkMember): void {
    const key = keyOf(member.conversationId, member);
    if (this.#told.has(key) || this.#p.view.held(member.conversationId) !== undefined) return;
    this.#told.add(key);
    // Never what was written since.
    const draft = this.#p.base.stores.drafts.get(member.conversationId);
    if (draft !== undefined && draft.updatedAt < member.at) this.#p.drafts.becameReply(member.conversationId);
  }

  #report(bulk: BulkAnswer, member: BulkMember, code: string): void {
    const key = keyOf(member.conversationId, member);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#p.lane.append({ type: 'bulkAnswer.report', data: { bulkId: bulk.id, conversationId: member.conversationId, code: code.slice(0, 64) } });
  }
}

/** One confirmation of one member. */
const keyOf = (conversationId: string, { bulkId, at }: { readonly bulkId: string; readonly at: number }): string => `${conversationId} ${bulkId} ${at}`;
