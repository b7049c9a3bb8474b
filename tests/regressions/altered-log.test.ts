// Found by the proof wal-torn: bits that were flipped and went unnoticed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import { toRows } from '../../server/log/log-rows.ts';
import type { AppendBatch } from '../../server/log/port.ts';
import { SqliteLogStore } from '../../server/log/sqlite-log-store.ts';
import { readWal } from '../../shared/util/wal-log.ts';
import { TEST_KEY, TEST_NOW, sampleReply } from '../support/replica-kit.ts';

const FRAME = 4096 + 24;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'leitstand-altered-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const code = (run: () => unknown): string => {
  try {
    run();
    return 'taken';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

function filled(commits: number): { file: string; store: SqliteLogStore } {
  const file = path.join(dir, 'center.db');
  const store = new SqliteLogStore(file);
  const epoch = store.claim();
  for (let seq = 1; seq <= commits; seq++) {
    const batch: AppendBatch = {
      epoch,
      events: [{ seq, at: seq, type: 't', v: 1, actor: 'a', data: { text: `text ${seq}` } }],
      bodies: [{ ref: `ref-${seq}`, contactId: 'contact-1', sealed: Uint8Array.of(1, 2, 3) }],
      keys: seq === 1 ? [{ contactId: 'contact-1', wrapped: new Uint8Array(40).fill(5) }] : [],
      answers: [{ replicaId: 'replica-1', commandNo: seq, hash: `hash-${seq}`, answer: { place: `answer ${seq}` } }],
    };
    store.commit([toRows(batch)]);
  }
  return { file, store };
}

describe('the write-ahead log of the server', () => {
  test('a bit flipped in front of later commits: refused, where they went missing without a word', () => {
    const { file, store } = filled(6);
    const main = readFileSync(file);
    const wal = readFileSync(`${file}-wal`);
    store.close();
    // Every frame, its page, its marks and its sums; the last commit's too.
    for (let frame = 0; frame < (wal.length - 32) / FRAME; frame++) {
      for (const inside of [1, 6, 9, 14, 17, 22, 24 + 77, 24 + 4_090]) {
        const bytes = Buffer.from(wal);
        bytes[32 + frame * FRAME + inside] = (bytes[32 + frame * FRAME + inside] ?? 0) ^ 4;
        writeFileSync(file, main);
        writeFileSync(`${file}-wal`, bytes);
        expect(
          code(() => new SqliteLogStore(file)),
          `frame ${frame}, byte ${inside}`,
        ).toBe('STORE_DAMAGED');
        expect(readFileSync(`${file}-wal`).equals(bytes)).toBe(true);
      }
    }
  });

  test('a last write torn by a power cut is only an end: the center starts', () => {
    const { file, store } = filled(6);
    const main = readFileSync(file);
    const wal = readFileSync(`${file}-wal`);
    store.close();
    const { frames } = readWal(wal);
    const torn = Buffer.from(wal);
    torn.fill(0, 32 + frames * FRAME - 1_024);
    writeFileSync(file, main);
    writeFileSync(`${file}-wal`, torn);
    const again = new SqliteLogStore(file);
    expect(again.head()).toBe(5);
    again.close();
  });
});

describe('rows of the server that are looked up one by one', () => {
  const places = ['"answer 3"', 'hash-4', 'replica-1', 'contact-1', 'ref-2'];
  test.each(places)('a bit flipped at every place of %s: refused', (text) => {
    const { file, store } = filled(6);
    store.close();
    const bytes = readFileSync(file);
    let places = 0;
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
      const flipped = Buffer.from(bytes);
      flipped[at + text.length - 2] = (flipped[at + text.length - 2] ?? 0) ^ 1;
      writeFileSync(file, flipped);
      places += 1;
      expect(
        code(() => new SqliteLogStore(file)),
        `byte ${at}`,
      ).toBe('STORE_DAMAGED');
    }
    expect(places).toBeGreaterThan(0);
  });

  test('another writer’s number, another place of a snapshot', () => {
    const { file, store } = filled(6);
    store.saveSnapshot({ seq: 4, stateHash: 'h', json: '{}' });
    store.close();
    const db = new Database(file);
    db.exec('UPDATE snapshots SET seq = 5');
    db.close();
    const again = new SqliteLogStore(file);
    expect(again.loadSnapshot()).toBeUndefined();
    again.close();
    const other = new Database(file);
    other.exec('UPDATE writer SET epoch = 0');
    other.close();
    expect(code(() => new SqliteLogStore(file))).toBe('STORE_DAMAGED');
  });

  test('rows of the first schema have no sums yet: they are given theirs', () => {
    const { file, store } = filled(3);
    store.close();
    const db = new Database(file);
    db.exec('UPDATE answers SET crc = NULL; UPDATE keys SET crc = NULL; UPDATE writer SET crc = NULL');
    db.close();
    new SqliteLogStore(file).close();
    const seen = new Database(file);
    for (const table of ['answers', 'keys', 'writer'])
      expect(seen.prepare(`SELECT count(*) FROM ${table} WHERE crc IS NULL`).pluck().get()).toBe(0);
    seen.close();
    const again = new SqliteLogStore(file);
    expect(again.answer('replica-1', 2)?.answer).toEqual({ place: 'answer 2' });
    again.close();
  });
});

describe('a salvage behind an altered log of the desk', () => {
  const open = (): ReturnType<typeof openOrRebuild> => openOrRebuild({ dataDir: dir, key: TEST_KEY, now: () => TEST_NOW });

  test.each(['first', 'middle', 'last'])(
    'in the %s commit: replies accepted later are saved, too, and it is not called complete',
    (where) => {
      const { replica, stores } = open();
      replica.checkpoint();
      for (let number = 0; number < 9; number++) stores.outbox.enqueue(sampleReply(`r${number}`), number);
      const file = path.join(dir, 'replica.db');
      const [main, wal] = [readFileSync(file), readFileSync(`${file}-wal`)];
      replica.close();
      const frames = (wal.length - 32) / FRAME;
      const frame = where === 'first' ? 0 : where === 'middle' ? Math.floor(frames / 2) : frames - 1;
      const at = 32 + frame * FRAME + 100;
      wal[at] = (wal[at] ?? 0) ^ 1;
      writeFileSync(file, main);
      writeFileSync(`${file}-wal`, wal);
      const { rebuilt, ...opened } = open();
      expect(rebuilt).toMatchObject({ code: 'REPLICA_DAMAGED', complete: false });
      const saved = opened.stores.outbox.all().map(({ replyId }) => replyId);
      // The page that was hit keeps an older state: at most the reply of that very commit is missing, and then it is named where anything names it.
      expect(saved.length).toBeGreaterThanOrEqual(8);
      expect(saved).toEqual(expect.arrayContaining(where === 'last' ? ['r0', 'r7'] : ['r0', 'r7', 'r8']));
      for (const reply of opened.stores.outbox.all()) expect(reply.frozen).toEqual(sampleReply(reply.replyId).frozen);
      opened.replica.close();
    },
  );
});
