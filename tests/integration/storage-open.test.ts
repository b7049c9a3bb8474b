// The encrypted local copy: its settings proved, its bytes unreadable, one desk at a time, each kind of trouble coded.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import { loadDriver } from '../../electron/main/storage/load-driver.ts';
import type { RawDatabase } from '../../electron/main/storage/load-driver.ts';
import { applySettings, assertSettings, unlock } from '../../electron/main/storage/pragmas.ts';
import { openStores } from '../../electron/main/storage/stores/index.ts';
import { TEST_KEY, TEST_NOW, replicaFolder, sampleReply } from '../support/replica-kit.ts';
import type { ReplicaFolder } from '../support/replica-kit.ts';

const posix = process.platform !== 'win32';
let folder: ReplicaFolder;
beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => folder.remove());

const child = path.join(import.meta.dirname, '../support/replica-child.ts');

describe('STORE-1 an open copy', () => {
  test('has every setting, read back after a real read, also when opened anew', () => {
    folder.open().replica.close();
    const { replica } = folder.open();
    const wanted = {
      cipher: 'chacha20', journal_mode: 'wal', synchronous: 2, fullfsync: 1, checkpoint_fullfsync: 1, temp_store: 2, secure_delete: 1,
      trusted_schema: 0, foreign_keys: 1, locking_mode: 'exclusive', busy_timeout: 2_000, cell_size_check: 1,
    };
    expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, replica.pragma(name)]))).toEqual(wanted);
    expect(replica.prepare<{ on: number }>("SELECT sqlite_compileoption_used('ENABLE_FTS5') AS \"on\"").get()?.on).toBe(1);
  });

  test.each(['synchronous = NORMAL', 'temp_store = FILE', 'secure_delete = OFF', 'foreign_keys = OFF', 'trusted_schema = ON', 'fullfsync = OFF'])(
    'is refused when a setting does not hold: %s',
    (weakening) => {
      const db = new (loadDriver())(folder.file) as RawDatabase;
      unlock(db, TEST_KEY);
      applySettings(db);
      expect(() => assertSettings(db)).not.toThrow();
      db.pragma(weakening);
      expect(() => assertSettings(db)).toThrowError(expect.objectContaining({ code: 'REPLICA_NOT_DURABLE', field: weakening.split(' ')[0] }));
      db.close();
    },
  );

  test('has an identity of its own, which stays', () => {
    const first = folder.open();
    const id = first.stores.meta.replicaId();
    expect(first.stores.meta.get('createdAt')).toBe(String(TEST_NOW));
    first.replica.close();
    expect(folder.open().stores.meta.replicaId()).toBe(id);
    const other = replicaFolder();
    expect(other.open().stores.meta.replicaId()).not.toBe(id);
    other.remove();
  });

  test('closed, says so', () => {
    const { replica, stores } = folder.open();
    replica.close();
    replica.close();
    expect(() => stores.outbox.all()).toThrowError(expect.objectContaining({ code: 'REPLICA_CLOSED' }));
  });
});

describe('STORE-2 on disk', () => {
  const MARKER = 'Klartextmarke-Donaudampfschifffahrt';

  test('no file holds a plain text: not the database, not its log, not what lies beside', () => {
    const { replica, stores } = folder.open();
    stores.bodies.put('b1', 'c1', MARKER);
    stores.outbox.enqueue(sampleReply(MARKER), 1);
    stores.drafts.save('c1', { text: MARKER }, 1);
    const search = (): string[] => readdirSync(folder.dataDir).filter((name) => {
      const bytes = readFileSync(path.join(folder.dataDir, name));
      return bytes.includes(MARKER) || bytes.includes(MARKER.toLowerCase()) || bytes.includes('CREATE TABLE') || bytes.includes(TEST_KEY) || bytes.includes(TEST_KEY.toString('hex'));
    });
    expect(statSync(`${folder.file}-wal`).size).toBeGreaterThan(0);
    expect(search()).toEqual([]);
    replica.checkpoint();
    expect(search()).toEqual([]);
    replica.close();
    expect(search()).toEqual([]);
    expect(readFileSync(folder.file).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
  });

  test.runIf(posix)('every file is for this user alone', () => {
    const { stores } = folder.open();
    stores.meta.setCursor(1);
    for (const name of readdirSync(folder.dataDir).filter((file) => !file.endsWith('.lock'))) {
      expect([name, statSync(path.join(folder.dataDir, name)).mode & 0o077]).toEqual([name, 0]);
    }
    const nested = path.join(folder.dataDir, 'a/b');
    openOrRebuild({ dataDir: nested, key: TEST_KEY, now: () => TEST_NOW }).replica.close();
    expect(statSync(nested).mode & 0o077).toBe(0);
  });

  test('another key opens nothing and harms nothing, not even an unfinished log', () => {
    const { stores } = folder.open();
    stores.outbox.enqueue(sampleReply('r1'), 1);
    const copy = path.join(folder.dataDir, 'copy');
    mkdirSync(copy);
    for (const ending of ['', '-wal', '.keycheck']) copyFileSync(`${folder.file}${ending}`, path.join(copy, `replica.db${ending}`));
    const before = readFileSync(path.join(copy, 'replica.db-wal'));
    const file = path.join(copy, 'replica.db');
    const wrong = Buffer.alloc(32, 9);
    expect(() => folder.open({ file, key: wrong })).toThrowError(expect.objectContaining({ code: 'REPLICA_KEY_LOST' }));
    rmSync(`${file}.keycheck`);
    expect(() => folder.open({ file, key: wrong })).toThrowError(expect.objectContaining({ code: 'REPLICA_DAMAGED' }));
    expect(readFileSync(`${file}-wal`).equals(before)).toBe(true);
    expect(folder.open({ file }).stores.outbox.get('r1')?.replyId).toBe('r1');
    expect(() => folder.open({ key: Buffer.alloc(16) })).toThrow();
  });

  test('a key of the wrong length is refused', () => {
    expect(() => folder.open({ key: Buffer.alloc(31) })).toThrowError(expect.objectContaining({ code: 'INPUT_INVALID', field: 'key' }));
  });
});

describe('STORE-3 one desk at a time', () => {
  test('a second one is refused, in this process and in another, and both openers leave the files alone', () => {
    folder.open().stores.outbox.enqueue(sampleReply('r1'), 1);
    expect(() => folder.open()).toThrowError(expect.objectContaining({ code: 'REPLICA_IN_USE' }));
    expect(() => openOrRebuild({ dataDir: folder.dataDir, key: TEST_KEY, now: () => TEST_NOW })).toThrowError(expect.objectContaining({ code: 'REPLICA_IN_USE' }));
    const other = spawnSync(process.execPath, [child, 'open', folder.dataDir], { encoding: 'utf8' });
    expect(other.stdout.trim()).toBe('REPLICA_IN_USE');
    expect(readdirSync(folder.dataDir).filter((name) => name.includes('set-aside'))).toEqual([]);
  });

  test('the lock goes with the process, however it ends', () => {
    const killed = spawnSync(process.execPath, [child, 'open-and-die', folder.dataDir], { encoding: 'utf8' });
    expect(killed.signal).toBe('SIGKILL');
    expect(folder.open().stores.meta.replicaId()).toBeTruthy();
  });

  test('a failed opening lets go of the lock', () => {
    folder.open().replica.close();
    expect(() => folder.open({ key: Buffer.alloc(32, 1) })).toThrow();
    expect(() => folder.open()).not.toThrow();
  });
});

describe('STORE-4 a full disk', () => {
  test('refuses to accept a reply with DISK_FULL, keeps what was accepted, and serves again once there is room', () => {
    const { replica, stores } = folder.open();
    stores.outbox.enqueue(sampleReply('kept'), 1);
    replica.pragma(`max_page_count = ${Number(replica.pragma('page_count'))}`);
    const large = { text: 'x'.repeat(200_000) };
    expect(() => stores.transaction(() => {
      stores.entities.put({ noun: 'message', id: 'optimistic', seq: 0, value: 1 });
      stores.outbox.enqueue(sampleReply('refused', { frozen: large }), 2);
    })).toThrowError(expect.objectContaining({ code: 'DISK_FULL' }));
    expect(replica.inTransaction).toBe(false);
    expect(stores.outbox.all().map(({ replyId }) => replyId)).toEqual(['kept']);
    expect(stores.entities.get('message', 'optimistic')).toBeUndefined();
    replica.pragma('max_page_count = 1000000');
    expect(stores.outbox.enqueue(sampleReply('refused', { frozen: large }), 3)).toBe(true);
  });

  const mounted = mkdtempSync(path.join(os.tmpdir(), 'leitstand-small-disk-'));
  const canMount = process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', mounted]).status === 0;
  if (canMount) spawnSync('umount', [mounted]);
  rmSync(mounted, { recursive: true, force: true });
  // A real full file system: needs the right to mount one.
  test.runIf(canMount)('on a real full file system: DISK_FULL, and the copy opens whole again', () => {
    const disk = path.join(folder.dataDir, 'disk');
    mkdirSync(disk);
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=768k', 'tmpfs', disk]).status).toBe(0);
    try {
      const options = { dataDir: disk, key: TEST_KEY, now: () => TEST_NOW };
      const first = openOrRebuild(options);
      let accepted = 0;
      let refusal: unknown;
      for (; refusal === undefined && accepted < 1_000; ) {
        try {
          first.stores.outbox.enqueue(sampleReply(`r${accepted}`, { frozen: 'x'.repeat(2_000) }), accepted);
          accepted++;
        } catch (error) {
          refusal = error;
        }
      }
      expect(refusal).toMatchObject({ code: 'DISK_FULL' });
      expect(accepted).toBeGreaterThan(5);
      expect(first.stores.outbox.all()).toHaveLength(accepted);
      const again = spawnSync('cp', ['-r', disk, path.join(folder.dataDir, 'after')]);
      expect(again.status).toBe(0);
      first.replica.close();
      const after = openOrRebuild({ ...options, dataDir: path.join(folder.dataDir, 'after') });
      expect(after.outcome).toBe('opened');
      expect(after.stores.outbox.all()).toHaveLength(accepted);
      after.replica.close();
      writeFileSync(path.join(folder.dataDir, 'note'), '');
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

describe('a folder that cannot be written', () => {
  const asRoot = posix && process.getuid?.() === 0;
  test.runIf(posix).each(['empty folder', 'folder with a copy', 'file with a copy'])('%s: REPLICA_READ_ONLY, nothing set aside', (what) => {
    if (what !== 'empty folder') folder.open().replica.close();
    const names = readdirSync(folder.dataDir);
    chmodSync(folder.dataDir, what === 'file with a copy' ? 0o777 : 0o555);
    for (const name of names) chmodSync(path.join(folder.dataDir, name), name === 'replica.db' && what === 'file with a copy' ? 0o444 : 0o666);
    // Root may write anywhere, so the child takes another user's place first.
    const run = spawnSync(process.execPath, [child, asRoot ? 'open-as-nobody' : 'open', folder.dataDir], { encoding: 'utf8' });
    chmodSync(folder.dataDir, 0o700);
    expect(run.stdout.trim(), run.stderr).toBe('REPLICA_READ_ONLY');
    expect(readdirSync(folder.dataDir).filter((name) => name.includes('set-aside'))).toEqual([]);
    expect(existsSync(folder.file)).toBe(what !== 'empty folder');
  });
});

test('openStores over a copy without tables fails loudly', () => {
  const { replica } = folder.open({ file: path.join(folder.dataDir, 'bare.db'), migrations: [{ version: 1, name: 'meta', statements: ['CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)'] }] });
  expect(() => openStores(replica)).toThrow(/no such table/);
});
