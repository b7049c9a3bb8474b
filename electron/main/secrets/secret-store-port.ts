// The port every part of the desk asks for secrets through. Adapters: keychain, memory.
import { CodedError } from '../../../shared/util/errors.ts';
import type { ErrorCode } from '../../../shared/util/errors.ts';

export interface SecretStore {
  /** The value, or undefined where none is stored. Throws KEYCHAIN_UNAVAILABLE, KEYCHAIN_TIMEOUT, SECRET_DAMAGED. */
  get(name: string): Promise<string | undefined>;
  /** Stores or replaces. When it has returned, `get` gives this value. */
  set(name: string, value: string): Promise<void>;
  /** True where something was deleted. */
  delete(name: string): Promise<boolean>;
  /** The names, sorted; never values. */
  list(): Promise<string[]>;
  /** Writes, reads and deletes a probe entry. Never throws. */
  health(): Promise<SecretStoreHealth>;
}

export type SecretStoreHealth = { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode; readonly detail: string };

/** Entries whose name starts so are the store's own; `list` leaves them out. */
export const PROBE_NAME = 'health-probe';

/** 8 MB: a credential is a few kilobytes; more is a mistake. */
export const MAX_SECRET_BYTES = 8 * 1024 * 1024;

const NAME_FORM = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$/;

/** Names show up in the system's own keychain tool, so they are short and plain. */
export function checkSecretName(name: string): void {
  if (!NAME_FORM.test(name)) {
    throw new CodedError('INPUT_INVALID', { field: 'name', detail: 'A secret name has 1–128 letters, digits or . _ : @ / - and starts with a letter or digit.' });
  }
}

/** What every keychain can hold unchanged: text, not empty, no NUL (C strings end there), no lone surrogate. */
export function checkSecretValue(value: string): void {
  if (value.length === 0) throw new CodedError('INPUT_INVALID', { field: 'value', detail: 'A secret is not empty.' });
  if (value.includes('\0')) throw new CodedError('INPUT_INVALID', { field: 'value', detail: 'A secret holds no NUL character.' });
  if (!value.isWellFormed()) throw new CodedError('INPUT_INVALID', { field: 'value', detail: 'A secret is well-formed text.' });
  if (Buffer.byteLength(value) > MAX_SECRET_BYTES) throw new CodedError('INPUT_TOO_LARGE', { field: 'value' });
}
