import { z } from 'zod';

/** What the desk hands over in place of a stored credential: its center and its own access token, fresh for each use. */
export const deskCredentialSchema = z.object({
  url: z.string().max(2_000).refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'an http or https address'),
  /** Empty while the desk has no session: then everything waits. */
  token: z.string().max(4_096),
});
export type DeskCredential = z.infer<typeof deskCredentialSchema>;

export const postedSchema = z.object({ id: z.string().min(1).max(256), sentAt: z.number() });
export const changedSchema = z.object({ at: z.number() });
const refusalSchema = z.object({ error: z.object({ code: z.string().max(64), message: z.string() }) });

export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown; readonly error: { code: string; message: string } | undefined }
  /** Certain: the request did not leave this machine. */
  | { readonly kind: 'notSent'; readonly detail: string }
  /** The request may have arrived. */
  | { readonly kind: 'lost'; readonly detail: string };

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const CALL_TIMEOUT_MS = 20_000;

interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: object | undefined;
  readonly signal: AbortSignal;
}

/** One call to the center's chat. Never throws for what network or center do. Redirects are not followed: the token stays here. */
export async function call(credential: DeskCredential, { method, path, query, body, signal }: Call): Promise<Answer> {
  if (signal.aborted) return { kind: 'notSent', detail: 'stopped before it was sent' };
  const url = new URL(path, credential.url);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${credential.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    });
    const answer: unknown = JSON.parse(await response.text());
    const refusal = refusalSchema.safeParse(answer);
    return { kind: 'answer', status: response.status, body: answer, error: refusal.success ? refusal.data.error : undefined };
  } catch (error) {
    return { kind: NEVER_CONNECTED.has(codeOf(error)) ? 'notSent' : 'lost', detail: (error instanceof Error ? `${error.message} ${codeOf(error)}`.trim() : 'the connection failed').slice(0, 400) };
  }
}

function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return typeof first === 'object' && first !== null && 'code' in first && typeof first.code === 'string' ? first.code : '';
}
