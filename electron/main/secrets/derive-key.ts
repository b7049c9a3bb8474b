import { scrypt } from 'node:crypto';

const BYTES = 32;
const BLOCK = 8;

/** 32 bytes from what a person types, by scrypt with r = 8 and p = 1 (RFC 7914); `n` is the work, a power of two. Typed alike on every keyboard: NFKC. */
export function deriveKey(typed: string, salt: Buffer, n: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(typed.normalize('NFKC'), salt, BYTES, { N: n, r: BLOCK, p: 1, maxmem: 256 * n * BLOCK }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
