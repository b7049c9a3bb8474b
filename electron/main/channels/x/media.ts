import { z } from 'zod';
import type { ReplyFailure } from '../../../../shared/domain/reply.ts';
import { httpCall, type HttpAnswer } from '../http-port.ts';
import type { OutboundFile, SendOutcome } from '../ports.ts';
import { call, problemOf, waitOf, type XApi } from './api.ts';

type Failed = Extract<SendOutcome, { kind: 'failed' }>;
const madeSchema = z.object({ data: z.object({ id: z.string().regex(/^\d{1,20}$/) }) });
const UPLOAD_TIMEOUT_MS = 40_000;

/** Brings pictures and what they show, and gives their ids. None of it is a post: what fails here has certainly posted nothing, and what is left unused X clears away. */
export async function uploadAll(api: XApi, files: readonly OutboundFile[], visibility: 'public' | 'private', signal: AbortSignal, now: () => number): Promise<readonly string[] | Failed> {
  const ids: string[] = [];
  for (const file of files) {
    const form = new FormData();
    form.append('media', new Blob([new Uint8Array(file.content)], { type: file.mediaType }), file.name);
    form.append('media_category', visibility === 'private' ? 'dm_image' : 'tweet_image');
    form.append('media_type', file.mediaType);
    const answer = await httpCall({ method: 'POST', url: new URL('/2/media/upload', api.url), headers: { authorization: `Bearer ${api.credential.accessToken}` }, body: form, timeoutMs: UPLOAD_TIMEOUT_MS, signal });
    const made = isDone(answer) ? madeSchema.safeParse(answer.body) : undefined;
    if (made?.success !== true) return nothingOut(answer, now);
    ids.push(made.data.data.id);
    if (file.alt === undefined || file.alt === '') continue;
    const told = await call(api, { method: 'POST', path: '/2/media/metadata', body: { id: made.data.data.id, metadata: { alt_text: { text: file.alt.slice(0, 1_000) } } }, signal });
    if (!isDone(told)) return nothingOut(told, now);
  }
  return ids;
}

const isDone = (answer: HttpAnswer): answer is Extract<HttpAnswer, { kind: 'answer' }> => answer.kind === 'answer' && (answer.status === 200 || answer.status === 201);

function nothingOut(answer: HttpAnswer, now: () => number): Failed {
  const failed = (failure: ReplyFailure, more: Partial<Failed> = {}): Failed => ({ kind: 'failed', failure, ...more });
  if (answer.kind !== 'answer') return failed({ code: 'PLATFORM_UNREACHABLE', detail: `a file could not be brought: ${answer.detail}`.slice(0, 500), retryable: true });
  const detail = problemOf(answer) ?? `the platform answered ${answer.status} to a file`;
  if (answer.status === 429) return failed({ code: 'PLATFORM_RATE_LIMITED', detail, retryable: true }, { retryAfterMs: waitOf(answer, now()) });
  if (answer.status === 401 || answer.status === 403) return failed({ code: 'CREDENTIAL_REJECTED', detail, retryable: true }, { credentialRejected: true });
  return answer.status >= 400 && answer.status < 500 ? failed({ code: 'PLATFORM_REFUSED', detail, retryable: false }) : failed({ code: 'PLATFORM_UNREACHABLE', detail, retryable: true });
}
