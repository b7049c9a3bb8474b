import { z } from 'zod';
import { httpCall, type HttpAnswer } from '../http-port.ts';

/** What lies in the keychain for one brand account. */
const platformUrl = z.string().max(2_000).refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'an http or https address');
/** A token the platform's operator made, or what a sign-in gave: that one ends and is renewed. */
export const sandboxCredentialSchema = z
  .union([
    z.object({ url: platformUrl, token: z.string().min(1).max(500) }),
    z.object({ url: platformUrl, accessToken: z.string().min(1).max(500), refreshToken: z.string().min(1).max(500).optional(), clientId: z.string().max(100).optional(), expiresAt: z.number().optional() }),
  ])
  .transform((stored) => ('token' in stored ? { ...stored, clientId: undefined, refreshToken: undefined } : { ...stored, token: stored.accessToken }));
export type SandboxCredential = z.output<typeof sandboxCredentialSchema>;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
export const remotePostSchema = z.object({
  id: z.string().min(1).max(256),
  inReplyTo: z.string().nullable(),
  recipient: z.string().nullable(),
  author: z.object({ handle: z.string() }),
  text: z.string(),
  visibility: z.enum(['public', 'private']),
  createdAt: instant,
  clientKey: z.string().nullable(),
});
export type RemotePost = z.infer<typeof remotePostSchema>;
export const remotePostsSchema = z.object({ posts: z.array(remotePostSchema), next: z.string().nullable() });
export const remoteSettingsSchema = z.object({ idempotency: z.enum(['key', 'none']), keyRetentionMs: z.number().min(0) });
export const remoteMeSchema = z.object({ name: z.string(), scopes: z.array(z.string()), accounts: z.array(z.string()), expiresAt: z.iso.datetime().transform((text) => Date.parse(text)).nullish() });
const remoteErrorSchema = z.object({ error: z.object({ code: z.string().max(64), message: z.string() }) });

export type Answer =
  | (Extract<HttpAnswer, { kind: 'answer' }> & { readonly rate: { readonly remaining: number; readonly limit: number; readonly resetAt: number } | undefined; readonly error: { code: string; message: string } | undefined })
  | Exclude<HttpAnswer, { kind: 'answer' }>;

/** One call to the platform. Never throws for what network or platform do. */
export async function call(credential: SandboxCredential, request: { method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; path: string; body?: object | undefined; headers?: Record<string, string> | undefined; signal: AbortSignal }): Promise<Answer> {
  const { method, path, body, headers, signal } = request;
  const answer = await httpCall({ method, url: new URL(`/api/v1${path}`, credential.url), headers: { authorization: `Bearer ${credential.token}`, ...headers }, body, signal });
  if (answer.kind !== 'answer') return answer;
  const error = remoteErrorSchema.safeParse(answer.body);
  return { ...answer, rate: rateIn(answer.headers), error: error.success ? error.data.error : undefined };
}

/** The budget of the account that wrote, where the platform limits it. */
function rateIn(headers: Headers): { remaining: number; limit: number; resetAt: number } | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`) ?? Number.NaN)) as [number, number, number];
  return [limit, remaining, reset].every((figure) => Number.isSafeInteger(figure) && figure >= 0) && limit > 0 ? { remaining, limit, resetAt: reset * 1000 } : undefined;
}
