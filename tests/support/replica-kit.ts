// A local copy in a fresh folder, for tests of the desk's storage.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openReplica } from '../../electron/main/storage/open.ts';
import type { OpenReplicaOptions } from '../../electron/main/storage/open.ts';
import type { Replica } from '../../electron/main/storage/replica.ts';
import type { NewOutboxReply, ReplicaPort } from '../../electron/main/storage/replica-port.ts';
import { openStores } from '../../electron/main/storage/stores/index.ts';

export const TEST_KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256));
export const TEST_NOW = Date.UTC(2026, 2, 1, 8);

export interface ReplicaFolder {
  readonly dataDir: string;
  readonly file: string;
  open(options?: Partial<OpenReplicaOptions>): { readonly replica: Replica; readonly stores: ReplicaPort };
  /** Closes what is open and removes the folder. */
  remove(): void;
}

export function replicaFolder(): ReplicaFolder {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'leitstand-replica-'));
  const file = path.join(dataDir, 'replica.db');
  const opened: Replica[] = [];
  return {
    dataDir,
    file,
    open: (options = {}) => {
      const replica = openReplica({ file, key: TEST_KEY, now: () => TEST_NOW, ...options });
      opened.push(replica);
      let stores: ReplicaPort | undefined;
      // Made when asked for: with a test's own schema there may be none to make.
      return {
        replica,
        get stores() {
          return (stores ??= openStores(replica));
        },
      };
    },
    remove: () => {
      for (const replica of opened) replica.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function sampleReply(replyId: string, changes: Partial<NewOutboxReply> = {}): NewOutboxReply {
  return {
    replyId,
    conversationId: `conversation-of-${replyId}`,
    workItemId: `item-of-${replyId}`,
    accountId: 'account-1',
    epoch: 3,
    state: 'queued',
    stateValue: { tries: 0 },
    frozen: { parts: [{ text: `Antwort ${replyId}` }], answersThroughMessageId: 'm9' },
    platformKey: `key-of-${replyId}`,
    ...changes,
  };
}
