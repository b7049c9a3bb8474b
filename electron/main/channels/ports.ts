import type { AnswerFile } from '../../../shared/domain/message-parts.ts';
import type { FrozenReply, ReplyFailure } from '../../../shared/domain/reply.ts';
import type { Visibility } from '../../../shared/domain/channel.ts';

export interface OutboundTarget {
  readonly accountHandle: string;
  /** JSON of the credential as it lies in the keychain; parsed by the channel. */
  readonly credential: string;
  /** The account's settings (address of the instance, hosts of the mailbox …), no secrets; parsed by the channel. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** A file of the answer with its bytes, checked against its digest. */
export interface OutboundFile extends AnswerFile {
  readonly content: Uint8Array;
}

export interface SendRequest extends OutboundTarget {
  readonly frozen: FrozenReply;
  /** Which part goes now (0 first) and what it hangs on: the remote id of the part before, for part ≥ 1. */
  readonly part: number;
  readonly previousRemoteId?: string | undefined;
  /** Those that go with this part. Bringing one to the platform is not posting it: what fails there is certain to have posted nothing. */
  readonly files?: readonly OutboundFile[] | undefined;
  /** Stored before any call; with the part number it is the platform's idempotency key where there is one. */
  readonly platformKey: string;
  readonly signal: AbortSignal;
}

/**
 * `delivered`: the platform named the post. `failed`: certain to have had no effect (no byte written, or a definitive refusal). `unknown`:
 * anything else, a lost answer included. `retryAfterMs` where the platform says when to come back.
 */
export type SendOutcome =
  | { readonly kind: 'delivered'; readonly remoteId: string; readonly sentAt: number; readonly limits?: readonly LimitReading[] | undefined }
  | { readonly kind: 'failed'; readonly failure: ReplyFailure; readonly retryAfterMs?: number | undefined; readonly credentialRejected?: boolean | undefined; readonly limits?: readonly LimitReading[] | undefined }
  | { readonly kind: 'unknown'; readonly detail: string };

/** What the platform said of an account's budget in its answer (`x-rate-limit-*` and the like); it feeds the shared budget. */
export interface LimitReading {
  /** As in the descriptor's `limits`. */
  readonly action: string;
  readonly remaining: number;
  readonly limit?: number | undefined;
  readonly resetAt?: number | undefined;
}

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
export type ReconcileOutcome = { readonly kind: 'found'; readonly remoteId: string; readonly sentAt: number } | { readonly kind: 'notFound' } | { readonly kind: 'unreachable'; readonly detail: string; /** Another credential might find it. */ readonly credentialRejected?: boolean | undefined };

/** Our own post that is to be put right (D13). */
export interface ChangeRequest extends OutboundTarget {
  readonly remoteId: string;
  readonly visibility: Visibility;
  readonly signal: AbortSignal;
}

/** `done` also where it already was so (deleting what is gone). `unknown`: asked again is harmless, both acts may be repeated. */
export type ChangeOutcome =
  | { readonly kind: 'done'; readonly at: number; /** Where a correction is a new post. */ readonly remoteId?: string | undefined }
  | { readonly kind: 'failed'; readonly failure: ReplyFailure; readonly retryAfterMs?: number | undefined; readonly credentialRejected?: boolean | undefined }
  | { readonly kind: 'unknown'; readonly detail: string };

/** `fresh`: store it, hand it on sealed, then use it: the one before may be worth nothing already. */
export type RefreshOutcome =
  | { readonly kind: 'fresh'; readonly credential: string; readonly expiresAt?: number | undefined }
  /** Only a new sign-in helps. */
  | { readonly kind: 'rejected'; readonly detail: string }
  /** Nobody knows whether the platform has rotated: try the same again. */
  | { readonly kind: 'unreachable'; readonly detail: string };

export type CheckOutcome =
  | { readonly ok: true; readonly as: string; readonly expiresAt?: number | undefined; readonly scopes?: readonly string[] | undefined; /** What the platform says of itself, for the account's settings. */ readonly settings?: Readonly<Record<string, number>> | undefined }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** What a sign-in gave, made into what the connector uses. */
export type ExchangeOutcome = { readonly kind: 'ready'; readonly credential: string } | { readonly kind: 'refused'; readonly code: 'CREDENTIAL_INVALID' | 'CREDENTIAL_REJECTED' | 'PLATFORM_UNREACHABLE'; readonly detail: string };

/** Outbound side of a channel. No method throws for what a platform or network does. What a channel cannot do it does not have, and its descriptor says so. */
export interface OutboundConnector {
  readonly channel: string;
  /** True where a repeat with the same key is known to have one effect, given when the first attempt began. */
  safeToRepeat(attempt: { readonly firstAttemptAt: number; readonly now: number; readonly visibility: Visibility }): boolean;
  send(request: SendRequest): Promise<SendOutcome>;
  reconcile(request: ReconcileRequest): Promise<ReconcileOutcome>;
  /** Checks a credential without posting. */
  check(target: OutboundTarget & { readonly signal: AbortSignal }): Promise<CheckOutcome>;
  /** Right after a sign-in, before the check: where what the browser brings is not yet what is used. */
  exchange?(target: OutboundTarget & { readonly signal: AbortSignal }): Promise<ExchangeOutcome>;
  /** `canDelete`. */
  remove?(request: ChangeRequest): Promise<ChangeOutcome>;
  /** `canEdit`. */
  correct?(request: ChangeRequest & { readonly text: string }): Promise<ChangeOutcome>;
  /** `credential.rotates`: renews a credential that runs out. Called under the server's refresh lease, by one desk at a time. */
  refresh?(target: OutboundTarget & { readonly signal: AbortSignal }): Promise<RefreshOutcome>;
  /** The platform's own page of a post, for what may only be answered there. https only. */
  open?(post: { readonly remoteId: string; readonly handle?: string | undefined; readonly settings?: Readonly<Record<string, unknown>> | undefined }): string | undefined;
}
