import { heapNode, IndexedHeap, type HeapNode } from '../../server/routing/core/heap.ts';
import { addBusinessTime } from '../../shared/domain/business-time.ts';
import type { Rng } from '../../shared/util/ports.ts';
import type { Decision, Dispatcher, SimItem, SimPerson } from './dispatcher.ts';
import { Measure } from './measure.ts';
import type { Flow, Scenario } from './schema.ts';
import { arrivalsOf, drawSpan, exponential, streamOf } from './sources.ts';

/** Monday 2027-01-04 00:00 UTC. */
export const SIM_START = 1_799_020_800_000;
const MINUTE = 60_000;
/** Someone who missed two offers is back after so long. */
const AWAY_MS = 5 * MINUTE;

interface Happening {
  readonly at: number;
  readonly no: number;
  readonly run: () => void;
  node: HeapNode<Happening> | undefined;
}

interface Work {
  readonly item: SimItem;
  readonly flow: number;
  readonly serviceMs: number;
  readonly counted: boolean;
  person: Person | undefined;
  startedAt: number | undefined;
  everStarted: boolean;
  finishedUnsent: boolean;
  over: boolean;
  /** Grows with every change of hands, so that what was planned for the hands before is void. */
  hand: number;
}

interface Person {
  readonly sim: SimPerson;
  readonly hands: number;
  readonly accepts: number;
  readonly acceptMs: number;
  readonly rng: Rng;
  readonly held: Set<Work>;
  working: number;
  up: boolean;
  onShift: boolean;
  leaving: boolean;
}

export type MakeDispatcher = (scenario: Scenario, people: readonly SimPerson[], rng: Rng, startAt: number) => Dispatcher;

/** One run of a scenario on a virtual clock. The same scenario, seed and run meet any dispatcher with the same people, arrivals and work. */
export function simulate(scenario: Scenario, make: MakeDispatcher, seed: number, run: number): Measure {
  return new Simulation(scenario, make, seed, run).run();
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #seed: number;
  readonly #run: number;
  readonly #ahead = new IndexedHeap<Happening>((a, b) => a.at - b.at || a.no - b.no);
  readonly #works = new Map<string, Work>();
  readonly #people = new Map<string, Person>();
  readonly #dispatcher: Dispatcher;
  readonly #measure: Measure;
  readonly #endAt: number;
  #now = SIM_START;
  #no = 0;
  #items = 0;
  #waiting = 0;

  constructor(scenario: Scenario, make: MakeDispatcher, seed: number, run: number) {
    this.#scenario = scenario;
    this.#seed = seed;
    this.#run = run;
    this.#endAt = SIM_START + scenario.minutes * MINUTE;
    const people: { sim: SimPerson; group: Scenario['agents'][number] }[] = [];
    for (const group of scenario.agents) {
      const skills = Object.entries(group.skills).map(([skillId, level]) => ({ skillId, level }));
      for (let i = 0; i < group.count; i += 1)
        people.push({ sim: { no: people.length, id: `p${people.length + 1}`, skills, capacity: group.capacity }, group });
    }
    const sims = people.map((p) => p.sim);
    this.#measure = new Measure(scenario, sims, SIM_START + scenario.warmup * MINUTE, this.#endAt);
    this.#dispatcher = make(scenario, sims, streamOf(seed, run, 'dispatcher'), SIM_START);
    for (const { sim, group } of people) this.#hire(sim, group);
  }

  run(): Measure {
    this.#scenario.flows.forEach((flow, i) => this.#startFlow(flow, i));
    this.#settle();
    for (let next = this.#ahead.peek(); ; next = this.#ahead.peek()) {
      const wake = this.#dispatcher.wakeAt(this.#now);
      const at = Math.min(next?.at ?? Infinity, wake === undefined ? Infinity : Math.max(wake, this.#now + 1));
      if (at === Infinity || (at >= this.#endAt && (this.#scenario.cutAtEnd || this.#idle()))) break;
      if (at > this.#endAt + 60 * 24 * 60 * MINUTE) break;
      this.#now = at;
      if (next !== undefined && next.at <= at) {
        if (next.node !== undefined) this.#ahead.remove(next.node);
        next.run();
      }
      this.#settle();
    }
    for (const work of this.#works.values())
      if (!work.everStarted) this.#measure.neverStarted(work.item, work.flow, work.counted, this.#now);
    this.#measure.end(this.#now);
    return this.#measure;
  }

  #at(at: number, run: () => void): void {
    this.#no += 1;
    const happening: Happening = { at: Math.max(this.#now, Math.round(at)), no: this.#no, run, node: undefined };
    happening.node = heapNode(happening);
    this.#ahead.push(happening.node);
  }

  #idle(): boolean {
    return this.#works.size === 0;
  }

  #hire(sim: SimPerson, group: Scenario['agents'][number]): void {
    const rng = streamOf(this.#seed, this.#run, 'person', sim.no);
    const person: Person = {
      sim,
      hands: group.hands ?? Infinity,
      accepts: group.accepts,
      acceptMs: group.acceptSeconds * 1000,
      rng,
      held: new Set(),
      working: 0,
      up: true,
      onShift: group.shifts === undefined,
      leaving: false,
    };
    this.#people.set(sim.id, person);
    this.#dispatcher.person(sim, this.#now);
    this.#dispatcher.link(sim.id, true, this.#now);
    if (group.shifts === undefined) this.#arrive(person);
    for (const shift of group.shifts ?? []) {
      this.#at(SIM_START + shift.from * MINUTE, () => this.#arrive(person));
      this.#at(SIM_START + shift.to * MINUTE, () => this.#leave(person));
    }
    const { home } = group;
    if (home === undefined) return;
    const drop = (): void => {
      if (this.#now >= this.#endAt) return;
      if (person.onShift) this.#link(person, false);
      const downMs = exponential(rng, home.downMinutes) * MINUTE;
      this.#at(this.#now + downMs, () => this.#link(person, true));
      this.#at(this.#now + downMs + (exponential(rng, 60 / home.dropsPerHour) + 0.001) * MINUTE, drop);
    };
    this.#at(this.#now + exponential(rng, 60 / home.dropsPerHour) * MINUTE, drop);
  }

  #arrive(person: Person): void {
    person.onShift = true;
    person.leaving = false;
    this.#dispatcher.state(person.sim.id, 'available', this.#now);
    this.#measure.staffed(person.sim.no, true, this.#now);
  }

  /** Nothing new; goes home when what they hold is done. */
  #leave(person: Person): void {
    person.leaving = true;
    this.#dispatcher.state(person.sim.id, 'runOut', this.#now);
    this.#goHomeWhenDone(person);
  }

  #goHomeWhenDone(person: Person): void {
    if (!person.leaving || person.held.size > 0) return;
    person.leaving = false;
    person.onShift = false;
    this.#dispatcher.state(person.sim.id, 'offDuty', this.#now);
    this.#measure.staffed(person.sim.no, false, this.#now);
  }

  #link(person: Person, up: boolean): void {
    if (person.up === up) return;
    person.up = up;
    this.#dispatcher.link(person.sim.id, up, this.#now);
    if (up) for (const work of [...person.held]) if (work.finishedUnsent) this.#finish(work);
  }

  #startFlow(flow: Flow, no: number): void {
    const instants = arrivalsOf(flow, this.#seed, this.#run, this.#scenario.minutes);
    const rng = streamOf(this.#seed, this.#run, flow.id, 'work');
    const channel = this.#scenario.channels.find((c) => c.id === flow.channel) as Scenario['channels'][number];
    const needs = Object.entries(flow.needs).map(([skillId, minLevel]) => ({ skillId, minLevel }));
    const next = (): void => {
      const found = instants.next();
      if (found.done === true) return;
      this.#at(SIM_START + found.value * MINUTE, () => {
        this.#come(flow, no, channel, needs, rng);
        next();
      });
    };
    next();
  }

  #come(flow: Flow, no: number, channel: SimItem['channel'], needs: SimItem['needs'], rng: Rng): void {
    const serviceMs = drawSpan(rng, flow.service);
    const patienceMs = flow.patience === undefined ? undefined : drawSpan(rng, flow.patience);
    const contact = flow.contacts === undefined ? undefined : Math.floor(rng.next() * flow.contacts);
    const now = this.#now;
    const targetMs = Math.round(channel.target * MINUTE);
    this.#items += 1;
    const id = `i${this.#items}`;
    const dueAt = channel.hours === undefined ? now + targetMs : addBusinessTime(now, targetMs, channel.hours);
    const contactId = contact === undefined ? id : `${flow.id}-${contact}`;
    const item: SimItem = { no: this.#items, id, contactId, channel, needs, arrivedAt: now, dueAt };
    const counted = this.#measure.arrived(item, no);
    const { waitingSpaces } = this.#scenario;
    const work: Work = {
      item,
      flow: no,
      serviceMs,
      counted,
      person: undefined,
      startedAt: undefined,
      everStarted: false,
      finishedUnsent: false,
      over: false,
      hand: 0,
    };
    this.#works.set(id, work);
    this.#waiting += 1;
    this.#dispatcher.queue(item, now);
    // Whoever finds somebody free needs no space to wait in.
    this.#settle();
    if (waitingSpaces !== undefined && work.person === undefined && this.#waiting > waitingSpaces) {
      this.#measure.blocked(item, no, counted);
      this.#gone(work);
      return;
    }
    if (patienceMs === undefined) return;
    this.#at(now + patienceMs, () => {
      if (work.over || work.everStarted) return;
      this.#measure.abandoned(item, no, counted, this.#now);
      this.#gone(work);
    });
  }

  #gone(work: Work): void {
    if (work.person === undefined) this.#waiting -= 1;
    else this.#release(work);
    work.over = true;
    this.#works.delete(work.item.id);
    this.#dispatcher.close(work.item.id, this.#now);
  }

  #settle(): void {
    for (const decision of this.#dispatcher.settle(this.#now)) this.#carryOut(decision);
  }

  #carryOut(decision: Decision): void {
    const person = this.#people.get(decision.person) as Person;
    if (decision.kind === 'absent') {
      this.#at(this.#now + AWAY_MS, () => {
        if (person.onShift && !person.leaving) this.#dispatcher.state(person.sim.id, 'available', this.#now);
      });
      return;
    }
    const work = this.#works.get(decision.item);
    if (work === undefined) return;
    if (decision.kind === 'assign') this.#give(work, person);
    else if (decision.kind === 'return') {
      this.#release(work);
      this.#waiting += 1;
      this.#measure.returned(work.item);
    } else if (decision.kind === 'offer') {
      if (person.rng.next() >= person.accepts) return;
      const { offer } = decision;
      const hand = work.hand;
      this.#at(this.#now + person.acceptMs, () => {
        if (work.over || work.person !== undefined || work.hand !== hand || !person.up) return;
        this.#dispatcher.accept(work.item.id, offer, this.#now);
        this.#give(work, person);
      });
    } else work.hand += 1;
  }

  #give(work: Work, person: Person): void {
    work.person = person;
    work.hand += 1;
    this.#waiting -= 1;
    this.#measure.given(work.item, person.sim.no);
    person.held.add(work);
    this.#startNext(person);
  }

  /** The most urgent of what lies on the desk. */
  #startNext(person: Person): void {
    while (person.working < person.hands) {
      let first: Work | undefined;
      for (const work of person.held)
        if (work.startedAt === undefined && (first === undefined || work.item.dueAt < first.item.dueAt)) first = work;
      if (first === undefined) return;
      const work = first;
      work.startedAt = this.#now;
      this.#dispatcher.begin?.(work.item.id, person.sim.id, this.#now);
      person.working += 1;
      this.#measure.busy(person.sim.no, true, this.#now);
      // A customer's wait ends when somebody first takes it up; taken over from a dropped desk it is no new wait.
      if (!work.everStarted) this.#measure.started(work.item, work.flow, work.counted, this.#now);
      work.everStarted = true;
      const hand = work.hand;
      this.#at(this.#now + work.serviceMs, () => {
        if (work.over || work.hand !== hand) return;
        // Without a link nothing can be sent: it leaves when the desk is back, unless it was given to somebody else.
        if (person.up) this.#finish(work);
        else work.finishedUnsent = true;
      });
    }
  }

  #finish(work: Work): void {
    const person = work.person;
    this.#release(work);
    work.over = true;
    this.#works.delete(work.item.id);
    this.#dispatcher.close(work.item.id, this.#now);
    if (person !== undefined) this.#goHomeWhenDone(person);
  }

  /** Out of these hands, done or not. */
  #release(work: Work): void {
    const { person } = work;
    if (person === undefined) return;
    person.held.delete(work);
    if (work.startedAt !== undefined) {
      person.working -= 1;
      if (person.working === 0) this.#measure.busy(person.sim.no, false, this.#now);
    }
    work.person = undefined;
    work.startedAt = undefined;
    work.finishedUnsent = false;
    work.hand += 1;
    this.#startNext(person);
    this.#goHomeWhenDone(person);
  }
}
