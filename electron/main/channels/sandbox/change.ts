import type { ChangeOutcome, ChangeRequest } from '../ports.ts';
import { type Answer, call, type SandboxCredential } from './api.ts';

/** Takes an own post away. */
export async function removePost(credential: SandboxCredential, request: ChangeRequest, now: () => number): Promise<ChangeOutcome> {
  const answer = await call(credential, { method: 'DELETE', path: pathOf(request), signal: request.signal });
  // Gone is gone, whoever did it.
  if (answer.kind === 'answer' && (answer.status === 404 || answer.error?.code === 'POST_DELETED')) return { kind: 'done', at: now() };
  return judge(answer, now);
}

/** Gives an own post another text. */
export async function correctPost(credential: SandboxCredential, request: ChangeRequest & { readonly text: string }, now: () => number): Promise<ChangeOutcome> {
  return judge(await call(credential, { method: 'PATCH', path: pathOf(request), body: { text: request.text }, signal: request.signal }), now);
}

const pathOf = (request: ChangeRequest): string => `/posts/${encodeURIComponent(request.remoteId)}`;

function judge(answer: Answer, now: () => number): ChangeOutcome {
  if (answer.kind === 'notSent') return { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true } };
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  const { status, error } = answer;
  if (status >= 200 && status < 300) return { kind: 'done', at: now() };
  if (status < 400 || status >= 500 || error === undefined) return { kind: 'unknown', detail: `the platform answered ${status}` };
  const detail = `${error.code}: ${error.message}`.slice(0, 500);
  if (status === 429) return { kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', detail, retryable: true }, retryAfterMs: answer.retryAfterMs };
  if (status === 401 || error.code === 'SCOPE_MISSING' || error.code === 'NOT_YOURS') return { kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED', detail, retryable: true }, credentialRejected: true };
  return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail, retryable: false } };
}
