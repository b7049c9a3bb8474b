import { blueskyChannel } from '../../../../shared/channels/bluesky.ts';
import { readBlueskyMessageId } from '../../../../shared/channels/bluesky-message.ts';
import type { ChangeOutcome, ChangeRequest, OutboundConnector, OutboundTarget } from '../ports.ts';
import type { Ask } from './made-record.ts';
import { lookForMessage, sendMessage } from './message.ts';
import { POSTS, readUri } from './record-key.ts';
import { failed, lookForPart, refused, sendPart } from './send.ts';
import { ranOut, type Session, type SessionKeeper, type SessionResult, Sessions } from './sessions.ts';
import { type BlueskyAccount, readAccount, xrpc } from './xrpc.ts';

const UNREADABLE = { code: 'CREDENTIAL_INVALID', detail: 'the stored credential is not {identifier, appPassword}, or the settings are not {service}', retryable: false };

type NoSession = Exclude<SessionResult, { kind: 'session' }>;

/** Connector for Bluesky. `now`: this machine's wall clock, ms. `keeper`: where sessions outlive this run. */
export function createBlueskyConnector(now: () => number, keeper?: SessionKeeper): OutboundConnector {
  const sessions = new Sessions(now, keeper);
  /** Calls under the account's session; where its token ran out, once more under a renewed one. */
  const asking = (account: BlueskyAccount, session: Session, signal: AbortSignal): Ask => {
    let current = session;
    return async (call) => {
      const answer = await xrpc(account.service, { ...call, token: current.accessJwt, signal }, now);
      if (!ranOut(answer)) return answer;
      const renewed = await sessions.renew(account, current, signal);
      if (renewed.kind !== 'session') return answer;
      current = renewed.session;
      return xrpc(account.service, { ...call, token: current.accessJwt, signal }, now);
    };
  };
  async function signedIn<T>(target: OutboundTarget & { readonly signal: AbortSignal }, run: (ask: Ask, session: Session, account: BlueskyAccount) => Promise<T>, without: (failure: typeof UNREADABLE, more: { credentialRejected?: boolean; retryAfterMs?: number | undefined }) => T): Promise<T> {
    const account = readAccount(target);
    if (account === undefined) return without(UNREADABLE, { credentialRejected: true });
    const opened = await sessions.get(account, target.signal);
    return opened.kind === 'session' ? run(asking(account, opened.session, target.signal), opened.session, account) : without(problemOf(opened), { credentialRejected: opened.kind === 'rejected', ...(opened.kind === 'unreachable' ? { retryAfterMs: opened.retryAfterMs } : {}) });
  }
  return {
    channel: blueskyChannel.name,
    // A record is made only where none is under its key, at any time: the clock plays no part.
    // A direct message has no key.
    safeToRepeat: ({ visibility }) => visibility !== 'private',
    send: (request) => signedIn(request, (ask, session, { messageService }) => (request.frozen.visibility === 'private' ? sendMessage(ask, messageService, request, now) : sendPart(ask, session, request, now)), failed),
    reconcile: (request) => signedIn(request, (ask, session, { messageService }) => (request.frozen.visibility === 'private' ? lookForMessage(ask, session, messageService, request) : lookForPart(ask, session, request)), ({ detail }) => ({ kind: 'unreachable', detail })),
    check: (target) =>
      signedIn<Awaited<ReturnType<OutboundConnector['check']>>>(
        target,
        async (_ask, session) =>
          [session.handle, session.did].some((name) => name.toLowerCase() === target.accountHandle.toLowerCase()) ? { ok: true, as: session.handle } : { ok: false, code: 'CREDENTIAL_REJECTED', detail: `this credential belongs to @${session.handle}` },
        ({ code, detail }) => ({ ok: false, code, detail }),
      ),
    remove: (request) => signedIn<ChangeOutcome>(request, (ask, session) => removePost(ask, session, request, now), failed),
    open: ({ remoteId }) => {
      const message = readBlueskyMessageId(remoteId);
      if (message !== undefined) return `https://bsky.app/messages/${message.convoId}`;
      const at = readUri(remoteId);
      return at === undefined || at.collection !== POSTS ? undefined : `https://bsky.app/profile/${at.did}/post/${at.key}`;
    },
  };
}

function problemOf(opened: NoSession) {
  return { code: opened.kind === 'rejected' ? 'CREDENTIAL_REJECTED' : opened.retryAfterMs === undefined ? 'PLATFORM_UNREACHABLE' : 'PLATFORM_RATE_LIMITED', detail: opened.detail, retryable: true };
}

async function removePost(ask: Ask, session: Session, { remoteId }: ChangeRequest, now: () => number): Promise<ChangeOutcome> {
  if (readBlueskyMessageId(remoteId) !== undefined) return failed({ code: 'PLATFORM_REFUSED', detail: 'a message cannot be taken back', retryable: false });
  const at = readUri(remoteId);
  if (at === undefined || at.did !== session.did) return failed({ code: 'PLATFORM_REFUSED', detail: 'this is no post of the account', retryable: false });
  const answer = await ask({ nsid: 'com.atproto.repo.deleteRecord', input: { repo: session.did, collection: at.collection, rkey: at.key } });
  if (answer.kind === 'notSent') return failed({ code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true });
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  // Deleting what is gone answers 200 as well.
  if (answer.status === 200) return { kind: 'done', at: now() };
  if (answer.status < 400 || answer.status >= 500 || answer.error === undefined) return { kind: 'unknown', detail: answer.detail };
  return refused(answer);
}
