import { createHash } from 'node:crypto';
import { DEFAULT_ROUTING } from '../../server/routing/core/config.ts';
import { RoutingEngine } from '../../server/routing/core/engine.ts';
import type { CenterEvent, NewEvent } from '../../shared/events/index.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { AGENTS, centerEvents, MINUTE, needsOf, QUEUES, RINGS, skillsOf } from './property-world.ts';
import { PropertyReferee, type RefItem } from './property-referee.ts';

export interface PropertyOptions {
  readonly offers: number;
  readonly seed: number;
  /** The engine is folded anew from its snapshot this often, in decisions; 0: never. */
  readonly restartEvery?: number | undefined;
  readonly say?: ((text: string) => void) | undefined;
  /** For the test of the referee: what the engine decided may be spoilt here. */
  readonly spoil?: ((event: NewEvent) => NewEvent) | undefined;
}

export interface PropertyResult {
  readonly offers: number;
  readonly items: number;
  readonly restarts: number;
  readonly wrong: readonly string[];
  /** Given to nobody although everybody was there for hours. */
  readonly starved: number;
  readonly worstWaitHours: number;
  /** Of everything the engine decided, in order. */
  readonly logHash: string;
  readonly keptItems: number;
}

const STEP_MS = 5_000;

/** A busy center on a virtual clock until the router has made so many offers and assignments; then everything is worked off. */
export function runProperties({ offers, seed, restartEvery = 20_000, say, spoil }: PropertyOptions): PropertyResult {
  const rng = seededRng(seed);
  const config = { rings: RINGS, shift: { ...DEFAULT_ROUTING.shift, startMs: 10 * MINUTE, perHour: 60 } };
  let engine = new RoutingEngine({ config });
  const referee = new PropertyReferee();
  const hash = createHash('sha256');
  const open = new Set<RefItem>();
  const offered = new Map<string, RefItem>();
  let now = 1_800_000_000_000;
  let seq = 0;
  let items = 0;
  let restarts = 0;
  let nextRestart = restartEvery;

  const log = (event: NewEvent): void => {
    seq += 1;
    engine.apply({ ...event, seq, at: now, v: 1, actor: 'properties' } as CenterEvent);
  };
  const ref = (item: RefItem) => ({ workItemId: item.id, conversationId: item.id, at: now });

  for (const event of centerEvents()) log(event);
  for (let no = 0; no < AGENTS; no += 1) {
    const id = `a${no}`;
    const skills = skillsOf(rng, no);
    const capacity = rng.pick([60, 100, 130]);
    referee.agents.set(id, { id, capacity, skills, present: true, holds: [0, 0, 0, 0] });
    log({ type: 'agent.registered', data: { id, name: id, initials: 'AA', role: 'agent', teamIds: [], place: 'office', skills, capacity, disabled: false } });
    log({ type: 'agent.stateChanged', data: { agentId: id, state: 'available', at: now } });
    log({ type: 'agent.connected', data: { agentId: id, at: now } });
  }
  const agents = [...referee.agents.values()];
  const weights = QUEUES.flatMap((q) => Array.from({ length: q.share }, () => q));

  const arrive = (): void => {
    const queue = rng.pick(weights);
    const id = `i${(items += 1)}`;
    const isDanger = rng.chance(0.003);
    const needs = isDanger ? [{ skillId: 'care', minLevel: 2 }] : needsOf(rng);
    const item: RefItem = { id, queueId: queue.id, needs, cost: queue.cost, kind: isDanger ? 3 : queue.distribution === 'assign' ? 0 : queue.cost >= 100 ? 2 : 1, queuedAt: now, state: 'waiting', epoch: 0, given: 0 };
    referee.items.set(id, item);
    open.add(item);
    log({ type: 'workItem.queued', data: { id, conversationId: id, contactId: `k${rng.int(5_000)}`, accountId: 'account', channel: queue.channel ?? 'none', queueId: queue.id, needs, priority: isDanger ? 9 : rng.chance(0.1) ? 3 : 0, cost: queue.cost, createdAt: now, queuedAt: now, dueAt: now + queue.targetMs } });
  };

  const close = (item: RefItem): void => {
    referee.release(item);
    item.state = 'closed';
    open.delete(item);
    referee.items.delete(item.id);
    log({ type: 'workItem.closed', data: { ...ref(item), disposition: { kind: 'resolved' } } });
  };

  const work = (): void => {
    for (const item of [...open]) {
      if (item.state === 'assigned' && rng.chance(item.kind === 2 ? 0.03 : 0.02)) {
        if (!rng.chance(0.15)) close(item);
        else {
          referee.release(item);
          item.state = 'parked';
          log({ type: 'workItem.parked', data: ref(item) });
          // Its owner keeps it; the books do not follow parked work: it ends here.
          item.who = undefined;
          open.delete(item);
          referee.items.delete(item.id);
          log({ type: 'workItem.closed', data: { ...ref(item), disposition: { kind: 'resolved' } } });
        }
      } else if (item.state === 'assigned' && item.kind < 2 && rng.chance(0.001)) {
        const untilAt = now + 1 + rng.int(90) * MINUTE;
        log({ type: 'workItem.snoozed', data: { ...ref(item), agentId: item.who ?? 'lead', untilAt } });
        referee.sleep(item, untilAt);
      } else if (item.state === 'waiting' && rng.chance(0.0001)) close(item);
    }
    for (const [reservationId, item] of offered) {
      if (item.state !== 'offered' || item.who === undefined) {
        offered.delete(reservationId);
        continue;
      }
      const dice = rng.next();
      if (dice > 0.6) continue;
      const agentId = item.who;
      offered.delete(reservationId);
      if (dice < 0.5) {
        log({ type: 'reservation.accepted', data: { reservationId, agentId, ...ref(item) } });
        const agent = referee.agents.get(agentId);
        if (agent !== undefined) agent.offer = undefined;
        item.state = 'assigned';
        item.epoch += 1;
        log({ type: 'workItem.assigned', data: { ...ref(item), agentId, epoch: item.epoch, reason: { by: 'offer' } } });
      } else {
        referee.offerEnded(agentId, item);
        log({ type: 'reservation.declined', data: { reservationId, agentId, ...ref(item) } });
      }
    }
  };

  const come = (everyone: boolean): void => {
    for (const agent of agents) {
      if (agent.present && !everyone && rng.chance(0.0008)) {
        agent.present = false;
        if (rng.chance(0.5)) log({ type: 'agent.dropped', data: { agentId: agent.id, at: now } });
        else log({ type: 'agent.stateChanged', data: { agentId: agent.id, state: rng.pick(['onBreak', 'offDuty', 'runOut'] as const), at: now } });
      } else if (!agent.present && (everyone || rng.chance(0.03))) {
        agent.present = true;
        log({ type: 'agent.connected', data: { agentId: agent.id, at: now } });
        log({ type: 'agent.stateChanged', data: { agentId: agent.id, state: 'available', at: now } });
      }
    }
  };

  const settle = (): void => {
    for (let turn = 0; ; turn += 1) {
      const decided = engine.decide(now);
      if (decided.length === 0 || referee.wrong.length > 0) return;
      if (turn > 10_000) throw new Error('the engine does not come to rest');
      for (const plain of decided) {
        const event = spoil === undefined ? plain : spoil(plain);
        hash.update(JSON.stringify(event));
        referee.judge(event, now);
        log(event);
        if (event.type === 'reservation.offered') {
          const item = referee.items.get(event.data.workItemId);
          if (item !== undefined) offered.set(event.data.reservationId, item);
        } else if (event.type === 'reservation.expired' || event.type === 'reservation.rescinded') referee.offerEnded(event.data.agentId, referee.items.get(event.data.workItemId));
        else if (event.type === 'agent.stateChanged') {
          const agent = referee.agents.get(event.data.agentId);
          if (agent !== undefined) agent.present = false;
        }
      }
    }
  };

  const step = (arrivals: number, everyone: boolean): void => {
    now += STEP_MS;
    for (let n = arrivals; n > 0; n -= 1) arrive();
    work();
    come(everyone);
    if (restartEvery > 0 && referee.offers >= nextRestart) {
      nextRestart += restartEvery;
      restarts += 1;
      engine = new RoutingEngine({ config, snapshot: engine.snapshot() });
    }
    settle();
  };

  for (let n = 0; referee.offers < offers; n += 1) {
    // About as much as these people can do, with a rush every hour.
    step(rng.int((n % 720) < 90 ? 22 : 7), false);
    if (n % 20_000 === 19_999) say?.(`${referee.offers} offers, ${open.size} open`);
    if (referee.wrong.length > 0) break;
  }
  // Everybody stays: what waits must find somebody.
  for (let n = 0; n < 60_000 && open.size > 0 && referee.wrong.length === 0; n += 1) step(0, true);
  return {
    offers: referee.offers,
    items,
    restarts,
    wrong: referee.wrong,
    starved: open.size,
    worstWaitHours: Math.round((10 * referee.worstWaitMs) / (60 * MINUTE)) / 10,
    logHash: hash.digest('hex'),
    keptItems: engine.snapshot().items.length,
  };
}
