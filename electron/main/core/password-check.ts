// Tells whether somebody knows a password, without keeping it: scrypt with a salt. It lies in the encrypted copy and goes with it.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { deriveKey } from '../secrets/derive-key.ts';

/** 16 MB and some 50 ms: enough beside the copy's own encryption, and bearable at every sign-in. */
const COST = { n: 2 ** 14, r: 8, p: 1 } as const;

const checkSchema = z.strictObject({
  v: z.literal(1),
  // Bounded: an altered entry must not be able to demand gigabytes.
  n: z.literal([2 ** 14, 2 ** 15, 2 ** 16, 2 ** 17]),
  r: z.literal(8),
  p: z.literal(1),
  salt: z.base64().length(24),
  hash: z.base64().length(44),
});

export async function makePasswordCheck(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await deriveKey(password, salt, COST.n);
  return JSON.stringify({ v: 1, ...COST, salt: salt.toString('base64'), hash: hash.toString('base64') });
}

/** False for a wrong password and for a check that cannot be read. */
export async function passesCheck(check: string, password: string): Promise<boolean> {
  const parsed = checkSchema.safeParse(parseJson(check));
  if (!parsed.success) return false;
  const hash = await deriveKey(password, Buffer.from(parsed.data.salt, 'base64'), parsed.data.n);
  return timingSafeEqual(hash, Buffer.from(parsed.data.hash, 'base64'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
