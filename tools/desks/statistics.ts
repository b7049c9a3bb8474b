/** Milliseconds of one kind of step, over all desks. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Two people held the same item in the same epoch, each by the rows of their own desk. Must never be. */
export interface OwnedTwice {
  readonly workItemId: string;
  readonly conversationId: string;
  readonly epoch: number;
  readonly agentIds: readonly [string, string];
}

export interface DeskStatistics {
  readonly desks: number;
  readonly signedIn: number;
  readonly offersAccepted: number;
  readonly offersDeclined: number;
  /** Answers the outboxes took. */
  readonly queued: number;
  /** Of those: out, as the platform confirmed. */
  readonly answered: number;
  readonly parked: number;
  readonly closed: number;
  readonly noAnswerNeeded: number;
  readonly transferred: number;
  /** Refusals by what was asked and code, `command.run:NOT_OWNER`. */
  readonly refused: Readonly<Record<string, number>>;
  /** Answers that failed for good, and such that became drafts, by code. */
  readonly failed: Readonly<Record<string, number>>;
  readonly becameDraft: Readonly<Record<string, number>>;
  /** Answers whose outcome was unclear at some time; open ones at the end stand in `unfinished`. */
  readonly unclear: number;
  readonly unfinished: number;
  readonly ownedTwice: readonly OwnedTwice[];
  /** By step, ms: `accept`, `open`, `send` (into the outbox), `deliver` (outbox to platform), `turn` (item seen to answer out), `command`. */
  readonly latencies: Readonly<Record<string, Spread>>;
}

type Counter =
  | 'signedIn'
  | 'offersAccepted'
  | 'offersDeclined'
  | 'queued'
  | 'answered'
  | 'parked'
  | 'closed'
  | 'noAnswerNeeded'
  | 'transferred'
  | 'unclear';
type ByCode = 'refused' | 'failed' | 'becameDraft';

/** One book for all desks of a run. */
export class DeskTally {
  readonly #counts = new Map<Counter, number>();
  readonly #codes: Record<ByCode, Map<string, number>> = { refused: new Map(), failed: new Map(), becameDraft: new Map() };
  readonly #times = new Map<string, number[]>();
  readonly #owners = new Map<string, string>();
  readonly #ownedTwice: OwnedTwice[] = [];

  count(what: Counter): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  code(kind: ByCode, code: string): void {
    this.#codes[kind].set(code, (this.#codes[kind].get(code) ?? 0) + 1);
  }

  time(step: string, ms: number): void {
    const times = this.#times.get(step);
    if (times === undefined) this.#times.set(step, [ms]);
    else times.push(ms);
  }

  /** A desk says by its own rows that its person holds this. An epoch grows with each change of owner, so it names one owner for ever. */
  owns(held: { readonly workItemId: string; readonly conversationId: string; readonly epoch: number; readonly agentId: string }): void {
    const key = `${held.workItemId}#${held.epoch}`;
    const other = this.#owners.get(key);
    if (other === undefined) this.#owners.set(key, held.agentId);
    else if (other !== held.agentId) {
      const { workItemId, conversationId, epoch } = held;
      const known = this.#ownedTwice.some(
        (seen) => seen.workItemId === workItemId && seen.epoch === epoch && seen.agentIds.includes(held.agentId),
      );
      if (!known) this.#ownedTwice.push({ workItemId, conversationId, epoch, agentIds: [other, held.agentId] });
    }
  }

  get(what: Counter): number {
    return this.#counts.get(what) ?? 0;
  }

  statistics(desks: number, unfinished: number): DeskStatistics {
    const n = (what: Counter): number => this.get(what);
    return {
      desks,
      signedIn: n('signedIn'),
      offersAccepted: n('offersAccepted'),
      offersDeclined: n('offersDeclined'),
      queued: n('queued'),
      answered: n('answered'),
      parked: n('parked'),
      closed: n('closed'),
      noAnswerNeeded: n('noAnswerNeeded'),
      transferred: n('transferred'),
      refused: Object.fromEntries(this.#codes.refused),
      failed: Object.fromEntries(this.#codes.failed),
      becameDraft: Object.fromEntries(this.#codes.becameDraft),
      unclear: n('unclear'),
      unfinished,
      ownedTwice: [...this.#ownedTwice],
      latencies: Object.fromEntries([...this.#times].map(([step, times]) => [step, spreadOf(times)])),
    };
  }
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
