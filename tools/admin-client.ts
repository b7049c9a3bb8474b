import { z } from 'zod';
import { createAuthClient } from '../electron/main/sync/auth-client.ts';

const refusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export interface AdminAnswer {
  readonly ok: boolean;
  /** Of a refusal; '' otherwise. */
  readonly code: string;
  readonly message: string;
  readonly body: unknown;
}

/** Talks to a center as its administrator. `call` throws only when the server cannot be reached. */
export interface AdminClient {
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<AdminAnswer>;
}

/** Signs in by name and password. Throws the coded refusal of the sign-in. */
export async function openAdminClient(
  serverUrl: string,
  admin: { readonly name: string; readonly password: string },
): Promise<AdminClient> {
  const { accessToken } = await createAuthClient(serverUrl, 'tools').signIn({ name: admin.name, password: admin.password });
  return { call: (method, path, body) => callServer(serverUrl, accessToken, method, path, body) };
}

async function callServer(serverUrl: string, token: string, method: 'GET' | 'POST', path: string, body: unknown): Promise<AdminAnswer> {
  const response = await fetch(new URL(path, serverUrl), {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
    redirect: 'error',
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return { ok: true, code: '', message: '', body: answer };
  const refusal = refusalSchema.safeParse(answer);
  return {
    ok: false,
    code: refusal.success ? refusal.data.error.code : `HTTP ${response.status}`,
    message: refusal.success ? refusal.data.error.message : '',
    body: answer,
  };
}
