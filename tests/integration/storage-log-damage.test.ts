// Damage of the write-ahead log: an early end is an end, anything altered before it is noticed.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import type { OpenedReplica } from '../../electron/main/storage/care.ts';
import { TEST_KEY, TEST_NOW, replicaFolder, sampleReply } from '../support/replica-kit.ts';
import type { ReplicaFolder } from '../support/replica-kit.ts';

const PAGE = 4096;
let folder: ReplicaFolder;
const opened: OpenedReplica[] = [];

beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => {
  for (const one of opened.splice(0)) one.replica.close();
  folder.remove();
});

function care(dataDir = folder.dataDir, key = TEST_KEY): OpenedReplica {
  const one = openOrRebuild({ dataDir, key, now: () => TEST_NOW });
  opened.push(one);
  return one;
}

const id = (number: number): string => `reply-${String(number).padStart(3, '0')}`;

function flip(bytes: Buffer, at: number, bit = 0): void {
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
}

describe('STORE-6 the write-ahead log', () => {
  /** A copy as after a crash: main file and log taken while it was open. Gives the log's frames. */
  function crashed(): { main: Buffer; wal: Buffer; keycheck: Buffer; replicaId: string; frames: number; cursors: number[] } {
    const { replica, stores } = care();
    const replicaId = stores.meta.replicaId();
    replica.checkpoint();
    const cursors: number[] = [];
    for (let number = 0; number < 12; number++) {
      stores.transaction(() => {
        stores.outbox.enqueue(sampleReply(id(number), { frozen: { text: `Antwort ${number} `.repeat(20) } }), number);
        stores.meta.setCursor(number + 1);
      });
      cursors.push(number + 1);
    }
    const main = readFileSync(folder.file);
    const wal = readFileSync(`${folder.file}-wal`);
    const keycheck = readFileSync(`${folder.file}.keycheck`);
    replica.close();
    return { main, wal, keycheck, replicaId, frames: (wal.length - 32) / (PAGE + 24), cursors };
  }

  function placed(name: string, main: Buffer, wal: Buffer, keycheck: Buffer): string {
    const dataDir = path.join(folder.dataDir, name);
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'replica.db'), main);
    writeFileSync(path.join(dataDir, 'replica.db-wal'), wal);
    writeFileSync(path.join(dataDir, 'replica.db.keycheck'), keycheck);
    return dataDir;
  }

  test('K1 cut at every frame, one byte before and after: always a clean prefix, replies and cursor in step', () => {
    const { main, wal, keycheck, replicaId, frames } = crashed();
    const cuts = Array.from({ length: frames + 1 }, (_, frame) => 32 + frame * (PAGE + 24)).flatMap((at) => [at - 1, at, at + 1]).filter((at) => at <= wal.length);
    const seen = new Set<number>();
    for (const cut of [0, ...cuts]) {
      const dataDir = placed(`cut-${cut}`, main, wal.subarray(0, cut), keycheck);
      const one = care(dataDir);
      expect(one.outcome, `cut at ${cut}`).toBe('opened');
      expect(one.stores.meta.replicaId()).toBe(replicaId);
      const there = one.stores.outbox.all().map(({ replyId }) => replyId);
      expect(there).toEqual(Array.from({ length: one.stores.meta.cursor() }, (_, number) => id(number)));
      seen.add(there.length);
      one.replica.close();
      rmSync(dataDir, { recursive: true });
    }
    console.log(`log cut at ${cuts.length} places, ${frames} frames`);
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 13 }, (_, number) => number));
  });

  test('a bit flipped in any frame, its head or its page: noticed, not taken for the end; a new identity', { timeout: 120_000 }, () => {
    const { main, wal, keycheck, replicaId, frames } = crashed();
    let silent = 0;
    let rounds = 0;
    for (let frame = 0; frame < frames; frame++) {
      const places = [2, 5, 9, 17, 24 + 100, 24 + 4_000];
      for (const inside of [places[frame % 6]]) {
        if (inside === undefined) continue;
        rounds++;
        const bytes = Buffer.from(wal);
        flip(bytes, 32 + frame * (PAGE + 24) + inside, frame % 8);
        const dataDir = placed(`flip-${frame}-${inside}`, main, bytes, keycheck);
        const one = care(dataDir);
        const there = one.stores.outbox.all();
        expect(there.map(({ replyId }) => replyId)).toEqual(Array.from({ length: there.length }, (_, number) => id(number)));
        if (one.outcome === 'rebuilt') {
          expect(one.stores.meta.replicaId()).not.toBe(replicaId);
          expect(there.every(({ salvagedAt }) => salvagedAt === TEST_NOW)).toBe(true);
          // The log lies beside the file that was set aside, as it was.
          const kept = readdirSync(dataDir).find((name) => name.includes('set-aside') && name.endsWith('-wal')) ?? '';
          expect(readFileSync(path.join(dataDir, kept)).equals(bytes)).toBe(true);
        } else if (there.length !== 12) silent++;
        one.replica.close();
        rmSync(dataDir, { recursive: true });
      }
    }
    console.log(`log flipped at ${rounds} places, ${silent} taken for its end`);
    expect(silent).toBe(0);
  });

  test('a bit flipped in its head: noticed', () => {
    const { main, wal, keycheck } = crashed();
    for (const at of [0, 4, 9, 13, 16, 20, 24, 31]) {
      const bytes = Buffer.from(wal);
      flip(bytes, at, 1);
      const dataDir = placed(`head-${at}`, main, bytes, keycheck);
      expect(care(dataDir).outcome, `byte ${at}`).toBe('rebuilt');
    }
  });

  test('a log of zeros or with a torn tail is only an end', () => {
    const { main, wal, keycheck } = crashed();
    expect(care(placed('zeros', main, Buffer.alloc(wal.length), keycheck)).stores.outbox.all()).toEqual([]);
    const torn = Buffer.concat([wal, Buffer.alloc(PAGE, 7)]);
    const one = care(placed('torn', main, torn, keycheck));
    expect([one.outcome, one.stores.outbox.all().length]).toEqual(['opened', 12]);
  });

  test('the main file gone, its log left: what the log holds is taken over', () => {
    const { replica, stores } = care();
    for (let number = 0; number < 5; number++) stores.outbox.enqueue(sampleReply(id(number), { frozen: { text: `Antwort ${number} `.repeat(20) } }), number);
    const wal = readFileSync(`${folder.file}-wal`);
    const keycheck = readFileSync(`${folder.file}.keycheck`);
    replica.close();
    const dataDir = placed('gone', Buffer.alloc(0), wal, keycheck);
    rmSync(path.join(dataDir, 'replica.db'));
    const one = care(dataDir);
    expect(one.outcome).toBe('rebuilt');
    expect(one.stores.outbox.all()).toHaveLength(5);
  });
});
