import { RoutingEngine } from '../../server/routing/core/engine.ts';
import { DEFAULT_ROUTING, type RoutingConfig } from '../../server/routing/core/config.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { AgentState } from '../../shared/domain/agent.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import { placeEvent, type CenterEvent, type EventOf, type EventType, type NewEvent } from '../../shared/events/index.ts';

export const START = 1_800_000_000_000;
export const MINUTE = 60_000;
export const NO_START: RoutingConfig['shift'] = { ...DEFAULT_ROUTING.shift, startMs: 0 };

type Levels = Readonly<Record<string, number>>;
const levels = (of: Levels): { skillId: string; level: number }[] => Object.entries(of).map(([skillId, level]) => ({ skillId, level }));
const needs = (of: Levels): { skillId: string; minLevel: number }[] =>
  Object.entries(of).map(([skillId, minLevel]) => ({ skillId, minLevel }));

/** A center as routing sees it, on a virtual clock: what would be logged is placed, checked against its schema and folded. */
export class RoutingWorld {
  engine: RoutingEngine;
  readonly config: Partial<RoutingConfig>;
  readonly log: CenterEvent[] = [];
  now = START;

  /** Without the start of a shift (R8) and the return of what is not begun (R7) unless a test asks for them: both come by time alone. */
  constructor(config: Partial<RoutingConfig> = {}) {
    this.config = { shift: NO_START, untouchedPercent: 0, ...config };
    this.engine = new RoutingEngine({ config: this.config });
  }

  emit(...events: readonly NewEvent[]): void {
    for (const event of events) {
      const placed = placeEvent(event, { seq: this.log.length + 1, at: this.now, actor: 'test' });
      this.log.push(placed);
      this.engine.apply(placed);
    }
  }

  /** Decides and applies until nothing more comes; gives what was decided. */
  settle(): NewEvent[] {
    const all: NewEvent[] = [];
    for (let turns = 0; ; turns += 1) {
      const decided = this.engine.decide(this.now);
      if (decided.length === 0) return all;
      if (turns > 10_000) throw new Error(`routing does not come to rest: ${JSON.stringify(decided.slice(0, 3))}`);
      this.emit(...decided);
      all.push(...decided);
    }
  }

  /** Lets time pass, waking where the engine asks to be woken. */
  pass(ms: number): NewEvent[] {
    const until = this.now + ms;
    const all = this.settle();
    for (let at = this.engine.nextWakeAt(this.now); at !== undefined && at <= until; at = this.engine.nextWakeAt(this.now)) {
      this.now = Math.max(this.now + 1, at);
      all.push(...this.settle());
    }
    this.now = until;
    all.push(...this.settle());
    return all;
  }

  /** Crash and restart: a fresh engine folds the log. */
  restart(): void {
    this.engine = new RoutingEngine({ config: this.config });
    for (const event of this.log) this.engine.apply(event);
  }

  queue(id: string, more: Partial<Queue> = {}): void {
    const targets = { firstResponseMs: 20 * MINUTE, nextResponseMs: 20 * MINUTE };
    this.emit({
      type: 'queue.defined',
      data: {
        id,
        name: { de: id, en: id },
        teamIds: [],
        needs: [],
        match: { accountIds: [], terms: [] },
        order: 0,
        priority: 0,
        targets,
        hours: ALWAYS_OPEN,
        distribution: 'assign',
        offerMs: 30_000,
        ...more,
      },
    });
  }

  agent(
    id: string,
    skills: Levels,
    more: { capacity?: number; teams?: string[]; disabled?: boolean; state?: AgentState; connected?: boolean } = {},
  ): void {
    const { capacity = 100, teams = [], disabled = false, state = 'available', connected = true } = more;
    const initials = `A${this.log.length}`.slice(0, 3);
    this.emit({
      type: 'agent.registered',
      data: { id, name: id, initials, role: 'agent', teamIds: teams, place: 'office', skills: levels(skills), capacity, disabled },
    });
    if (state !== 'offDuty') this.state(id, state);
    if (connected) this.connect(id);
  }

  state(agentId: string, state: AgentState): void {
    this.emit({ type: 'agent.stateChanged', data: { agentId, state, at: this.now } });
  }

  connect(agentId: string): void {
    this.emit({ type: 'agent.connected', data: { agentId, at: this.now } });
  }

  drop(agentId: string): void {
    this.emit({ type: 'agent.dropped', data: { agentId, at: this.now } });
  }

  item(
    id: string,
    need: Levels = {},
    more: {
      queue?: string;
      cost?: number;
      priority?: number;
      dueIn?: number;
      contact?: string;
      account?: string;
      channel?: string;
      age?: number;
    } = {},
  ): void {
    const {
      queue = 'q',
      cost = 10,
      priority = 0,
      dueIn = 20 * MINUTE,
      contact = `contact-${id}`,
      account = 'account',
      channel = 'sandbox',
      age = 0,
    } = more;
    this.emit({
      type: 'workItem.queued',
      data: {
        id,
        conversationId: `c-${id}`,
        contactId: contact,
        accountId: account,
        channel,
        queueId: queue,
        needs: needs(need),
        priority,
        cost,
        createdAt: this.now - age,
        queuedAt: this.now - age,
        dueAt: this.now + dueIn,
      },
    });
  }

  ref(id: string): { workItemId: string; conversationId: string; at: number } {
    return { workItemId: id, conversationId: `c-${id}`, at: this.now };
  }

  close(id: string): void {
    this.emit({ type: 'workItem.closed', data: { ...this.ref(id), disposition: { kind: 'resolved' } } });
  }

  assignByHand(id: string, agentId: string): void {
    this.emit({
      type: 'workItem.assigned',
      data: { ...this.ref(id), agentId, epoch: this.epoch(id) + 1, reason: { by: 'person', personId: 'lead' } },
    });
  }

  accept(id: string): void {
    const offer = this.offer(id);
    const { reservationId, agentId } = offer;
    this.emit(
      { type: 'reservation.accepted', data: { reservationId, agentId, ...this.ref(id) } },
      { type: 'workItem.assigned', data: { ...this.ref(id), agentId, epoch: this.epoch(id) + 1, reason: { by: 'offer' } } },
    );
  }

  decline(id: string): void {
    const { reservationId, agentId } = this.offer(id);
    this.emit({ type: 'reservation.declined', data: { reservationId, agentId, ...this.ref(id) } });
  }

  permit(id: string, replyId: string, agentId: string): void {
    this.emit({
      type: 'reply.permitted',
      data: {
        id: replyId,
        conversationId: `c-${id}`,
        workItemId: id,
        accountId: 'account',
        agentId,
        replicaId: 'r',
        epoch: this.epoch(id),
        bodyRef: 'b',
        partBodyRefs: ['b1'],
        visibility: 'public',
        followUp: false,
        platformKey: 'k',
        parts: 1,
        permittedAt: this.now,
      },
    } as NewEvent);
  }

  outcome(id: string, replyId: string, kind: 'failed' | 'unconfirmed' | 'delivered'): void {
    const ref = { replyId, conversationId: `c-${id}`, at: this.now };
    if (kind === 'failed') this.emit({ type: 'reply.failed', data: { ...ref, failure: { code: 'X', detail: '', retryable: false } } });
    else if (kind === 'unconfirmed') this.emit({ type: 'reply.unconfirmed', data: { ...ref, reason: 'deskSilent' } });
    else this.emit({ type: 'reply.delivered', data: { ...ref, by: 'desk', remoteIds: ['r1'], messages: [] } } as NewEvent);
  }

  /** The pending offer of an item. */
  offer(id: string): { reservationId: string; agentId: string; expiresAt: number } {
    const found = this.snapshot().reservations.find((r) => r.workItemId === id);
    if (found === undefined) throw new Error(`${id} is not offered`);
    return { reservationId: found.id, agentId: found.agentId, expiresAt: found.expiresAt };
  }

  snapshot(): ReturnType<RoutingEngine['snapshot']> {
    return this.engine.snapshot();
  }

  owner(id: string): string | undefined {
    return this.snapshot().items.find((i) => i.id === id)?.ownerAgentId;
  }

  epoch(id: string): number {
    return this.snapshot().conversations.find(([c]) => c === `c-${id}`)?.[1].epoch ?? 0;
  }

  all<T extends EventType>(type: T): EventOf<T>['data'][] {
    return this.log.filter((e) => e.type === type).map((e) => e.data as EventOf<T>['data']);
  }
}

export function kinds(events: readonly NewEvent[]): string[] {
  return events.map((e) => e.type);
}
