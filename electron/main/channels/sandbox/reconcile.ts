import type { ReconcileOutcome, ReconcileRequest } from '../ports.ts';
import { call, type RemotePost, remotePostsSchema, type SandboxCredential } from './api.ts';
import { partKey, recipientOf } from './send.ts';

/** How far back posts are read, so that a wrong clock here cannot hide a post with our key. */
const LOOK_BACK_MS = 26 * 3_600_000;
/** Without a key only text, parent and time can tell; the time is allowed this much. */
const TEXT_MATCH_SLACK_MS = 2 * 60_000;
const PAGE = 500;
const MOST_PAGES = 40;

/** Looks for a part among the account's own posts: by its key, else by its text in its place since the attempt began. */
export async function reconcilePart(credential: SandboxCredential, request: ReconcileRequest, now: () => number): Promise<ReconcileOutcome> {
  const key = partKey(request.platformKey, request.part);
  const since = new Date(Math.max(0, request.attemptStartedAt - LOOK_BACK_MS)).toISOString();
  // The parent narrows it to a handful.
  const parent = parentOf(request);
  let byText: RemotePost | undefined;
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ since, limit: String(PAGE), visibility: request.frozen.visibility, ...(parent === undefined ? {} : { inReplyTo: parent }), ...(after === undefined ? {} : { after }) });
    const answer = await call(credential, { method: 'GET', path: `/accounts/${encodeURIComponent(request.accountHandle)}/posts?${query.toString()}`, signal: request.signal });
    if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
    const posts = answer.status === 200 ? remotePostsSchema.safeParse(answer.body) : undefined;
    if (posts?.success !== true) return { kind: 'unreachable', detail: `the platform answered ${answer.status}${answer.error === undefined ? '' : ` ${answer.error.code}`}`, ...(answer.status === 401 ? { credentialRejected: true } : {}) };
    // The attempt began by our clock, posts are dated by the platform's.
    const startedThereMs = request.attemptStartedAt + (answer.dateMs === undefined ? 0 : answer.dateMs - now());
    for (const post of posts.data.posts) {
      if (post.clientKey === key) return { kind: 'found', remoteId: post.id, sentAt: post.createdAt };
      if (byText === undefined && post.clientKey === null && post.createdAt >= startedThereMs - TEXT_MATCH_SLACK_MS && saysTheSame(post, request) && request.isTaken?.(post.id) !== true) byText = post;
    }
    if (posts.data.next === null) return byText === undefined ? { kind: 'notFound' } : { kind: 'found', remoteId: byText.id, sentAt: byText.createdAt };
    after = posts.data.next;
  }
  return { kind: 'unreachable', detail: `more than ${MOST_PAGES * PAGE} posts to look through` };
}

function saysTheSame(post: RemotePost, request: ReconcileRequest): boolean {
  const { frozen, part } = request;
  if (post.text !== frozen.parts[part] || post.visibility !== frozen.visibility) return false;
  if (frozen.visibility === 'private' && post.recipient?.toLowerCase() !== recipientOf(frozen)?.toLowerCase()) return false;
  return post.inReplyTo === (parentOf(request) ?? null);
}

/** What the part hangs on. Two long replies may end in the same words, so a later part is known by the one before it. */
function parentOf({ frozen, part, previousRemoteId }: ReconcileRequest): string | undefined {
  return part === 0 ? frozen.inReplyToRemoteId : previousRemoteId;
}
