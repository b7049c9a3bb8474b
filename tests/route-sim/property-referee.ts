import type { SkillLevel, SkillNeed } from '../../shared/domain/skill.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { stillNeeded } from './property-world.ts';

/** By kind: async, live, call, danger. */
type Holds = [number, number, number, number];

export interface RefItem {
  readonly id: string;
  readonly queueId: string;
  readonly needs: readonly SkillNeed[];
  cost: number;
  readonly kind: 0 | 1 | 2 | 3;
  readonly queuedAt: number;
  state: 'waiting' | 'offered' | 'assigned' | 'asleep' | 'parked' | 'closed';
  /** Asleep until then. */
  untilAt?: number | undefined;
  who?: string | undefined;
  epoch: number;
  /** How often it was given to somebody. */
  given: number;
}

export interface RefAgent {
  readonly id: string;
  readonly capacity: number;
  readonly skills: readonly SkillLevel[];
  present: boolean;
  holds: Holds;
  offer?: string | undefined;
}

/** Judges each decision by plain books of its own, kept event by event. Shares nothing with the engine. */
export class PropertyReferee {
  readonly items = new Map<string, RefItem>();
  readonly agents = new Map<string, RefAgent>();
  readonly wrong: string[] = [];
  offers = 0;
  worstWaitMs = 0;

  /** Before the event is applied. */
  judge(event: NewEvent, now: number): void {
    if (event.type === 'workItem.assigned' || event.type === 'reservation.offered') return this.#given(event, now);
    if (event.type === 'workItem.resumed') return this.#woken(event, now);
    if (event.type !== 'workItem.returned') return;
    const item = this.items.get(event.data.workItemId);
    if (item?.state !== 'assigned' || item.who !== event.data.fromAgentId) return this.#say(`${event.data.workItemId} returned from who does not hold it`);
    this.release(item);
    item.epoch += 1;
    if (event.data.epoch !== item.epoch) this.#say(`${item.id}: epoch ${event.data.epoch}, ${item.epoch} is due`);
    item.state = 'waiting';
  }

  #given(event: Extract<NewEvent, { type: 'workItem.assigned' | 'reservation.offered' }>, now: number): void {
    const item = this.items.get(event.data.workItemId);
    const agent = this.agents.get(event.data.agentId);
    if (item === undefined || agent === undefined) return this.#say('somebody or something unknown');
    this.offers += 1;
    // No work item with two owners.
    if (item.state !== 'waiting' || item.who !== undefined) this.#say(`${item.id} is ${item.state} with ${item.who ?? 'nobody'} and goes to ${agent.id}`);
    if (!agent.present) this.#say(`${agent.id} is not there`);
    // A mandatory skill is never dropped, others only by their ring.
    for (const need of item.needs) {
      const has = agent.skills.find((s) => s.skillId === need.skillId)?.level ?? 0;
      if (has < stillNeeded(item.queueId, need, now - item.queuedAt)) this.#say(`${agent.id} lacks ${need.skillId} for ${item.id}`);
    }
    // Capacity is never exceeded: calls put posts aside, danger all but calls.
    const [posts, live, calls, danger] = agent.holds;
    const counts = item.kind === 3 ? calls + danger : item.kind === 2 ? live + calls + danger : posts + live + calls + danger;
    if (counts + item.cost > agent.capacity) this.#say(`${agent.id} would hold ${counts + item.cost} of ${agent.capacity}`);
    if (calls > 0) this.#say(`${agent.id} is in a call and is given ${item.id}`);
    if (event.type === 'reservation.offered') {
      if (item.kind === 3 || item.kind === 0) this.#say(`${item.id} is offered`);
      if (agent.offer !== undefined) this.#say(`${agent.id} has two offers`);
      agent.offer = event.data.reservationId;
      item.state = 'offered';
    } else {
      item.epoch += 1;
      if (event.data.epoch !== item.epoch) this.#say(`${item.id}: epoch ${event.data.epoch}, ${item.epoch} is due`);
      item.state = 'assigned';
    }
    item.who = agent.id;
    if (item.given === 0) this.worstWaitMs = Math.max(this.worstWaitMs, now - item.queuedAt);
    item.given += 1;
    agent.holds[item.kind] += item.cost;
  }

  /** Its owner keeps it, it counts for nothing and goes to nobody until then. */
  sleep(item: RefItem, untilAt: number): void {
    const agent = item.who === undefined ? undefined : this.agents.get(item.who);
    if (agent !== undefined) agent.holds[item.kind] -= item.cost;
    item.state = 'asleep';
    item.untilAt = untilAt;
  }

  #woken(event: Extract<NewEvent, { type: 'workItem.resumed' }>, now: number): void {
    const item = this.items.get(event.data.workItemId);
    if (item?.state !== 'asleep' || event.data.because !== 'snooze') return this.#say(`${event.data.workItemId} does not sleep`);
    if (now < (item.untilAt ?? 0)) this.#say(`${item.id} is woken too early`);
    // Awake it costs what its channel says; these queues may have said otherwise when it came.
    item.cost = event.data.cost;
    item.state = 'assigned';
    const agent = item.who === undefined ? undefined : this.agents.get(item.who);
    if (agent !== undefined) agent.holds[item.kind] += item.cost;
  }

  /** Out of these hands, whatever comes next. */
  release(item: RefItem): void {
    const agent = item.who === undefined ? undefined : this.agents.get(item.who);
    if (agent !== undefined && item.state !== 'parked') agent.holds[item.kind] -= item.cost;
    item.who = undefined;
  }

  /** An offer ended otherwise than by being accepted. */
  offerEnded(agentId: string, item: RefItem | undefined): void {
    const agent = this.agents.get(agentId);
    if (agent !== undefined) agent.offer = undefined;
    if (item?.state !== 'offered' || item.who !== agentId) return;
    this.release(item);
    item.state = 'waiting';
  }

  #say(what: string): void {
    if (this.wrong.length < 20) this.wrong.push(what);
  }
}
