import { createHmac, timingSafeEqual } from 'node:crypto';

const sign = (secret: string, data: string | Uint8Array): Buffer => createHmac('sha256', secret).update(data).digest();

/** Checks `sha256=base64(HMAC-SHA256(consumer secret, raw body))` in constant time. */
export function isSigned(secret: string, rawBody: Uint8Array, signature: string | undefined): boolean {
  const given = /^sha256=([A-Za-z0-9+/]{43}=)$/.exec(signature ?? '')?.[1];
  return given !== undefined && secret !== '' && timingSafeEqual(sign(secret, rawBody), Buffer.from(given, 'base64'));
}

/** What proves that this address knows the consumer secret. */
export function challengeAnswer(secret: string, crcToken: string): string {
  return JSON.stringify({ response_token: `sha256=${sign(secret, crcToken).toString('base64')}` });
}
