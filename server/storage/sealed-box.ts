import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const IV = 12;
const TAG = 16;

/** AES-256-GCM under a key of one purpose. `context` binds the box to its place: moved elsewhere it does not open. */
export class SealedBox {
  readonly #key: Buffer;

  /** 32 bytes. */
  constructor(key: Buffer) {
    this.#key = key;
  }

  seal(text: string, context: string): Buffer {
    const iv = randomBytes(IV);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(context, 'utf8'));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** undefined where it does not open. */
  open(box: Uint8Array, context: string): string | undefined {
    try {
      const all = Buffer.from(box);
      const opened = createDecipheriv('aes-256-gcm', this.#key, all.subarray(0, IV))
        .setAAD(Buffer.from(context, 'utf8'))
        .setAuthTag(all.subarray(IV, IV + TAG));
      return Buffer.concat([opened.update(all.subarray(IV + TAG)), opened.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
