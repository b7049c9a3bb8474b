import { z } from 'zod';
import { roleSchema } from '../../../shared/domain/agent.ts';
import { wireErrorSchema, type WireRefusal } from '../../../shared/protocol/errors.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { serverAddress } from './server-address.ts';

const signInAnswerSchema = z.object({
  accessToken: z.string().min(1),
  accessExpiresAt: z.number(),
  refreshToken: z.string().min(1),
  identity: z.object({ agentId: z.string().min(1).max(128), name: z.string(), role: roleSchema }),
});
export type SignInAnswer = z.infer<typeof signInAnswerSchema>;

const methodsSchema = z.object({ provider: z.object({ label: z.string().min(1).max(60) }).nullable() });
const beginSchema = z.object({ url: z.string().max(8_192) });
const refusalSchema = z.object({ error: wireErrorSchema });
const TIMEOUT_MS = 10_000;

/** The server said no, in its own words; its code may be one this build does not know. */
export class ServerRefusal extends Error {
  readonly refusal: WireRefusal;
  constructor(refusal: WireRefusal) {
    super(refusal.message);
    this.name = 'ServerRefusal';
    this.refusal = refusal;
  }
}

/** Sign-in over HTTP. Throws ServerRefusal, or CodedError SERVER_UNREACHABLE, SERVER_ANSWER_INVALID. `signal` ends a call early. */
export interface AuthClient {
  signIn(given: { name: string; password: string }, signal?: AbortSignal): Promise<SignInAnswer>;
  /** `attempt`: the name of this exchange; the same one asked for again is given again. */
  refresh(refreshToken: string, attempt?: string, signal?: AbortSignal): Promise<SignInAnswer>;
  signOut(refreshToken: string): Promise<void>;
  /** Whether there is a provider to sign in at, and what the house calls it. */
  methods(): Promise<{ provider: { label: string } | null }>;
  /** Where the browser goes. */
  beginProvider(given: { redirectUri: string; challenge: string; state: string }): Promise<{ url: string }>;
  /** With a code somebody was given, and the password they choose. */
  redeem(given: { code: string; password: string }): Promise<SignInAnswer>;
  finishProvider(given: { redirectUri: string; verifier: string; answer: { code: string; state: string; iss?: string } }): Promise<SignInAnswer>;
}

/** Throws SERVER_PLAIN for an address to which nothing secret may go. */
export function createAuthClient(address: string, label: string, allowPlainHttp = false): AuthClient {
  const serverUrl = serverAddress(address, allowPlainHttp);
  const ask = async (path: string, body: unknown, signal?: AbortSignal): Promise<unknown> => {
    const limits = [AbortSignal.timeout(TIMEOUT_MS), ...(signal === undefined ? [] : [signal])];
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(path, serverUrl), {
        ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        signal: AbortSignal.any(limits),
        redirect: 'error',
      });
      text = await response.text();
    } catch (error) {
      throw new CodedError('SERVER_UNREACHABLE', { cause: error });
    }
    const parsed = parseJson(text);
    if (response.ok) return parsed;
    const refusal = refusalSchema.safeParse(parsed);
    if (refusal.success) throw new ServerRefusal(refusal.data.error);
    throw new CodedError(response.status >= 500 ? 'SERVER_UNREACHABLE' : 'SERVER_ANSWER_INVALID', {
      detail: `It answered ${response.status}.`,
    });
  };
  const fit = <T>(schema: z.ZodType<T>, value: unknown): T => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw new CodedError('SERVER_ANSWER_INVALID', { field: parsed.error.issues[0]?.path.join('.') });
    return parsed.data;
  };
  const read = (value: unknown): SignInAnswer => fit(signInAnswerSchema, value);
  return {
    signIn: async ({ name, password }, signal) => read(await ask('/auth/sign-in', { name, password, label }, signal)),
    refresh: async (refreshToken, attempt, signal) => read(await ask('/auth/refresh', { refreshToken, ...(attempt === undefined ? {} : { attempt }) }, signal)),
    signOut: async (refreshToken) => {
      await ask('/auth/sign-out', { refreshToken });
    },
    methods: async () => fit(methodsSchema, await ask('/auth/methods', undefined)),
    beginProvider: async (given) => fit(beginSchema, await ask('/auth/oidc/begin', given)),
    redeem: async ({ code, password }) => read(await ask('/auth/invitation', { code, password, label })),
    finishProvider: async (given) => read(await ask('/auth/oidc/finish', { ...given, label })),
  };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
