import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../shared/util/errors.ts';

export const MASTER_KEY_BYTES = 32;

export interface MasterKeyOptions {
  readonly dataDir: string;
  /** The key as base64 or hex, where the operator keeps it outside the data folder; nothing is then written but a check value. */
  readonly given?: string | undefined;
  /** A key file elsewhere; `master.key` in the data folder by default. */
  readonly path?: string | undefined;
  /** False for a tool that only looks: a missing key is then refused, never made. Default true. */
  readonly mayCreate?: boolean | undefined;
  /** Gives n unpredictable bytes; the system's by default. */
  readonly random?: ((count: number) => Uint8Array) | undefined;
}

/**
 * The 32-byte key everything else is derived from. Made on the first start (mode 0600, synced). MASTER_KEY_INVALID when it is not 32 bytes,
 * is not the one this data was made with, or is gone while the data is still there: a new one would never open what is stored.
 */
export function loadMasterKey(options: MasterKeyOptions): Buffer {
  const checkPath = join(options.dataDir, 'master.check');
  if (options.mayCreate === false && !existsSync(checkPath))
    throw new CodedError('MASTER_KEY_INVALID', { detail: `${options.dataDir} is no data folder of a server.` });
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const key = options.given === undefined ? fromFile(options, checkPath) : parse(options.given);
  const check = createHmac('sha256', key).update('leitstand master key check').digest();
  if (!existsSync(checkPath)) writePrivate(checkPath, check.toString('base64'));
  const known = Buffer.from(readFileSync(checkPath, 'utf8').trim(), 'base64');
  if (known.length !== check.length || !timingSafeEqual(known, check))
    throw new CodedError('MASTER_KEY_INVALID', { detail: 'The key is not the one this data was made with.' });
  return key;
}

/** A key of its own for one purpose, so that no two uses share one. */
export function deriveKey(masterKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, 'leitstand', purpose, 32));
}

function fromFile({ dataDir, path = join(dataDir, 'master.key'), random = randomBytes }: MasterKeyOptions, checkPath: string): Buffer {
  if (!existsSync(path)) {
    if (existsSync(checkPath)) throw new CodedError('MASTER_KEY_INVALID', { detail: `The key file ${path} is gone.` });
    writePrivate(path, Buffer.from(random(MASTER_KEY_BYTES)).toString('base64'));
  }
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return parse(readFileSync(path, 'utf8'));
}

function parse(text: string): Buffer {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length !== MASTER_KEY_BYTES) throw new CodedError('MASTER_KEY_INVALID', { detail: `The key has ${key.length} bytes.` });
  return key;
}

/** Whole or not at all: a crash half-way leaves no half key behind. */
function writePrivate(path: string, text: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, `${text}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}
