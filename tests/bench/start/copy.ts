// A desk that was signed in yesterday: its folder with the encrypted copy, its queue of today, and what the key store holds.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProfileFile } from '../../../electron/main/core/profile-file.ts';
import { scopedSecrets } from '../../../electron/main/core/scoped-secrets.ts';
import { REFRESH_ENTRY } from '../../../electron/main/core/storage-door.ts';
import { MemorySecretStore } from '../../../electron/main/secrets/memory-secret-store.ts';
import { replicaKey } from '../../../electron/main/secrets/replica-key.ts';
import { replicaFile } from '../../../electron/main/storage/care.ts';
import { openReplica } from '../../../electron/main/storage/open.ts';
import { openStores } from '../../../electron/main/storage/stores/index.ts';
import { writeBatch } from '../../../electron/main/sync/replica-writer.ts';
import type { EntityPatch } from '../../../shared/domain/entity.ts';
import type { RowPatch } from '../../../shared/domain/rows.ts';
import { seededRng } from '../../../shared/util/seeded-rng.ts';
import { centerRows, ME, patch } from '../../support/fake-workstation-center.ts';
import { sampleRows } from '../../support/fake-workstation-items.ts';
import { threadOf } from '../../support/fake-workstation-threads.ts';
import { fillCopy, wordList } from '../search/copy.ts';

/** A day's list of a center that gets 2,000 messages on a peak day. */
const EXTRA_ROWS = 2_000;
const PROFILE = 'a1b2c3d4e5f60718293a4b5c';
/** Nobody listens there: what is shown comes from the copy alone. */
const SERVER = 'http://127.0.0.1:9';

/** Fills `folder`; gives the file with the secrets of the key store. */
export async function deskOfYesterday(folder: string, messages: number): Promise<{ readonly dataDir: string; readonly secrets: string; readonly rows: number }> {
  const dataDir = path.join(folder, 'desk');
  const profileDir = path.join(dataDir, 'profiles', PROFILE);
  mkdirSync(profileDir, { recursive: true });
  new ProfileFile(dataDir).change({ serverUrl: SERVER, lastName: 'oskar', profileId: PROFILE, settings: { theme: 'light', language: 'de' } });
  const store = new MemorySecretStore();
  const mine = scopedSecrets(store, PROFILE);
  await mine.set(REFRESH_ENTRY, randomBytes(32).toString('base64url'));
  const key = await replicaKey(mine);
  const now = Date.now();
  const replica = openReplica({ file: replicaFile(profileDir, 'keychain'), key, now: () => now });
  const stores = openStores(replica);
  const rng = seededRng(7);
  fillCopy(replica, stores, rng, wordList(rng), messages, () => undefined);
  // Used lately: nothing of it is let go at the start.
  replica.prepare('UPDATE held SET last_used_at = ?').run(now);
  const queue = sampleRows(now, EXTRA_ROWS);
  const rows: RowPatch[] = [...centerRows(now), ...queue.map((row) => patch('workItem', row.item.id, row, 2))];
  // What is one's own is here whole, as on any desk.
  const own = queue.filter(({ item }) => item.ownerAgentId === ME).map((row) => ({ conversationId: row.conversationId, ...threadOf(row, now) }));
  const entities: EntityPatch[] = own.flatMap((thread) => thread.entities);
  writeBatch(
    stores,
    {
      kind: 'apply',
      cursor: messages + 1,
      entities: [...new Map(entities.map((one) => [`${one.noun} ${one.id}`, one])).values()],
      bodies: own.flatMap(({ conversationId, bodies }) => Object.entries(bodies).map(([ref, text]) => ({ ref, text, conversationId }))),
      forget: [],
      held: own.map(({ conversationId }) => ({ conversationId, held: { asOfSeq: 1 } })),
      rows,
      rowsReset: true,
      fresh: [],
      applied: [],
      setAside: [],
      startOver: false,
    },
    now,
  );
  stores.meta.set('person', JSON.stringify({ agentId: ME, name: 'Oskar Neumann', initials: 'ON', role: 'agent', centerName: 'Musterkom' }));
  replica.checkpoint();
  replica.close();
  const secrets = path.join(folder, 'secrets.json');
  const names = await store.list();
  writeFileSync(secrets, JSON.stringify(Object.fromEntries(await Promise.all(names.map(async (name) => [name, await store.get(name)] as const)))));
  return { dataDir, secrets, rows: queue.length };
}
