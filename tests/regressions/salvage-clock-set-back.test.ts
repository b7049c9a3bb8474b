// Found while the simulation learnt to damage copies: with a clock set back since, a salvaged reply passed for one that had been dealt with and kept its old leave.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rebuild } from '../../electron/main/storage/rebuild.ts';
import { renewIdentity } from '../../electron/main/storage/renew-identity.ts';
import { salvage } from '../../electron/main/storage/salvage.ts';
import { replicaFolder, sampleReply, TEST_KEY, TEST_NOW, type ReplicaFolder } from '../support/replica-kit.ts';

const HOUR = 3_600_000;
let folder: ReplicaFolder;
beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => folder.remove());

function isDealtWith(stores: ReturnType<ReplicaFolder['open']>['stores']): boolean {
  const record = stores.outbox.get('r1');
  if (record?.salvagedAt === undefined) throw new Error('not marked as salvaged');
  return record.updatedAt > record.salvagedAt;
}

test('a copy built anew an hour “before” its last change still asks about every reply', () => {
  const { replica, stores } = folder.open();
  stores.outbox.enqueue(sampleReply('r1'), TEST_NOW);
  replica.close();
  const options = { file: folder.file, key: TEST_KEY, now: () => TEST_NOW - HOUR };
  rebuild(options, salvage(folder.file, TEST_KEY), 'damaged');
  expect(isDealtWith(folder.open({ now: options.now }).stores)).toBe(false);
});

test('so does one that gets a new identity', () => {
  const { replica, stores } = folder.open();
  stores.outbox.enqueue(sampleReply('r1'), TEST_NOW);
  renewIdentity(replica, 'replica-2', TEST_NOW - HOUR);
  expect(isDealtWith(stores)).toBe(false);
});
