import { createHmac } from 'node:crypto';

/** Finds a person again without naming them in the log: HMAC-SHA256 over channel and remote id, base64url. `key`: 32 bytes. */
export function identityKey(key: Uint8Array, channel: string, remoteId: string): string {
  return createHmac('sha256', key).update(channel).update('\n').update(remoteId).digest('base64url');
}
