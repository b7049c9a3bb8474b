// A key wrapped by a passphrase: scrypt gives the wrapping key, AES-256-GCM wraps.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CodedError } from '../../../shared/util/errors.ts';
import { deriveKey } from './derive-key.ts';
import { openSealed, seal } from './seal.ts';

/** About 128 MB and half a second: dear for a guesser, bearable once per start. */
const COST = { n: 2 ** 17, r: 8, p: 1 } as const;
const CONTEXT = 'leitstand wrapped key v1';
export const MIN_PASSPHRASE_LENGTH = 10;

const wrappedSchema = z.strictObject({
  v: z.literal(1),
  // Bounded: a forged file must not be able to demand gigabytes.
  n: z.literal([2 ** 15, 2 ** 16, 2 ** 17, 2 ** 18]),
  r: z.literal(8),
  p: z.literal(1),
  salt: z.base64().length(24),
  sealed: z.base64().max(1_000),
});

/** Gives the wrapped key as text that may lie on disk. Throws INPUT_INVALID for a passphrase under 10 characters. */
export async function wrapKey(key: Uint8Array, passphrase: string): Promise<string> {
  const plainPassphrase = passphrase.normalize('NFKC');
  if ([...plainPassphrase].length < MIN_PASSPHRASE_LENGTH) {
    throw new CodedError('INPUT_INVALID', { field: 'passphrase', detail: `A passphrase has at least ${MIN_PASSPHRASE_LENGTH} characters.` });
  }
  const salt = randomBytes(16);
  const wrapping = await deriveKey(plainPassphrase, salt, COST.n);
  const sealed = seal(key, wrapping, CONTEXT);
  wrapping.fill(0);
  return JSON.stringify({ v: 1, ...COST, salt: salt.toString('base64'), sealed: sealed.toString('base64') });
}

/** Gives the key back. Throws PASSPHRASE_WRONG, or INPUT_INVALID where the text is no wrapped key. */
export async function unwrapKey(wrapped: string, passphrase: string): Promise<Buffer> {
  const parsed = wrappedSchema.safeParse(parseJson(wrapped));
  if (!parsed.success) throw new CodedError('INPUT_INVALID', { field: 'wrappedKey', detail: 'This is not a wrapped key.' });
  const wrapping = await deriveKey(passphrase.normalize('NFKC'), Buffer.from(parsed.data.salt, 'base64'), parsed.data.n);
  const key = openSealed(Buffer.from(parsed.data.sealed, 'base64'), wrapping, CONTEXT);
  wrapping.fill(0);
  if (key === undefined) throw new CodedError('PASSPHRASE_WRONG');
  return key;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
