import { mastodonChannel } from '../../../../shared/channels/mastodon.ts';
import type { ChangeOutcome, ChangeRequest, OutboundConnector, OutboundTarget } from '../ports.ts';
import { call, failed, failureOf, type MastodonAccount, readAccount, statusSchema, UNREADABLE } from './api.ts';
import { Instances, statusLength } from './instance.ts';
import { lookForPart, naming, sendPart, whoAmI } from './send.ts';

/** Connector for Mastodon. `now`: this machine's wall clock, ms. */
export function createMastodonConnector(now: () => number): OutboundConnector {
  const instances = new Instances(now);
  return {
    channel: mastodonChannel.name,
    safeToRepeat: ({ firstAttemptAt, now: at }) => {
      // A negative age means a clock that jumped: nothing is known then.
      const age = at - firstAttemptAt;
      return mastodonChannel.idempotency.kind === 'key' && age >= 0 && age < mastodonChannel.idempotency.keyLifeMs;
    },
    send: async (request) => {
      const account = readAccount(request);
      return account === undefined ? failed(UNREADABLE, { credentialRejected: true }) : sendPart(account, instances, request, now);
    },
    reconcile: async (request) => {
      const account = readAccount(request);
      return account === undefined ? { kind: 'unreachable', detail: UNREADABLE.detail } : lookForPart(account, request, now);
    },
    check: async (target) => {
      const account = readAccount(target);
      if (account === undefined) return { ok: false, code: UNREADABLE.code, detail: UNREADABLE.detail };
      const who = await whoAmI(account, target.signal, now);
      if (who.kind === 'failed') return { ok: false, code: who.rejected ? 'CREDENTIAL_REJECTED' : 'PLATFORM_UNREACHABLE', detail: who.detail };
      const wanted = target.accountHandle.replace(/^@/, '').toLowerCase();
      const full = `${who.me.username}@${new URL(account.instance).hostname}`.toLowerCase();
      if (wanted !== who.me.username.toLowerCase() && wanted !== full) return { ok: false, code: 'CREDENTIAL_REJECTED', detail: `this token belongs to @${full}` };
      const said = await instances.said(account, target.signal);
      return { ok: true, as: who.me.username, ...(said === undefined ? {} : { settings: { maxCharacters: said.maxCharacters, charactersPerLink: said.perUrl, maxFiles: said.maxMedia } }) };
    },
    remove: (request) => withAccount(request, (account) => remove(account, request, now)),
    correct: (request) => withAccount(request, (account) => correct(account, instances, request, now)),
    open: ({ remoteId, handle, settings }) => {
      const instance = typeof settings?.['instance'] === 'string' && URL.canParse(settings['instance']) ? new URL(settings['instance']) : undefined;
      if (instance?.protocol !== 'https:' || !/^\d{1,30}$/.test(remoteId)) return undefined;
      return new URL(handle !== undefined && /^[\w.@-]{1,200}$/.test(handle) ? `/@${handle.replace(/^@/, '')}/${remoteId}` : `/web/statuses/${remoteId}`, instance).href;
    },
  };
}

async function withAccount(target: OutboundTarget, run: (account: MastodonAccount) => Promise<ChangeOutcome>): Promise<ChangeOutcome> {
  const account = readAccount(target);
  return account === undefined ? failed(UNREADABLE, { credentialRejected: true }) : run(account);
}

async function remove(account: MastodonAccount, { remoteId, signal }: ChangeRequest, now: () => number): Promise<ChangeOutcome> {
  const answer = await call(account, { method: 'DELETE', path: `/api/v1/statuses/${encodeURIComponent(remoteId)}`, signal }, now);
  if (answer.kind === 'answer' && (answer.status === 200 || (answer.status === 404 && answer.problem !== undefined))) return { kind: 'done', at: answer.dateMs ?? now() };
  return failureOf(answer);
}

async function correct(account: MastodonAccount, instances: Instances, { remoteId, text, signal }: ChangeRequest & { readonly text: string }, now: () => number): Promise<ChangeOutcome> {
  const path = `/api/v1/statuses/${encodeURIComponent(remoteId)}`;
  const before = await call(account, { method: 'GET', path, signal }, now);
  const old = before.kind === 'answer' && before.status === 200 ? statusSchema.safeParse(before.body) : undefined;
  if (old?.success !== true) {
    const failure = failureOf(before);
    return failure.kind === 'unknown' ? failed({ code: 'PLATFORM_UNREACHABLE', detail: failure.detail, retryable: true }) : failure;
  }
  // Whoever is no longer named loses a private mention out of sight.
  const status = (old.data.mentions ?? []).reduceRight((words, { acct }) => naming(words, acct), text);
  const { maxCharacters, perUrl } = await instances.limits(account, signal);
  if (statusLength(status, perUrl) > maxCharacters) return failed({ code: 'PLATFORM_REFUSED', detail: `this instance takes ${maxCharacters} characters`, retryable: false });
  // What is not named again is taken off the post.
  const pictures = (old.data.media_attachments ?? []).map(({ id }) => id);
  const answer = await call(account, { method: 'PUT', path, body: { status, ...(pictures.length === 0 ? {} : { media_ids: pictures }) }, signal }, now);
  if (answer.kind !== 'answer' || answer.status !== 200) return failureOf(answer);
  const made = statusSchema.safeParse(answer.body);
  return made.success ? { kind: 'done', at: made.data.edited_at ?? now() } : { kind: 'unknown', detail: 'the instance accepted, but its answer cannot be read' };
}
