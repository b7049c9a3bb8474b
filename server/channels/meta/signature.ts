import { createHmac, timingSafeEqual } from 'node:crypto';

export interface MetaSecret {
  readonly appSecret: string;
  /** Of our own choosing; Meta names it in the handshake. Absent: no handshake is answered. */
  readonly verifyToken: string | undefined;
}

/** The secret of a hook: `APPSECRET` or `APPSECRET:VERIFYTOKEN` (an app secret is hex, so the first colon parts them). */
export function readSecret(secret: string): MetaSecret {
  const at = secret.indexOf(':');
  return at < 0 ? { appSecret: secret, verifyToken: undefined } : { appSecret: secret.slice(0, at), verifyToken: secret.slice(at + 1) };
}

/** Checks `sha256=hex(HMAC-SHA256(app secret, raw body))` in constant time. */
export function isSigned(appSecret: string, rawBody: Uint8Array, signature: string | undefined): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(signature ?? '')?.[1];
  return given !== undefined && appSecret !== '' && timingSafeEqual(createHmac('sha256', appSecret).update(rawBody).digest(), Buffer.from(given, 'hex'));
}

/** Compares in time that does not depend on where they differ. */
export function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
