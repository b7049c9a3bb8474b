// Tells a wrong key from a damaged file: both look like "not a database". The mark is an HMAC under the key;
// the key is 32 random bytes, so the mark gives nothing away.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

export function keyCheckFile(file: string): string {
  return `${file}.keycheck`;
}

/** `unknown` where there is no mark. */
export function checkKey(file: string, key: Uint8Array): 'fits' | 'other' | 'unknown' {
  let stored: Buffer;
  try {
    stored = Buffer.from(readFileSync(keyCheckFile(file), 'utf8').trim(), 'hex');
  } catch {
    return 'unknown';
  }
  const own = markOf(key);
  if (stored.length !== own.length) return 'unknown';
  return timingSafeEqual(stored, own) ? 'fits' : 'other';
}

export function writeKeyCheck(file: string, key: Uint8Array): void {
  if (checkKey(file, key) === 'fits') return;
  writeFileSync(keyCheckFile(file), `${markOf(key).toString('hex')}\n`, { mode: 0o600, flush: true });
}

function markOf(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('leitstand replica key check v1').digest();
}
