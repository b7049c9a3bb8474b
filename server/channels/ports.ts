import type { InboundMessage } from '../../shared/domain/inbound.ts';
import type { BudgetAction, PlatformReading } from '../../shared/domain/budget-view.ts';
import type { SearchTerms } from '../../shared/domain/search-terms.ts';
import type { ErrorCode } from '../../shared/util/errors.ts';
import type { Clock, Rng, Timers } from '../../shared/util/ports.ts';

export interface WebhookRequest {
  /** Platforms shake hands by GET (a challenge in the query) and speak by POST. */
  readonly method: 'GET' | 'POST';
  readonly rawBody: Uint8Array;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The account in the hook's address, where it names one. */
  readonly account?: string | undefined;
  /** Handle of the registered account whose settings say this is its `remoteId` at the platform. */
  readonly accountOf?: ((platformAccountId: string) => string | undefined) | undefined;
  /** The secret configured for this hook. */
  readonly secret: string;
  /** Current time, ms. */
  readonly now: number;
}

export type WebhookResult =
  | { readonly kind: 'messages'; readonly messages: readonly InboundMessage[] }
  /** A handshake to be answered literally. */
  | { readonly kind: 'challenge'; readonly body: string; readonly contentType: string }
  | { readonly kind: 'refused'; readonly code: 'WEBHOOK_FORGED' | 'WEBHOOK_STALE' | 'INPUT_INVALID'; readonly detail: string };

/** How a feed is doing, for the lead. `live`: pushed to us; `polling`: asked for from time to time. */
export type FeedHealth =
  | { readonly state: 'starting' }
  | { readonly state: 'live' | 'polling'; readonly detail?: string | undefined }
  /** In trouble; tries again at `nextTryAt`. */
  | { readonly state: 'waiting'; readonly code: ErrorCode; readonly detail: string; readonly nextTryAt: number }
  /** A lead switched it off. */
  | { readonly state: 'paused' }
  | { readonly state: 'stopped' };

export interface FeedRun {
  /** What `deliver` was given last, in this or an earlier run; undefined the first time. Text of the feed's own making, up to 65,536 characters. */
  readonly cursor: string | undefined;
  /**
   * Takes messages together with the cursor behind them. Resolves when the disk has both; what was delivered before and comes again (a crash between the two)
   * is dropped by its remote id. Rejects when the server is not ready: let it through, the feed is run again from the cursor before. One at a time.
   */
  deliver(messages: readonly InboundMessage[], cursor: string): Promise<void>;
  state(health: FeedHealth): void;
  /** The brand's search terms as leads set them at the desk; undefined: none were ever set there. Asked each time: a change holds from then on. */
  terms?(): readonly SearchTerms[] | undefined;
  /** Takes one action from the account's shared budget; resolves when it may be done, or the server stops. Call it before every call that counts at the platform. */
  spend?(action: BudgetAction): Promise<void>;
  /** What an answer said of the account's limits. */
  heard?(reading: PlatformReading): void;
  readonly keep?: FeedKeep | undefined;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
}

/** A sealed, durable place for what a platform gives a feed instead of a configured secret (a refresh token that rotates). Of this feed alone. */
export interface FeedKeep {
  get(name: string): string | undefined;
  /** On disk when it returns. */
  set(name: string, value: string): void;
}

/** What the runner starts for one configured account. */
export interface Feed {
  /**
   * Listens until `signal` aborts (then resolves) or something goes wrong (then throws: FeedFailure where it knows more, anything else counts as INTERNAL).
   * The runner waits (back-off, or as long as the failure says) and calls it again with the last cursor. Delivering resets the back-off.
   */
  run(run: FeedRun): Promise<void>;
}

export class FeedFailure extends Error {
  readonly code: ErrorCode;
  /** Not before then; where the platform said so. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, detail: string, retryAfterMs?: number) {
    super(detail);
    this.name = 'FeedFailure';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** One entry of `feeds` in the configuration, its secrets read. */
export interface FeedConfig {
  /** Handle of the account, as registered with the center. */
  readonly account: string;
  /** Parsed by the channel with a schema of its own. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Inbound side of a channel: turns what the platform says into `InboundMessage`s. Holds no credential that could write where the platform has a narrower one. */
export interface InboundChannel {
  readonly name: string;
  /** Verifies the signature over the raw body (constant time), then parses. Never throws for bad input. Absent: the channel has no hook. */
  readWebhook?(request: WebhookRequest): WebhookResult;
  /** Polling, streaming, IDLE. Throws CONFIG_INVALID naming what is wrong in settings or secrets, never a secret. Absent: the channel has no feed. */
  openFeed?(config: FeedConfig): Feed;
}
