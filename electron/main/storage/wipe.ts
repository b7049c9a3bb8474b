// Takes everything of the local copy off this machine. The key goes first: from then on the files are noise,
// whatever happens to their deletion.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Replica } from './replica.ts';
import { OutboxStore } from './stores/outbox-store.ts';
import type { OutboxReply } from './stores/outbox-store.ts';

/** The part of a secret store in use. */
export interface KeyDeleter {
  delete(name: string): Promise<boolean>;
}

export interface WipeOptions {
  /** The open copy, where there is one; it is asked for unsent replies, then closed. */
  readonly replica?: Replica | undefined;
  /** Outbox states in which nothing is left to send. */
  readonly finishedStates: readonly string[];
  /**
   * Sees the unsent replies before anything is gone (to report or upload them); false stops the wipe.
   * Where the copy is not open, nothing is known and the list is undefined.
   */
  readonly confirm: (unsent: readonly OutboxReply[] | undefined) => boolean | Promise<boolean>;
  /** Entry that holds the key. Default `replica-key`. */
  readonly keyName?: string | undefined;
}

export interface WipeReport {
  readonly wiped: boolean;
  readonly unsent: readonly OutboxReply[] | undefined;
  readonly keyDeleted: boolean;
  /** Why the key could not be deleted; the files are gone all the same. */
  readonly keyTrouble?: string | undefined;
  readonly filesDeleted: readonly string[];
}

/** Replies accepted here for which something is left to do, oldest first. */
export function unsentReplies(replica: Replica, finishedStates: readonly string[]): OutboxReply[] {
  return new OutboxStore(replica).all().filter((reply) => !finishedStates.includes(reply.state));
}

export async function wipeReplica(dataDir: string, secrets: KeyDeleter, options: WipeOptions): Promise<WipeReport> {
  const unsent = options.replica?.isOpen === true ? unsentReplies(options.replica, options.finishedStates) : undefined;
  if (!(await options.confirm(unsent))) return { wiped: false, unsent, keyDeleted: false, filesDeleted: [] };
  let keyDeleted = false;
  let keyTrouble: string | undefined;
  try {
    keyDeleted = await secrets.delete(options.keyName ?? 'replica-key');
  } catch (error) {
    keyTrouble = error instanceof Error ? error.message : String(error);
  }
  // A key wrapped by a passphrase is a file; it too goes before the files it opens.
  const filesDeleted = removeFiles(dataDir, (name) => name.startsWith('replica-key.'));
  options.replica?.close();
  filesDeleted.push(...removeFiles(dataDir, (name) => /^replica(-passphrase|-session)?\.db/.test(name)));
  return { wiped: true, unsent, keyDeleted, ...(keyTrouble === undefined ? {} : { keyTrouble }), filesDeleted };
}

function removeFiles(folder: string, which: (name: string) => boolean): string[] {
  const names = readdirSync(folder).filter(which).sort();
  for (const name of names) rmSync(path.join(folder, name), { force: true });
  return names;
}
