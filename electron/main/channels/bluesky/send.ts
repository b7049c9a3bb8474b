import { z } from 'zod';
import type { ReplyFailure } from '../../../../shared/domain/reply.ts';
import type { LimitReading, ReconcileOutcome, ReconcileRequest, SendOutcome, SendRequest } from '../ports.ts';
import type { Ask } from './made-record.ts';
import { makeRecord, recordSchema } from './post-record.ts';
import { POSTS, recordKey } from './record-key.ts';
import { ranOut, type Session } from './sessions.ts';
import type { XrpcAnswer } from './xrpc.ts';

const writtenSchema = z.object({ uri: z.string().startsWith('at://') });

interface Rest {
  readonly retryAfterMs?: number | undefined;
  readonly credentialRejected?: boolean | undefined;
  readonly limits?: readonly LimitReading[] | undefined;
}
export const failed = (failure: ReplyFailure, more: Rest = {}) => ({ kind: 'failed' as const, failure, ...more });

/** Makes the record of one part under its own key, only if none is there. */
export async function sendPart(ask: Ask, session: Session, request: SendRequest, now: () => number): Promise<SendOutcome> {
  const text = request.frozen.parts[request.part];
  if (text === undefined || request.frozen.visibility !== 'public') {
    return failed({ code: 'PLATFORM_REFUSED', detail: text === undefined ? `the reply has no part ${request.part + 1}` : 'only public posts go over this channel', retryable: false });
  }
  const at = now();
  const made = await makeRecord(ask, text, request, at);
  if (made.kind === 'gone') return failed({ code: 'PLATFORM_REFUSED', detail: made.detail.slice(0, 500), retryable: false });
  if (made.kind === 'unreachable') return refusedBefore(made.answer);
  const rkey = recordKey(request.platformKey, request.part);
  const answer = await ask({ nsid: 'com.atproto.repo.putRecord', input: { repo: session.did, collection: POSTS, rkey, record: made.record, swapRecord: null } });
  if (answer.kind === 'notSent') return failed({ code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true });
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  const written = answer.status === 200 ? writtenSchema.safeParse(answer.body) : undefined;
  if (written?.success === true) return { kind: 'delivered', remoteId: written.data.uri, sentAt: at, limits: answer.limits };
  if (answer.error === 'InvalidSwap') {
    // A record under our key is ours, whichever attempt made it; the look says when, and that it says what it should.
    const found = await lookForPart(ask, session, request);
    return found.kind === 'found' ? { kind: 'delivered', remoteId: found.remoteId, sentAt: found.sentAt, limits: answer.limits } : { kind: 'unknown', detail: `a record stands under our key: ${found.kind === 'unreachable' ? found.detail : 'it is gone again'}` };
  }
  if (answer.status < 400 || answer.status >= 500 || answer.error === undefined) return { kind: 'unknown', detail: answer.detail };
  return refused(answer);
}

/** A refusal in the server's own words is proof that nothing was written. */
export function refused(answer: Extract<XrpcAnswer, { kind: 'answer' }>): Extract<SendOutcome, { kind: 'failed' }> {
  const { detail, limits } = answer;
  if (answer.status === 429) return failed({ code: 'PLATFORM_RATE_LIMITED', detail, retryable: true }, { retryAfterMs: answer.retryAfterMs, limits });
  if (answer.status === 401 || ranOut(answer)) return failed({ code: 'CREDENTIAL_REJECTED', detail, retryable: true }, { credentialRejected: true });
  return failed({ code: 'PLATFORM_REFUSED', detail, retryable: false }, { limits });
}

/** What was looked at before anything was written failed: certain to have had no effect. */
function refusedBefore(answer: XrpcAnswer): SendOutcome {
  if (answer.kind === 'answer' && (answer.status === 429 || answer.status === 401 || ranOut(answer))) return refused(answer);
  return failed({ code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true }, answer.kind === 'answer' ? { retryAfterMs: answer.retryAfterMs } : {});
}

/** Looks under the part's own key. `notFound` is what the server says now; a late request may still land. */
export async function lookForPart(ask: Ask, session: Session, { frozen, part, platformKey }: Pick<ReconcileRequest, 'frozen' | 'part' | 'platformKey'>): Promise<ReconcileOutcome> {
  const answer = await ask({ nsid: 'com.atproto.repo.getRecord', query: { repo: session.did, collection: POSTS, rkey: recordKey(platformKey, part) } });
  if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
  if (answer.error === 'RecordNotFound') return { kind: 'notFound' };
  const record = answer.status === 200 ? recordSchema.safeParse(answer.body) : undefined;
  if (record?.success !== true) return { kind: 'unreachable', detail: answer.detail };
  if (record.data.value.text !== frozen.parts[part]) return { kind: 'unreachable', detail: 'another text stands under the key of this reply' };
  const sentAt = Date.parse(record.data.value.createdAt);
  return { kind: 'found', remoteId: record.data.uri, sentAt: Number.isNaN(sentAt) ? 0 : sentAt };
}
