import { isFinished, type OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { OutboxFacts } from '../../../shared/sync/outbox-step.ts';
import type { LeaseState } from '../../../shared/sync/lease-book.ts';
import { isAskedAgain } from './approved-words.ts';
import type { CredentialBook } from './credential-book.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { Connectors, SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

export interface FactParts {
  readonly base: SyncBase;
  readonly book: OutboxBook;
  readonly leases: LeaseKeeper;
  readonly credentials: CredentialBook;
  readonly connectors: Connectors;
  readonly view: ReplicaView;
  /** An own command that lets this reply go has not come back with all its events. */
  readonly isLettingGo: (replyId: string) => boolean;
}

const NOTICE_MS = 60_000;

/** What the world looks like to a reply, gathered from where each fact lives. */
export class FactFinder {
  readonly #p: FactParts;

  constructor(parts: FactParts) {
    this.#p = parts;
  }

  of(item: OutboxItem, link: { readonly caughtUp: boolean; readonly mayDrain: boolean }): OutboxFacts {
    const { base, connectors, credentials } = this.#p;
    const { state, reply } = item;
    const now = base.clock.now();
    const parts = reply.frozen.parts.length;
    const none = { accountStopped: false, earlierOpen: false, connector: false, safeToRepeat: false };
    // An end needs no facts, and there are many of them.
    if (isFinished(state)) return { now, ...link, ...none, lease: 'expired', credential: 'checking', parts };
    const connector = connectors.get(reply.channel);
    return {
      now,
      ...link,
      lease: this.#leaseOf(item),
      accountStopped: this.#isStopped(item),
      credential: state.kind === 'undoable' || state.kind === 'scheduled' ? 'checking' : credentials.status(reply.credentialId),
      earlierOpen: state.kind === 'queued' && (this.#hasEarlierOpen(item) || this.#isHeldByTheOld(item)),
      connector: connector !== undefined,
      safeToRepeat: state.kind === 'unknown' && connector?.safeToRepeat({ firstAttemptAt: state.firstAttemptAt, now, visibility: reply.frozen.visibility }) === true,
      parts,
      ...(state.kind === 'queued' && state.reason === 'approval' ? { approvalDecided: isAskedAgain(this.#p.view, item) } : {}),
    };
  }

  /** The one it was written under; what goes in place of a reply let go takes the one that gave the conversation, if it is still this person's. */
  epochToAskUnder({ conversationId, epoch, reply }: OutboxItem): number {
    const conversation = reply.insteadOf === undefined ? undefined : this.#p.view.get('conversation', conversationId);
    return conversation?.ownerAgentId === this.#p.base.person().agentId ? conversation.epoch : epoch;
  }

  /** Asked again right before a byte leaves. */
  mayLeave(item: OutboxItem): boolean {
    return this.#leaseOf(item) === 'valid' && !this.#isStopped(item);
  }

  #hasEarlierOpen(item: OutboxItem): boolean {
    const before = (other: OutboxItem): boolean => other.createdAt <= item.createdAt && other.replyId < item.replyId;
    return this.#p.book.ofConversation(item.conversationId).some((other) => before(other) && !isFinished(other.state) && other.state.kind !== 'scheduled' && other.reply.notice !== true);
  }

  /** The epoch that letting go gives the conversation must be known before leave is asked for under it. */
  #isHeldByTheOld({ reply }: OutboxItem): boolean {
    return reply.insteadOf !== undefined && this.#p.isLettingGo(reply.insteadOf);
  }

  #leaseOf(item: OutboxItem): LeaseState {
    // A notice answers nothing and needs no conversation: its leave lasts a minute, long before the server gives it up.
    if (item.reply.notice === true) {
      const { state } = item;
      const since = state.kind === 'permitted' ? state.since : state.kind === 'attempting' ? state.startedAt : undefined;
      return since === undefined ? 'expired' : this.#p.base.clock.now() - since < NOTICE_MS ? 'valid' : 'lost';
    }
    return this.#p.leases.state(item.conversationId, item.epoch);
  }

  #isStopped(item: OutboxItem): boolean {
    return this.#p.view.account(item.accountId)?.stopped !== undefined;
  }
}
