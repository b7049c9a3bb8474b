import type { NewEvent } from '../../shared/events/index.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { CALL_CHANNEL } from './call-channel.ts';
import { MINUTE, NO_START, RoutingWorld } from './routing-world.ts';
import { DEFAULT_STRATEGY } from '../../shared/domain/strategy.ts';
import { DEFAULT_ROUTING, type RoutingConfig } from '../../server/routing/core/config.ts';

const AGENTS = ['a', 'b', 'c', 'd', 'e', 'f'];
const SKILLS = ['tariff', 'roaming', 'german', 'care'];
const QUEUES = ['posts', 'chat', 'mixed'];
const RINGS: RoutingConfig['rings'] = {
  mixed: [{ afterMs: 3 * MINUTE, drop: ['tariff', 'care', 'german'], lower: [{ skillId: 'roaming', minLevel: 1 }] }],
};

/** A seeded life of a small center with everything that can happen to routing; each step leaves time for the router. */
export class RoutingHistory {
  readonly w: RoutingWorld;
  readonly rng;
  /** Called with what the router decided, before it is applied. */
  onDecided: (events: readonly NewEvent[]) => void = () => undefined;
  #items = 0;
  #replies = 0;

  constructor(seed: number) {
    this.rng = seededRng(seed);
    this.w = new RoutingWorld({
      rings: this.rng.chance(0.5) ? RINGS : {},
      lateEvery: this.rng.pick([0, 2, 4]),
      linePercent: this.rng.pick([0, 25, 100]),
      maxDecisions: this.rng.pick([1, 3, 500]),
      shift: this.rng.chance(0.5) ? NO_START : { ...DEFAULT_ROUTING.shift, atOnce: 2, perHour: 30 },
      untouchedPercent: this.rng.pick([0, 75]),
      untouchedMinMs: 2 * MINUTE,
      variety: { afterSame: this.rng.pick([0, 2]), slackMs: 5 * MINUTE, wishes: true },
    });
    for (const id of SKILLS)
      this.w.emit({
        type: 'skill.defined',
        data: { id, name: { de: id, en: id }, kind: id === 'german' ? 'language' : id === 'care' ? 'care' : 'topic' },
      });
    this.#queue('posts', 'assign');
    this.#queue('chat', 'offer');
    this.#queue('mixed', 'channel');
    for (const id of AGENTS) this.#register(id, false);
    for (const id of AGENTS.slice(0, 4)) {
      this.w.state(id, 'available');
      this.w.connect(id);
    }
  }

  step(): void {
    this.act();
    this.settle();
  }

  settle(): void {
    for (let turns = 0; ; turns += 1) {
      const decided = this.w.engine.decide(this.w.now);
      if (decided.length === 0) return;
      if (turns > 5_000) throw new Error(`no rest: ${JSON.stringify(decided.slice(0, 2))}`);
      this.onDecided(decided);
      this.w.emit(...decided);
    }
  }

  act(): void {
    const { w, rng } = this;
    const items = w.snapshot().items.filter((i) => i.state !== 'closed');
    const item = items.length === 0 ? undefined : rng.pick(items);
    const agent = rng.pick(AGENTS);
    switch (rng.int(30)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        this.#arrive();
        if (rng.chance(0.3)) for (let n = rng.int(6); n > 0; n -= 1) this.#arrive();
        return;
      case 5:
      case 6:
        for (const i of items) if (rng.chance(0.3)) w.close(i.id);
        return;
      case 7:
        if (item?.state === 'queued' && rng.chance(0.5)) w.emit({ type: 'workItem.snoozed', data: { ...w.ref(item.id), agentId: 'lead', untilAt: w.now + 1 + rng.int(40) * MINUTE } });
        if (item?.state === 'assigned' && item.waitingFor === 'us') w.emit(rng.chance(0.5) ? { type: 'workItem.parked', data: w.ref(item.id) } : { type: 'workItem.snoozed', data: { ...w.ref(item.id), agentId: item.ownerAgentId ?? 'lead', untilAt: w.now + 1 + rng.int(40) * MINUTE } });
        return;
      case 8:
        for (const i of items)
          if (i.waitingFor === 'customer' && rng.chance(0.5))
            w.emit({ type: 'workItem.resumed', data: { ...w.ref(i.id), dueAt: w.now + rng.int(20) * MINUTE, cost: 10 } });
        return;
      case 9:
      case 10:
        for (const r of w.snapshot().reservations) if (rng.chance(0.7)) w.accept(r.workItemId);
        return;
      case 11:
        for (const r of w.snapshot().reservations) if (rng.chance(0.7)) w.decline(r.workItemId);
        return;
      case 12:
        return w.drop(agent);
      case 13:
        for (const id of AGENTS) if (rng.chance(0.6)) w.connect(id);
        return;
      case 14:
      case 15:
        return w.state(agent, rng.pick(['available', 'available', 'available', 'available', 'available', 'runOut', 'onBreak', 'offDuty']));
      case 16:
        return this.#register(agent, rng.chance(0.1));
      case 17:
        if (item !== undefined && item.state !== 'offered') w.assignByHand(item.id, agent);
        return;
      case 18:
        if (item?.ownerAgentId === undefined) return;
        w.emit({
          type: 'workItem.returned',
          data: {
            ...w.ref(item.id),
            fromAgentId: item.ownerAgentId,
            epoch: w.epoch(item.id) + 1,
            reason: rng.pick(['released', 'reassigned']),
          },
        });
        if (rng.chance(0.4))
          w.emit({ type: 'workItem.moved', data: { ...w.ref(item.id), queueId: rng.pick(QUEUES), needs: this.#needs() } });
        return;
      case 19:
        return this.#replies_(item);
      case 20:
        if (rng.chance(0.3)) return this.#queue(rng.pick(QUEUES), rng.pick(['assign', 'offer', 'channel']));
        if (item !== undefined)
          w.emit({ type: 'workItem.moved', data: { ...w.ref(item.id), queueId: rng.pick(QUEUES), needs: this.#needs() } });
        return;
      case 21:
        if (rng.chance(0.5)) w.emit({ type: 'agent.wishesSet', data: { agentId: agent, wishes: SKILLS.map((skillId) => ({ skillId, wish: 1 + rng.int(3) })), at: w.now } });
        else {
          const startAt = w.now - rng.int(60) * MINUTE;
          const endAt = w.now + (rng.int(60) - 10) * MINUTE + MINUTE;
          if (endAt > startAt) w.emit({ type: 'agent.shiftPlanned', data: { agentId: agent, shift: { startAt, endAt, ...(rng.chance(0.6) ? { nextStartAt: endAt + rng.int(30) * MINUTE } : {}) }, at: w.now } });
        }
        return;
      case 22:
        if (item !== undefined && item.ownerAgentId !== undefined) w.emit({ type: 'draft.saved', data: { conversationId: item.conversationId, agentId: item.ownerAgentId, bodyRef: 'b', savedAt: w.now } });
        return;
      case 23:
        if (item?.state === 'assigned' && item.waitingFor === 'us')
          w.emit({ type: 'workItem.parked', data: { ...w.ref(item.id), promise: { dueAt: w.now + rng.int(60) * MINUTE, byAgentId: item.ownerAgentId ?? agent } } });
        return;
      case 24:
        if (item !== undefined) w.emit({ type: 'alert.seen', data: { ...w.ref(item.id), agentId: 'lead' } });
        return;
      case 25:
        if (rng.chance(0.3)) this.#changeStrategy();
        return;
      case 26: {
        // A bulk: what waits, by hand, charged once.
        const waiting = items.filter((i) => i.state === 'queued' && i.waitingFor === 'us' && i.priority < 9).slice(0, 3);
        waiting.forEach((i, n) => w.emit({ type: 'workItem.assigned', data: { ...w.ref(i.id), agentId: agent, epoch: w.epoch(i.id) + 1, reason: { by: 'self', personId: agent, bulkId: 'bulk' }, ...(n === 0 ? {} : { cost: 0 }) } }));
        return;
      }
      default:
        w.now += rng.pick([1_000, 20_000, 60_000, 5 * MINUTE]);
        if (rng.chance(0.08)) {
          w.restart();
          w.emit({ type: 'server.resumed', data: { at: w.now } });
        }
    }
  }

  /** A lead changes the rules: everything is judged anew. The figures of this history stay, or the referee would not know them. */
  #changeStrategy(): void {
    const { w, rng } = this;
    const { shift, variety, overflowPercent, untouchedPercent, untouchedMinMs, lateEvery, overdueEvery, overdueMs, linePercent } = w.engine.config;
    const version = w.all('strategy.changed').length + 1;
    const queues = Object.fromEntries(Object.entries(w.engine.config.rings).map(([id, rings]) => [id, { rings: [...rings] }]));
    const rules = {
      ...DEFAULT_STRATEGY,
      shift: { ...shift, perHour: rng.pick([20, 30, 60]) },
      variety,
      overflow: { capPercent: Math.max(100, rng.pick([100, overflowPercent])) },
      homeOffice: { ...DEFAULT_STRATEGY.homeOffice, untouchedPercent, untouchedMinMs },
      order: { lateEvery, overdueEvery, overdueMs, linePercent },
      queues,
    };
    w.emit({ type: 'strategy.changed', data: { version, rules, byAgentId: 'lead', at: w.now } });
  }

  everyoneBack(): void {
    for (const id of AGENTS) {
      this.w.emit({
        type: 'agent.registered',
        data: {
          id,
          name: id,
          initials: 'AB',
          role: 'agent',
          teamIds: ['n', 's'],
          place: 'office',
          skills: SKILLS.map((skillId) => ({ skillId, level: 5 })),
          capacity: 100,
          disabled: false,
        },
      });
      this.w.state(id, 'available');
      this.w.connect(id);
    }
  }

  #arrive(): void {
    const { w, rng } = this;
    const id = `i${(this.#items += 1)}`;
    const needs = Object.fromEntries(this.#needs().map((n) => [n.skillId, n.minLevel]));
    const call = rng.chance(0.2);
    w.item(id, needs, {
      queue: rng.pick(QUEUES),
      cost: call ? 100 : rng.pick([5, 10, 20]),
      priority: rng.pick([0, 0, 0, 3, 9]),
      dueIn: (rng.int(40) - 5) * MINUTE,
      contact: `contact-${rng.int(12)}`,
      channel: call ? CALL_CHANNEL : rng.pick(['sandbox', 'sandbox-chat']),
      age: rng.int(10) * MINUTE,
    });
  }

  #replies_(item: { id: string; conversationId: string; ownerAgentId?: string | undefined } | undefined): void {
    const { w, rng } = this;
    const locked = w.snapshot().conversations.filter(([, c]) => c.lock !== undefined);
    if (locked.length > 0 && rng.chance(0.6)) {
      const [conversationId, { lock }] = rng.pick(locked);
      w.outcome(conversationId.slice(2), lock!.replyId, rng.pick(['failed', 'unconfirmed', 'delivered']));
      return;
    }
    if (item?.ownerAgentId === undefined || locked.some(([id]) => id === item.conversationId)) return;
    w.permit(item.id, `reply-${(this.#replies += 1)}`, item.ownerAgentId);
  }

  #needs(): { skillId: string; minLevel: number }[] {
    return SKILLS.filter(() => this.rng.chance(0.25)).map((skillId) => ({ skillId, minLevel: 1 + this.rng.int(3) }));
  }

  #register(id: string, disabled: boolean): void {
    const { w, rng } = this;
    const skills = SKILLS.filter(() => rng.chance(0.85)).map((skillId) => ({ skillId, level: 1 + rng.int(5) }));
    const teamIds = ['n', 's'].filter(() => rng.chance(0.85));
    w.emit({
      type: 'agent.registered',
      data: { id, name: id, initials: 'AB', role: 'agent', teamIds, place: 'home', skills, capacity: rng.pick([10, 25, 40, 100]), disabled },
    });
  }

  #queue(id: string, distribution: 'assign' | 'offer' | 'channel'): void {
    this.w.queue(id, { distribution, teamIds: this.rng.pick([[], [], [], ['n'], ['n', 's']]) });
  }
}
