import { PersonTree } from '../../../shared/domain/person-tree.ts';
import type { AgentState, Shift } from '../../../shared/domain/agent.ts';
import type { ChannelName } from '../../../shared/domain/channel.ts';
import type {
  AccountId,
  AgentId,
  ContactId,
  ConversationId,
  QueueId,
  ReplyId,
  ReservationId,
  SkillId,
  TeamId,
  WorkItemId,
} from '../../../shared/domain/ids.ts';
import type { Queue } from '../../../shared/domain/queue.ts';
import type { ReadCaseType } from '../../../shared/domain/reading.ts';
import type { StrategyRules, WorkKind } from '../../../shared/domain/strategy.ts';
import type { Skill, SkillLevel, SkillNeed, Wish } from '../../../shared/domain/skill.ts';

import type { ByKind } from './kind-numbers.ts';

// What routing remembers of the log: plain values only, so that a snapshot is its JSON. Indexes live elsewhere and are rebuilt.

export interface AgentView {
  readonly id: AgentId;
  /** Order of registration: the last tie-breaker. */
  readonly ord: number;
  teamIds: readonly TeamId[];
  skills: readonly SkillLevel[];
  /** What they can hold now. */
  capacity: number;
  /** R2: their own, while a lead forces another; and until when. */
  ownCapacity?: number | undefined;
  forcedUntil?: number | undefined;
  disabled: boolean;
  state: AgentState;
  stateSince: number;
  /** Place in the log of the last change of state: what was given to this person later was given knowing it. */
  stateSeq: number;
  connected: boolean;
  droppedAt?: number | undefined;
  missedOffers: number;
  /** Cost of what this person holds and waits for us, plus pending offers; whole, and by kind (R9). */
  used: number;
  usedBy: ByKind;
  /** R8: since when this person has been on duty, and what the router has given them since (danger aside). */
  shiftSince?: number | undefined;
  given: number;
  shift?: Shift | undefined;
  /** R10 */
  wishes?: readonly Wish[] | undefined;
  streakQueueId?: QueueId | undefined;
  streakCount: number;
  /** R3: when they last wrote something: nobody misses an offer while composing. */
  composedAt?: number | undefined;
  /** Since when there has been nothing to do, or the last assignment: the longest idle goes first. */
  restingSince: number;
  /** Router decisions for this person: every n-th is reserved for late items (R6). */
  picks: number;
  reservationId?: ReservationId | undefined;
  /** Held items that wait for us. Parked ones cost nothing and are found again when the customer writes. */
  readonly active: WorkItemId[];
}

export interface ItemView {
  readonly id: WorkItemId;
  /** Place of its first event in the log: ties go to the older. */
  readonly ord: number;
  readonly conversationId: ConversationId;
  readonly contactId: ContactId;
  readonly accountId: AccountId;
  readonly channel: ChannelName;
  queueId: QueueId;
  needs: readonly SkillNeed[];
  priority: number;
  cost: number;
  /** R9: of what kind it is; by its queue and channel when it came. */
  kind: WorkKind;
  state: 'queued' | 'offered' | 'assigned' | 'closed';
  waitingFor: 'us' | 'customer';
  queuedAt: number;
  /** The nearer of the next word of ours and the solution (R1). */
  dueAt: number;
  resolutionDueAt?: number | undefined;
  /** HOUR-4 */
  readonly caseType?: ReadCaseType | undefined;
  /** Since when it has waited for the customer: the solution's clock stands still. */
  parkedAt?: number | undefined;
  /** R2: put aside until then. */
  asleepUntil?: number | undefined;
  /** Since when it has been waiting this time: the head start (R5) counts from here, the age from `queuedAt`. */
  waitingSince: number;
  ownerAgentId?: AgentId | undefined;
  /** When, and at which place in the log, the present owner got it. */
  heldAt: number;
  heldSeq: number;
  /** R7: given by the router and not yet touched by its owner. */
  untouched?: boolean | undefined;
  /** R2: came back to an owner who has too much. */
  overflowAt?: number | undefined;
  /** R8: something was promised until then. */
  promiseAt?: number | undefined;
  /** R8: a promise woke it: absent owners give it to the team. */
  promised?: boolean | undefined;
  handoverLine?: string | undefined;
  /** R2: answered together with others: one of those its owner holds carries the cost of all. */
  bulkId?: string | undefined;
  /** R11: when leads are told again; absent: nobody need be. */
  remindAt?: number | undefined;
  reminders?: number | undefined;
  seen?: boolean | undefined;
  reservationId?: ReservationId | undefined;
  /** Who declined, missed or gave it back; not asked again until everyone present has. */
  declinedBy: readonly AgentId[];
  /** Who gave it back last, until someone holds it again: a move to another queue forgets declines, but not this one. */
  gaveBackBy?: AgentId | undefined;
  lastDeclineAt: number;
  /** Offers made so far: numbers the reservation ids. */
  offers: number;
}

export interface ReservationView {
  readonly id: ReservationId;
  readonly workItemId: WorkItemId;
  readonly conversationId: ConversationId;
  readonly agentId: AgentId;
  readonly cost: number;
  readonly kind: WorkKind;
  readonly offeredAt: number;
  readonly expiresAt: number;
  /** The item changed under the offer: it is taken back. */
  stale?: boolean | undefined;
}

export interface ConversationView {
  epoch: number;
  workItemId?: WorkItemId | undefined;
  /** R7: a begun answer lies on the server. */
  draft?: true | undefined;
  /** `permitted`: an answer may be on its way. `unconfirmed`: nobody knows, a person decides. */
  lock?: { readonly replyId: ReplyId; readonly state: 'permitted' | 'unconfirmed' } | undefined;
}

export interface RoutingState {
  seq: number;
  /** Last `server.resumed`: offers that ran out before it are rescinded, not missed. */
  resumedAt: number;
  readonly agents: Map<AgentId, AgentView>;
  /** Open ones, and the last that were closed. */
  readonly items: Map<WorkItemId, ItemView>;
  /** Closed ones still kept, oldest first. */
  readonly closed: Set<WorkItemId>;
  /** Pending ones only. */
  readonly reservations: Map<ReservationId, ReservationView>;
  readonly conversations: Map<ConversationId, ConversationView>;
  readonly lastAgents: Map<ContactId, AgentId>;
  /** D16: contacts that are one person. */
  readonly people: PersonTree;
  readonly queues: Map<QueueId, Queue>;
  readonly skills: Map<SkillId, Skill>;
  readonly accountTeams: Map<AccountId, readonly TeamId[]>;
  /** Absent: the defaults. */
  strategy?: { readonly version: number; readonly rules: StrategyRules } | undefined;
}

export function emptyState(): RoutingState {
  return {
    seq: 0,
    resumedAt: 0,
    agents: new Map(),
    items: new Map(),
    closed: new Set(),
    reservations: new Map(),
    conversations: new Map(),
    lastAgents: new Map(),
    people: new PersonTree(),
    queues: new Map(),
    skills: new Map(),
    accountTeams: new Map(),
  };
}

/** There and willing: the only people who get new work. */
export function isPresent(agent: AgentView): boolean {
  return agent.state === 'available' && agent.connected && !agent.disabled;
}

/** R5: who helped this contact last; where nobody has yet, who helped the person on another of their profiles. */
export function lastAgentIdOf(state: RoutingState, contactId: ContactId): AgentId | undefined {
  const own = state.lastAgents.get(contactId);
  if (own !== undefined) return own;
  for (const id of state.people.contactsOf(contactId)) {
    const other = state.lastAgents.get(id);
    if (other !== undefined) return other;
  }
  return undefined;
}
