import { sameWords, statusText } from '../../../../shared/text/status-text.ts';
import type { FrozenReply } from '../../../../shared/domain/reply.ts';
import type { ReconcileOutcome, ReconcileRequest, SendOutcome, SendRequest } from '../ports.ts';
import { z } from 'zod';
import { call, failed, failureOf, type MastodonAccount, type Status, statusSchema } from './api.ts';
import { type Instances, statusLength } from './instance.ts';
import { uploadAll } from './media.ts';

/** The instance's key of one part: the same for every attempt at it. */
export const partKey = (platformKey: string, part: number): string => `${platformKey}.${part}`;

/** What is posted: who is not named is not told, and a private mention reaches only who is named. */
export const wordsOf = (frozen: FrozenReply, part: number): string => naming(frozen.parts[part] ?? '', frozen.recipientHandle);

/** The text with this person named in it: at the beginning, unless it names them. */
export function naming(text: string, handle: string | undefined): string {
  const acct = handle?.replace(/^@/, '') ?? '';
  if (acct === '') return text;
  const name = acct.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|[^\\w/])@${name}(?![\\w@.-]*\\w)`, 'iu').test(text) ? text : `@${acct} ${text}`;
}

const visibilityOf = (frozen: FrozenReply, account: MastodonAccount): string => (frozen.visibility === 'private' ? 'direct' : account.publicAs);

/** Posts one part under its key. */
export async function sendPart(account: MastodonAccount, instances: Instances, request: SendRequest, now: () => number): Promise<SendOutcome> {
  const { frozen, part, signal } = request;
  if (frozen.parts[part] === undefined) return failed({ code: 'PLATFORM_REFUSED', detail: `the reply has no part ${part + 1}`, retryable: false });
  if (frozen.visibility === 'private' && (frozen.recipientHandle ?? '') === '') return failed({ code: 'PLATFORM_REFUSED', detail: 'a private mention needs somebody to mention', retryable: false });
  const status = wordsOf(frozen, part);
  const limits = await instances.limits(account, signal);
  const { maxCharacters, perUrl } = limits;
  const length = statusLength(status, perUrl);
  if (length > maxCharacters) return failed({ code: 'PLATFORM_REFUSED', detail: `${length} characters; this instance takes ${maxCharacters}`, retryable: false });
  const media = request.files === undefined ? [] : await uploadAll(account, limits, request.files, signal, now);
  if ('kind' in media) return media;
  const inReplyTo = part === 0 ? frozen.inReplyToRemoteId : request.previousRemoteId;
  const answer = await call(
    account,
    {
      method: 'POST',
      path: '/api/v1/statuses',
      body: { status, visibility: visibilityOf(frozen, account), ...(inReplyTo === undefined ? {} : { in_reply_to_id: inReplyTo }), ...(frozen.language === undefined ? {} : { language: frozen.language }), ...(media.length === 0 ? {} : { media_ids: media }) },
      headers: { 'idempotency-key': partKey(request.platformKey, part) },
      signal,
    },
    now,
  );
  if (answer.kind !== 'answer' || answer.status !== 200) return failureOf(answer);
  const made = statusSchema.safeParse(answer.body);
  if (!made.success) return { kind: 'unknown', detail: 'the instance accepted, but its answer cannot be read' };
  // The key may have carried other bytes.
  if (!sameWords(statusText(made.data.content), status)) return { kind: 'unknown', detail: 'another text stands under the key of this reply' };
  return { kind: 'delivered', remoteId: made.data.id, sentAt: made.data.created_at, limits: answer.limits };
}

const meSchema = z.object({ id: z.string().min(1), username: z.string(), acct: z.string() });
export type Me = z.infer<typeof meSchema>;

export async function whoAmI(account: MastodonAccount, signal: AbortSignal, now: () => number): Promise<{ kind: 'me'; me: Me } | { kind: 'failed'; rejected: boolean; detail: string }> {
  const answer = await call(account, { method: 'GET', path: '/api/v1/accounts/verify_credentials', signal }, now);
  if (answer.kind !== 'answer') return { kind: 'failed', rejected: false, detail: answer.detail };
  const me = answer.status === 200 ? meSchema.safeParse(answer.body) : undefined;
  if (me?.success === true) return { kind: 'me', me: me.data };
  return { kind: 'failed', rejected: answer.status === 401 || answer.status === 403, detail: answer.problem ?? `the instance answered ${answer.status}` };
}

/** The times are the instance's and ours; they may differ this much. */
const SLACK_MS = 2 * 60_000;
const MOST_PAGES = 10;

/** Looks among the account's own posts for one with these words in this place since the attempt began. */
export async function lookForPart(account: MastodonAccount, request: ReconcileRequest, now: () => number): Promise<ReconcileOutcome> {
  const { frozen, part, signal } = request;
  const who = await whoAmI(account, signal, now);
  if (who.kind === 'failed') return { kind: 'unreachable', detail: who.detail };
  const status = wordsOf(frozen, part);
  const parent = (part === 0 ? frozen.inReplyToRemoteId : request.previousRemoteId) ?? null;
  const fits = (post: Status): boolean => post.in_reply_to_id === parent && post.visibility === visibilityOf(frozen, account) && sameWords(statusText(post.content), status) && request.isTaken?.(post.id) !== true;
  let before: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: '40', exclude_reblogs: 'true', ...(before === undefined ? {} : { max_id: before }) });
    const answer = await call(account, { method: 'GET', path: `/api/v1/accounts/${encodeURIComponent(who.me.id)}/statuses?${query.toString()}`, signal }, now);
    if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
    const posts = answer.status === 200 ? z.array(statusSchema).safeParse(answer.body) : undefined;
    if (posts?.success !== true) return { kind: 'unreachable', detail: answer.problem ?? `the instance answered ${answer.status}` };
    const since = request.attemptStartedAt - SLACK_MS + (answer.dateMs === undefined ? 0 : answer.dateMs - now());
    const found = posts.data.find((post) => post.created_at >= since && fits(post));
    if (found !== undefined) return { kind: 'found', remoteId: found.id, sentAt: found.created_at };
    const last = posts.data.at(-1);
    if (last === undefined || last.created_at < since) return { kind: 'notFound' };
    before = last.id;
  }
  return { kind: 'unreachable', detail: `more than ${MOST_PAGES * 40} posts to look through` };
}
