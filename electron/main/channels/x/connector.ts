import { z } from 'zod';
import { xChannel } from '../../../../shared/channels/x.ts';
import { httpCall } from '../http-port.ts';
import type { ChangeOutcome, OutboundConnector, OutboundTarget, RefreshOutcome } from '../ports.ts';
import { call, problemOf, readTarget, waitOf, type XApi } from './api.ts';
import { reconcilePart, whoAmI } from './reconcile.ts';
import { sendPart } from './send.ts';

const UNREADABLE = { code: 'CREDENTIAL_INVALID', detail: 'the stored credential or the settings cannot be read', retryable: false };

/** Connector for X. `now`: this machine's wall clock, ms. */
export function createXConnector(now: () => number): OutboundConnector {
  return {
    channel: xChannel.name,
    // No key, no exception: a repeat is a second post.
    safeToRepeat: () => false,
    send: async (request) => {
      const api = readTarget(request);
      return api === undefined ? { kind: 'failed', failure: UNREADABLE, credentialRejected: true } : sendPart(api, request, now);
    },
    reconcile: async (request) => {
      const api = readTarget(request);
      return api === undefined ? { kind: 'unreachable', detail: UNREADABLE.detail } : reconcilePart(api, request, now);
    },
    check: async (target) => {
      const api = readTarget(target);
      if (api === undefined) return { ok: false, code: UNREADABLE.code, detail: UNREADABLE.detail };
      const me = await whoAmI(api, target.signal);
      if ('detail' in me) return { ok: false, code: me.status === 401 || me.status === 403 ? 'CREDENTIAL_REJECTED' : 'PLATFORM_UNREACHABLE', detail: me.detail };
      if (me.username.toLowerCase() !== target.accountHandle.toLowerCase()) return { ok: false, code: 'CREDENTIAL_REJECTED', detail: `this credential belongs to @${me.username}` };
      return { ok: true, as: me.username };
    },
    remove: (request) => withApi(request, (api) => removePost(api, request.remoteId, request.visibility === 'private', request.signal, now)),
    refresh: (target) => refresh(target, now),
    open: ({ remoteId, handle }) => (/^\d{1,20}$/.test(remoteId) ? `https://x.com/${handle !== undefined && /^\w{1,15}$/.test(handle) ? handle : 'i'}/status/${remoteId}` : undefined),
  };
}

async function withApi(target: OutboundTarget, run: (api: XApi) => Promise<ChangeOutcome>): Promise<ChangeOutcome> {
  const api = readTarget(target);
  return api === undefined ? { kind: 'failed', failure: UNREADABLE, credentialRejected: true } : run(api);
}

const removedSchema = z.object({ data: z.object({ deleted: z.literal(true) }) });

async function removePost(api: XApi, remoteId: string, isPrivate: boolean, signal: AbortSignal, now: () => number): Promise<ChangeOutcome> {
  const path = isPrivate ? `/2/dm_events/${encodeURIComponent(remoteId)}` : `/2/tweets/${encodeURIComponent(remoteId)}`;
  const answer = await call(api, { method: 'DELETE', path, signal });
  if (answer.kind === 'notSent') return { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true } };
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  if (answer.status === 200 && removedSchema.safeParse(answer.body).success) return { kind: 'done', at: answer.dateMs ?? now() };
  const problem = problemOf(answer);
  if (answer.status < 400 || answer.status >= 500 || problem === undefined) return { kind: 'unknown', detail: `the platform answered ${answer.status}` };
  if (answer.status === 404) return { kind: 'done', at: answer.dateMs ?? now() };
  if (answer.status === 429) return { kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', detail: problem, retryable: true }, retryAfterMs: waitOf(answer, now()) };
  if (answer.status === 401) return { kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED', detail: problem, retryable: true }, credentialRejected: true };
  return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: problem, retryable: false } };
}

const tokensSchema = z.object({ access_token: z.string().min(1), refresh_token: z.string().min(1).optional(), expires_in: z.number().min(0).optional() });

/** The refresh token is used up by this: what comes back must be stored before it is used. */
async function refresh(target: OutboundTarget & { readonly signal: AbortSignal }, now: () => number): Promise<RefreshOutcome> {
  const api = readTarget(target);
  const { refreshToken, clientId, clientSecret } = api?.credential ?? {};
  if (api === undefined || refreshToken === undefined || clientId === undefined) return { kind: 'rejected', detail: 'the stored credential cannot be renewed' };
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId }).toString();
  const answer = await httpCall({
    method: 'POST',
    url: new URL('/2/oauth2/token', api.url),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(clientSecret === undefined ? {} : { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` }) },
    body,
    signal: target.signal,
  });
  if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
  const tokens = answer.status === 200 ? tokensSchema.safeParse(answer.body) : undefined;
  if (tokens?.success === true) {
    const { access_token: accessToken, refresh_token: next, expires_in: seconds } = tokens.data;
    return { kind: 'fresh', credential: JSON.stringify({ ...api.credential, accessToken, refreshToken: next ?? refreshToken }), ...(seconds === undefined ? {} : { expiresAt: now() + seconds * 1000 }) };
  }
  // Only a refusal in the form of OAuth is one.
  const isRefused = (answer.status === 400 || answer.status === 401) && z.object({ error: z.string() }).safeParse(answer.body).success;
  return isRefused ? { kind: 'rejected', detail: `the platform answered ${answer.status}` } : { kind: 'unreachable', detail: `the platform answered ${answer.status}` };
}
