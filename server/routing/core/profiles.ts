import type { BlendingMatrix } from '../../../shared/domain/strategy.ts';
import type { SkillLevel, SkillNeed, Wish } from '../../../shared/domain/skill.ts';
import { heapNode, IndexedHeap, type HeapNode } from './heap.ts';
import { KINDS, type ByKind } from './kind-numbers.ts';
import type { LinkHeap, Placed } from './link-heap.ts';
import { inTeams, levelOf, meets } from './needs.ts';
import { compareHands, loadStep } from './order.ts';
import type { AgentView } from './state.ts';
import type { WaitClass } from './wait-class.ts';

// People with the same skills, wishes, teams and capacity are one profile. A match looks at profiles, then at the head of one heap: its cost
// does not grow with the number of people.

/** Twice the kind of work (R9), plus 1 where it is offered (for people who have no offer pending). */
export type LaneNo = number;
export const LANES = KINDS.length * 2;
export const laneNo = (kind: number, offered: 0 | 1): LaneNo => kind * 2 + offered;
export const isOffered = (lane: LaneNo): boolean => lane % 2 === 1;
export const kindIn = (lane: LaneNo): number => lane >> 1;

/** A person with their places in the indexes. `claimed…` is what this turn has decided and the log has not yet said. */
export interface AgentSlot {
  readonly view: AgentView;
  profile: Profile;
  /** What the profile was chosen by. */
  skills: AgentView['skills'];
  teams: AgentView['teamIds'];
  wishes: AgentView['wishes'];
  capacity: number;
  /** Per lane: place in its heap, and load as that kind of work sees it, as of the last refresh. */
  readonly nodes: (HeapNode<AgentSlot> | undefined)[];
  readonly loads: number[];
  readonly gate: HeapNode<AgentSlot>;
  gateAt: number;
  claimedCost: number;
  readonly claimedBy: ByKind;
  claimedPicks: number;
  claimedOffer: boolean;
  /** As of the last refresh, to notice what has become better. */
  wasPresent: boolean;
  /** R8: nothing new now but danger. */
  gated: boolean;
  /** Counted as idle in the supply of each of their skills. */
  wasIdle: boolean;
}

export function loadOf(slot: AgentSlot): number {
  return slot.view.used + slot.claimedCost;
}

export function isSeated(slot: AgentSlot, lane: LaneNo): boolean {
  return (slot.nodes[lane]?.at ?? -1) >= 0;
}

/** Room for work of this lane, as of the last refresh. */
export function freeIn(slot: AgentSlot, lane: LaneNo): number {
  return slot.view.capacity - (slot.loads[lane] ?? 0);
}

/** How one class of waiting items sees one lane of one profile, placed in the heap of its row and step as of the last `place`. `step` −1: nobody there can take its cost now. */
export interface Link extends Placed {
  readonly cls: WaitClass;
  readonly lane: Lane;
  readonly row: FitRow;
  step: number;
  /** Changed while nothing waited in its class. */
  stale: boolean;
  gone: boolean;
}

/** Links of equal fit, by the load step of their best person, best hands first. */
export interface FitRow {
  readonly fit: number;
  readonly steps: readonly LinkHeap<Link>[];
}

export class Lane {
  readonly profile: Profile;
  readonly no: LaneNo;
  readonly heap: IndexedHeap<AgentSlot>;
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
    this.heap = new IndexedHeap<AgentSlot>((a, b) => compareHands(a.view, a.loads[no] ?? 0, b.view, b.loads[no] ?? 0));
  }

  /** After any change to the heap: tells the classes when the best person has changed. */
  refresh(): void {
    const head = this.heap.peek();
    const load = head?.loads[this.no] ?? 0;
    const free = head === undefined ? -1 : head.view.capacity - load;
    const step = head === undefined ? -1 : loadStep(load, head.view.capacity);
    const share = head === undefined ? 0 : load / Math.max(1, head.view.capacity);
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

/** R10: 1 rather not, 2 as good as any, 3 gladly. */
const NEUTRAL_WISH = 2;

export class Profile {
  readonly key: string;
  readonly skills: readonly SkillLevel[];
  readonly teams: readonly string[];
  readonly matrix: BlendingMatrix;
  /** Made when a class of that lane first looks. */
  readonly lanes: (Lane | undefined)[] = Array.from({ length: LANES }, () => undefined);
  /** Those of them that there are. */
  readonly made: Lane[] = [];
  readonly members = new Set<AgentSlot>();
  /** Per skill, shared with everyone who has it. */
  readonly supply: readonly { readonly skillId: string; readonly of: { idle: number } }[];
  readonly #wishes: readonly Wish[];
  present = 0;

  constructor(key: string, view: AgentView, supply: Supply, matrix: BlendingMatrix, wishes: boolean) {
    this.key = key;
    this.supply = view.skills.map(({ skillId }) => ({ skillId, of: supply.of(skillId) }));
    this.skills = view.skills;
    this.teams = view.teamIds;
    this.matrix = matrix;
    this.#wishes = wishes ? (view.wishes ?? []) : [];
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

  /** R12: proficiency times wish (R10) for the needs first, then fewer other skills (they are scarcer elsewhere). Smaller is better. */
  fit(needs: readonly SkillNeed[]): number {
    let level = 0;
    for (const need of needs) level += levelOf(this.skills, need.skillId) * this.#wishFor(need.skillId);
    return -level * 64 + Math.min(63, Math.max(0, this.skills.length - needs.length));
  }

  #wishFor(skillId: string): number {
    for (const wish of this.#wishes) if (wish.skillId === skillId) return wish.wish;
    return NEUTRAL_WISH;
  }
}

export function profileKey(view: AgentView): string {
  const skills = view.skills.map((s) => `${s.skillId}:${s.level}`).toSorted();
  const wishes = (view.wishes ?? []).map((w) => `${w.skillId}:${w.wish}`).toSorted();
  // In their order: the first team with a matrix of its own counts (R9).
  return `${view.capacity}|${view.teamIds.join(',')}|${skills.join(',')}|${wishes.join(',')}`;
}

export function agentSlot(view: AgentView, profile: Profile): AgentSlot {
  const slot = {
    view,
    profile,
    skills: view.skills,
    teams: view.teamIds,
    wishes: view.wishes,
    capacity: view.capacity,
    nodes: Array.from({ length: LANES }, () => undefined),
    loads: Array.from({ length: LANES }, () => 0),
    gateAt: 0,
    claimedCost: 0,
    claimedBy: [0, 0, 0, 0] as ByKind,
    claimedPicks: 0,
    claimedOffer: false,
    wasPresent: false,
    gated: false,
    wasIdle: false,
  } as unknown as { -readonly [K in keyof AgentSlot]: AgentSlot[K] };
  slot.gate = heapNode(slot);
  return slot;
}
