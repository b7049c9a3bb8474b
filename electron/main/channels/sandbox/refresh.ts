import { z } from 'zod';
import { httpCall } from '../http-port.ts';
import type { RefreshOutcome } from '../ports.ts';
import type { SandboxCredential } from './api.ts';

const tokensSchema = z.object({ access_token: z.string().min(1).max(500), refresh_token: z.string().min(1).max(500), expires_in: z.number().int().min(1) });
const refusalSchema = z.object({ error: z.string().max(64), error_description: z.string().max(500).optional() });

/** Exchanges the refresh token: from then on the one before is worth nothing. */
export async function refreshCredential(credential: SandboxCredential, signal: AbortSignal, now: () => number): Promise<RefreshOutcome> {
  if (credential.refreshToken === undefined) return { kind: 'rejected', detail: 'this credential cannot be renewed' };
  const startedAt = now();
  const answer = await httpCall({
    method: 'POST',
    url: new URL('/oauth/token', credential.url),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: credential.refreshToken, client_id: credential.clientId ?? '' }).toString(),
    signal,
  });
  if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
  const tokens = answer.status === 200 ? tokensSchema.safeParse(answer.body) : undefined;
  if (tokens?.success === true) {
    const expiresAt = startedAt + tokens.data.expires_in * 1000;
    const { url, clientId } = credential;
    return { kind: 'fresh', credential: JSON.stringify({ url, clientId, accessToken: tokens.data.access_token, refreshToken: tokens.data.refresh_token, expiresAt }), expiresAt };
  }
  const refusal = refusalSchema.safeParse(answer.body);
  // Only the platform's own words are proof that it will not.
  if ((answer.status === 400 || answer.status === 401) && refusal.success) return { kind: 'rejected', detail: `${refusal.data.error}: ${refusal.data.error_description ?? ''}` };
  return { kind: 'unreachable', detail: `the platform answered ${answer.status}` };
}
