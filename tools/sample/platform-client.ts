import { z } from 'zod';

/** What the sample traffic asks of the Probeplattform. */
export interface PlatformClient {
  /** Makes the account or finds it. */
  putAccount(account: {
    readonly handle: string;
    readonly displayName: string;
    readonly kind: 'brand' | 'person';
    readonly followers: number;
  }): Promise<PlatformOutcome>;
  post(input: PlatformPost, idempotencyKey: string): Promise<PlatformOutcome>;
  edit(id: string, text: string): Promise<PlatformOutcome>;
  remove(id: string): Promise<PlatformOutcome>;
  /** Effects after a number, oldest first; `undefined` when the platform does not answer. */
  effects(after: number): Promise<z.infer<typeof effectsSchema> | undefined>;
}

export interface PlatformPost {
  readonly author: string;
  readonly text: string;
  readonly inReplyTo?: string | undefined;
  readonly visibility: 'public' | 'private';
  readonly recipient?: string | undefined;
}

/** `again`: not reached, busy or faulty. `refused`: trying again would change nothing. */
export type PlatformOutcome =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'again'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

const idSchema = z.object({ id: z.string() });
const effectSchema = z.object({
  effectNo: z.number().int(),
  kind: z.enum(['created', 'edited', 'deleted']),
  postId: z.string(),
  author: z.string(),
  authorKind: z.enum(['brand', 'person']),
  inReplyTo: z.string().nullable(),
  recipient: z.string().nullable(),
  visibility: z.enum(['public', 'private']),
});
const effectsSchema = z.object({ effects: z.array(effectSchema), cursor: z.number().int(), more: z.boolean() });
const errorSchema = z.object({ error: z.object({ code: z.string() }) });

const TIMEOUT_MS = 10_000;

export function createPlatformClient(platformUrl: string, token: string): PlatformClient {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(new URL(`/api/v1${path}`, platformUrl), {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.json().catch(() => undefined) };
  };
  const act = async (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<PlatformOutcome> => {
    try {
      const answer = await call(method, path, body, headers);
      const code = errorSchema.safeParse(answer.body).data?.error.code ?? '';
      const why = `${answer.status} ${code}`.trim();
      if (answer.status === 429 || answer.status >= 500) return { kind: 'again', why };
      if (answer.status >= 400) return { kind: 'refused', why };
      const id = idSchema.safeParse(answer.body).data?.id;
      // An answer that cannot be read says nothing about what was done; the key makes the repeat harmless.
      if (id === undefined && path === '/posts') return { kind: 'again', why: 'an answer without an id' };
      return { kind: 'done', id: id ?? '' };
    } catch (error) {
      return { kind: 'again', why: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    putAccount: (account) => act('POST', '/accounts', account),
    post: (input, idempotencyKey) => act('POST', '/posts', input, { 'idempotency-key': idempotencyKey }),
    edit: (id, text) => act('PATCH', `/posts/${encodeURIComponent(id)}`, { text }),
    remove: (id) => act('DELETE', `/posts/${encodeURIComponent(id)}`),
    async effects(after) {
      try {
        return effectsSchema.safeParse((await call('GET', `/effects?after=${after}&limit=1000`)).body).data;
      } catch {
        return undefined;
      }
    },
  };
}
