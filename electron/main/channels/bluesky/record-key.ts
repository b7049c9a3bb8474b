import { createHash } from 'node:crypto';

const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz';
const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;
/** Microseconds of one millisecond left to the hash; the rest is for the part, so that parts sort in their order. */
const SPREAD = 900n;

/**
 * The record key (a TID of 13 characters) of one part: the same for every attempt at it, for it comes of nothing but the stored platform key. Two answers share
 * one only if they were begun in the same millisecond and their hashes meet in one of 921,600 places.
 */
export function recordKey(platformKey: string, part: number): string {
  const hash = createHash('sha256').update(platformKey).digest();
  const begunMs = UUID_V7.exec(platformKey);
  // A key without a time in it: all of it from the hash, within the time TIDs have.
  const ms = begunMs === null ? hash.readBigUInt64BE(8) % 1_700_000_000_000n : BigInt(`0x${begunMs[1]}${begunMs[2]}`);
  const micros = ms * 1_000n + (BigInt(hash.readUInt32BE(0)) % SPREAD) + BigInt(part);
  let value = (micros << 10n) | BigInt(hash.readUInt16BE(4) & 1023);
  let key = '';
  for (let n = 0; n < 13; n += 1) {
    key = (ALPHABET[Number(value & 31n)] ?? '') + key;
    value >>= 5n;
  }
  return key;
}

export const POSTS = 'app.bsky.feed.post';

/** `at://did/collection/key` in its pieces. */
export function readUri(uri: string): { readonly did: string; readonly collection: string; readonly key: string } | undefined {
  const match = /^at:\/\/(did:[a-z]+:[\w.:%-]+)\/([\w.-]+)\/([\w.~:-]+)$/.exec(uri);
  return match?.[1] === undefined || match[2] === undefined || match[3] === undefined ? undefined : { did: match[1], collection: match[2], key: match[3] };
}
