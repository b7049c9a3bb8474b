import { z } from 'zod';
import { httpCall } from '../http-port.ts';
import type { OutboundTarget, RefreshOutcome } from '../ports.ts';
import { readAccount } from './account.ts';

const tokensSchema = z.object({ access_token: z.string().min(1).max(8_000), refresh_token: z.string().min(1).max(8_000).optional(), expires_in: z.number().min(0).optional() });
const refusalSchema = z.object({ error: z.string().max(100), error_description: z.string().max(2_000).optional() });

/** A new access token for a mailbox that signs in by OAuth 2. Providers that rotate give a new refresh token; the others leave the old one in force. */
export async function refreshMailbox(target: OutboundTarget & { readonly signal: AbortSignal }, now: () => number): Promise<RefreshOutcome> {
  const account = readAccount(target);
  if (typeof account === 'string') return { kind: 'rejected', detail: account };
  const { auth, settings } = account;
  const tokenUrl = auth.kind === 'oauth2' ? (auth.tokenUrl ?? settings.oauthExchangeUrl) : undefined;
  if (auth.kind !== 'oauth2' || auth.refreshToken === undefined || tokenUrl === undefined) return { kind: 'rejected', detail: 'this credential cannot be renewed' };
  const { clientId, clientSecret, refreshToken } = auth;
  const askedAt = now();
  const answer = await httpCall({
    method: 'POST',
    url: new URL(tokenUrl),
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...(clientSecret === undefined ? {} : { authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}` }) },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId }).toString(),
    signal: target.signal,
  });
  if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
  const tokens = answer.status === 200 ? tokensSchema.safeParse(answer.body) : undefined;
  if (tokens?.success === true) {
    const { access_token: accessToken, refresh_token: next, expires_in: seconds } = tokens.data;
    const expiresAt = seconds === undefined ? undefined : askedAt + Math.floor(seconds) * 1_000;
    const credential = { user: account.user, clientId, ...(clientSecret === undefined ? {} : { clientSecret }), accessToken, refreshToken: next ?? refreshToken, ...(auth.tokenUrl === undefined ? {} : { tokenUrl: auth.tokenUrl }), ...(expiresAt === undefined ? {} : { expiresAt }) };
    return { kind: 'fresh', credential: JSON.stringify(credential), ...(expiresAt === undefined ? {} : { expiresAt }) };
  }
  const refusal = refusalSchema.safeParse(answer.body);
  // Only the provider's own words are proof that it will not.
  if ((answer.status === 400 || answer.status === 401) && refusal.success) return { kind: 'rejected', detail: refusal.data.error };
  return { kind: 'unreachable', detail: `the provider answered ${answer.status}` };
}
