import type { ReplyFailure } from '../../../../shared/domain/reply.ts';
import type { HttpAnswer } from '../http-port.ts';
import { errorOf, usageOf, type GraphError } from './api.ts';

export type Verdict =
  | { readonly kind: 'done'; readonly body: unknown }
  | { readonly kind: 'failed'; readonly failure: ReplyFailure; readonly retryAfterMs?: number | undefined; readonly credentialRejected?: boolean | undefined }
  | { readonly kind: 'unknown'; readonly detail: string };

const SIGN_IN = new Set([102, 104, 190, 463, 467]);
const RATE = new Set([4, 17, 32, 341, 613]);
/** "Unknown" and "service" errors: Meta itself does not say what became of it. */
const UNSURE = new Set([1, 2]);
const NO_PERMISSION = new Set([3, 10]);
export const OUTSIDE_WINDOW = 2018278;
const DEFAULT_WAIT_MS = 60_000;

/** Whether a call is known to have had no effect. Graph errors decide, not the HTTP status: Meta says 400 and 403 of nearly everything. */
export function judge(answer: HttpAnswer): Verdict {
  if (answer.kind === 'notSent') return { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true } };
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  if (answer.status >= 200 && answer.status < 300) return { kind: 'done', body: answer.body };
  const error = errorOf(answer);
  if (error === undefined || answer.status < 400 || answer.status >= 500 || UNSURE.has(error.code)) return { kind: 'unknown', detail: `the platform answered ${answer.status}${error === undefined ? '' : ` ${error.detail}`}`.slice(0, 500) };
  if (isRate(error)) return { kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', detail: error.detail, retryable: true }, retryAfterMs: usageOf(answer)?.regainMs ?? answer.retryAfterMs ?? DEFAULT_WAIT_MS };
  if (error.subcode === OUTSIDE_WINDOW) return { kind: 'failed', failure: { code: 'WINDOW_CLOSED', detail: error.detail, retryable: false } };
  if (SIGN_IN.has(error.code) || NO_PERMISSION.has(error.code) || (error.code >= 200 && error.code < 300)) return { kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED', detail: error.detail, retryable: true }, credentialRejected: true };
  return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: error.detail, retryable: false } };
}

const isRate = (error: GraphError): boolean => RATE.has(error.code) || (error.code >= 80_000 && error.code <= 80_014);
