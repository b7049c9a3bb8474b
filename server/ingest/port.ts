import type { SealedBody, WrappedKey } from '../log/port.ts';

/** Seals texts under a key per contact. */
export interface TextVault {
  seal(contactId: string, text: string): Promise<{ readonly body: SealedBody; readonly key?: WrappedKey | undefined }>;
  /** The log has these contacts' keys. */
  stored(contactIds: Iterable<string>): void;
}
