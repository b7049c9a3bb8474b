import { z } from 'zod';
import { facebookChannel } from '../../../../shared/channels/facebook.ts';
import { instagramChannel } from '../../../../shared/channels/instagram.ts';
import { messengerChannel } from '../../../../shared/channels/messenger.ts';
import type { ChannelDescriptor } from '../../../../shared/channels/index.ts';
import type { ChangeOutcome, ChangeRequest, OutboundConnector } from '../ports.ts';
import { call, errorOf, readTarget, type GraphApi } from './api.ts';
import { judge } from './judge.ts';
import { pageTokenOf, tokenHealth } from './page-token.ts';
import { reconcilePart } from './reconcile.ts';
import type { Surface } from './surface.ts';
import { sendPart } from './send.ts';

const UNREADABLE = { code: 'CREDENTIAL_INVALID', detail: 'the stored credential or the settings cannot be read', retryable: false };

/** Comments on a Facebook page, and the one private answer to each. `now`: this machine's wall clock, ms. */
export const createFacebookConnector = (now: () => number): OutboundConnector => ({ ...connectorFor(facebookChannel, 'page', now), remove: (request) => remove(request, now), correct: (request) => correct(request, now), open: ({ remoteId }) => (/^[\w-]{1,200}$/.test(remoteId) ? `https://www.facebook.com/${remoteId}` : undefined) });
export const createMessengerConnector = (now: () => number): OutboundConnector => connectorFor(messengerChannel, 'messenger', now);
export const createInstagramConnector = (now: () => number): OutboundConnector => ({ ...connectorFor(instagramChannel, 'instagram', now), remove: (request) => remove(request, now) });

function connectorFor(descriptor: ChannelDescriptor, surface: Surface, now: () => number): OutboundConnector {
  return {
    channel: descriptor.name,
    // No key, no exception: a repeat is a second one.
    safeToRepeat: () => false,
    send: async (request) => {
      const api = readTarget(request);
      return api === undefined ? { kind: 'failed', failure: UNREADABLE, credentialRejected: true } : sendPart(api, surface, request, now);
    },
    reconcile: async (request) => {
      const api = readTarget(request);
      return api === undefined ? { kind: 'unreachable', detail: UNREADABLE.detail } : reconcilePart(api, surface, request, now);
    },
    exchange: pageTokenOf,
    check: async (target) => {
      const api = readTarget(target);
      if (api === undefined) return { ok: false, code: UNREADABLE.code, detail: UNREADABLE.detail };
      const checked = await check(api, surface, target.signal);
      const health = checked.ok ? await tokenHealth(target) : undefined;
      if (health?.kind === 'invalid') return { ok: false, code: 'CREDENTIAL_REJECTED', detail: 'the platform says that this token does not hold any more' };
      return checked.ok && health?.kind === 'valid' ? { ...checked, expiresAt: health.expiresAt, scopes: health.scopes } : checked;
    },
  };
}

const meSchema = z.object({ id: z.string(), name: z.string().optional(), instagram_business_account: z.object({ id: z.string(), username: z.string().optional() }).optional() });

async function check(api: GraphApi, surface: Surface, signal: AbortSignal): ReturnType<OutboundConnector['check']> {
  const answer = await call(api, { method: 'GET', path: '/me', query: { fields: 'id,name,instagram_business_account{id,username}' }, signal });
  if (answer.kind !== 'answer') return { ok: false, code: 'PLATFORM_UNREACHABLE', detail: answer.detail };
  const me = answer.status === 200 ? meSchema.safeParse(answer.body) : undefined;
  if (me?.success !== true) {
    const verdict = judge(answer);
    return { ok: false, code: verdict.kind === 'failed' ? verdict.failure.code : 'PLATFORM_UNREACHABLE', detail: errorOf(answer)?.detail ?? `the platform answered ${answer.status}` };
  }
  const own = surface === 'instagram' ? { id: me.data.instagram_business_account?.id, name: me.data.instagram_business_account?.username } : { id: me.data.id, name: me.data.name };
  if (own.id !== api.ownId) return { ok: false, code: 'CREDENTIAL_REJECTED', detail: `this credential belongs to ${own.name ?? own.id ?? 'a page without an Instagram account'}` };
  return { ok: true, as: own.name ?? api.ownId };
}

async function remove(request: ChangeRequest, now: () => number): Promise<ChangeOutcome> {
  const api = readTarget(request);
  if (api === undefined) return { kind: 'failed', failure: UNREADABLE, credentialRejected: true };
  if (request.visibility === 'private') return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'a message cannot be taken back', retryable: false } };
  return change(await call(api, { method: 'DELETE', path: `/${encodeURIComponent(request.remoteId)}`, signal: request.signal }), now, true);
}

async function correct(request: ChangeRequest & { readonly text: string }, now: () => number): Promise<ChangeOutcome> {
  const api = readTarget(request);
  if (api === undefined) return { kind: 'failed', failure: UNREADABLE, credentialRejected: true };
  if (request.visibility === 'private') return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'a message cannot be changed', retryable: false } };
  return change(await call(api, { method: 'POST', path: `/${encodeURIComponent(request.remoteId)}`, body: { message: request.text }, signal: request.signal }), now, false);
}

/** What is gone already counts as deleted. */
const GONE = 33;

function change(answer: Awaited<ReturnType<typeof call>>, now: () => number, goneIsDone: boolean): ChangeOutcome {
  const at = (answer.kind === 'answer' ? answer.dateMs : undefined) ?? now();
  if (goneIsDone && answer.kind === 'answer' && errorOf(answer)?.subcode === GONE) return { kind: 'done', at };
  const verdict = judge(answer);
  if (verdict.kind !== 'done') return verdict;
  return z.object({ success: z.literal(true) }).safeParse(verdict.body).success ? { kind: 'done', at } : { kind: 'unknown', detail: 'the platform accepted, but its answer cannot be read' };
}
