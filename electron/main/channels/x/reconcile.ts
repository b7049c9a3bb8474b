import { z } from 'zod';
import type { ReconcileOutcome, ReconcileRequest } from '../ports.ts';
import { call, problemOf, type XAnswer, type XApi } from './api.ts';
import { parentOf } from './send.ts';
import { sameWords } from './same-words.ts';

/** The attempt began by our clock, posts are dated by the platform's: allowed this much. */
const SLACK_MS = 2 * 60_000;
const MOST_PAGES = 20;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const id = z.string().regex(/^\d{1,20}$/);
const urls = z.object({ urls: z.array(z.object({ url: z.string(), expanded_url: z.string().optional() })).optional() }).optional();
const postsSchema = z.object({
  data: z.array(z.object({ id, text: z.string(), created_at: instant, referenced_tweets: z.array(z.object({ type: z.string(), id })).optional(), entities: urls, edit_history_tweet_ids: z.array(id).optional() })).optional(),
  meta: z.object({ next_token: z.string().optional() }).optional(),
});
const messagesSchema = z.object({ data: z.array(z.object({ id, text: z.string().optional(), sender_id: id.optional(), created_at: instant })).optional(), meta: z.object({ next_token: z.string().optional() }).optional() });
const meSchema = z.object({ data: z.object({ id, username: z.string() }) });

/** Who the token speaks for; undefined and why where that cannot be learnt. */
export async function whoAmI(api: XApi, signal: AbortSignal): Promise<{ id: string; username: string } | { detail: string; status: number }> {
  const answer = await call(api, { method: 'GET', path: '/2/users/me', signal });
  if (answer.kind !== 'answer') return { detail: answer.detail, status: 0 };
  const me = answer.status === 200 ? meSchema.safeParse(answer.body) : undefined;
  return me?.success === true ? me.data.data : { detail: problemOf(answer) ?? `the platform answered ${answer.status}`, status: answer.status };
}

/** Looks for a part among the account's own posts or the messages with this person: by its words in its place since the attempt began. */
export async function reconcilePart(api: XApi, request: ReconcileRequest, now: () => number): Promise<ReconcileOutcome> {
  const me = api.userId ?? (await whoAmI(api, request.signal));
  if (typeof me === 'object' && 'detail' in me) return { kind: 'unreachable', detail: me.detail };
  const userId = typeof me === 'string' ? me : me.id;
  const { frozen, part } = request;
  const text = frozen.parts[part];
  if (text === undefined) return { kind: 'notFound' };
  const isPrivate = frozen.visibility === 'private';
  if (isPrivate && frozen.recipientRemoteId === undefined) return { kind: 'notFound' };
  const parent = parentOf(frozen, part, request.previousRemoteId);
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const since = new Date(Math.max(0, request.attemptStartedAt - 26 * 3_600_000)).toISOString();
    const query = new URLSearchParams({ max_results: '100', ...(token === undefined ? {} : { pagination_token: token }), ...(isPrivate ? { 'dm_event.fields': 'id,text,sender_id,created_at', event_types: 'MessageCreate' } : { start_time: since, 'tweet.fields': 'created_at,referenced_tweets,entities,edit_history_tweet_ids' }) });
    const path = isPrivate ? `/2/dm_conversations/with/${encodeURIComponent(frozen.recipientRemoteId ?? '')}/dm_events` : `/2/users/${userId}/tweets`;
    const answer = await call(api, { method: 'GET', path: `${path}?${query.toString()}`, signal: request.signal });
    if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
    const found = isPrivate ? readMessages(answer, userId) : readPosts(answer, parent);
    if (found === undefined) return { kind: 'unreachable', detail: problemOf(answer) ?? `the platform answered ${answer.status}` };
    const startedThere = request.attemptStartedAt + (answer.dateMs === undefined ? 0 : answer.dateMs - now());
    const hit = found.entries.find((one) => one.at >= startedThere - SLACK_MS && sameWords(one.text, text) && request.isTaken?.(one.id) !== true);
    if (hit !== undefined) return { kind: 'found', remoteId: hit.id, sentAt: hit.at };
    const oldest = found.oldest ?? Number.POSITIVE_INFINITY;
    if (found.next === undefined || oldest < startedThere - SLACK_MS) return { kind: 'notFound' };
    token = found.next;
  }
  return { kind: 'unreachable', detail: `more than ${MOST_PAGES * 100} posts to look through` };
}

interface Found {
  readonly entries: readonly { readonly id: string; readonly text: string; readonly at: number }[];
  readonly next: string | undefined;
  readonly oldest: number | undefined;
}

function readPosts(answer: XAnswer, parent: string | undefined): Found | undefined {
  const page = answer.status === 200 ? postsSchema.safeParse(answer.body) : undefined;
  if (page?.success !== true) return undefined;
  const all = page.data.data ?? [];
  const here = all.filter((post) => (post.referenced_tweets ?? []).find((one) => one.type === 'replied_to')?.id === parent);
  return { entries: here.map((post) => ({ id: post.edit_history_tweet_ids?.[0] ?? post.id, text: expand(post.text, post.entities?.urls), at: post.created_at })), next: page.data.meta?.next_token, oldest: all.at(-1)?.created_at };
}

function readMessages(answer: XAnswer, userId: string): Found | undefined {
  const page = answer.status === 200 ? messagesSchema.safeParse(answer.body) : undefined;
  if (page?.success !== true) return undefined;
  const all = page.data.data ?? [];
  return { entries: all.filter((one) => one.sender_id === userId).map((one) => ({ id: one.id, text: one.text ?? '', at: one.created_at })), next: page.data.meta?.next_token, oldest: all.at(-1)?.created_at };
}

function expand(text: string, urls: readonly { readonly url: string; readonly expanded_url?: string | undefined }[] = []): string {
  let out = text;
  for (const { url, expanded_url } of urls) if (expanded_url !== undefined) out = out.replaceAll(url, expanded_url);
  return out;
}
