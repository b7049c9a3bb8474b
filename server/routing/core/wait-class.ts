import type { SkillNeed } from '../../../shared/domain/skill.ts';
import type { RoutingConfig } from './config.ts';
import { heapNode, IndexedHeap, type HeapNode } from './heap.ts';
import { before, LinkHeap } from './link-heap.ts';
import { compareByWait, compareHands, LOAD_STEPS, loadStep, pickOrder } from './order.ts';
import { freeIn, type AgentSlot, type FitRow, type Lane, type LaneNo, type Link, type Profile } from './profiles.ts';
import type { ConversationView, ItemView } from './state.ts';

/** R12: with more free profiles than this nothing is scarce, and weighing them would cost more than it brings. */
const SCARCE_BELOW = 10;

/** A work item with its places in the indexes. */
export interface ItemSlot {
  readonly view: ItemView;
  late: boolean;
  /** This turn has decided on it and the log has not yet said so. */
  claimed: boolean;
  cls: WaitClass | undefined;
  /** Held back within a turn: nobody may take it now, those behind it may. */
  aside: boolean;
  /** Of its conversation; one object for as long as the engine lives. */
  conversation: ConversationView | undefined;
  ringAt: number;
  wakeAt: number;
  returnAt: number;
  alarmAt: number;
  readonly pick: HeapNode<ItemSlot>;
  readonly wait: HeapNode<ItemSlot>;
  readonly due: HeapNode<ItemSlot>;
  readonly ring: HeapNode<ItemSlot>;
  readonly wake: HeapNode<ItemSlot>;
  readonly giveBack: HeapNode<ItemSlot>;
  readonly alarm: HeapNode<ItemSlot>;
}

export function itemSlot(view: ItemView): ItemSlot {
  const slot = { view, late: false, claimed: false, cls: undefined, aside: false, conversation: undefined, ringAt: 0, wakeAt: 0, returnAt: 0, alarmAt: 0 } as unknown as {
    -readonly [K in keyof ItemSlot]: ItemSlot[K];
  };
  slot.pick = heapNode(slot);
  slot.wait = heapNode(slot);
  slot.due = heapNode(slot);
  slot.ring = heapNode(slot);
  slot.wake = heapNode(slot);
  slot.giveBack = heapNode(slot);
  slot.alarm = heapNode(slot);
  return slot;
}

export interface ClassKey {
  readonly key: string;
  readonly lane: LaneNo;
  readonly cost: number;
  readonly needs: readonly SkillNeed[];
  readonly queueTeams: readonly string[];
  readonly accountTeams: readonly string[];
}

/** Waiting items of one queue that the same people can take at the same cost, and these people ordered by who should. */
export class WaitClass {
  readonly of: ClassKey;
  /** All waiting ones, in the order of R6. */
  readonly picks: IndexedHeap<ItemSlot>;
  /** The late ones by longest wait, for reserved picks. */
  readonly waits = new IndexedHeap<ItemSlot>(compareByWait);
  readonly turn: HeapNode<WaitClass> = heapNode<WaitClass>(this);
  readonly #byFit: boolean;
  readonly #rows: FitRow[] = [];
  readonly #links = new Map<Profile, Link>();
  readonly #stale: Link[] = [];
  readonly #openAt: number[] = Array.from({ length: LOAD_STEPS }, () => 0);
  /** Profiles with somebody who can take one now. */
  open = 0;

  constructor(of: ClassKey, config: Pick<RoutingConfig, 'order' | 'who'>) {
    this.of = of;
    this.picks = new IndexedHeap<ItemSlot>(pickOrder(config.order));
    this.#byFit = config.who === 'fit';
  }

  get profiles(): IterableIterator<Profile> {
    return this.#links.keys();
  }

  admits(profile: Profile): boolean {
    return this.#links.has(profile);
  }

  join(profile: Profile): void {
    const { needs, queueTeams, accountTeams, lane } = this.of;
    if (this.#links.has(profile) || !profile.fits(needs, queueTeams, accountTeams)) return;
    const row = this.#rowOf(this.#byFit ? profile.fit(needs) : 0);
    const link: Link = { cls: this, lane: profile.lanes[lane] as Lane, row, step: -1, at: -1, stale: false, gone: false, share: 0, restingSince: 0, ord: 0 };
    this.#links.set(profile, link);
    link.lane.links.push(link);
    this.place(link);
  }

  /** Forgets all profiles; the class must not be used afterwards. */
  dissolve(): void {
    for (const link of this.#links.values()) link.lane.links.splice(link.lane.links.indexOf(link), 1);
    this.#links.clear();
  }

  leave(profile: Profile): void {
    const link = this.#links.get(profile);
    if (link === undefined) return;
    this.#unplace(link);
    link.gone = true;
    this.#links.delete(profile);
    link.lane.links.splice(link.lane.links.indexOf(link), 1);
  }

  /** After the best person of the link's lane has changed. While nothing waits here nobody asks: it is noted and done when something comes. */
  place(link: Link): void {
    if (this.picks.size > 0) return this.#placeNow(link);
    if (link.stale) return;
    link.stale = true;
    this.#stale.push(link);
  }

  /** Before the first item comes in: the links that changed meanwhile, each once. */
  freshen(): void {
    for (const link of this.#stale) {
      link.stale = false;
      if (!link.gone) this.#placeNow(link);
    }
    this.#stale.length = 0;
  }

  #placeNow(link: Link): void {
    const step = link.lane.step >= 0 && link.lane.free >= this.of.cost ? link.lane.step : -1;
    // Out of its heap before its keys change.
    if (step !== link.step) this.#unplace(link);
    if (step < 0) return;
    link.share = link.lane.share;
    link.restingSince = link.lane.restingSince;
    link.ord = link.lane.ord;
    const heap = link.row.steps[step] as LinkHeap<Link>;
    if (step === link.step) return heap.update(link);
    link.step = step;
    heap.push(link);
    this.#openAt[step] = (this.#openAt[step] ?? 0) + 1;
    this.open += 1;
  }

  /** R12: who should take one now; load step, then fit, then scarcity of their other skills, then least load and longest idle. */
  best(): AgentSlot | undefined {
    for (let step = 0; step < LOAD_STEPS; step += 1) {
      if (this.#openAt[step] === 0) continue;
      for (const row of this.#rows) {
        const links = row.steps[step] as LinkHeap<Link>;
        if (links.size === 0) continue;
        const scarce = this.#byFit && links.size > 1 && links.size <= SCARCE_BELOW;
        return (scarce ? this.#bestSpared(links) : (links.peek() as Link)).lane.heap.peek();
      }
    }
    return undefined;
  }

  /** Whoever's other skills are best covered without them; among equals the best hands. */
  #bestSpared(links: LinkHeap<Link>): Link {
    let found: Link | undefined;
    let spare = -1;
    for (const link of links.all()) {
      const here = link.lane.profile.spare(this.of.needs);
      if (here < spare || (here === spare && found !== undefined && before(found, link))) continue;
      found = link;
      spare = here;
    }
    return found as Link;
  }

  /** As `best`, leaving some people out: looks at everyone who is open, so only for items that were declined. */
  bestWithout(out: ReadonlySet<string>): AgentSlot | undefined {
    let found: { slot: AgentSlot; fit: number; step: number } | undefined;
    for (const link of this.#links.values()) {
      if (link.step < 0) continue;
      for (const slot of link.lane.heap.whilePassing((s) => freeIn(s, this.of.lane) >= this.of.cost)) {
        if (out.has(slot.view.id)) continue;
        const load = slot.loads[this.of.lane] ?? 0;
        const step = loadStep(load, slot.view.capacity);
        const by =
          found === undefined
            ? -1
            : step - found.step || link.row.fit - found.fit || compareHands(slot.view, load, found.slot.view, found.slot.loads[this.of.lane] ?? 0);
        if (by < 0) found = { slot, fit: link.row.fit, step };
      }
    }
    return found?.slot;
  }

  /** People who are there and could ever take one, full or not. */
  presentCount(): number {
    let count = 0;
    for (const profile of this.#links.keys()) count += profile.present;
    return count;
  }

  #unplace(link: Link): void {
    if (link.step < 0) return;
    (link.row.steps[link.step] as LinkHeap<Link>).remove(link);
    this.#openAt[link.step] = (this.#openAt[link.step] ?? 0) - 1;
    this.open -= 1;
    link.step = -1;
  }

  #rowOf(fit: number): FitRow {
    let row = this.#rows.find((r) => r.fit === fit);
    if (row === undefined) {
      row = { fit, steps: Array.from({ length: LOAD_STEPS }, () => new LinkHeap<Link>()) };
      this.#rows.push(row);
      this.#rows.sort((a, b) => a.fit - b.fit);
    }
    return row;
  }
}
