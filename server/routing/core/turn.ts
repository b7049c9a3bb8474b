import { DANGER_PRIORITY, type AssignmentReason } from '../../../shared/domain/work-item.ts';
import type { SkillNeed } from '../../../shared/domain/skill.ts';
import type { NewEvent } from '../../../shared/events/index.ts';
import type { RoutingConfig } from './config.ts';
import { IndexedHeap } from './heap.ts';
import type { MatchIndex } from './match-index.ts';
import { levelOf } from './needs.ts';
import { compareByWait, compareForPick, pickOrder } from './order.ts';
import { isOffered, type AgentSlot } from './profiles.ts';
import { lastAgentIdOf, type AgentView, type ItemView } from './state.ts';
import type { ItemSlot, WaitClass } from './wait-class.ts';

/** Where a queue is not known. */
const OFFER_MS = 30_000;

interface Choice {
  readonly agent: AgentSlot;
  readonly lastAgent: boolean;
}

/**
 * Matches waiting items and free people until nothing more fits: best item of all classes first (R6), then the best person for it (R12).
 * What is decided is claimed in the index, so that the next decision sees it.
 */
export function matchTurn(index: MatchIndex, now: number): NewEvent[] {
  const out: NewEvent[] = [];
  index.expandDirty();
  const order = pickOrder(index.config.order);
  const turn = new IndexedHeap<WaitClass>((a, b) => order(headOf(a), headOf(b)));
  // What becomes possible during the turn stays for the next.
  const looked = [...index.dirty];
  index.dirty.clear();
  const gatings = index.gatings;
  for (const cls of looked) if (cls.open > 0 && cls.picks.size > 0) turn.push(cls.turn);
  const aside: { slot: ItemSlot; cls: WaitClass }[] = [];
  const hasMore = (cls: WaitClass): boolean => cls.open > 0 && cls.picks.size > 0;

  for (let cls = turn.peek(); cls !== undefined && out.length < index.config.maxDecisions; cls = turn.peek()) {
    const item = cls.picks.peek();
    if (item === undefined || cls.open === 0) {
      turn.remove(cls.turn);
      continue;
    }
    const choice = chooseAgent(index, cls, item, now);
    if (choice === undefined) {
      takeOut(turn, cls, item);
      aside.push({ slot: item, cls });
      if (hasMore(cls)) turn.push(cls.turn);
      continue;
    }
    const reserved = reservedPick(index, choice.agent, item, now);
    const variety = reserved === undefined ? varietyPick(index, choice.agent, item, now) : undefined;
    const line = reserved === undefined && variety === undefined ? linePick(index, choice.agent, cls, item, now) : undefined;
    const other = reserved?.slot ?? variety ?? line;
    const target = other ?? item;
    const pick = target.view.priority >= DANGER_PRIORITY ? 'danger' : (reserved?.pick ?? (variety !== undefined ? 'variety' : line !== undefined ? 'line' : index.config.order === 'arrival' ? 'arrival' : 'deadline'));
    const targetClass = target.cls ?? cls;
    turn.remove(targetClass.turn);
    out.push(decision(index, targetClass, target.view, choice.agent, { lastAgent: other === undefined && choice.lastAgent, pick }, now));
    index.claim(target, choice.agent, isOffered(targetClass.of.lane));
    if (hasMore(targetClass)) turn.push(targetClass.turn);
  }
  const finished = turn.size === 0;
  for (let cls = turn.peek(); cls !== undefined; cls = turn.peek()) turn.remove(cls.turn);
  if (!finished) for (const cls of looked) index.dirty.add(cls);
  for (const { slot, cls } of aside) {
    cls.freshen();
    cls.picks.push(slot.pick);
    if (slot.late) cls.waits.push(slot.wait);
    index.holding.add(cls);
    // Kept for somebody who has meanwhile got all they may have for now (R8).
    if (index.gatings > gatings) index.dirty.add(cls);
  }
  return out;
}

function headOf(cls: WaitClass): ItemSlot {
  return cls.picks.peek() as ItemSlot;
}

function takeOut(turn: IndexedHeap<WaitClass>, cls: WaitClass, item: ItemSlot): void {
  turn.remove(cls.turn);
  cls.picks.remove(item.pick);
  cls.waits.remove(item.wait);
}

/** R5, then R12 among those who have not declined. Undefined: nobody may take it now although someone could. */
function chooseAgent(index: MatchIndex, cls: WaitClass, item: ItemSlot, now: number): Choice | undefined {
  const view = item.view;
  const last = lastAgentOf(index, cls, view);
  if (last !== undefined) {
    if (index.canTake(last, cls)) return { agent: last, lastAgent: true };
    const until = headStartUntil(index, view);
    if (until > now) {
      index.wakeAt(item, until);
      index.keptFor.add(view.contactId);
      return undefined;
    }
  }
  if (view.declinedBy.length === 0) return asChoice(cls.best());
  const other = cls.bestWithout(new Set(view.declinedBy));
  if (other !== undefined) return asChoice(other);
  if (!everyoneDeclined(index, cls, view)) return undefined;
  const restedAt = view.lastDeclineAt + index.config.declineRestMs;
  if (restedAt <= now) return asChoice(cls.best());
  index.wakeAt(item, restedAt);
  return undefined;
}

function asChoice(agent: AgentSlot | undefined): Choice | undefined {
  return agent === undefined ? undefined : { agent, lastAgent: false };
}

/** R5: the contact's last agent, where that person is there and may have this item at all. */
export function lastAgentOf(index: MatchIndex, cls: WaitClass, view: ItemView): AgentSlot | undefined {
  const id = lastAgentIdOf(index.state, view.contactId);
  if (id === undefined || view.declinedBy.includes(id)) return undefined;
  const slot = index.agents.get(id);
  if (slot === undefined || !slot.wasPresent || slot.view.capacity < cls.of.cost || !cls.admits(slot.profile)) return undefined;
  // R8 may keep them from new work for long: nothing waits for that.
  if (slot.gated && view.priority < DANGER_PRIORITY) return undefined;
  return slot;
}

/** R5: a head start never costs the deadline, and danger waits for nobody. */
export function headStartUntil(index: MatchIndex, view: ItemView): number {
  if (view.priority >= DANGER_PRIORITY) return 0;
  return Math.min(view.waitingSince + index.config.headStartMs, view.dueAt - index.config.handlingMs);
}

/** R3: everyone who is there and could take it has declined it. */
export function everyoneDeclined(index: MatchIndex, cls: WaitClass, view: ItemView): boolean {
  let declined = 0;
  for (const id of view.declinedBy) {
    const slot = index.agents.get(id);
    if (slot?.wasPresent === true && cls.admits(slot.profile)) declined += 1;
  }
  return declined > 0 && declined === cls.presentCount();
}

/**
 * R6: a share of a person's picks goes to the late item that has waited longest of all they may take, a greater one once it is overdue. Small,
 * because under lasting overload each such pick makes another item late.
 */
function reservedPick(index: MatchIndex, agent: AgentSlot, chosen: ItemSlot, now: number): { readonly slot: ItemSlot; readonly pick: 'late' | 'overdue' } | undefined {
  const { lateEvery, overdueEvery, overdueMs } = index.config;
  if (lateEvery <= 0 || chosen.view.priority >= DANGER_PRIORITY) return undefined;
  const pick = agent.view.picks + agent.claimedPicks + 1;
  const forLate = pick % lateEvery === 0;
  if (!forLate && (overdueEvery <= 0 || pick % overdueEvery !== 0)) return undefined;
  let longest: ItemSlot | undefined;
  for (const lane of agent.profile.lanes) {
    for (const link of lane?.links ?? []) {
      const late = link.cls.waits.peek();
      if (late === undefined || !mayHave(index, agent, link.cls, late, now)) continue;
      if (longest === undefined || compareByWait(late, longest) < 0) longest = late;
    }
  }
  if (longest === chosen || (!forLate && longest !== undefined && now - longest.view.dueAt <= overdueMs)) return undefined;
  return longest === undefined ? undefined : { slot: longest, pick: forLate ? 'late' : 'overdue' };
}

/** R10: who has had the same queue many times in a row is given something else for a change, if what waits can wait and is no longer a line. */
function varietyPick(index: MatchIndex, agent: AgentSlot, chosen: ItemSlot, now: number): ItemSlot | undefined {
  const { afterSame, slackMs } = index.config.variety;
  const { streakQueueId, streakCount } = agent.view;
  if (afterSame === 0 || streakCount < afterSame || streakQueueId !== chosen.view.queueId) return undefined;
  if (chosen.view.priority >= DANGER_PRIORITY || chosen.late || chosen.view.dueAt - now < slackMs) return undefined;
  const order = pickOrder(index.config.order);
  const line = chosen.cls?.picks.size ?? 0;
  let best: ItemSlot | undefined;
  for (const lane of agent.profile.lanes) {
    for (const link of lane?.links ?? []) {
      const head = link.cls.picks.peek();
      if (head === undefined || head.view.queueId === streakQueueId || head.view.priority < chosen.view.priority || link.cls.picks.size < line) continue;
      if (mayHave(index, agent, link.cls, head, now) && (best === undefined || order(head, best) < 0)) best = head;
    }
  }
  return best;
}

/** Beyond this many kinds of waiting work the longest line is not looked for: it would cost more than it brings. */
const LINES_WEIGHED = 32;

/**
 * R6: of what is about equally urgent, the kind of which most is waiting. It keeps the lines even, so that whoever is free next finds work they
 * can do; nothing in its last minutes is passed over.
 */
function linePick(index: MatchIndex, agent: AgentSlot, cls: WaitClass, chosen: ItemSlot, now: number): ItemSlot | undefined {
  const { linePercent, order, handlingMs } = index.config;
  const slack = chosen.view.dueAt - now;
  if (linePercent === 0 || order !== 'deadline' || chosen.late || slack <= handlingMs || chosen.view.priority >= DANGER_PRIORITY) return undefined;
  const latest = chosen.view.dueAt + (slack * linePercent) / 100;
  let longest = cls.picks.size;
  let best: ItemSlot | undefined;
  for (const lane of agent.profile.lanes) {
    if (lane === undefined || lane.links.length > LINES_WEIGHED) continue;
    for (const link of lane.links) {
      const { picks } = link.cls;
      if (picks.size < longest || (picks.size === longest && best === undefined)) continue;
      const head = picks.peek();
      if (head === undefined || head.late || head.view.dueAt > latest || head.view.priority !== chosen.view.priority || !mayHave(index, agent, link.cls, head, now)) continue;
      // Never by the order in which lines came into being: a restart makes them anew.
      if (best !== undefined && picks.size === longest && compareForPick(best, head) < 0) continue;
      best = head;
      longest = picks.size;
    }
  }
  return best;
}

/** Whether this person may be given an item that was not chosen for them: room, not declined, and not kept for someone else. */
function mayHave(index: MatchIndex, agent: AgentSlot, cls: WaitClass, item: ItemSlot, now: number): boolean {
  if (!index.canTake(agent, cls) || item.view.declinedBy.includes(agent.view.id)) return false;
  const last = lastAgentOf(index, cls, item.view);
  return last === undefined || last === agent || headStartUntil(index, item.view) <= now;
}

function decision(index: MatchIndex, cls: WaitClass, view: ItemView, agent: AgentSlot, how: How, now: number): NewEvent {
  const { id: workItemId, conversationId } = view;
  const agentId = agent.view.id;
  if (isOffered(cls.of.lane)) {
    const offerMs = index.config.offerMs[view.queueId] ?? index.state.queues.get(view.queueId)?.offerMs ?? OFFER_MS;
    return {
      type: 'reservation.offered',
      data: { reservationId: `${workItemId}.o${view.offers + 1}`, workItemId, conversationId, agentId, at: now, expiresAt: now + offerMs },
    };
  }
  const epoch = (index.state.conversations.get(conversationId)?.epoch ?? 0) + 1;
  return {
    type: 'workItem.assigned',
    data: { workItemId, conversationId, agentId, epoch, at: now, reason: reasonOf(view, agent.view, cls.of.needs, how, index.config, now) },
  };
}

interface How {
  readonly lastAgent: boolean;
  readonly pick?: AssignmentReason['pick'];
}

/** Why this item comes to this person, as data. */
export function reasonOf(view: ItemView, agent: AgentView, needs: readonly SkillNeed[], how: How, config: RoutingConfig, now: number): AssignmentReason {
  const ring = (config.rings[view.queueId] ?? []).filter((r) => view.queuedAt + r.afterMs <= now).length;
  return {
    by: 'router',
    skills: needs.map((need) => ({ skillId: need.skillId, need: need.minLevel, has: levelOf(agent.skills, need.skillId) })),
    ...(how.lastAgent ? { lastAgent: true } : {}),
    waitedMs: Math.max(0, now - view.queuedAt),
    ...(how.pick === undefined ? {} : { pick: how.pick }),
    ...(ring === 0 ? {} : { ring }),
  };
}
