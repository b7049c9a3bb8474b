import { z } from 'zod';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { xChannel } from '../../../shared/channels/x.ts';
import { queriesOf } from '../../../shared/channels/search-query.ts';
import type { SearchTerms } from '../../../shared/domain/search-terms.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { pause } from '../../../shared/util/pause.ts';
import type { Feed, FeedConfig, FeedRun } from '../ports.ts';
import { termsInForce, type TermsNow } from '../terms-port.ts';
import { xFeedSettingsSchema, type XFeedSettings } from './feed-settings.ts';
import { deleted, look, readCursor, taken, type Cursor, type Source } from './looks.ts';
import type { ReadApi } from './read-api.ts';
import { TermStream } from './stream.ts';
import type { OwnAccount } from './timeline.ts';

const secretsSchema = z.object({ bearer: z.string().min(1).max(1_000) });
const QUERY_MAX = xChannel.search?.queryMax ?? 512;

/** Mentions, search hits and deletions by app-only reads. Direct messages need the webhook. */
export function openXFeed(config: FeedConfig): Feed {
  const settings = xFeedSettingsSchema.safeParse(config.settings);
  const secrets = secretsSchema.safeParse(config.secrets);
  if (!settings.success) throw new CodedError('CONFIG_INVALID', { field: `settings.${settings.error.issues[0]?.path.join('.') ?? ''}`, detail: settings.error.issues[0]?.message });
  if (!secrets.success) throw new CodedError('CONFIG_INVALID', { field: 'secrets.bearer', detail: 'The app-only bearer token is missing.' });
  const own: OwnAccount = { handle: config.account, userId: settings.data.remoteId };
  try {
    searchesOf(settings.data.terms, own.handle);
  } catch (error) {
    throw new CodedError('CONFIG_INVALID', { field: 'settings.terms', detail: error instanceof Error ? error.message : undefined });
  }
  return { run: (run) => new XListening(run, settings.data, secrets.data.bearer, own).listen() };
}

/** Each query with the group of terms it is of. Throws RangeError where excludes leave no room. */
export function searchesOf(terms: readonly SearchTerms[], handle: string): { name: string; group: string; query: string }[] {
  return terms.flatMap((group) => queriesOf(group, handle, QUERY_MAX).map((query, n) => ({ name: `search:${group.id}:${n}`, group: group.id, query })));
}

/** One run of the feed: rounds of looks, and beside them the stream where it is wished. */
class XListening {
  readonly #run: FeedRun;
  readonly #settings: XFeedSettings;
  readonly #own: OwnAccount;
  readonly #api: ReadApi;
  readonly #termsNow: () => TermsNow;
  #cursor: Cursor;

  constructor(run: FeedRun, settings: XFeedSettings, bearer: string, own: OwnAccount) {
    this.#run = run;
    this.#settings = settings;
    this.#own = own;
    this.#api = { url: settings.apiUrl, bearer, now: () => run.clock.now(), signal: run.signal, spend: async (action) => run.spend?.(action), heard: (reading) => run.heard?.(reading) };
    this.#termsNow = termsInForce(run, settings.terms);
    this.#cursor = readCursor(run.cursor);
  }

  async listen(): Promise<void> {
    const run = this.#run;
    const settings = this.#settings;
    const stream = settings.search === 'stream' ? new TermStream({ api: this.#api, own: this.#own, run, settings, searches: () => searchesOf(this.#termsNow().terms, this.#own.handle) }) : undefined;
    let lookAt = run.clock.now();
    try {
      while (!run.signal.aborted) {
        for (const { messages, newest } of stream?.take() ?? []) await this.#deliver(messages, taken(this.#cursor, 'stream', messages, newest));
        stream?.tend();
        const isDue = run.clock.now() >= lookAt;
        if (isDue || stream?.hasGap === true) {
          const waitMs = await this.#round(stream, isDue);
          if (isDue) lookAt = run.clock.now() + waitMs;
        }
        if (run.signal.aborted) return;
        run.state({ state: stream?.isLive === true ? 'live' : 'polling', ...(stream?.trouble === undefined ? {} : { detail: stream.trouble }) });
        const waitMs = Math.max(0, lookAt - run.clock.now());
        if (stream === undefined) await pause(run, waitMs);
        else await stream.somethingOr(waitMs);
      }
    } finally {
      stream?.stop();
    }
  }

  /** One look at everything that is asked for; gives how long to wait for the next, ms. `isDue`: else only what the stream missed. */
  async #round(stream: TermStream | undefined, isDue: boolean): Promise<number> {
    const run = this.#run;
    const settings = this.#settings;
    let waitMs = settings.everySeconds * 1000;
    // What came while the stream was away is searched for once it is back, and while it cannot be had.
    const isSearching = stream === undefined || stream.hasGap || !stream.isLive;
    const { terms } = this.#termsNow();
    const sources: Source[] = [
      ...(settings.mentions && isDue ? [{ name: 'mentions', path: `/2/users/${this.#own.userId}/mentions`, query: {}, action: 'read' as const }] : []),
      ...(isSearching ? searchesOf(terms, this.#own.handle).map(({ name, group, query }): Source => ({ name, path: '/2/tweets/search/recent', query: { query }, action: 'search', group, streamed: stream !== undefined })) : []),
    ];
    stream?.gapSeen();
    for (const source of sources) {
      const step = await look(this.#api, source, this.#own, this.#cursor);
      if (run.signal.aborted) return waitMs;
      if (step.messages.length > 0 || step.cursor !== this.#cursor) await this.#deliver(step.messages, step.cursor);
      waitMs = Math.max(waitMs, step.waitMs ?? 0);
    }
    const recheckMs = settings.recheckHours * 3_600_000;
    if (recheckMs > 0 && this.#cursor.held.length > 0 && run.clock.now() - this.#cursor.recheckedAt >= recheckMs) {
      const gone = await deleted(this.#api, this.#cursor.held, this.#own);
      if (run.signal.aborted) return waitMs;
      const goneIds = new Set(gone.map((one) => one.remoteId));
      await this.#deliver(gone, { ...this.#cursor, held: this.#cursor.held.filter((id) => !goneIds.has(id)), recheckedAt: run.clock.now() });
    }
    return waitMs * (0.95 + run.rng.next() / 10);
  }

  /** What stream and search both bring is told once; a hit says the words that found it. */
  async #deliver(messages: readonly InboundMessage[], cursor: Cursor): Promise<void> {
    const known = new Set(this.#cursor.held);
    const { find } = this.#termsNow();
    const fresh = messages.flatMap((one): InboundMessage[] => {
      if (one.kind !== 'post') return [one];
      if (one.direction === 'in' && known.has(one.remoteId)) return [];
      if (one.summoned !== false) return [one];
      const groups = new Set((one.foundBy ?? []).map(({ group }) => group));
      const words = find(one.text, one.language === undefined ? undefined : [one.language]).filter(({ group }) => groups.size === 0 || groups.has(group));
      const foundBy = words.length > 0 ? words : one.foundBy;
      return [foundBy === undefined ? one : { ...one, foundBy }];
    });
    await this.#run.deliver(fresh, JSON.stringify(cursor));
    this.#cursor = cursor;
  }
}
