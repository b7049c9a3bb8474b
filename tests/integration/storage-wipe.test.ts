// Wiping a desk: first what was not sent, then the key, then the files. And where the key lasts only a session.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { REPLICA_KEY_NAME, loadReplicaKey, replicaKey } from '../../electron/main/secrets/replica-key.ts';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import { wipeReplica } from '../../electron/main/storage/wipe.ts';
import { TEST_NOW, replicaFolder, sampleReply } from '../support/replica-kit.ts';
import type { ReplicaFolder } from '../support/replica-kit.ts';

let folder: ReplicaFolder;
beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => folder.remove());

async function desk(secrets: MemorySecretStore) {
  const opened = openOrRebuild({ dataDir: folder.dataDir, key: await replicaKey(secrets), now: () => TEST_NOW });
  opened.stores.outbox.enqueue(sampleReply('sent', { state: 'delivered' }), 1);
  opened.stores.outbox.enqueue(sampleReply('waiting'), 2);
  return opened;
}

test('STORE-8 the unsent replies are shown before anything goes; then the key, then every file of the copy, and no other', async () => {
  const secrets = new MemorySecretStore();
  const { replica } = await desk(secrets);
  writeFileSync(path.join(folder.dataDir, 'settings.json'), '{}');
  writeFileSync(path.join(folder.dataDir, 'replica.db.set-aside-damaged-20260301T080000000Z'), 'old');
  const steps: string[] = [];
  const report = await wipeReplica(
    folder.dataDir,
    { delete: async (name) => { steps.push(`key gone, ${readdirSync(folder.dataDir).filter((file) => file.startsWith('replica.db')).length > 0 ? 'files there' : 'files gone'}`); return secrets.delete(name); } },
    {
      replica,
      finishedStates: ['delivered'],
      confirm: async (unsent) => { steps.push(`asked about ${unsent?.map(({ replyId }) => replyId).join()}, key ${(await secrets.get(REPLICA_KEY_NAME)) === undefined ? 'gone' : 'there'}`); return true; },
    },
  );
  expect(steps).toEqual(['asked about waiting, key there', 'key gone, files there']);
  expect(report).toMatchObject({ wiped: true, keyDeleted: true });
  expect(report.unsent?.map(({ replyId }) => replyId)).toEqual(['waiting']);
  expect(readdirSync(folder.dataDir)).toEqual(['settings.json']);
  expect(await secrets.get(REPLICA_KEY_NAME)).toBeUndefined();
});

test('declined, nothing goes and the desk works on', async () => {
  const secrets = new MemorySecretStore();
  const { replica, stores } = await desk(secrets);
  const report = await wipeReplica(folder.dataDir, secrets, { replica, finishedStates: ['delivered'], confirm: () => false });
  expect(report).toMatchObject({ wiped: false, keyDeleted: false, filesDeleted: [] });
  expect(stores.outbox.all()).toHaveLength(2);
  expect(await secrets.get(REPLICA_KEY_NAME)).toBeDefined();
  replica.close();
});

test('a keychain that does not answer is reported; the files go all the same; a closed copy is not asked', async () => {
  const { replica } = await desk(new MemorySecretStore());
  replica.close();
  let asked: unknown = 'not asked';
  const report = await wipeReplica(
    folder.dataDir,
    { delete: () => Promise.reject(new Error('locked')) },
    { replica, finishedStates: [], confirm: (unsent) => { asked = unsent; return true; } },
  );
  expect(asked).toBeUndefined();
  expect(report).toMatchObject({ wiped: true, keyDeleted: false, keyTrouble: 'locked' });
  expect(readdirSync(folder.dataDir)).toEqual([]);
});

test('a session key makes a copy that is not durable, leaves no trace for the next one, and never touches the lasting one', async () => {
  const lasting = await desk(new MemorySecretStore());
  lasting.replica.close();
  for (let round = 0; round < 2; round++) {
    const { key, keptBy } = await loadReplicaKey({ store: new MemorySecretStore(), kind: 'session' }, folder.dataDir);
    const opened = openOrRebuild({ dataDir: folder.dataDir, key, keptBy, now: () => TEST_NOW });
    expect([opened.durable, opened.outcome, opened.stores.outbox.all()]).toEqual([false, 'created', []]);
    opened.stores.outbox.enqueue(sampleReply('r1'), 1);
    opened.replica.close();
  }
  expect(readdirSync(folder.dataDir).filter((name) => name.includes('set-aside'))).toEqual([]);
  expect(readdirSync(folder.dataDir)).toContain('replica.db');
});
