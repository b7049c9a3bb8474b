import { z } from 'zod';
import { xChannel } from '../../../shared/channels/x.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { pause } from '../../../shared/util/pause.ts';
import type { Feed, FeedConfig } from '../ports.ts';
import { termsSchema } from '../terms-port.ts';
import { readPosts, type ReadApi } from './read-api.ts';
import { queriesOf } from './search-query.ts';
import { pageMessages, type OwnAccount } from './timeline.ts';

const settingsSchema = z.object({
  remoteId: z.string().regex(/^\d{1,20}$/),
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://api.x.com'),
  /** Seconds between two looks. Two looks a window are kept back for others who share the account. */
  everySeconds: z.number().min(0.05).max(3_600).default(30),
  /** Whether mentions are read here; the webhook brings them sooner where it is set up. */
  mentions: z.boolean().default(true),
  terms: z.array(termsSchema).max(20).default([]),
  /** X tells nobody that a stranger deleted a post: what was taken in is looked up again within this many hours; 0 leaves it. */
  recheckHours: z.number().min(0).max(24).default(20),
});
const secretsSchema = z.object({ bearer: z.string().min(1).max(1_000) });

const sinceId = z.string().regex(/^\d{1,20}$/);
const cursorSchema = z.object({
  since: z.record(z.string(), sinceId).default({}),
  /** Ids taken in, the oldest first; looked up again once a round. */
  held: z.array(sinceId).default([]),
  recheckedAt: z.number().default(0),
});
type Cursor = z.infer<typeof cursorSchema>;

const MOST_HELD = 2_000;
const LOOKUP = 100;
const MOST_PAGES = 8;
const FIRST_LOOK_BACK_MS = 24 * 3_600_000;

/** Mentions, search hits and deletions by app-only reads. Direct messages need the webhook. */
export function openXFeed(config: FeedConfig): Feed {
  const settings = settingsSchema.safeParse(config.settings);
  const secrets = secretsSchema.safeParse(config.secrets);
  if (!settings.success) throw new CodedError('CONFIG_INVALID', { field: `settings.${settings.error.issues[0]?.path.join('.') ?? ''}`, detail: settings.error.issues[0]?.message });
  if (!secrets.success) throw new CodedError('CONFIG_INVALID', { field: 'secrets.bearer', detail: 'The app-only bearer token is missing.' });
  const own: OwnAccount = { handle: config.account, userId: settings.data.remoteId };
  const searches = settings.data.terms.flatMap((terms) => {
    try {
      return queriesOf(terms, own.handle).map((query, n) => ({ name: `search:${terms.id}:${n}`, query }));
    } catch (error) {
      throw new CodedError('CONFIG_INVALID', { field: 'settings.terms', detail: error instanceof Error ? error.message : undefined });
    }
  });
  const sources: Source[] = [
    ...(settings.data.mentions ? [{ name: 'mentions', path: `/2/users/${own.userId}/mentions`, query: {} }] : []),
    ...searches.map(({ name, query }) => ({ name, path: '/2/tweets/search/recent', query: { query } })),
  ];
  const recheckMs = settings.data.recheckHours * 3_600_000;
  return {
    run: async (run) => {
      const api: ReadApi = { url: settings.data.apiUrl, bearer: secrets.data.bearer, now: () => run.clock.now(), signal: run.signal };
      let cursor = readCursor(run.cursor);
      while (!run.signal.aborted) {
        let waitMs = settings.data.everySeconds * 1000;
        for (const source of sources) {
          const step = await look(api, source, own, cursor);
          if (run.signal.aborted) return;
          if (step.messages.length > 0 || step.cursor !== cursor) await run.deliver(step.messages, JSON.stringify(step.cursor));
          cursor = step.cursor;
          waitMs = Math.max(waitMs, step.waitMs ?? 0);
        }
        if (recheckMs > 0 && cursor.held.length > 0 && run.clock.now() - cursor.recheckedAt >= recheckMs) {
          const gone = await deleted(api, cursor.held, own);
          if (run.signal.aborted) return;
          const goneIds = new Set(gone.map((one) => one.remoteId));
          cursor = { ...cursor, held: cursor.held.filter((id) => !goneIds.has(id)), recheckedAt: run.clock.now() };
          await run.deliver(gone, JSON.stringify(cursor));
        }
        run.state({ state: 'polling' });
        await pause(run, waitMs * (0.95 + run.rng.next() / 10));
      }
    },
  };
}

interface Source {
  readonly name: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Everything since the last look, the oldest first. */
async function look(api: ReadApi, source: Source, own: OwnAccount, cursor: Cursor): Promise<{ messages: InboundMessage[]; cursor: Cursor; waitMs: number | undefined }> {
  const since = cursor.since[source.name];
  const from = since === undefined ? { start_time: new Date(api.now() - FIRST_LOOK_BACK_MS).toISOString() } : { since_id: since };
  const pages: InboundMessage[][] = [];
  let newest = since;
  let next: string | undefined;
  let waitMs: number | undefined;
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const paging = next === undefined ? {} : source.path.includes('/search/') ? { next_token: next } : { pagination_token: next };
    const { page, waitMs: wait } = await readPosts(api, source.path, { max_results: '100', ...source.query, ...from, ...paging });
    waitMs = wait;
    pages.unshift(pageMessages(page, own));
    if (n === 0 && page.meta?.newest_id !== undefined && (newest === undefined || BigInt(page.meta.newest_id) > BigInt(newest))) newest = page.meta.newest_id;
    next = page.meta?.next_token;
    if (next === undefined || wait !== undefined) break;
  }
  const messages = pages.flat();
  if (newest === since || newest === undefined) return { messages, cursor, waitMs };
  const taken = messages.flatMap((one) => (one.kind === 'post' && one.direction === 'in' ? [one.remoteId] : []));
  return { messages, cursor: { ...cursor, since: { ...cursor.since, [source.name]: newest }, held: [...new Set([...cursor.held, ...taken])].slice(-MOST_HELD) }, waitMs };
}

/** Which of these posts are gone, deleted or withdrawn from view. */
async function deleted(api: ReadApi, ids: readonly string[], own: OwnAccount): Promise<InboundMessage[]> {
  const gone: InboundMessage[] = [];
  for (let at = 0; at < ids.length; at += LOOKUP) {
    const asked = ids.slice(at, at + LOOKUP);
    const { page } = await readPosts(api, '/2/tweets', { ids: asked.join(',') });
    const missing = new Set((page.errors ?? []).filter((one) => one.resource_type === 'tweet').map((one) => one.resource_id));
    for (const id of asked) if (missing.has(id)) gone.push({ v: 1, channel: xChannel.name, account: own.handle, remoteId: id, kind: 'deletion', deletedAt: api.now() });
  }
  return gone;
}

function readCursor(text: string | undefined): Cursor {
  if (text === undefined) return cursorSchema.parse({});
  try {
    return cursorSchema.parse(JSON.parse(text));
  } catch {
    return cursorSchema.parse({});
  }
}
