import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt's cost: 2^logN blocks of r × 128 bytes, p times. */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's choice with 32 MB a hash: as dear to guess as 128 MB once, but a shift change does not fill the memory. */
export const SCRYPT_COST: ScryptCost = { logN: 15, r: 8, p: 3 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** `scrypt$logN$r$p$salt$hash`: the cost travels with the hash, so that it can be raised later. */
export async function hashPassword(
  password: string,
  cost: ScryptCost = SCRYPT_COST,
  random: (count: number) => Uint8Array = randomBytes,
): Promise<string> {
  const salt = Buffer.from(random(SALT_BYTES));
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Compares in constant time; false for a stored hash of unknown form. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parts = parse(stored);
  if (parts === undefined) return false;
  return timingSafeEqual(await derive(password, parts.salt, parts.cost), parts.hash);
}

/** True when the hash was made at another cost than wanted now. */
export function isOutdated(stored: string, cost: ScryptCost = SCRYPT_COST): boolean {
  const found = parse(stored)?.cost;
  return found === undefined || found.logN !== cost.logN || found.r !== cost.r || found.p !== cost.p;
}

function derive(password: string, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** logN;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

function parse(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } | undefined {
  const match = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (match === null) return undefined;
  const [, logN = '', r = '', p = '', salt = '', hash = ''] = match;
  const parts = {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
  return parts.hash.length === HASH_BYTES && parts.cost.logN <= 20 ? parts : undefined;
}
