import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the signed timestamp may be from our clock, either way: a recorded delivery is worthless afterwards. */
export const SIGNATURE_TOLERANCE_MS = 5 * 60_000;

/** Checks `sha256=hex(HMAC-SHA256(secret, timestamp + "." + rawBody))` in constant time; `timestamp` is in seconds. */
export function checkSignature(input: { secret: string; rawBody: Uint8Array; signature: string | undefined; timestamp: string | undefined; now: number }): 'ok' | 'forged' | 'stale' {
  const given = /^sha256=([0-9a-f]{64})$/.exec(input.signature ?? '')?.[1];
  if (given === undefined || input.timestamp === undefined || !/^\d{1,12}$/.test(input.timestamp) || input.secret === '') return 'forged';
  const expected = createHmac('sha256', input.secret).update(`${input.timestamp}.`).update(input.rawBody).digest();
  if (!timingSafeEqual(expected, Buffer.from(given, 'hex'))) return 'forged';
  return Math.abs(input.now - Number(input.timestamp) * 1000) > SIGNATURE_TOLERANCE_MS ? 'stale' : 'ok';
}
