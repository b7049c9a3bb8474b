import { sandboxChatChannel } from '../../../../shared/channels/sandbox-chat.ts';
import { sandboxChannel } from '../../../../shared/channels/sandbox.ts';
import type { ChannelDescriptor } from '../../../../shared/channels/index.ts';
import type { ChangeOutcome, ChangeRequest, OutboundConnector, OutboundTarget } from '../ports.ts';
import { call, remoteMeSchema, sandboxCredentialSchema, type SandboxCredential } from './api.ts';
import { correctPost, removePost } from './change.ts';
import { reconcilePart } from './reconcile.ts';
import { refreshCredential } from './refresh.ts';
import { RepeatRule } from './repeat-rule.ts';
import { sendPart } from './send.ts';

/** Connector for the Probeplattform (posts and private messages). `now`: this machine's wall clock, ms. */
export function createSandboxConnector(now: () => number): OutboundConnector {
  return connectorFor(sandboxChannel, now);
}

/** The same platform's private messages taken as chat. */
export function createSandboxChatConnector(now: () => number): OutboundConnector {
  return connectorFor(sandboxChatChannel, now);
}

function connectorFor(descriptor: ChannelDescriptor, now: () => number): OutboundConnector {
  const rule = new RepeatRule(now);
  return {
    channel: descriptor.name,
    safeToRepeat: (attempt) => {
      if (descriptor.idempotency.kind !== 'key') return false;
      // A negative age means a clock that jumped: nothing is known then.
      const age = attempt.now - attempt.firstAttemptAt;
      return age >= 0 && age < Math.min(descriptor.idempotency.keyLifeMs, rule.safeForMs());
    },
    send: async (request) => {
      const credential = readCredential(request);
      if (credential === undefined) return { kind: 'failed', failure: UNREADABLE, credentialRejected: true };
      await rule.learn(credential, request.signal);
      return sendPart(credential, request);
    },
    reconcile: async (request) => {
      const credential = readCredential(request);
      if (credential === undefined) return { kind: 'unreachable', detail: UNREADABLE.detail };
      await rule.learn(credential, request.signal);
      return reconcilePart(credential, request, now);
    },
    check: async (target) => {
      const credential = readCredential(target);
      if (credential === undefined) return { ok: false, code: UNREADABLE.code, detail: UNREADABLE.detail };
      const answer = await call(credential, { method: 'GET', path: '/me', signal: target.signal });
      if (answer.kind !== 'answer') return { ok: false, code: 'PLATFORM_UNREACHABLE', detail: answer.detail };
      const me = answer.status === 200 ? remoteMeSchema.safeParse(answer.body) : undefined;
      if (me?.success !== true) return { ok: false, code: answer.status === 401 ? 'CREDENTIAL_REJECTED' : 'PLATFORM_UNREACHABLE', detail: answer.error?.message ?? `the platform answered ${answer.status}` };
      const mayWrite = me.data.scopes.includes('write') && me.data.accounts.some((handle) => handle.toLowerCase() === target.accountHandle.toLowerCase());
      if (!mayWrite) return { ok: false, code: 'CREDENTIAL_REJECTED', detail: `this credential may not write as @${target.accountHandle}` };
      return { ok: true, as: target.accountHandle, scopes: me.data.scopes, ...(me.data.expiresAt == null ? {} : { expiresAt: me.data.expiresAt }) };
    },
    ...(descriptor.credential.rotates
      ? {
          refresh: async (target: OutboundTarget & { readonly signal: AbortSignal }) => {
            const credential = readCredential(target);
            return credential === undefined ? ({ kind: 'rejected', detail: UNREADABLE.detail } as const) : refreshCredential(credential, target.signal, now);
          },
        }
      : {}),
    ...(descriptor.canDelete ? { remove: async (request: ChangeRequest) => withCredential(request, (credential) => removePost(credential, request, now)) } : {}),
    ...(descriptor.canEdit ? { correct: async (request: ChangeRequest & { readonly text: string }) => withCredential(request, (credential) => correctPost(credential, request, now)) } : {}),
  };
}

async function withCredential(request: OutboundTarget, run: (credential: SandboxCredential) => Promise<ChangeOutcome>): Promise<ChangeOutcome> {
  const credential = readCredential(request);
  return credential === undefined ? { kind: 'failed', failure: UNREADABLE, credentialRejected: true } : run(credential);
}

const UNREADABLE = { code: 'CREDENTIAL_INVALID', detail: 'the stored credential is neither {url, token} nor that of a sign-in', retryable: false };

function readCredential(target: OutboundTarget): SandboxCredential | undefined {
  try {
    return sandboxCredentialSchema.parse(JSON.parse(target.credential));
  } catch {
    return undefined;
  }
}
