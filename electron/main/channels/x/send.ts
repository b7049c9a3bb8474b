import { z } from 'zod';
import type { FrozenReply, ReplyFailure } from '../../../../shared/domain/reply.ts';
import type { HttpAnswer } from '../http-port.ts';
import type { SendOutcome, SendRequest } from '../ports.ts';
import { call, limitsOf, problemOf, waitOf, type XApi } from './api.ts';
import { uploadAll } from './media.ts';

const madePostSchema = z.object({ data: z.object({ id: z.string().regex(/^\d{1,20}$/) }) });
const madeMessageSchema = z.object({ data: z.object({ dm_event_id: z.string().regex(/^\d{1,20}$/) }) });

const failed = (failure: ReplyFailure, more: Partial<Extract<SendOutcome, { kind: 'failed' }>> = {}): SendOutcome => ({ kind: 'failed', failure, ...more });
const refusedHere = (detail: string): SendOutcome => failed({ code: 'PLATFORM_REFUSED', detail, retryable: false });

/** What the part hangs on: the post answered, or the part before. */
export const parentOf = (frozen: FrozenReply, part: number, previousRemoteId: string | undefined): string | undefined => (part === 0 ? frozen.inReplyToRemoteId : previousRemoteId);

/** Posts one part, in public or as a direct message. There is no key: a repeat would be a second post. */
export async function sendPart(api: XApi, request: SendRequest, now: () => number): Promise<SendOutcome> {
  const { frozen, part, signal } = request;
  const text = frozen.parts[part];
  if (text === undefined) return refusedHere(`the reply has no part ${part + 1}`);
  if (frozen.visibility === 'private' && frozen.recipientRemoteId === undefined) return refusedHere('a direct message needs a person to go to');
  const media = request.files === undefined ? [] : await uploadAll(api, request.files, frozen.visibility, signal, now);
  if ('kind' in media) return media;
  if (frozen.visibility === 'private' && frozen.recipientRemoteId !== undefined) {
    const answer = await call(api, { method: 'POST', path: `/2/dm_conversations/with/${encodeURIComponent(frozen.recipientRemoteId)}/messages`, body: { text, ...(media.length === 0 ? {} : { attachments: media.map((id) => ({ media_id: id })) }) }, signal });
    return judge(answer, 'privateMessage', (body) => madeMessageSchema.safeParse(body).data?.data.dm_event_id, now);
  }
  const parent = parentOf(frozen, part, request.previousRemoteId);
  const answer = await call(api, { method: 'POST', path: '/2/tweets', body: { text, ...(parent === undefined ? {} : { reply: { in_reply_to_tweet_id: parent } }), ...(media.length === 0 ? {} : { media: { media_ids: media } }) }, signal });
  return judge(answer, 'post', (body) => madePostSchema.safeParse(body).data?.data.id, now);
}

/** The same words stand there already: they may be ours, of an attempt whose answer was lost. */
const SAYS_DUPLICATE = /duplicate content/i;
/** A scope is missing, or the token is of the wrong kind; other refusals say what they are about. */
const NO_RIGHT = /^(?:Forbidden: Forbidden$|Unsupported Authentication)/;

function judge(answer: HttpAnswer, action: string, idOf: (body: unknown) => string | undefined, now: () => number): SendOutcome {
  if (answer.kind === 'notSent') return failed({ code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true });
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  const limits = limitsOf(answer, action);
  if (answer.status === 201) {
    const remoteId = idOf(answer.body);
    return remoteId === undefined ? { kind: 'unknown', detail: 'the platform accepted, but its answer cannot be read' } : { kind: 'delivered', remoteId, sentAt: answer.dateMs ?? now(), limits };
  }
  const problem = problemOf(answer);
  if (answer.status < 400 || answer.status >= 500 || problem === undefined || SAYS_DUPLICATE.test(problem)) return { kind: 'unknown', detail: `the platform answered ${answer.status}${problem === undefined ? '' : ` ${problem}`}`.slice(0, 500) };
  if (answer.status === 429) return failed({ code: 'PLATFORM_RATE_LIMITED', detail: problem, retryable: true }, { retryAfterMs: waitOf(answer, now()), limits });
  if (answer.status === 401 || NO_RIGHT.test(problem)) return failed({ code: 'CREDENTIAL_REJECTED', detail: problem, retryable: true }, { credentialRejected: true, limits });
  return failed({ code: 'PLATFORM_REFUSED', detail: problem, retryable: false }, { limits });
}
