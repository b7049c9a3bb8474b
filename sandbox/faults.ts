import type { z } from 'zod';
import type { Fault, faultSchema } from './fault.ts';
import type { Ledger } from './ledger.ts';
import { SandboxError } from './errors.ts';

/** The switched-on faults, in order; the first that fits and whose dice fall is taken. */
export class Faults {
  #list: (Fault & { fired: number })[] = [];
  readonly #ledger: Ledger;
  readonly #random: () => number;
  readonly #firedByKind = new Map<string, number>();
  #made = 0;

  constructor(ledger: Ledger, random: () => number) {
    this.#ledger = ledger;
    this.#random = random;
    ledger.on('faults', ({ faults }) => {
      this.#made = Math.max(this.#made, ...faults.map((fault) => Number(/^f(\d+)$/.exec(fault.id)?.[1] ?? 0)));
      const before = new Map(this.#list.map((fault) => [fault.id, fault.fired]));
      this.#list = faults.map((fault) => ({ ...fault, fired: before.get(fault.id) ?? 0 }));
    });
    ledger.on('faultFired', ({ id, kind }) => {
      this.#firedByKind.set(kind, (this.#firedByKind.get(kind) ?? 0) + 1);
      const fault = this.#list.find((each) => each.id === id);
      if (fault === undefined) return;
      fault.fired += 1;
      if (fault.remaining !== undefined) fault.remaining -= 1;
    });
  }

  list(): readonly (Fault & { readonly fired: number })[] {
    return this.#list;
  }

  firedByKind(): Record<string, number> {
    return Object.fromEntries(this.#firedByKind);
  }

  replace(inputs: readonly z.infer<typeof faultSchema>[]): void {
    let made = this.#made;
    const faults = inputs.map((input): Fault => ({ ...input, id: input.id ?? `f${(made += 1)}` }));
    if (new Set(faults.map((fault) => fault.id)).size < faults.length) throw new SandboxError('INPUT_INVALID', { field: 'faults', detail: 'faults: two faults have the same id' });
    this.#ledger.write({ t: 'faults', faults });
  }

  /** Adds one; the others stay with what is left of them. */
  add(input: z.infer<typeof faultSchema>): void {
    this.replace([...this.#list.filter((fault) => fault.id !== input.id && fault.remaining !== 0).map(({ fired: _, ...fault }) => fault), input]);
  }

  remove(id: string): void {
    if (!this.#list.some((fault) => fault.id === id)) throw new SandboxError('THING_UNKNOWN', { field: 'id' });
    this.#ledger.write({ t: 'faults', faults: this.#list.filter((fault) => fault.id !== id).map(({ fired: _, ...fault }) => fault) });
  }

  /**
   * Throws the dice for a request or delivery. `accounts` are lower-case handles it concerns.
   * The fault counts only when `fired` is called: an after-effect fault on a refused request does nothing.
   */
  choose(route: string, accounts: readonly string[]): Fault | undefined {
    for (const fault of this.#list) {
      if (fault.remaining === 0 || !routeFits(fault.route, route)) continue;
      if (fault.account !== undefined && !accounts.includes(fault.account.toLowerCase())) continue;
      if (this.#random() < fault.probability) return fault;
    }
    return undefined;
  }

  fired(fault: Fault): void {
    this.#ledger.write({ t: 'faultFired', id: fault.id, kind: fault.kind });
  }
}

/** `*` fits every request but no webhook; a method or the end of a path may be `*`. */
function routeFits(pattern: string, route: string): boolean {
  if (pattern === 'webhook' || route === 'webhook') return pattern === route;
  if (pattern === '*') return true;
  const [wantMethod = '', wantPath = ''] = pattern.split(' ');
  const [method = '', path = ''] = route.split(' ');
  if (wantMethod !== '*' && wantMethod !== method) return false;
  return wantPath.endsWith('*') ? path.startsWith(wantPath.slice(0, -1)) : wantPath === path;
}
