import type { PlatformReading } from '../../../shared/domain/budget-view.ts';
import { FeedFailure } from '../ports.ts';
import { postPageSchema, type PostPage } from './wire.ts';

export interface ReadApi {
  readonly url: string;
  /** App-only: reads public posts and nothing else. */
  readonly bearer: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Waits for the account's shared budget. */
  readonly spend?: ((action: 'read' | 'search') => Promise<void>) | undefined;
  readonly heard?: ((reading: PlatformReading) => void) | undefined;
}

export interface ReadPage {
  readonly page: PostPage;
  /** The window is used up: ask again after this long, ms. */
  readonly waitMs: number | undefined;
}

const CALL_TIMEOUT_MS = 20_000;

/** One read of public posts. Throws FeedFailure, saying how long to stay away where X does. */
export async function readPosts(api: ReadApi, path: string, query: Readonly<Record<string, string>>, action: 'read' | 'search'): Promise<ReadPage> {
  const url = new URL(path, api.url);
  for (const [name, value] of Object.entries({ ...FIELDS, ...query })) url.searchParams.set(name, value);
  await api.spend?.(action);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, { headers: { authorization: `Bearer ${api.bearer}` }, redirect: 'error', signal: AbortSignal.any([api.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]) });
    body = await response.json().catch(() => undefined);
  } catch (error) {
    throw new FeedFailure('PLATFORM_UNREACHABLE', error instanceof Error ? error.message : String(error));
  }
  const reset = Number(response.headers.get('x-rate-limit-reset') ?? Number.NaN) * 1000;
  const there = Date.parse(response.headers.get('date') ?? '');
  const untilReset = Number.isNaN(reset) ? undefined : Math.max(1_000, reset - (Number.isNaN(there) ? api.now() : there));
  const remaining = Number(response.headers.get('x-rate-limit-remaining') ?? (response.status === 429 ? 0 : Number.NaN));
  const limit = Number(response.headers.get('x-rate-limit-limit') ?? Number.NaN);
  if (Number.isInteger(remaining) && remaining >= 0) api.heard?.({ action, remaining, ...(Number.isInteger(limit) && limit > 0 ? { limit } : {}), ...(untilReset === undefined ? {} : { resetAt: api.now() + untilReset }) });
  if (response.status === 429) throw new FeedFailure('PLATFORM_RATE_LIMITED', 'X wants to be left alone for a while', untilReset);
  if (response.status === 401 || response.status === 403) throw new FeedFailure('CREDENTIAL_REJECTED', `X answered ${response.status}`);
  if (!response.ok) throw new FeedFailure('PLATFORM_UNREACHABLE', `X answered ${response.status}`);
  const page = postPageSchema.safeParse(body);
  if (!page.success) throw new FeedFailure('PLATFORM_ANSWER_UNREADABLE', `${page.error.issues[0]?.path.join('.') ?? ''}: ${page.error.issues[0]?.message ?? 'not a page of posts'}`);
  return { page: page.data, waitMs: remaining === 0 ? untilReset : undefined };
}

export const FIELDS = {
  'tweet.fields': 'author_id,conversation_id,created_at,in_reply_to_user_id,referenced_tweets,edit_history_tweet_ids,attachments,entities,lang,note_tweet',
  expansions: 'author_id,referenced_tweets.id,referenced_tweets.id.author_id,attachments.media_keys',
  'user.fields': 'name,username,public_metrics',
  'media.fields': 'type,url,preview_image_url,alt_text',
};
