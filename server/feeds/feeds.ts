import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { Clock, Rng, Timers } from '../../shared/util/ports.ts';
import type { BudgetAction, PlatformReading } from '../../shared/domain/budget-view.ts';
import type { SearchTerms } from '../../shared/domain/search-terms.ts';
import type { InboundMessage, IngestResult } from '../../shared/domain/inbound.ts';
import { pause } from '../../shared/util/pause.ts';
import { FeedFailure, type Feed, type FeedHealth, type FeedKeep } from '../channels/ports.ts';
import type { FeedCursors } from './ports.ts';

export interface FeedsParts {
  readonly cursors: FeedCursors;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly take: (messages: readonly InboundMessage[], source: string) => Promise<readonly IngestResult[]>;
  /** Refusals after which the messages must come again: they say nothing about the message. */
  readonly mustComeAgain: (results: readonly IngestResult[]) => boolean;
  readonly onResult: (channel: string, outcome: string, count: number) => void;
  readonly onState: (feed: RunningFeed, health: FeedHealth) => void;
  /** The platform answered: something came, or nothing was there. */
  readonly onSuccess?: ((channel: string, account: string, messages: readonly InboundMessage[]) => void) | undefined;
  /** What leads look for on behalf of the account's brand; undefined: nothing was ever set. */
  readonly termsOf?: ((channel: string, account: string) => readonly SearchTerms[] | undefined) | undefined;
  /** The account's shared budget. */
  readonly budget?: { spend(channel: string, account: string, action: BudgetAction): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number }; heard(channel: string, account: string, reading: PlatformReading): void } | undefined;
  readonly onProblem: (error: unknown, where: string) => void;
  /** Where a feed keeps secrets it was given. */
  readonly keepOf?: ((feed: string) => FeedKeep | undefined) | undefined;
}

export interface RunningFeed {
  readonly channel: string;
  readonly account: string;
  readonly health: FeedHealth;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const MOST_PER_TAKE = 500;

interface Entry {
  readonly channel: string;
  readonly account: string;
  readonly feed: Feed;
  health: FeedHealth;
  done: Promise<void>;
  /** Of the run under way, or of the wait for the next one. */
  life: AbortController;
  paused: boolean;
  resume: (() => void) | undefined;
}

/** Runs the configured feeds: keeps each one listening, its cursor on disk behind its messages, and knows how it is doing. */
export class Feeds {
  readonly #p: FeedsParts;
  readonly #entries: Entry[] = [];
  readonly #paused = new Set<string>();
  readonly #stop = new AbortController();

  constructor(parts: FeedsParts) {
    this.#p = parts;
  }

  /** Starts one. It runs until `stop`. */
  add(channel: string, account: string, feed: Feed): void {
    const entry: Entry = { channel, account, feed, health: { state: 'starting' }, done: Promise.resolve(), life: new AbortController(), paused: this.#paused.has(`${channel}\n${account}`), resume: undefined };
    this.#entries.push(entry);
    entry.done = this.#keepRunning(entry);
  }

  /** Switches an account's feeds off, or on again where they left off. Also before they are added. */
  pause(channel: string, account: string, paused: boolean): void {
    const key = `${channel}\n${account}`;
    if (paused) this.#paused.add(key);
    else this.#paused.delete(key);
    for (const entry of this.#entries) {
      if (entry.channel !== channel || entry.account !== account || entry.paused === paused) continue;
      entry.paused = paused;
      if (paused) entry.life.abort();
      else entry.resume?.();
    }
  }

  list(): readonly RunningFeed[] {
    return this.#entries.map(({ channel, account, health }) => ({ channel, account, health }));
  }

  /** Resolves when nothing is delivered any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    for (const entry of this.#entries) {
      entry.life.abort();
      entry.resume?.();
    }
    await Promise.all(this.#entries.map((entry) => entry.done));
  }

  async #keepRunning(entry: Entry): Promise<void> {
    const { clock, timers, rng, cursors } = this.#p;
    const key = `${entry.channel}\n${entry.account}`;
    const { signal: stopped } = this.#stop;
    let failures = 0;
    while (!stopped.aborted) {
      if (entry.paused) {
        this.#say(entry, { state: 'paused' });
        await new Promise<void>((resolve) => (entry.resume = resolve));
        entry.resume = undefined;
        failures = 0;
        continue;
      }
      let failure: FeedFailure;
      const life = new AbortController();
      entry.life = life;
      const { signal } = life;
      if (entry.health.state === 'paused') this.#say(entry, { state: 'starting' });
      try {
        await entry.feed.run({
          cursor: cursors.get(key),
          deliver: async (messages, cursor) => {
            await this.#deliver(entry, messages);
            this.#p.onSuccess?.(entry.channel, entry.account, messages);
            cursors.set(key, cursor, clock.now());
            failures = 0;
          },
          state: (health) => {
            if (signal.aborted) return;
            this.#say(entry, health);
            if (health.state === 'live' || health.state === 'polling') this.#p.onSuccess?.(entry.channel, entry.account, []);
          },
          keep: this.#p.keepOf?.(key),
          terms: () => this.#p.termsOf?.(entry.channel, entry.account),
          spend: (action) => this.#spend(entry, action, signal),
          heard: (reading) => this.#p.budget?.heard(entry.channel, entry.account, reading),
          signal,
          clock,
          timers,
          rng,
        });
        failure = new FeedFailure('PLATFORM_UNREACHABLE', 'the feed ended by itself');
      } catch (error) {
        failure = asFailure(error);
        if (failure.code === 'INTERNAL') this.#p.onProblem(error, `feed ${entry.channel}`);
      }
      const ended = signal.aborted;
      life.abort();
      if (stopped.aborted) break;
      if (ended || entry.paused) continue;
      failures += 1;
      const backOffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + rng.next() / 2);
      const waitMs = Math.max(backOffMs, failure.retryAfterMs ?? 0);
      this.#say(entry, { state: 'waiting', code: failure.code, detail: failure.message.slice(0, 300), nextTryAt: clock.now() + waitMs });
      const rest = new AbortController();
      entry.life = rest;
      await pause({ timers, signal: rest.signal }, waitMs);
    }
    this.#say(entry, { state: 'stopped' });
  }

  /** Waits for its turn in the account's budget; a platform's own limit holds whatever happens here. */
  async #spend(entry: Entry, action: BudgetAction, signal: AbortSignal): Promise<void> {
    const { budget, clock, timers } = this.#p;
    if (budget === undefined) return;
    const before = entry.health;
    while (!signal.aborted) {
      const answer = budget.spend(entry.channel, entry.account, action);
      if (answer.ok) break;
      const waitMs = Math.max(50, answer.retryAfterMs);
      this.#say(entry, { state: 'waiting', code: 'BUDGET_EXHAUSTED', detail: action, nextTryAt: clock.now() + waitMs });
      await pause({ timers, signal }, Math.min(waitMs, LONGEST_WAIT_MS));
    }
    if (!signal.aborted && entry.health !== before && entry.health.state === 'waiting') this.#say(entry, before);
  }

  async #deliver(entry: Entry, messages: readonly InboundMessage[]): Promise<void> {
    for (let at = 0; at < messages.length; at += MOST_PER_TAKE) {
      const results = await this.#p.take(messages.slice(at, at + MOST_PER_TAKE), `ingest:${entry.channel}`);
      for (const result of results) this.#p.onResult(entry.channel, result.status, 1);
      // An account that is not registered yet is no fault of its messages: they wait at the platform.
      const unknown = results.find((result) => result.status === 'rejected' && result.code === 'ACCOUNT_UNKNOWN');
      if (unknown !== undefined) throw new FeedFailure('ACCOUNT_UNKNOWN', `the center knows no account ${entry.account} on ${entry.channel}`);
      if (this.#p.mustComeAgain(results)) throw new FeedFailure('SERVER_RECOVERING', 'the log did not take the messages; they are asked for again');
      for (const result of results) if (result.status === 'rejected' && result.code !== 'MESSAGE_UNKNOWN') this.#p.onProblem(new CodedError(result.code as ErrorCode, { detail: result.message, field: result.field }), `feed ${entry.channel}`);
    }
  }

  #say(entry: Entry, health: FeedHealth): void {
    if (JSON.stringify(entry.health) === JSON.stringify(health)) return;
    entry.health = health;
    this.#p.onState({ channel: entry.channel, account: entry.account, health }, health);
  }
}

function asFailure(error: unknown): FeedFailure {
  if (error instanceof FeedFailure) return error;
  if (isCodedError(error)) return new FeedFailure(error.code, error.detail ?? error.message);
  return new FeedFailure('INTERNAL', error instanceof Error ? error.message : String(error));
}
