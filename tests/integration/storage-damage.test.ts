// Damage of every kind: detected, never silently wrong; the file set aside, what can be read of the outbox taken over.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import type { OpenedReplica } from '../../electron/main/storage/care.ts';
import { SHAPES } from '../../electron/main/storage/salvage-shapes.ts';
import { KEEP_DAMAGED_MS, forgetSetAside } from '../../electron/main/storage/set-aside.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { TEST_KEY, TEST_NOW, replicaFolder, sampleReply } from '../support/replica-kit.ts';
import type { ReplicaFolder } from '../support/replica-kit.ts';

const PAGE = 4096;
const REPLIES = 40;
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

/** A copy with replies, attempts, a draft, commands and some bulk; closed cleanly, so all is in one file. */
function fill(replies = REPLIES): string {
  const { replica, stores } = care();
  for (let number = 0; number < replies; number++) {
    stores.outbox.enqueue(sampleReply(id(number), { frozen: { text: `Antwort ${number} `.repeat(20) } }), number);
    stores.attempts.start({ attemptId: `a${number}`, replyId: id(number), part: 0 }, number);
  }
  stores.attempts.finish('a0', { outcome: 'delivered' }, 50);
  stores.drafts.save('c1', { text: 'Entwurf' }, 1);
  stores.commands.append({ commandId: 'k1', hash: 'h1', value: { note: 'one' } }, 1);
  stores.commands.append({ commandId: 'k2', hash: 'h2', value: { note: 'two' } }, 2);
  stores.commands.answer(1, 'accepted', {});
  stores.meta.set('agentId', 'agent-7');
  stores.meta.setCursor(99);
  stores.transaction(() => {
    for (let number = 0; number < 200; number++) stores.bodies.put(`b${number}`, 'c1', `Text Nummer ${number} `.repeat(10));
  });
  const replicaId = stores.meta.replicaId();
  replica.close();
  return replicaId;
}

const id = (number: number): string => `reply-${String(number).padStart(3, '0')}`;

function damage(change: (bytes: Buffer) => void, file = folder.file): void {
  const bytes = readFileSync(file);
  change(bytes);
  writeFileSync(file, bytes);
}

function flip(bytes: Buffer, at: number, bit = 0): void {
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
}

/** Everything an honest rebuild must show, whatever was damaged. */
function expectRebuilt(one: OpenedReplica, oldReplicaId: string): NonNullable<OpenedReplica['rebuilt']> {
  expect(one.outcome).toBe('rebuilt');
  const report = one.rebuilt;
  if (report === undefined) throw new Error('a rebuild without a report');
  expect(one.stores.meta.replicaId()).not.toBe(oldReplicaId);
  expect(one.stores.meta.cursor()).toBe(0);
  expect(existsSync(path.join(folder.dataDir, report.setAsideAs))).toBe(true);
  for (const reply of one.stores.outbox.all()) {
    const number = Number(reply.replyId.slice(-3));
    expect(reply).toMatchObject({ ...sampleReply(id(number)), frozen: { text: `Antwort ${number} `.repeat(20) }, salvagedAt: TEST_NOW });
  }
  return report;
}

describe('STORE-5 a damaged head', () => {
  test.each([
    ['its first bytes', 0, 16],
    ['the page size', 16, 24],
    ['the list of tables', 100, 300],
    ['the whole first page', 0, PAGE],
  ])('%s overwritten: set aside, every reply taken over', (_, from, to) => {
    const before = fill();
    damage((bytes) => bytes.fill(0xa5, from, to));
    const one = care();
    if (one.outcome === 'opened') {
      // Only bytes that nothing depends on (the salt of an unused derivation) may be damaged without notice, and then nothing is missing.
      expect(one.stores.outbox.all()).toHaveLength(REPLIES);
      return;
    }
    const report = expectRebuilt(one, before);
    expect(report).toMatchObject({ code: 'REPLICA_DAMAGED', readable: true, lostReplyIds: [] });
    expect(report.salvaged).toEqual({ replies: REPLIES, attempts: REPLIES, drafts: 1, commands: 1, orphanAttempts: [] });
    expect(one.stores.outbox.all()).toHaveLength(REPLIES);
    expect(one.stores.attempts.withoutOutcome()).toHaveLength(REPLIES - 1);
    expect(one.stores.attempts.byReply(id(0))[0]?.outcome).toBe('delivered');
    expect(one.stores.drafts.get('c1')?.value).toEqual({ text: 'Entwurf' });
    expect(one.stores.meta.get('agentId')).toBe('agent-7');
  });

  test('an unanswered command is taken over without its old number, and can be sent again under its id', () => {
    fill();
    damage((bytes) => bytes.fill(0, 0, PAGE));
    const { stores } = care();
    expect(stores.commands.pending()).toEqual([]);
    expect(stores.commands.salvaged()).toMatchObject([{ commandId: 'k2', hash: 'h2', value: { note: 'two' } }]);
    expect(stores.commands.append({ commandId: 'k2', hash: 'h2', value: { note: 'two' } }, 5)).toMatchObject({ commandNo: 1, state: 'pending' });
    expect(stores.commands.salvaged()).toEqual([]);
  });
});

describe('STORE-5 a damaged middle', () => {
  test('each page in turn: nothing is silently wrong, and only replies on that page are missing, by name', () => {
    fill();
    const whole = readFileSync(folder.file);
    const pages = whole.length / PAGE;
    let rebuilds = 0;
    for (let page = 0; page < pages; page++) {
      const dataDir = path.join(folder.dataDir, `page-${page}`);
      mkdirSync(dataDir);
      copyFileSync(`${folder.file}.keycheck`, path.join(dataDir, 'replica.db.keycheck'));
      const bytes = Buffer.from(whole);
      flip(bytes, page * PAGE + 1_500, page % 8);
      writeFileSync(path.join(dataDir, 'replica.db'), bytes);
      const one = care(dataDir);
      const there = one.stores.outbox.all().map(({ replyId }) => replyId);
      const lost = one.rebuilt?.lostReplyIds ?? [];
      // A page holds at most 13 of these replies; a damaged inner page or index hides none of the rows.
      expect(lost.length, `page ${page}`).toBeLessThanOrEqual(13);
      expect([...there, ...lost].sort(), `page ${page}`).toEqual(Array.from({ length: REPLIES }, (_, number) => id(number)));
      for (const orphan of one.rebuilt?.salvaged.orphanAttempts ?? []) expect(lost).toContain(id(Number(orphan.slice(1))));
      if (one.outcome === 'rebuilt') rebuilds++;
      one.replica.close();
      rmSync(dataDir, { recursive: true });
    }
    console.log(`damaged middle: ${pages} pages flipped, ${rebuilds} noticed at the start, the rest hold nothing`);
    expect(rebuilds).toBeGreaterThan(pages * 0.9);
    // Each page is a copy built anew.
  }, 90_000);

  test('random bit flips, a seed each: what is read is what was written', () => {
    fill(12);
    const whole = readFileSync(folder.file);
    const seed = Number(process.env['SEED'] ?? 4711);
    console.log(`random bit flips: seed ${seed}`);
    const rng = seededRng(seed);
    for (let round = 0; round < 30; round++) {
      const dataDir = path.join(folder.dataDir, `round-${round}`);
      mkdirSync(dataDir);
      copyFileSync(`${folder.file}.keycheck`, path.join(dataDir, 'replica.db.keycheck'));
      const bytes = Buffer.from(whole);
      for (let flips = 0; flips < 1 + (round % 5); flips++) flip(bytes, Math.floor(rng.next() * bytes.length), Math.floor(rng.next() * 8));
      writeFileSync(path.join(dataDir, 'replica.db'), bytes);
      const one = care(dataDir);
      const replies = one.stores.outbox.all();
      for (const reply of replies) expect(reply.frozen).toEqual({ text: `Antwort ${Number(reply.replyId.slice(-3))} `.repeat(20) });
      if (one.outcome === 'opened') expect(replies).toHaveLength(12);
      one.replica.close();
      rmSync(dataDir, { recursive: true });
    }
  });

  test('a large file whose outbox cannot be entered any more: the replies are found page by page, long ones whole or by name', () => {
    const before = fill(0);
    const { replica, stores } = care();
    const long = (number: number): string => `${number} ${'lang '.repeat(2_000)}`;
    stores.transaction(() => {
      for (let number = 0; number < 300; number++) stores.outbox.enqueue(sampleReply(id(number), { frozen: { text: long(number) } }), number);
    });
    replica.checkpoint();
    const pages = replica.prepare<{ pageno: number; pagetype: string }>("SELECT pageno, pagetype FROM dbstat WHERE name = 'outbox' ORDER BY pageno").all();
    replica.close();
    const inner = pages.filter(({ pagetype }) => pagetype === 'internal').map(({ pageno }) => pageno);
    const overflow = pages.filter(({ pagetype }) => pagetype === 'overflow').map(({ pageno }) => pageno).filter((_, index) => index % 100 === 0);
    expect([inner.length > 0, overflow.length]).toEqual([true, 6]);
    damage((bytes) => {
      for (const page of [...inner, ...overflow]) flip(bytes, (page - 1) * PAGE + 2_000);
    });
    const one = care();
    const replies = one.stores.outbox.all();
    for (const reply of replies) expect(reply.frozen).toEqual({ text: long(Number(reply.replyId.slice(-3))) });
    expect(one.rebuilt).toMatchObject({ salvaged: { replies: 294 }, complete: true });
    expect(one.rebuilt?.lostReplyIds).toHaveLength(6);
    expect([...replies.map(({ replyId }) => replyId), ...(one.rebuilt?.lostReplyIds ?? [])].sort()).toEqual(Array.from({ length: 300 }, (_, number) => id(number)));
    expect(one.stores.meta.replicaId()).not.toBe(before);
  });

  test('the forms by which rows are known again are those of the newest schema', () => {
    const { replica } = care();
    for (const [table, columns] of Object.entries(SHAPES)) {
      const actual = replica.prepare<{ name: string; type: string; notnull: number; pk: number }>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)').all(table);
      const expected = actual.map(({ name, type, notnull, pk }) => [name, type === 'INTEGER' && pk === 1 ? 'rowid' : `${type === 'INTEGER' ? 'int' : name.endsWith('json') ? 'json' : 'text'}${notnull === 1 ? '' : '?'}`]);
      expect([table, columns.map(([name, kind]) => [name, kind])]).toEqual([table, expected]);
    }
  });

  test('damage met while running is coded, and the next start checks every page', () => {
    const before = fill();
    const bulk = care();
    bulk.stores.transaction(() => {
      for (let number = 0; number < 6_000; number++) bulk.stores.bodies.put(`x${number}`, 'c2', 'z'.repeat(3_000));
    });
    bulk.replica.close();
    expect(statSync(folder.file).size).toBeGreaterThan(16 * 1024 * 1024);
    // Too large to look through at each start; the damage lies in a text nobody has asked for yet.
    damage((bytes) => bytes.fill(0, bytes.length - 40 * PAGE, bytes.length - 20 * PAGE));
    const one = care();
    expect(one.outcome).toBe('opened');
    const readAll = (): void => {
      for (let number = 0; number < 6_000; number++) one.stores.bodies.get(`x${number}`);
      one.stores.bodies.search('zzz');
    };
    expect(readAll).toThrowError(expect.objectContaining({ code: 'REPLICA_DAMAGED' }));
    one.replica.close();
    const again = care();
    const report = expectRebuilt(again, before);
    expect(report.salvaged.replies).toBe(REPLIES);
    again.replica.close();
    expect(care().outcome).toBe('opened');
  });
});

describe('STORE-5 a file cut short', () => {
  test.each([[1, REPLIES], [0.9, REPLIES], [0.62, 1], [0.5, 0]])('to %d of its pages and a bit: what is left of the outbox is taken over, the rest named', (share, atLeast) => {
    const before = fill();
    const pages = statSync(folder.file).size / PAGE;
    truncateSync(folder.file, Math.floor(pages * share) * PAGE - 100);
    const one = care();
    const report = expectRebuilt(one, before);
    expect(report.salvaged.replies + report.lostReplyIds.length).toBe(REPLIES);
    expect(report.salvaged.replies).toBeGreaterThanOrEqual(atLeast);
  });

  test.each([['nothing', 0], ['less than a page', 700], ['one page', PAGE]])('to %s: a new start, and it is said that nothing could be read', (_, bytes) => {
    const before = fill();
    truncateSync(folder.file, bytes);
    const one = care();
    const report = expectRebuilt(one, before);
    expect(report.code).toBe('REPLICA_DAMAGED');
    expect(report.salvaged.replies).toBe(0);
    expect(one.stores.outbox.enqueue(sampleReply(id(1), { frozen: { text: 'Antwort 1 '.repeat(20) } }), 1)).toBe(true);
  });

  test('a file that is something else altogether', () => {
    const before = fill();
    writeFileSync(folder.file, 'Dies ist ein Brief und keine Datenbank.\n'.repeat(500));
    expect(expectRebuilt(care(), before).salvaged.replies).toBe(0);
  });
});

describe('a lost key', () => {
  test('the copy is set aside unread and nothing of it is touched; with the key back it opens', () => {
    const before = fill();
    const bytes = readFileSync(folder.file);
    const one = care(folder.dataDir, Buffer.alloc(32, 5));
    expect(one.rebuilt).toMatchObject({ code: 'REPLICA_KEY_LOST', readable: false, salvaged: { replies: 0 } });
    one.replica.close();
    const setAside = path.join(folder.dataDir, one.rebuilt?.setAsideAs ?? '');
    expect(readFileSync(setAside).equals(bytes)).toBe(true);
    const { stores } = folder.open({ file: setAside });
    expect(stores.meta.replicaId()).toBe(before);
    expect(stores.outbox.all()).toHaveLength(REPLIES);
  });
});

describe('a rebuild that is itself interrupted', () => {
  test('before the swap it is done over; after the old file went, the finished copy is taken', () => {
    fill();
    damage((bytes) => bytes.fill(0, 0, PAGE));
    const damaged = readFileSync(folder.file);
    const first = care();
    const replicaId = first.stores.meta.replicaId();
    first.replica.close();
    const good = readFileSync(folder.file);
    // As if killed between setting the old file aside and putting the new one in its place:
    writeFileSync(`${folder.file}.rebuilt`, good);
    copyFileSync(`${folder.file}.keycheck`, `${folder.file}.rebuilt.keycheck`);
    rmSync(folder.file);
    const second = care();
    expect([second.outcome, second.stores.meta.replicaId(), second.stores.outbox.all().length]).toEqual(['opened', replicaId, REPLIES]);
    second.replica.close();
    // As if killed while the new file was being written, and once more when it was finished but the old one still in place:
    for (const ending of ['.rebuilding', '.rebuilt']) {
      writeFileSync(folder.file, damaged);
      writeFileSync(`${folder.file}${ending}`, 'half');
      const third = care();
      expect([third.outcome, third.stores.outbox.all().length]).toEqual(['rebuilt', REPLIES]);
      expect(existsSync(`${folder.file}${ending}`)).toBe(false);
      third.replica.close();
    }
  });

  test('salvage leaves no working file behind', () => {
    fill();
    damage((bytes) => bytes.fill(0, 0, PAGE));
    care();
    expect(readdirSync(folder.dataDir).filter((name) => /salvage|donor|rebuil/.test(name))).toEqual([]);
  });
});

test('what was set aside is forgotten after its time, not before', () => {
  fill();
  damage((bytes) => bytes.fill(0, 0, PAGE));
  care();
  expect(forgetSetAside(folder.file, TEST_NOW + KEEP_DAMAGED_MS - 1)).toEqual([]);
  expect(forgetSetAside(folder.file, TEST_NOW + KEEP_DAMAGED_MS).length).toBeGreaterThan(0);
  expect(readdirSync(folder.dataDir).filter((name) => name.includes('set-aside'))).toEqual([]);
});
