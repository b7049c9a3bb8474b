import { levelOf } from '../../server/routing/core/needs.ts';
import type { Rng } from '../../shared/util/ports.ts';
import type { Decision, Dispatcher, PersonState, SimItem, SimPerson } from './dispatcher.ts';

export interface PlainPerson {
  readonly person: SimPerson;
  available: boolean;
  connected: boolean;
  used: number;
  idleSince: number;
}

/** A rule of thumb: which waiting item goes first, and who gets it. Smaller first. */
export interface PlainRule {
  /** Undefined: a random one. */
  readonly item: ((a: SimItem, b: SimItem) => number) | undefined;
  readonly person: ((a: PlainPerson, b: PlainPerson) => number) | undefined;
}

const byArrival = (a: SimItem, b: SimItem): number => a.arrivedAt - b.arrivedAt || a.no - b.no;
const longestIdle = (a: PlainPerson, b: PlainPerson): number => a.idleSince - b.idleSince || a.person.no - b.person.no;
const loadShare = (p: PlainPerson): number => p.used / p.person.capacity;

export const PLAIN_RULES: Readonly<Record<string, PlainRule>> = {
  fifo: { item: byArrival, person: longestIdle },
  'static-priority': { item: (a, b) => a.channel.target - b.channel.target || byArrival(a, b), person: longestIdle },
  'least-loaded': { item: byArrival, person: (a, b) => loadShare(a) - loadShare(b) || longestIdle(a, b) },
  random: { item: undefined, person: undefined },
  edf: { item: (a, b) => a.dueAt - b.dueAt || a.no - b.no, person: longestIdle },
};

/** The rules to compare with, without any index: everyone is looked at each time. They know skills and capacity, nothing else. */
export class PlainDispatcher implements Dispatcher {
  readonly #rule: PlainRule;
  readonly #rng: Rng;
  readonly #people = new Map<string, PlainPerson>();
  readonly #able = new Map<string, PlainPerson[]>();
  readonly #waiting = new Map<string, SimItem[]>();
  readonly #held = new Map<string, { readonly item: SimItem; readonly person: PlainPerson }>();
  readonly #keys = new Map<string, string>();

  constructor(rule: PlainRule, rng: Rng) {
    this.#rule = rule;
    this.#rng = rng;
  }

  person(person: SimPerson, now: number): void {
    this.#people.set(person.id, { person, available: false, connected: false, used: 0, idleSince: now });
    this.#able.clear();
  }

  state(personId: string, state: PersonState, now: number): void {
    const one = this.#people.get(personId);
    if (one === undefined) return;
    if (!one.available && state === 'available') one.idleSince = now;
    one.available = state === 'available';
  }

  link(personId: string, up: boolean): void {
    const one = this.#people.get(personId);
    if (one !== undefined) one.connected = up;
  }

  queue(item: SimItem): void {
    const key = `${item.channel.id}|${item.channel.cost}|${item.needs.map((n) => `${n.skillId}:${n.minLevel}`).join(',')}`;
    this.#keys.set(item.id, key);
    const list = this.#waiting.get(key);
    if (list === undefined) this.#waiting.set(key, [item]);
    else list.push(item);
  }

  accept(): void {
    throw new Error('a plain rule offers nothing');
  }

  close(itemId: string, now: number): void {
    const held = this.#held.get(itemId);
    if (held !== undefined) {
      held.person.used -= held.item.channel.cost;
      if (held.person.used === 0) held.person.idleSince = now;
      this.#held.delete(itemId);
    } else {
      const list = this.#waiting.get(this.#keys.get(itemId) ?? '') ?? [];
      const at = list.findIndex((i) => i.id === itemId);
      if (at >= 0) list.splice(at, 1);
    }
    this.#keys.delete(itemId);
  }

  settle(now: number): readonly Decision[] {
    const all: Decision[] = [];
    for (;;) {
      const found = this.#next();
      if (found === undefined) return all;
      const { list, at, person } = found;
      const item = list[at] as SimItem;
      list.splice(at, 1);
      person.used += item.channel.cost;
      person.idleSince = now;
      this.#held.set(item.id, { item, person });
      all.push({ kind: 'assign', item: item.id, person: person.person.id });
    }
  }

  wakeAt(): undefined {
    return undefined;
  }

  /** Items of one list are alike: only its first by the rule is asked about. */
  #next(): { list: SimItem[]; at: number; person: PlainPerson } | undefined {
    let best: { list: SimItem[]; at: number; free: PlainPerson[] } | undefined;
    let seen = 0;
    for (const [key, list] of this.#waiting) {
      const first = list[0];
      if (first === undefined) continue;
      const free = this.#ableTo(key, first).filter((p) => p.available && p.connected && p.person.capacity - p.used >= first.channel.cost);
      if (free.length === 0) continue;
      const { item: rule } = this.#rule;
      if (rule === undefined) {
        // Every waiting item is as likely as any other.
        seen += list.length;
        if (this.#rng.next() < list.length / seen) best = { list, at: Math.floor(this.#rng.next() * list.length), free };
        continue;
      }
      // Lists are in order of arrival; within one channel every rule keeps that order unless business hours bend the deadlines.
      let at = 0;
      if (first.channel.hours !== undefined)
        for (let i = 1; i < list.length; i += 1) if (rule(list[i] as SimItem, list[at] as SimItem) < 0) at = i;
      if (best === undefined || rule(list[at] as SimItem, best.list[best.at] as SimItem) < 0) best = { list, at, free };
    }
    if (best === undefined) return undefined;
    const { person: who } = this.#rule;
    const person =
      who === undefined
        ? (best.free[Math.floor(this.#rng.next() * best.free.length)] as PlainPerson)
        : best.free.reduce((a, b) => (who(b, a) < 0 ? b : a));
    return { list: best.list, at: best.at, person };
  }

  #ableTo(key: string, item: SimItem): PlainPerson[] {
    let able = this.#able.get(key);
    if (able === undefined) {
      able = [...this.#people.values()].filter((p) => item.needs.every((n) => levelOf(p.person.skills, n.skillId) >= n.minLevel));
      this.#able.set(key, able);
    }
    return able;
  }
}
