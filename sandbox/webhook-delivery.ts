import { createHmac } from 'node:crypto';

/** What is signed: the timestamp, a dot, the body as sent. Gives the value of X-Sandbox-Signature. */
export function signDelivery(secret: string, timestamp: string, rawBody: string | Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex')}`;
}

export interface WebhookTiming {
  /** First back-off; it doubles with each failure up to `maxBackoffMs`. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  readonly timeoutMs: number;
}

export const WEBHOOK_TIMING: WebhookTiming = { backoffMs: 250, maxBackoffMs: 30_000, timeoutMs: 10_000 };
