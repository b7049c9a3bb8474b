import type { SkillLevel, SkillNeed } from '../../../shared/domain/skill.ts';
import { heapNode, IndexedHeap, type HeapNode } from './heap.ts';
import type { LinkHeap } from './link-heap.ts';
import { inTeams, levelOf, meets } from './needs.ts';
import { compareHands, loadStep } from './order.ts';
import type { AgentView } from './state.ts';
import type { WaitClass } from './wait-class.ts';

// People with the same skills, teams and capacity are one profile. A match looks at profiles, then at the head of one heap: its cost does
// not grow with the number of people.

/** 0: work handed over directly. 1: offers, for people who have none pending. */
export type LaneNo = 0 | 1;

/** A person with their places in the indexes. `claimed…` is what this turn has decided and the log has not yet said. */
export interface AgentSlot {
  readonly view: AgentView;
  profile: Profile;
  /** What the profile was chosen by. */
  skills: AgentView['skills'];
  teams: AgentView['teamIds'];
  capacity: number;
  readonly nodes: readonly [HeapNode<AgentSlot>, HeapNode<AgentSlot>];
  claimedCost: number;
  claimedPicks: number;
  claimedOffer: boolean;
  /** As of the last refresh, to notice what has become better. */
  wasPresent: boolean;
  wasOfferable: boolean;
  wasLoad: number;
  /** Counted as idle in the supply of each of their skills. */
  wasIdle: boolean;
}

export function loadOf(slot: AgentSlot): number {
  return slot.view.used + slot.claimedCost;
}

export function freeOf(slot: AgentSlot): number {
  return slot.view.capacity - slot.view.used - slot.claimedCost;
}

/** How one class of waiting items sees one lane of one profile. `step` −1: nobody there can take its cost now. */
export interface Link {
  readonly cls: WaitClass;
  readonly lane: Lane;
  readonly row: FitRow;
  step: number;
  /** Place in the heap of its row and step. */
  at: number;
  /** Of the lane's best person, as of the last `place`: load over capacity, and what decides between equals. */
  share: number;
  restingSince: number;
  ord: number;
}

/** Links of equal fit, by the load step of their best person, best hands first. */
export interface FitRow {
  readonly fit: number;
  readonly steps: readonly LinkHeap[];
}

export class Lane {
  readonly profile: Profile;
  readonly no: LaneNo;
  readonly heap = new IndexedHeap<AgentSlot>((a, b) => compareHands(a.view, loadOf(a), b.view, loadOf(b)));
  readonly links: Link[] = [];
  step = -1;
  /** Free capacity of the best person; −1 when the lane is empty. Capacity is equal within a profile, so least load is most free. */
  free = -1;
  /** The rest of what is compared of the best person. */
  share = 0;
  restingSince = 0;
  ord = 0;

  constructor(profile: Profile, no: LaneNo) {
    this.profile = profile;
    this.no = no;
  }

  /** After any change to the heap: tells the classes when the best person has changed. */
  refresh(): void {
    const head = this.heap.peek();
    const free = head === undefined ? -1 : freeOf(head);
    const step = head === undefined ? -1 : loadStep(loadOf(head), head.view.capacity);
    const share = head === undefined ? 0 : loadOf(head) / Math.max(1, head.view.capacity);
    const restingSince = head?.view.restingSince ?? 0;
    const ord = head?.view.ord ?? 0;
    if (free === this.free && step === this.step && share === this.share && restingSince === this.restingSince && ord === this.ord) return;
    this.free = free;
    this.step = step;
    this.share = share;
    this.restingSince = restingSince;
    this.ord = ord;
    for (const link of this.links) link.cls.place(link);
  }
}

/** How many people with a skill have nothing in their hands right now: what taking one of them would cost the others who need that skill. */
export class Supply {
  readonly #idle = new Map<string, { idle: number }>();

  of(skillId: string): { idle: number } {
    let found = this.#idle.get(skillId);
    if (found === undefined) {
      found = { idle: 0 };
      this.#idle.set(skillId, found);
    }
    return found;
  }
}

export class Profile {
  readonly key: string;
  readonly skills: readonly SkillLevel[];
  readonly teams: readonly string[];
  readonly lanes: readonly [Lane, Lane];
  /** Per skill, shared with everyone who has it. */
  readonly supply: readonly { readonly skillId: string; readonly of: { idle: number } }[];
  present = 0;
  members = 0;

  constructor(key: string, view: AgentView, supply: Supply) {
    this.key = key;
    this.supply = view.skills.map(({ skillId }) => ({ skillId, of: supply.of(skillId) }));
    this.skills = view.skills;
    this.teams = view.teamIds;
    this.lanes = [new Lane(this, 0), new Lane(this, 1)];
  }

  fits(needs: readonly SkillNeed[], queueTeams: readonly string[], accountTeams: readonly string[]): boolean {
    return inTeams(this.teams, queueTeams) && inTeams(this.teams, accountTeams) && meets(this.skills, needs);
  }

  /** R12: idle people left for the scarcest of the skills not needed now; taking from plenty keeps the scarce free. */
  spare(needs: readonly SkillNeed[]): number {
    let least = Number.MAX_SAFE_INTEGER;
    for (const { skillId, of } of this.supply) if (of.idle < least && !needs.some((n) => n.skillId === skillId)) least = of.idle;
    return least;
  }

  /** R12: higher proficiency for the needs first, then fewer other skills (they are scarcer elsewhere). Smaller is better. */
  fit(needs: readonly SkillNeed[]): number {
    let level = 0;
    for (const need of needs) level += levelOf(this.skills, need.skillId);
    return -level * 64 + Math.min(63, Math.max(0, this.skills.length - needs.length));
  }
}

export function profileKey(view: AgentView): string {
  const skills = view.skills.map((s) => `${s.skillId}:${s.level}`).toSorted();
  return `${view.capacity}|${view.teamIds.toSorted().join(',')}|${skills.join(',')}`;
}

export function agentSlot(view: AgentView, profile: Profile): AgentSlot {
  const nodes: HeapNode<AgentSlot>[] = [];
  const slot: AgentSlot = {
    view,
    profile,
    skills: view.skills,
    teams: view.teamIds,
    capacity: view.capacity,
    nodes: nodes as unknown as AgentSlot['nodes'],
    claimedCost: 0,
    claimedPicks: 0,
    claimedOffer: false,
    wasPresent: false,
    wasOfferable: false,
    wasLoad: 0,
    wasIdle: false,
  };
  nodes.push(heapNode(slot), heapNode(slot));
  return slot;
}
