import type { AgentState } from '../../../shared/domain/agent.ts';
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
import type { StrategyRules } from '../../../shared/domain/strategy.ts';
import type { Skill, SkillLevel, SkillNeed } from '../../../shared/domain/skill.ts';

// What routing remembers of the log: plain values only, so that a snapshot is its JSON. Indexes live elsewhere and are rebuilt.

export interface AgentView {
  readonly id: AgentId;
  /** Order of registration: the last tie-breaker. */
  readonly ord: number;
  teamIds: readonly TeamId[];
  skills: readonly SkillLevel[];
  capacity: number;
  disabled: boolean;
  state: AgentState;
  stateSince: number;
  /** Place in the log of the last change of state: what was given to this person later was given knowing it. */
  stateSeq: number;
  connected: boolean;
  droppedAt?: number | undefined;
  missedOffers: number;
  /** Cost of what this person holds and waits for us, plus pending offers. */
  used: number;
  /** Since when there has been nothing to do, or the last assignment: the longest idle goes first. */
  restingSince: number;
  /** Router decisions for this person: every n-th is reserved for late items (R6). */
  picks: number;
  reservationId?: ReservationId | undefined;
  /** Held items that wait for us. Parked ones cost nothing and are found again when the customer writes. */
  readonly active: Set<WorkItemId>;
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
  state: 'queued' | 'offered' | 'assigned' | 'closed';
  waitingFor: 'us' | 'customer';
  queuedAt: number;
  dueAt: number;
  /** Since when it has been waiting this time: the head start (R5) counts from here, the age from `queuedAt`. */
  waitingSince: number;
  ownerAgentId?: AgentId | undefined;
  /** When, and at which place in the log, the present owner got it. */
  heldAt: number;
  heldSeq: number;
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
  readonly expiresAt: number;
  /** The item changed under the offer: it is taken back. */
  stale?: boolean | undefined;
}

export interface ConversationView {
  epoch: number;
  workItemId?: WorkItemId | undefined;
  /** `permitted`: an answer may be on its way. `unconfirmed`: nobody knows, a person decides. */
  lock?: { readonly replyId: ReplyId; readonly state: 'permitted' | 'unconfirmed' } | undefined;
}

export interface RoutingState {
  seq: number;
  /** Last `server.resumed`: offers that ran out before it are rescinded, not missed. */
  resumedAt: number;
  readonly agents: Map<AgentId, AgentView>;
  readonly items: Map<WorkItemId, ItemView>;
  /** Pending ones only. */
  readonly reservations: Map<ReservationId, ReservationView>;
  readonly conversations: Map<ConversationId, ConversationView>;
  readonly lastAgents: Map<ContactId, AgentId>;
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
    reservations: new Map(),
    conversations: new Map(),
    lastAgents: new Map(),
    queues: new Map(),
    skills: new Map(),
    accountTeams: new Map(),
  };
}

/** There and willing: the only people who get new work. */
export function isPresent(agent: AgentView): boolean {
  return agent.state === 'available' && agent.connected && !agent.disabled;
}
