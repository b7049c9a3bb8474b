import { chatChannel } from '../../../../shared/channels/chat.ts';
import type { ReplyFailure } from '../../../../shared/domain/reply.ts';
import type { ChangeOutcome, OutboundConnector, OutboundTarget, SendOutcome } from '../ports.ts';
import { type Answer, call, changedSchema, deskCredentialSchema, postedSchema, type DeskCredential } from './api.ts';

const REPLIES = '/chat/v1/replies';
const MESSAGES = '/chat/v1/messages';

/** Connector for the web chat: posts to the center itself, under the desk's token. The platform key makes a repeat harmless for good. */
export function createChatConnector(): OutboundConnector {
  const { idempotency } = chatChannel;
  return {
    channel: chatChannel.name,
    safeToRepeat: ({ firstAttemptAt, now }) => {
      const age = now - firstAttemptAt;
      return idempotency.kind === 'key' && age >= 0 && age < idempotency.keyLifeMs;
    },
    send: async (request) => {
      const credential = credentialOf(request);
      if ('kind' in credential) return credential;
      const text = request.frozen.parts[request.part];
      if (text === undefined) return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: `the reply has no part ${request.part + 1}`, retryable: false } };
      const answer = await call(credential, { method: 'POST', path: REPLIES, body: { account: request.accountHandle, key: request.platformKey, part: request.part, text }, signal: request.signal });
      if (answer.kind === 'answer' && answer.status === 200) {
        const posted = postedSchema.safeParse(answer.body);
        return posted.success ? { kind: 'delivered', remoteId: posted.data.id, sentAt: posted.data.sentAt } : { kind: 'unknown', detail: 'the center took it, but its answer cannot be read' };
      }
      return failed(answer);
    },
    reconcile: async (request) => {
      const credential = credentialOf(request);
      if ('kind' in credential) return { kind: 'unreachable', detail: credential.failure.detail };
      const answer = await call(credential, { method: 'GET', path: REPLIES, query: { account: request.accountHandle, key: request.platformKey, part: String(request.part) }, signal: request.signal });
      if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
      const posted = answer.status === 200 ? postedSchema.safeParse(answer.body) : undefined;
      if (posted?.success === true) return { kind: 'found', remoteId: posted.data.id, sentAt: posted.data.sentAt };
      return answer.status === 404 && answer.error?.code === 'NOT_FOUND' ? { kind: 'notFound' } : { kind: 'unreachable', detail: said(answer) };
    },
    check: async (target) => {
      const credential = credentialOf(target);
      if ('kind' in credential) return { ok: false, code: credential.failure.code, detail: credential.failure.detail };
      const answer = await call(credential, { method: 'GET', path: REPLIES, query: { account: target.accountHandle, key: 'check', part: '0' }, signal: target.signal });
      if (answer.kind !== 'answer') return { ok: false, code: 'PLATFORM_UNREACHABLE', detail: answer.detail };
      // Nothing stands under this key: the center knows us, and the account.
      return answer.status === 404 && answer.error?.message.includes('(key)') === true ? { ok: true, as: target.accountHandle } : { ok: false, code: answer.error?.code ?? 'PLATFORM_UNREACHABLE', detail: said(answer) };
    },
    remove: async (request) => {
      const credential = credentialOf(request);
      if ('kind' in credential) return credential;
      return changed(await call(credential, { method: 'DELETE', path: MESSAGES, query: { account: request.accountHandle, id: request.remoteId }, signal: request.signal }));
    },
    correct: async (request) => {
      const credential = credentialOf(request);
      if ('kind' in credential) return credential;
      return changed(await call(credential, { method: 'PATCH', path: MESSAGES, body: { account: request.accountHandle, id: request.remoteId, text: request.text }, signal: request.signal }));
    },
  };
}

const NO_SESSION: ReplyFailure = { code: 'PLATFORM_UNREACHABLE', detail: 'the desk has no session at its center just now', retryable: true };

/** The session, or why there is none: what is no session at all is rejected, one that is just not there is waited for. */
function credentialOf(target: OutboundTarget): DeskCredential | { readonly kind: 'failed'; readonly failure: ReplyFailure; readonly credentialRejected?: boolean } {
  try {
    const credential = deskCredentialSchema.parse(JSON.parse(target.credential));
    return credential.token === '' ? { kind: 'failed', failure: NO_SESSION } : credential;
  } catch {
    return { kind: 'failed', failure: { code: 'CREDENTIAL_INVALID', detail: 'this is no session of a desk', retryable: false }, credentialRejected: true };
  }
}

function failed(answer: Answer): Exclude<SendOutcome, { kind: 'delivered' }> & Exclude<ChangeOutcome, { kind: 'done' }> {
  if (answer.kind === 'notSent') return { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true } };
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  const { status, error } = answer;
  // Only a refusal in the center's own words is proof; a page of some proxy in between is not.
  if (status < 400 || status >= 500 || error === undefined) return { kind: 'unknown', detail: said(answer) };
  const detail = said(answer);
  // A token that ran out on the way is fetched anew for the next try.
  if (status === 401) return { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail, retryable: true } };
  return { kind: 'failed', failure: { code: error.code === 'CHAT_OVER' ? 'CHAT_OVER' : 'PLATFORM_REFUSED', detail, retryable: false } };
}

function changed(answer: Answer): ChangeOutcome {
  const done = answer.kind === 'answer' && answer.status === 200 ? changedSchema.safeParse(answer.body) : undefined;
  return done?.success === true ? { kind: 'done', at: done.data.at } : failed(answer);
}

function said(answer: Extract<Answer, { kind: 'answer' }>): string {
  return (answer.error === undefined ? `the center answered ${answer.status}` : `${answer.error.code}: ${answer.error.message}`).slice(0, 500);
}
