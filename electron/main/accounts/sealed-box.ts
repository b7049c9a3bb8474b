// A credential on its way from one desk to another: only the desk it is for can open it, and that desk knows which desk sealed it.
// X25519 twice (a fresh key and the sender's own, both with the recipient's), HKDF-SHA256, AES-256-GCM.
// Layout: 1 byte version, 32 bytes fresh public key, 16 bytes tag, ciphertext.
import { createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto';

const VERSION = 1;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const HEAD_BYTES = 1 + KEY_BYTES + TAG_BYTES;
// The fixed beginnings of an X25519 key in DER (RFC 8410); the 32 bytes follow.
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/** Both keys as 32 raw bytes. */
export interface KeyPair {
  readonly publicKey: Buffer;
  readonly privateKey: Buffer;
}

/** What a box is bound to: opened as anything else it does not open. */
export interface BoxContext {
  readonly centerId: string;
  readonly credentialId: string;
  readonly version: number;
  readonly senderDeskId: string;
  readonly recipientDeskId: string;
}

export function makeKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('x25519');
  const raw = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PRIVATE_PREFIX.length);
  return { privateKey: Buffer.from(raw), publicKey: publicKeyOf(raw) };
}

export function publicKeyOf(privateKey: Uint8Array): Buffer {
  return Buffer.from(createPublicKey(privateObject(privateKey)).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length));
}

/** Seals for one desk. `fresh` only for test vectors: a key pair that is used twice gives the box away. Throws for a public key that is no point to share a secret with. */
export function sealBox(plain: Uint8Array, from: KeyPair, recipientKey: Uint8Array, context: BoxContext, fresh: KeyPair = makeKeyPair()): Buffer {
  const recipient = publicObject(recipientKey);
  const info = contextBytes(context, from.publicKey, recipientKey);
  const { key, nonce } = derive(
    Buffer.concat([diffieHellman({ privateKey: privateObject(fresh.privateKey), publicKey: recipient }), diffieHellman({ privateKey: privateObject(from.privateKey), publicKey: recipient })]),
    fresh.publicKey,
    info,
  );
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(info);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  key.fill(0);
  return Buffer.concat([Buffer.from([VERSION]), fresh.publicKey, cipher.getAuthTag(), sealed]);
}

/** The plain bytes; undefined where keys, context or bytes are not the ones that were sealed. */
export function openBox(box: Uint8Array, mine: KeyPair, senderKey: Uint8Array, context: BoxContext): Buffer | undefined {
  if (box.length < HEAD_BYTES || box[0] !== VERSION) return undefined;
  try {
    const freshKey = Buffer.from(box.subarray(1, 1 + KEY_BYTES));
    const own = privateObject(mine.privateKey);
    const info = contextBytes(context, senderKey, mine.publicKey);
    const { key, nonce } = derive(
      Buffer.concat([diffieHellman({ privateKey: own, publicKey: publicObject(freshKey) }), diffieHellman({ privateKey: own, publicKey: publicObject(senderKey) })]),
      freshKey,
      info,
    );
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(info);
    decipher.setAuthTag(box.subarray(1 + KEY_BYTES, HEAD_BYTES));
    const plain = Buffer.concat([decipher.update(box.subarray(HEAD_BYTES)), decipher.final()]);
    key.fill(0);
    return plain;
  } catch {
    return undefined;
  }
}

/** Six groups of five digits that two people compare: the beginning of a hash of the key, about 99 bits. */
export function safetyNumber(publicKey: Uint8Array): string {
  const hash = createHash('sha256').update('leitstand desk key v1\n').update(publicKey).digest();
  return Array.from({ length: 6 }, (_, group) => String(hash.readUIntBE(group * 5, 5) % 100_000).padStart(5, '0')).join(' ');
}

/** Bound in twice: into the key and, as plain text to be authenticated, into the seal. */
export function contextBytes({ centerId, credentialId, version, senderDeskId, recipientDeskId }: BoxContext, senderKey: Uint8Array, recipientKey: Uint8Array): Buffer {
  return Buffer.from(JSON.stringify(['leitstand hand-over v1', centerId, credentialId, version, senderDeskId, base64(senderKey), recipientDeskId, base64(recipientKey)]));
}

function derive(shared: Buffer, salt: Uint8Array, info: Uint8Array): { key: Buffer; nonce: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', shared, salt, info, KEY_BYTES + NONCE_BYTES));
  shared.fill(0);
  return { key: bytes.subarray(0, KEY_BYTES), nonce: bytes.subarray(KEY_BYTES) };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const privateObject = (raw: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, raw]), format: 'der', type: 'pkcs8' });
const publicObject = (raw: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' });
