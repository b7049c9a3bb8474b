import type { FrozenReply, ReplyFailure } from '../../../shared/domain/reply.ts';

export interface OutboundTarget {
  readonly accountHandle: string;
  /** JSON of the credential as it lies in the keychain; parsed by the channel. */
  readonly credential: string;
}

export interface SendRequest extends OutboundTarget {
  readonly frozen: FrozenReply;
  /** Which part goes now (0 first) and what it hangs on: the remote id of the part before, for part ≥ 1. */
  readonly part: number;
  readonly previousRemoteId?: string | undefined;
  /** Stored before any call; with the part number it is the platform's idempotency key where there is one. */
  readonly platformKey: string;
  readonly signal: AbortSignal;
}

/**
 * `delivered`: the platform named the post. `failed`: certain to have had no effect (no byte written, or a definitive refusal). `unknown`:
 * anything else, a lost answer included. `retryAfterMs` where the platform says when to come back.
 */
export type SendOutcome =
  | { readonly kind: 'delivered'; readonly remoteId: string; readonly sentAt: number }
  | { readonly kind: 'failed'; readonly failure: ReplyFailure; readonly retryAfterMs?: number | undefined; readonly credentialRejected?: boolean | undefined }
  | { readonly kind: 'unknown'; readonly detail: string };

export interface ReconcileRequest extends OutboundTarget {
  readonly frozen: FrozenReply;
  readonly part: number;
  /** The remote id of the part before, for part ≥ 1: parts of different replies may say the same. */
  readonly previousRemoteId?: string | undefined;
  readonly platformKey: string;
  readonly attemptStartedAt: number;
  /** A post that is known to be another answer: without a key only words and place can tell, and two answers may share both. */
  readonly isTaken?: ((remoteId: string) => boolean) | undefined;
  readonly signal: AbortSignal;
}

/** `notFound` is never proof of absence: reads lag, a late request may still land. */
export type ReconcileOutcome = { readonly kind: 'found'; readonly remoteId: string; readonly sentAt: number } | { readonly kind: 'notFound' } | { readonly kind: 'unreachable'; readonly detail: string };

/** Outbound side of a channel. Neither method throws for what a platform or network does. */
export interface OutboundConnector {
  readonly channel: string;
  /** True where a repeat with the same key is known to have one effect, given when the first attempt began. */
  safeToRepeat(attempt: { readonly firstAttemptAt: number; readonly now: number }): boolean;
  send(request: SendRequest): Promise<SendOutcome>;
  reconcile(request: ReconcileRequest): Promise<ReconcileOutcome>;
  /** Checks a credential without posting. */
  check(target: OutboundTarget & { readonly signal: AbortSignal }): Promise<{ readonly ok: true; readonly as: string } | { readonly ok: false; readonly code: string; readonly detail: string }>;
}
