import type { Role } from '../domain/agent.ts';
import type { Account } from '../domain/account.ts';
import type { BudgetAction } from '../domain/budget-view.ts';
import type { FrozenReply } from '../domain/reply.ts';
import type { UnderWay } from '../domain/under-way.ts';
import type { Entity, EntityReader, Noun } from '../domain/entity.ts';
import type { CommandOf, CommandType } from '../commands/index.ts';
import type { NewEvent } from '../events/index.ts';
import type { ErrorCode } from '../util/errors.ts';

/** What a decider may know. A desk sees its part only: there `has` says which nouns it can speak about. */
export interface Facts extends EntityReader {
  /** Other people's initials, to keep them unique. */
  agentIdByInitials(initials: string): string | undefined;
  /** Id of the message with this remote id on this account, if known. */
  messageIdByRemote(accountId: string, remoteId: string): string | undefined;
  /** The open question (T6) this conversation is a member of; absent where nobody keeps it. */
  clusterOf?(conversationId: string): string | undefined;
}

export interface DecideContext {
  /** ms, the server's clock, never backwards. */
  readonly now: number;
  readonly agentId: string;
  readonly role: Role;
  readonly replicaId: string;
  nextId(): string;
  /** Sealed texts of this command, in the order `textsOf` names them. */
  readonly bodyRefs: readonly string[];
  /** Refs of the answer's files, in order; undefined where one of them has not come to the server. */
  readonly fileRefs?: readonly string[] | undefined;
  /** HMAC (hex) of the frozen words this command carries, the same for the same words. Absent where it carries none. */
  readonly wordsDigest?: string | undefined;
  /** Until when the present owner of this conversation could still be sending: lease end plus margin. 0: not at all. */
  sendingPossibleUntil(conversationId: string, replicaId?: string): number;
  /** The desk that gives this command runs without a screen on an office machine. */
  readonly isHeadless: boolean;
  /** Whether such a desk of this person is connected. */
  hasHeadlessDesk(agentId: string): boolean;
  /** What a person's desk last said of its outbox, and when (ms). */
  outboxOf(agentId: string): { readonly waiting: number; readonly unclear: number; readonly asOf: number } | undefined;
  /** Cost of what this person holds plus pending offers, in capacity units; absent where nobody counts it. */
  loadOf?(agentId: string): number;
  /** The accounts of a brand; absent where not all are known. */
  accountsOf?(brand: string): readonly Account[];
  /** The conversations of a case; absent where not all are known. */
  partsOfCase?(caseId: string): Iterable<string>;
  /** The accounts on which this contact has talked to us; absent where not all are known. */
  accountsOfContact?(contactId: string): readonly string[];
  /** Every entity of a noun; absent where not all are known. */
  all?<N extends Noun>(noun: N): Iterable<Entity<N>>;
  /** Whether these words went out on this channel a short while ago, by any of its accounts; absent where nobody keeps count. */
  wasSaid?(channel: string, frozen: FrozenReply, replyId: string): boolean;
  /** Takes one action from the account's shared budget; `key` keeps the place in its line. */
  spend(accountId: string, action: BudgetAction, key: string): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };
}

export type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly NewEvent[]; readonly result?: Readonly<Record<string, unknown>> | undefined }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly detail?: string | undefined; readonly field?: string | undefined; readonly retryAfterMs?: number | undefined; readonly underWay?: readonly UnderWay[] | undefined };

export interface Decider<T extends CommandType> {
  readonly type: T;
  /** Nouns whose facts the decision rests on; a desk that lacks one cannot tell and leaves it to the server. */
  readonly facts: readonly Noun[];
  decide(facts: Facts, data: CommandOf<T>['data'], context: DecideContext): Decision;
}

export function accept(events: readonly NewEvent[], result?: Readonly<Record<string, unknown>>): Decision {
  return result === undefined ? { kind: 'accepted', events } : { kind: 'accepted', events, result };
}

export function refuse(code: ErrorCode, more: { detail?: string; field?: string; retryAfterMs?: number; underWay?: readonly UnderWay[] } = {}): Decision {
  return { kind: 'refused', code, ...more };
}

/** Of a look-up that gives what was asked for, or why not. */
export function isDecision(value: object): value is Decision {
  return 'kind' in value && (value.kind === 'accepted' || value.kind === 'refused');
}

export function isLead(role: Role): boolean {
  return role !== 'agent';
}
