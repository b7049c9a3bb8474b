import { z } from 'zod';
import { roleSchema } from '../../../shared/domain/agent.ts';
import { wireErrorSchema, type WireRefusal } from '../../../shared/protocol/errors.ts';
import { CodedError } from '../../../shared/util/errors.ts';

const signInAnswerSchema = z.object({
  accessToken: z.string().min(1),
  accessExpiresAt: z.number(),
  refreshToken: z.string().min(1),
  identity: z.object({ agentId: z.string().min(1).max(128), name: z.string(), role: roleSchema }),
});
export type SignInAnswer = z.infer<typeof signInAnswerSchema>;

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
}

export function createAuthClient(serverUrl: string, label: string): AuthClient {
  const post = async (path: string, body: unknown, signal?: AbortSignal): Promise<unknown> => {
    const limits = [AbortSignal.timeout(TIMEOUT_MS), ...(signal === undefined ? [] : [signal])];
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(path, serverUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
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
  const read = (value: unknown): SignInAnswer => {
    const parsed = signInAnswerSchema.safeParse(value);
    if (!parsed.success) throw new CodedError('SERVER_ANSWER_INVALID', { field: parsed.error.issues[0]?.path.join('.') });
    return parsed.data;
  };
  return {
    signIn: async ({ name, password }, signal) => read(await post('/auth/sign-in', { name, password, label }, signal)),
    refresh: async (refreshToken, attempt, signal) => read(await post('/auth/refresh', { refreshToken, ...(attempt === undefined ? {} : { attempt }) }, signal)),
    signOut: async (refreshToken) => {
      await post('/auth/sign-out', { refreshToken });
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
