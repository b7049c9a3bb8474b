// Where sealed bytes lie that are too large for a keychain entry. It only ever sees ciphertext.
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface SealedBlobStore {
  /** On disk when it returns. */
  put(id: string, sealed: Uint8Array): Promise<void>;
  get(id: string): Promise<Uint8Array | undefined>;
  delete(id: string): Promise<void>;
  ids(): Promise<string[]>;
}

const SUFFIX = '.sealed';
const ID_FORM = /^[a-f0-9]{32}$/;

/** One file a blob, mode 0600, in a folder of mode 0700. */
export class FileSealedBlobStore implements SealedBlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(id: string, sealed: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const target = this.#path(id);
    const temporary = `${target}.tmp`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(sealed);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    await this.#syncFolder();
  }

  async get(id: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.#path(id));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async delete(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  async ids(): Promise<string[]> {
    try {
      const names = await readdir(this.#folder);
      return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length)).filter((id) => ID_FORM.test(id)).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  #path(id: string): string {
    if (!ID_FORM.test(id)) throw new Error('a blob id has 32 hex digits');
    return path.join(this.#folder, `${id}${SUFFIX}`);
  }

  async #syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
