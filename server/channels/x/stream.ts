import { z } from 'zod';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { isCodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import { pause } from '../../../shared/util/pause.ts';
import { FeedFailure, type FeedRun } from '../ports.ts';
import type { XFeedSettings } from './feed-settings.ts';
import { FIELDS, type ReadApi } from './read-api.ts';
import { groupOf, syncRules, type Wanted } from './rules.ts';
import { pageMessages, type OwnAccount } from './timeline.ts';
import { postPageSchema, postSchema } from './wire.ts';

const lineSchema = z.object({ data: postSchema, includes: postPageSchema.shape.includes, matching_rules: z.array(z.object({ id: z.string().max(64), tag: z.string().max(2_048).optional() })).max(1_000).optional() });
const endSchema = z.object({ errors: z.array(z.object({ title: z.string().max(256).optional(), detail: z.string().max(1_000).optional() })).min(1).max(50) });

/** A rate limit or a second connection is waited out at least so long. */
const LIMITED_WAIT_MS = 60_000;
const MOST_WAITING = 5_000;
const MOST_LINE = 1_000_000;

export interface TermStreamParts {
  readonly api: ReadApi;
  readonly own: OwnAccount;
  readonly run: FeedRun;
  readonly settings: XFeedSettings;
  /** What is to be looked for now. */
  readonly searches: () => readonly Wanted[];
}

export interface Streamed {
  readonly messages: InboundMessage[];
  readonly newest: string;
}

/**
 * The filtered stream: its rules follow the terms, a connection that breaks or says nothing for too long is made anew, and whoever asks learns that there was a gap.
 * Never throws; what is wrong stands in `trouble`.
 */
export class TermStream {
  readonly #p: TermStreamParts;
  #queue: Streamed[] = [];
  #wake: (() => void) | undefined;
  #connection: AbortController | undefined;
  #isLive = false;
  #hasGap = false;
  #trouble: string | undefined;
  #failures = 0;
  #tryAt = 0;
  #rules: string | undefined;
  #syncing = false;
  #stopped = false;

  constructor(parts: TermStreamParts) {
    this.#p = parts;
  }

  get isLive(): boolean {
    return this.#isLive;
  }
  /** Something may have been said that the stream did not bring. */
  get hasGap(): boolean {
    return this.#hasGap;
  }
  get trouble(): string | undefined {
    return this.#trouble;
  }

  gapSeen(): void {
    this.#hasGap = false;
  }

  take(): Streamed[] {
    const taken = this.#queue;
    this.#queue = [];
    return taken;
  }

  /** Brings rules and connection to where they should be; returns at once. */
  tend(): void {
    if (this.#stopped || this.#syncing || this.#p.run.clock.now() < this.#tryAt) return;
    const wanted = this.#p.searches();
    const rules = JSON.stringify(wanted.map(({ group, query }) => [group, query]));
    if (rules === this.#rules && (this.#connection !== undefined || wanted.length === 0)) return;
    this.#syncing = true;
    void this.#begin(wanted, rules).finally(() => {
      this.#syncing = false;
      this.#wakeUp();
    });
  }

  /** Waits until the stream brings something, changes, or the time is over, ms. */
  async somethingOr(waitMs: number): Promise<void> {
    if (this.#queue.length > 0 || this.#hasGap) return;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const { run } = this.#p;
    run.signal.addEventListener('abort', this.#wake, { once: true });
    // Terms may change meanwhile, and a wait for the next connection may end.
    const untilTry = this.#connection === undefined ? Math.max(10, this.#tryAt - run.clock.now()) : 1_000;
    await pause({ timers: run.timers, signal: woken.signal }, Math.min(waitMs, untilTry));
    run.signal.removeEventListener('abort', this.#wake);
    this.#wake = undefined;
  }

  stop(): void {
    this.#stopped = true;
    this.#connection?.abort();
  }

  async #begin(wanted: readonly Wanted[], rules: string): Promise<void> {
    const { api, own, run } = this.#p;
    try {
      if (rules !== this.#rules) {
        await syncRules(api, own.handle, wanted);
        // New terms have not been looked for before: a search reaches back.
        this.#hasGap = wanted.length > 0;
        this.#rules = rules;
      }
      if (wanted.length === 0) return this.#connection?.abort();
      if (this.#connection === undefined) this.#connect();
    } catch (error) {
      if (!run.signal.aborted) this.#failed(error);
    }
  }

  #connect(): void {
    const connection = new AbortController();
    this.#connection = connection;
    const stop = (): void => connection.abort();
    this.#p.run.signal.addEventListener('abort', stop, { once: true });
    this.#read(connection)
      .then(() => (this.#stopped || this.#rules === '[]' ? undefined : this.#failed(new FeedFailure('PLATFORM_UNREACHABLE', 'the stream ended'))))
      .catch((error: unknown) => (this.#stopped || this.#rules === '[]' || this.#p.run.signal.aborted ? undefined : this.#failed(error)))
      .finally(() => {
        this.#p.run.signal.removeEventListener('abort', stop);
        connection.abort();
        if (this.#connection === connection) this.#connection = undefined;
        this.#isLive = false;
        this.#wakeUp();
      });
  }

  async #read(connection: AbortController): Promise<void> {
    const { api, run, settings } = this.#p;
    await api.spend?.('read');
    const url = new URL('/2/tweets/search/stream', api.url);
    for (const [name, value] of Object.entries(FIELDS)) url.searchParams.set(name, value);
    if (settings.backfillMinutes > 0) url.searchParams.set('backfill_minutes', String(settings.backfillMinutes));
    let cancelSilence = (): void => undefined;
    const heard = (): void => {
      cancelSilence();
      cancelSilence = run.timers.after(settings.heartbeatSeconds * 1000, () => connection.abort(new FeedFailure('PLATFORM_UNREACHABLE', 'the stream went silent')));
    };
    try {
      heard();
      const response = await fetch(url, { headers: { authorization: `Bearer ${api.bearer}` }, redirect: 'error', signal: connection.signal });
      if (response.status === 429) throw new FeedFailure('PLATFORM_RATE_LIMITED', 'X lets no further connection of the stream in', LIMITED_WAIT_MS);
      if (response.status === 401 || response.status === 403) throw new FeedFailure('CREDENTIAL_REJECTED', `X answered ${response.status} to the stream`, LIMITED_WAIT_MS);
      if (!response.ok || response.body === null) throw new FeedFailure('PLATFORM_UNREACHABLE', `X answered ${response.status} to the stream`);
      this.#isLive = true;
      this.#trouble = undefined;
      // With a backfill the platform brings what was missed itself.
      if (settings.backfillMinutes === 0) this.#hasGap = true;
      this.#wakeUp();
      const decoder = new TextDecoder();
      let rest = '';
      for await (const chunk of response.body) {
        heard();
        const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\r\n');
        rest = lines.pop() ?? '';
        if (rest.length > MOST_LINE) throw new FeedFailure('PLATFORM_ANSWER_UNREADABLE', 'a line of the stream does not end');
        for (const line of lines) if (line.trim() !== '') this.#line(line);
      }
    } catch (error) {
      throw connection.signal.reason instanceof FeedFailure ? connection.signal.reason : error;
    } finally {
      cancelSilence();
    }
  }

  #line(line: string): void {
    let said: unknown;
    try {
      said = JSON.parse(line);
    } catch {
      return;
    }
    const ended = endSchema.safeParse(said);
    if (ended.success) throw new FeedFailure('PLATFORM_UNREACHABLE', `the stream says ${ended.data.errors[0]?.title ?? ''}`);
    const hit = lineSchema.safeParse(said);
    // One post that cannot be read stops nothing; the next search finds it, or says so.
    if (!hit.success) {
      this.#hasGap = true;
      return;
    }
    // A post came through: the connection is worth something.
    this.#failures = 0;
    const { data, includes, matching_rules: rules = [] } = hit.data;
    const foundBy = rules.flatMap(({ tag }) => groupOf(this.#p.own.handle, tag) ?? []).map((group) => ({ group }));
    // A rule of somebody else of the app.
    if (foundBy.length === 0) return;
    const messages = pageMessages({ data: [data], includes }, this.#p.own).map((one) => (one.kind === 'post' && one.summoned === false ? { ...one, foundBy } : one));
    if (this.#queue.length >= MOST_WAITING) this.#hasGap = true;
    else this.#queue.push({ messages, newest: data.id });
    this.#wakeUp();
  }

  #failed(error: unknown): void {
    const { run, settings } = this.#p;
    const code: ErrorCode = error instanceof FeedFailure || isCodedError(error) ? error.code : 'PLATFORM_UNREACHABLE';
    this.#trouble = `${code}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300);
    this.#failures += 1;
    const backOffMs = Math.min(settings.reconnectMaxSeconds, settings.reconnectSeconds * 2 ** (this.#failures - 1)) * 1000 * (0.75 + run.rng.next() / 2);
    const atLeastMs = error instanceof FeedFailure ? Math.min(error.retryAfterMs ?? 0, settings.reconnectMaxSeconds * 1000) : 0;
    this.#tryAt = run.clock.now() + Math.max(backOffMs, atLeastMs);
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
  }
}
