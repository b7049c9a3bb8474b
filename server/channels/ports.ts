import type { InboundMessage } from '../../shared/domain/inbound.ts';

export interface WebhookRequest {
  readonly rawBody: Uint8Array;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
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

/** Inbound side of a channel: turns what the platform says into `InboundMessage`s. Holds no credential that could write. */
export interface InboundChannel {
  readonly name: string;
  /** Verifies the signature over the raw body (constant time), then parses. Never throws for bad input. */
  readWebhook(request: WebhookRequest): WebhookResult;
}
