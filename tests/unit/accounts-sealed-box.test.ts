import { createHash, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contextBytes, makeKeyPair, openBox, publicKeyOf, safetyNumber, sealBox, type BoxContext, type KeyPair } from '../../electron/main/accounts/sealed-box.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
/** Keys out of a word, so that the vectors can be made anew by anybody. */
const keyOf = (word: string): KeyPair => {
  const privateKey = createHash('sha256').update(`leitstand test vector ${word}`).digest();
  return { privateKey, publicKey: publicKeyOf(privateKey) };
};
const SENDER = keyOf('sender');
const RECIPIENT = keyOf('recipient');
const FRESH = keyOf('fresh');
const CONTEXT: BoxContext = { centerId: 'center-1', credentialId: 'brand/x', version: 7, senderDeskId: '0'.repeat(32), recipientDeskId: 'f'.repeat(32) };
const PLAIN = Buffer.from('{"token":"Grüße"}');
const VECTOR =
  '0105a18bedbfc5af46143dc751f0c693258ac4389f845678d7bb9bd0b984e9f967256c586af055fbba674a56d7c58f4b50c63d1d017a04c457e3698a60bcf1c9b0254f32';

/** The same recipe by other code: the system's WebCrypto. */
async function openByWebCrypto(box: Buffer): Promise<Buffer> {
  const { subtle } = webcrypto;
  const mine = await subtle.importKey('pkcs8', Buffer.concat([hex('302e020100300506032b656e04220420'), RECIPIENT.privateKey]), { name: 'X25519' }, false, ['deriveBits']);
  const bits = async (raw: Uint8Array): Promise<Buffer> => Buffer.from(await subtle.deriveBits({ name: 'X25519', public: await subtle.importKey('raw', raw, { name: 'X25519' }, true, []) }, mine, 256));
  const fresh = box.subarray(1, 33);
  const info = contextBytes(CONTEXT, SENDER.publicKey, RECIPIENT.publicKey);
  const shared = await subtle.importKey('raw', Buffer.concat([await bits(fresh), await bits(SENDER.publicKey)]), 'HKDF', false, ['deriveBits']);
  const derived = Buffer.from(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: fresh, info }, shared, 44 * 8));
  const key = await subtle.importKey('raw', derived.subarray(0, 32), 'AES-GCM', false, ['decrypt']);
  const sealed = Buffer.concat([box.subarray(49), box.subarray(33, 49)]);
  return Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv: derived.subarray(32), additionalData: info, tagLength: 128 }, key, sealed));
}

describe('a sealed credential', () => {
  test('ACC-1 the vector: these keys and this text make exactly this box, and other code opens it', async () => {
    const box = sealBox(PLAIN, SENDER, RECIPIENT.publicKey, CONTEXT, FRESH);
    expect(box.toString('hex')).toBe(VECTOR);
    expect(openBox(box, RECIPIENT, SENDER.publicKey, CONTEXT)).toEqual(PLAIN);
    expect(await openByWebCrypto(box)).toEqual(PLAIN);
  });

  test('ACC-1 the same text twice makes two boxes that share nothing', () => {
    const [one, two] = [sealBox(PLAIN, SENDER, RECIPIENT.publicKey, CONTEXT), sealBox(PLAIN, SENDER, RECIPIENT.publicKey, CONTEXT)];
    expect(one.subarray(1, 33).equals(two.subarray(1, 33))).toBe(false);
    expect(one.subarray(49).equals(two.subarray(49))).toBe(false);
    expect(openBox(two, RECIPIENT, SENDER.publicKey, CONTEXT)).toEqual(PLAIN);
  });

  test('ACC-1 it opens only as what it was sealed as: account, version, center, from whom, for whom', () => {
    const box = sealBox(PLAIN, SENDER, RECIPIENT.publicKey, CONTEXT);
    const other = makeKeyPair();
    const changes: Partial<BoxContext>[] = [{ credentialId: 'brand/y' }, { version: 8 }, { centerId: 'center-2' }, { senderDeskId: '1'.repeat(32) }, { recipientDeskId: 'e'.repeat(32) }];
    for (const change of changes) expect(openBox(box, RECIPIENT, SENDER.publicKey, { ...CONTEXT, ...change }), JSON.stringify(change)).toBeUndefined();
    expect(openBox(box, other, SENDER.publicKey, CONTEXT), 'another desk').toBeUndefined();
    expect(openBox(box, RECIPIENT, other.publicKey, CONTEXT), 'said to be of another desk').toBeUndefined();
  });

  test('ACC-1 whoever knows the recipient’s public key only cannot seal in another desk’s name', () => {
    const impostor = makeKeyPair();
    const forged = sealBox(PLAIN, { publicKey: SENDER.publicKey, privateKey: impostor.privateKey }, RECIPIENT.publicKey, CONTEXT);
    expect(openBox(forged, RECIPIENT, SENDER.publicKey, CONTEXT)).toBeUndefined();
  });

  test('ACC-1 every flipped bit and every cut is noticed', () => {
    const box = sealBox(PLAIN, SENDER, RECIPIENT.publicKey, CONTEXT);
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const bent = Buffer.from(box);
      bent[bit >> 3] = (bent[bit >> 3] as number) ^ (1 << (bit & 7));
      // The topmost bit of an X25519 key is not read (RFC 7748); it is bound in by the salt.
      expect(openBox(bent, RECIPIENT, SENDER.publicKey, CONTEXT), `bit ${bit}`).toBeUndefined();
    }
    for (let length = 0; length < box.length; length += 1) expect(openBox(box.subarray(0, length), RECIPIENT, SENDER.publicKey, CONTEXT)).toBeUndefined();
  });

  test('ACC-1 a public key without a secret to share (low order) is refused, not sealed for', () => {
    for (const low of ['00'.repeat(32), `01${'00'.repeat(31)}`, 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f']) expect(() => sealBox(PLAIN, SENDER, hex(low), CONTEXT)).toThrow();
  });

  test('ACC-2 the safety number: thirty digits, of the key alone, different for different keys', () => {
    expect(safetyNumber(RECIPIENT.publicKey)).toBe('22384 40379 44714 50431 58058 94423');
    expect(safetyNumber(RECIPIENT.publicKey)).toMatch(/^(\d{5} ){5}\d{5}$/);
    const numbers = new Set(Array.from({ length: 500 }, () => safetyNumber(makeKeyPair().publicKey)));
    expect(numbers.size).toBe(500);
  });
});
