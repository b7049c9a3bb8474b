import type { AgentId, ContactId, ReservationId, WorkItemId } from '../../../shared/domain/ids.ts';
import type { SkillNeed } from '../../../shared/domain/skill.ts';
import type { WorkKind } from '../../../shared/domain/strategy.ts';
import type { RoutingConfig } from './config.ts';
import { gateChangesAt, gateOf } from './gate.ts';
import { heapNode, IndexedHeap, type HeapNode } from './heap.ts';
import { kindNo } from './kind-numbers.ts';
import { distributionOf, matrixOf } from './kinds.ts';
import { needsKey, relaxedNeeds, withPeople } from './needs.ts';
import { agentSlot, freeIn, isSeated, Lane, laneNo, loadOf, Profile, profileKey, Supply, type AgentSlot, type LaneNo } from './profiles.ts';
import { alarmAt, dueReturn } from './returns.ts';
import { claimFor, seat, unseat } from './seat.ts';
import { isPresent, type AgentView, type ItemView, type ReservationView, type RoutingState } from './state.ts';
import { TimeHeap } from './time-heap.ts';
import { itemSlot, WaitClass, type ClassKey, type ItemSlot } from './wait-class.ts';

/** Beyond this many classes the empty ones are dropped: needs made by hand must not pile up. */
const CLASSES_KEPT = 512;
const NEVER = Number.MAX_SAFE_INTEGER;

interface Claim {
  readonly item: ItemSlot;
  readonly agent: AgentSlot;
  readonly cost: number;
  readonly kind: WorkKind;
  readonly offer: boolean;
}

/**
 * Everything that makes a decision quick; derived from the state and the time, rebuilt at will.
 * Invariant: a waiting item and a person who may take it now never both sit still: the item's class is in `dirty`, or the person's
 * profile in `dirtyProfiles`.
 */
export class MatchIndex {
  readonly state: RoutingState;
  readonly config: RoutingConfig;
  readonly agents = new Map<AgentId, AgentSlot>();
  readonly items = new Map<WorkItemId, ItemSlot>();
  readonly dirty = new Set<WaitClass>();
  readonly dirtyProfiles = new Set<Profile>();
  /** Classes in which a turn held something back for a person. */
  readonly holding = new Set<WaitClass>();
  /** Contacts with an item that a turn kept for their last agent. */
  readonly keptFor = new Set<ContactId>();
  readonly claims = new Map<WorkItemId, Claim>();
  readonly byReturn = new TimeHeap<ItemSlot>();
  readonly byExpiry = new IndexedHeap<ReservationView>((a, b) => a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1));
  /** Pending offers to take back without blame. */
  readonly broken = new Set<ReservationId>();
  readonly #expiries = new Map<ReservationId, HeapNode<ReservationView>>();
  readonly #supply = new Supply();
  readonly #profiles = new Map<string, Profile>();
  readonly #classes = new Map<string, WaitClass>();
  readonly #byDue = new TimeHeap<ItemSlot>();
  /** What time does to items besides: leads are told again (R11), promises wake (R8). */
  readonly byAlarm = new TimeHeap<ItemSlot>();
  readonly #byGate = new TimeHeap<AgentSlot>();
  readonly #byRing = new TimeHeap<ItemSlot>();
  readonly #byWake = new TimeHeap<ItemSlot>();
  /** R2: whose capacity a lead forces, and until when. */
  readonly forced = new Map<AgentId, number>();
  /** How often somebody began to get nothing new (R8). */
  gatings = 0;
  /** The latest instant this index has been brought to. */
  now = 0;

  constructor(state: RoutingState, config: RoutingConfig) {
    this.state = state;
    this.config = config;
    for (const view of state.agents.values()) this.refreshAgent(view);
    for (const view of state.items.values()) if (view.state !== 'closed') this.refreshItem(view);
    for (const id of state.reservations.keys()) this.refreshReservation(id);
  }

  /** After any change to a person. */
  refreshAgent(view: AgentView): void {
    if (view.forcedUntil === undefined) this.forced.delete(view.id);
    else this.forced.set(view.id, view.forcedUntil);
    const slot = this.#slotOf(view);
    const present = isPresent(view);
    const gate = present ? gateOf(view, view.given + slot.claimedPicks, this.config, this.now) : undefined;
    // What was kept for somebody who gets nothing new for a while may go on.
    if (gate !== undefined && !slot.gated) {
      this.gatings += 1;
      this.#wakeHolding();
    }
    slot.gated = gate !== undefined;
    const offerable = view.reservationId === undefined && !slot.claimedOffer;
    if (present !== slot.wasPresent) slot.profile.present += present ? 1 : -1;
    let better = false;
    for (const lane of slot.profile.made) if (seat(slot, lane, present, offerable)) better = true;
    if (better) this.dirtyProfiles.add(slot.profile);
    if (!present && slot.wasPresent) this.#wakeHolding();
    slot.wasPresent = present;
    this.#countIdle(slot, present && loadOf(slot) === 0);
    const changesAt = present ? gateChangesAt(view, gate, this.config, this.now) : undefined;
    if (changesAt === undefined) return this.#byGate.remove(slot.gate);
    slot.gateAt = changesAt;
    this.#byGate.push(slot.gate, changesAt);
  }

  #countIdle(slot: AgentSlot, idle: boolean): void {
    if (idle === slot.wasIdle) return;
    slot.wasIdle = idle;
    for (const { of } of slot.profile.supply) of.idle += idle ? 1 : -1;
  }

  /** After a change to a person's presence: when what they hold goes back depends on it. */
  refreshReturnsOf(view: AgentView): void {
    for (const id of view.active) {
      const slot = this.items.get(id);
      if (slot !== undefined) this.#refreshReturn(slot);
    }
  }

  /** After any change to an item; before it when `state` becomes closed is not needed. */
  refreshItem(view: ItemView): void {
    let slot = this.items.get(view.id);
    if (slot === undefined) {
      if (view.state === 'closed') return;
      slot = itemSlot(view);
      this.items.set(view.id, slot);
    }
    this.#leaveClass(slot);
    const lock = (slot.conversation ??= this.state.conversations.get(view.conversationId))?.lock;
    // While an answer of the owner before may be on its way, nobody else is asked to answer.
    if (view.state === 'queued' && view.waitingFor === 'us' && view.asleepUntil === undefined && !slot.claimed && lock?.state !== 'permitted') this.#enterClass(slot);
    this.#refreshReturn(slot);
    this.#refreshAlarm(slot);
    if (view.state === 'closed') this.items.delete(view.id);
  }

  /** After a queue's or an account's teams or a skill's kind have changed. */
  rebuildClasses(): void {
    for (const slot of this.items.values()) this.#leaveClass(slot);
    for (const cls of this.#classes.values()) cls.dissolve();
    this.#classes.clear();
    this.dirty.clear();
    this.holding.clear();
    this.keptFor.clear();
    for (const slot of this.items.values()) this.refreshItem(slot.view);
  }

  /** Brings order and classes to `now`: deadlines that passed, rings that opened, head starts and rests that ended. */
  advance(now: number): void {
    if (now > this.now) this.now = now;
    for (let slot = this.#byGate.peek(); slot !== undefined && slot.gateAt <= this.now; slot = this.#byGate.peek()) this.refreshAgent(slot.view);
    for (let slot = this.#byDue.peek(); slot !== undefined && slot.view.dueAt <= this.now; slot = this.#byDue.peek()) {
      this.#byDue.remove(slot.due);
      slot.late = true;
      slot.cls?.picks.update(slot.pick);
      slot.cls?.waits.push(slot.wait);
    }
    for (let slot = this.#byRing.peek(); slot !== undefined && slot.ringAt <= this.now; slot = this.#byRing.peek()) {
      this.#byRing.remove(slot.ring);
      this.refreshItem(slot.view);
    }
    for (let slot = this.#byWake.peek(); slot !== undefined && slot.wakeAt <= this.now; slot = this.#byWake.peek()) {
      this.#byWake.remove(slot.wake);
      if (slot.cls !== undefined) this.dirty.add(slot.cls);
    }
  }

  /** Looks at this waiting item again at `at`. */
  wakeAt(slot: ItemSlot, at: number): void {
    slot.wakeAt = at;
    this.#byWake.push(slot.wake, at);
  }

  /** A class waits to be looked at in which a match may be possible. */
  hasDirty(): boolean {
    for (const cls of this.dirty) if (cls.open > 0 && cls.picks.size > 0) return true;
    return false;
  }

  nextWakeAt(): number | undefined {
    const at = Math.min(
      ...this.forced.values(),
      this.byExpiry.peek()?.expiresAt ?? NEVER,
      this.#byRing.peek()?.ringAt ?? NEVER,
      this.#byWake.peek()?.wakeAt ?? NEVER,
      this.byReturn.peek()?.returnAt ?? NEVER,
      this.byAlarm.peek()?.alarmAt ?? NEVER,
      this.#byGate.peek()?.gateAt ?? NEVER,
    );
    return at === NEVER ? undefined : at;
  }

  /** Classes in which a match may have become possible since they were last looked at. */
  expandDirty(): void {
    for (const profile of this.dirtyProfiles) {
      for (const lane of profile.made) for (const link of lane.links) if (link.step >= 0 && link.cls.picks.size > 0) this.dirty.add(link.cls);
    }
    this.dirtyProfiles.clear();
  }

  canTake(slot: AgentSlot, cls: WaitClass): boolean {
    return isSeated(slot, cls.of.lane) && freeIn(slot, cls.of.lane) >= cls.of.cost;
  }

  claim(item: ItemSlot, agent: AgentSlot, offer: boolean): void {
    this.claims.set(item.view.id, { item, agent, cost: item.view.cost, kind: item.view.kind, offer });
    item.claimed = true;
    this.#leaveClass(item);
    claimFor(agent, item.view.kind, item.view.cost);
    agent.claimedPicks += 1;
    if (offer) agent.claimedOffer = true;
    this.refreshAgent(agent.view);
  }

  /**
   * The log has said something about this item: what a turn had in mind for it no longer counts. The caller refreshes the item, and the
   * person when it is `refreshedLater`: two people of one heap must never be changed and unrefreshed at once.
   */
  settleClaim(id: WorkItemId, refreshedLater?: AgentId): void {
    const claim = this.claims.get(id);
    if (claim === undefined) return;
    this.claims.delete(id);
    claim.item.claimed = false;
    claimFor(claim.agent, claim.kind, -claim.cost);
    claim.agent.claimedPicks -= 1;
    if (claim.offer) claim.agent.claimedOffer = false;
    if (claim.agent.view.id !== refreshedLater) this.refreshAgent(claim.agent.view);
  }

  /** Decisions that never reached the log are undone. */
  releaseClaims(): void {
    for (const { item } of [...this.claims.values()]) {
      this.settleClaim(item.view.id);
      this.refreshItem(item.view);
    }
  }

  /** A pending offer has come or gone, or what it rests on has changed. */
  refreshReservation(id: ReservationId): void {
    const view = this.state.reservations.get(id);
    let node = this.#expiries.get(id);
    if (view === undefined) {
      if (node !== undefined) this.byExpiry.remove(node);
      this.#expiries.delete(id);
      this.broken.delete(id);
      return;
    }
    if (node === undefined) {
      node = heapNode(view);
      this.#expiries.set(id, node);
      this.byExpiry.push(node);
    }
    const agent = this.state.agents.get(view.agentId);
    const item = this.state.items.get(view.workItemId);
    const holds =
      agent !== undefined &&
      isPresent(agent) &&
      item?.state === 'offered' &&
      item.reservationId === id &&
      view.stale !== true &&
      view.expiresAt > this.state.resumedAt;
    if (holds) this.broken.delete(id);
    else this.broken.add(id);
  }

  laneOf(view: ItemView): LaneNo {
    return laneNo(kindNo(view.kind), distributionOf(this.state, view));
  }

  #slotOf(view: AgentView): AgentSlot {
    let slot = this.agents.get(view.id);
    // Master data is replaced, never changed in place, so its identity tells whether the profile still holds.
    if (slot !== undefined && slot.skills === view.skills && slot.teams === view.teamIds && slot.wishes === view.wishes && slot.capacity === view.capacity) return slot;
    const key = profileKey(view);
    if (slot !== undefined) this.#leaveProfile(slot);
    let profile = this.#profiles.get(key);
    if (profile === undefined) {
      profile = new Profile(key, view, this.#supply, matrixOf(this.config, view.teamIds), this.config.variety.wishes);
      this.#profiles.set(key, profile);
      for (const cls of this.#classes.values()) this.#join(cls, profile);
    }
    if (slot === undefined) {
      slot = agentSlot(view, profile);
      this.agents.set(view.id, slot);
    }
    profile.members.add(slot);
    slot.profile = profile;
    slot.skills = view.skills;
    slot.teams = view.teamIds;
    slot.wishes = view.wishes;
    slot.capacity = view.capacity;
    return slot;
  }

  #leaveProfile(slot: AgentSlot): void {
    const profile = slot.profile;
    unseat(slot);
    profile.members.delete(slot);
    if (slot.wasPresent) profile.present -= 1;
    this.#countIdle(slot, false);
    slot.wasPresent = false;
    this.#wakeHolding();
    if (profile.members.size > 0) return;
    for (const cls of this.#classes.values()) cls.leave(profile);
    this.#profiles.delete(profile.key);
    this.dirtyProfiles.delete(profile);
  }

  /** A lane is made when the first class looks at it: most centers need two of the eight. */
  #join(cls: WaitClass, profile: Profile): void {
    const { needs, queueTeams, accountTeams, lane } = cls.of;
    if (!profile.fits(needs, queueTeams, accountTeams)) return;
    if (profile.lanes[lane] === undefined) {
      const made = new Lane(profile, lane);
      profile.lanes[lane] = made;
      profile.made.push(made);
      for (const slot of profile.members) this.refreshAgent(slot.view);
    }
    cls.join(profile);
  }

  /** A contact has another last agent: what was kept for the one before is looked at anew. */
  setLastAgent(contactId: ContactId, agentId: AgentId): void {
    if (this.state.lastAgents.get(contactId) === agentId) return;
    this.state.lastAgents.set(contactId, agentId);
    if (this.keptFor.has(contactId)) this.#wakeHolding();
  }

  /** Someone left: what was kept for them, or waited for them to have declined as well, may go on. */
  #wakeHolding(): void {
    for (const cls of this.holding) this.dirty.add(cls);
    this.holding.clear();
    this.keptFor.clear();
  }

  #leaveClass(slot: ItemSlot): void {
    this.#byDue.remove(slot.due);
    this.#byRing.remove(slot.ring);
    this.#byWake.remove(slot.wake);
    slot.cls?.picks.remove(slot.pick);
    slot.cls?.waits.remove(slot.wait);
    slot.cls = undefined;
  }

  #enterClass(slot: ItemSlot): void {
    const view = slot.view;
    const relaxed = relaxedNeeds(view, this.now, this.config.rings, this.state.skills);
    const cls = this.#classFor(view, relaxed.needs);
    slot.cls = cls;
    slot.late = this.config.order === 'deadline' && view.dueAt <= this.now;
    cls.freshen();
    cls.picks.push(slot.pick);
    if (slot.late) cls.waits.push(slot.wait);
    else if (this.config.order === 'deadline') this.#byDue.push(slot.due, view.dueAt);
    if (relaxed.nextAt !== undefined) {
      slot.ringAt = relaxed.nextAt;
      this.#byRing.push(slot.ring, relaxed.nextAt);
    }
    this.dirty.add(cls);
  }

  #classFor(view: ItemView, needs: readonly SkillNeed[]): WaitClass {
    const lane = this.laneOf(view);
    const accountTeams = this.state.accountTeams.get(view.accountId) ?? [];
    const queueTeams = withPeople(this.state.queues.get(view.queueId)?.teamIds ?? [], accountTeams);
    const key = `${lane}|${view.queueId}|${view.cost}|${queueTeams.join(',')}|${accountTeams.join(',')}|${needsKey(needs)}`;
    return this.#classes.get(key) ?? this.#newClass({ key, lane, cost: view.cost, needs, queueTeams, accountTeams });
  }

  #newClass(of: ClassKey): WaitClass {
    if (this.#classes.size >= CLASSES_KEPT) this.#dropEmptyClasses();
    const cls = new WaitClass(of, this.config);
    this.#classes.set(of.key, cls);
    for (const profile of this.#profiles.values()) this.#join(cls, profile);
    return cls;
  }

  #dropEmptyClasses(): void {
    for (const [key, cls] of this.#classes) {
      if (cls.picks.size > 0) continue;
      cls.dissolve();
      this.#classes.delete(key);
      this.dirty.delete(cls);
      this.holding.delete(cls);
    }
  }

  #refreshReturn(slot: ItemSlot): void {
    const view = slot.view;
    const owner = view.ownerAgentId === undefined ? undefined : this.state.agents.get(view.ownerAgentId);
    const due = dueReturn(view, owner, (slot.conversation ??= this.state.conversations.get(view.conversationId)), this.config);
    if (due === undefined) return this.byReturn.remove(slot.giveBack);
    slot.returnAt = due.at;
    this.byReturn.push(slot.giveBack, due.at);
  }

  #refreshAlarm(slot: ItemSlot): void {
    const at = alarmAt(slot.view, this.config);
    if (at === undefined) return this.byAlarm.remove(slot.alarm);
    slot.alarmAt = at;
    this.byAlarm.push(slot.alarm, at);
  }
}
