import { z } from 'zod';
import { httpCall, type HttpAnswer } from '../http-port.ts';
import type { LimitReading, OutboundTarget } from '../ports.ts';

/** What lies in the keychain for one account: the tokens of a sign-in and the app they belong to. */
const credentialSchema = z.object({
  accessToken: z.string().min(1).max(4_000),
  refreshToken: z.string().min(1).max(4_000).optional(),
  clientId: z.string().min(1).max(500).optional(),
  clientSecret: z.string().min(1).max(500).optional(),
});
export type XCredential = z.infer<typeof credentialSchema>;

const settingsSchema = z.object({
  remoteId: z.string().regex(/^\d{1,20}$/).optional(),
  apiUrl: z.url({ protocol: /^https?$/ }).optional(),
});

/** Where to speak, and as whom. */
export interface XApi {
  readonly url: string;
  readonly credential: XCredential;
  /** The account's own number, where its settings say it. */
  readonly userId: string | undefined;
}

const API_URL = 'https://api.x.com';

/** Undefined where the stored credential or the settings cannot be read. */
export function readTarget(target: OutboundTarget): XApi | undefined {
  try {
    const credential = credentialSchema.parse(JSON.parse(target.credential));
    const settings = settingsSchema.parse(target.settings ?? {});
    return { url: settings.apiUrl ?? API_URL, credential, userId: settings.remoteId };
  } catch {
    return undefined;
  }
}

export type XAnswer = Extract<HttpAnswer, { kind: 'answer' }>;

/** `path` begins with /2. */
export function call(api: XApi, request: { method: 'GET' | 'POST' | 'DELETE'; path: string; body?: object | undefined; signal: AbortSignal }): Promise<HttpAnswer> {
  return httpCall({ method: request.method, url: new URL(request.path, api.url), headers: { authorization: `Bearer ${api.credential.accessToken}` }, body: request.body, signal: request.signal });
}

const problemSchema = z.object({ title: z.string().max(500).optional(), detail: z.string().max(2_000).optional(), status: z.number().optional(), type: z.string().max(500).optional() }).refine((one) => one.title !== undefined || one.detail !== undefined);

/** A refusal in the platform's own words; a page of some proxy in between is none. */
export function problemOf(answer: XAnswer): string | undefined {
  const problem = problemSchema.safeParse(answer.body);
  return problem.success ? `${problem.data.title ?? ''}: ${problem.data.detail ?? ''}`.slice(0, 500) : undefined;
}

/** What `x-rate-limit-*` says of the budget of an action. */
export function limitsOf(answer: XAnswer, action: string): LimitReading[] {
  const number = (name: string): number | undefined => {
    const text = answer.headers.get(name);
    return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
  };
  const remaining = number('x-rate-limit-remaining');
  if (remaining === undefined) return [];
  const limit = number('x-rate-limit-limit');
  const reset = number('x-rate-limit-reset');
  return [{ action, remaining, ...(limit === undefined ? {} : { limit }), ...(reset === undefined ? {} : { resetAt: reset * 1000 }) }];
}

/** How long the platform wants to be left alone after a 429, ms. `now`: this machine's clock, corrected by the answer's own date. */
export function waitOf(answer: XAnswer, now: number): number | undefined {
  const reset = limitsOf(answer, '')[0]?.resetAt;
  if (reset === undefined) return answer.retryAfterMs;
  return Math.max(1_000, reset - (answer.dateMs ?? now));
}
