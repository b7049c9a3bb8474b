import type { FrozenReply, ReplyFailure } from '../../../../shared/domain/reply.ts';
import type { SendOutcome, SendRequest } from '../ports.ts';
import { type Answer, call, remotePostSchema, type SandboxCredential } from './api.ts';

/** The platform's key of one part: the same for every attempt at it. */
export function partKey(platformKey: string, part: number): string {
  return `${platformKey}.${part}`;
}

export const recipientOf = (frozen: FrozenReply): string | undefined => frozen.recipientHandle ?? frozen.recipientRemoteId;

const failed = (failure: ReplyFailure, more: { retryAfterMs?: number | undefined; credentialRejected?: boolean } = {}): SendOutcome => ({ kind: 'failed', failure, ...more });

/** Posts one part under its key. */
export async function sendPart(credential: SandboxCredential, request: SendRequest): Promise<SendOutcome> {
  const { frozen, part } = request;
  const text = frozen.parts[part];
  if (text === undefined) return failed({ code: 'PLATFORM_REFUSED', detail: `the reply has no part ${part + 1}`, retryable: false });
  const inReplyTo = part === 0 ? frozen.inReplyToRemoteId : request.previousRemoteId;
  const recipient = frozen.visibility === 'private' ? recipientOf(frozen) : undefined;
  const answer = await call(credential, {
    method: 'POST',
    path: '/posts',
    body: {
      author: request.accountHandle,
      text,
      visibility: frozen.visibility,
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
      ...(recipient === undefined ? {} : { recipient }),
    },
    headers: { 'idempotency-key': partKey(request.platformKey, part) },
    signal: request.signal,
  });
  const outcome = judge(answer);
  const rate = answer.kind === 'answer' ? answer.rate : undefined;
  // The platform counts posts and private messages together.
  return rate === undefined || outcome.kind === 'unknown' ? outcome : { ...outcome, limits: [{ action: 'post', ...rate }, { action: 'privateMessage', ...rate }] };
}

/** Refusals that speak of another request with our key or text: whether a post of ours exists must be looked up. */
const HINTS_AT_A_POST = new Set(['IDEMPOTENCY_IN_FLIGHT', 'IDEMPOTENCY_MISMATCH', 'DUPLICATE_TEXT']);

function judge(answer: Answer): SendOutcome {
  if (answer.kind === 'notSent') return failed({ code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true });
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  const { status, error } = answer;
  if (status === 201) {
    const post = remotePostSchema.safeParse(answer.body);
    return post.success ? { kind: 'delivered', remoteId: post.data.id, sentAt: post.data.createdAt } : { kind: 'unknown', detail: 'the platform accepted, but its answer cannot be read' };
  }
  // Only a refusal in the platform's own words is proof; a page of some proxy in between is not.
  if (status < 400 || status >= 500 || error === undefined || HINTS_AT_A_POST.has(error.code)) {
    return { kind: 'unknown', detail: `the platform answered ${status}${error === undefined ? '' : ` ${error.code}`}` };
  }
  const detail = `${error.code}: ${error.message}`.slice(0, 500);
  if (status === 429) return failed({ code: 'PLATFORM_RATE_LIMITED', detail, retryable: true }, { retryAfterMs: answer.retryAfterMs });
  if (status === 401 || error.code === 'SCOPE_MISSING' || error.code === 'NOT_YOURS') return failed({ code: 'CREDENTIAL_REJECTED', detail, retryable: true }, { credentialRejected: true });
  return failed({ code: 'PLATFORM_REFUSED', detail, retryable: false });
}
