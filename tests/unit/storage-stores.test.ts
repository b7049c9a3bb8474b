// What each store of the local copy promises, on a real encrypted file.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReplicaPort } from '../../electron/main/storage/replica-port.ts';
import { replicaFolder, sampleReply } from '../support/replica-kit.ts';
import type { ReplicaFolder } from '../support/replica-kit.ts';

let folder: ReplicaFolder;
let stores: ReplicaPort;
beforeEach(() => {
  folder = replicaFolder();
  ({ stores } = folder.open());
});
afterEach(() => folder.remove());

describe('entities', () => {
  test('are put, replaced, found by conversation, thread and noun, deleted', () => {
    const { entities } = stores;
    entities.put({ noun: 'message', id: 'm1', conversationId: 'c1', threadId: 't1', seq: 4, value: { text: 'ä', list: [1, null] } });
    entities.put({ noun: 'message', id: 'm2', conversationId: 'c2', threadId: 't1', seq: 5, value: 2 });
    entities.put({ noun: 'conversation', id: 'c1', conversationId: 'c1', seq: 5, value: 'x' });
    entities.put({ noun: 'message', id: 'm1', conversationId: 'c1', threadId: 't2', seq: 6, value: { text: 'b' } });
    expect(entities.get('message', 'm1')).toEqual({ noun: 'message', id: 'm1', conversationId: 'c1', threadId: 't2', seq: 6, value: { text: 'b' } });
    expect(entities.get('contact', 'm1')).toBeUndefined();
    expect(entities.byConversation('c1').map(({ noun, id }) => `${noun} ${id}`)).toEqual(['conversation c1', 'message m1']);
    expect(entities.byThread('t1').map(({ id }) => id)).toEqual(['m2']);
    expect(entities.byNoun('message')).toHaveLength(2);
    expect(entities.delete('message', 'm2')).toBe(true);
    expect(entities.delete('message', 'm2')).toBe(false);
    expect(entities.deleteConversation('c1')).toBe(2);
    expect(() => entities.put({ noun: 'a', id: 'b', seq: 1, value: undefined })).toThrow(TypeError);
  });
});

describe('bodies and search', () => {
  test('a text is found by its words, whatever the case and accents, and no longer once purged', () => {
    const { bodies } = stores;
    bodies.put('b1', 'c1', 'Mein Paket aus Köln ist nicht angekommen');
    bodies.put('b2', 'c2', 'Where is my parcel?');
    bodies.put('b3', 'c1', 'Das Paket war offen');
    expect(bodies.search('paket KOLN').map(({ ref }) => ref)).toEqual(['b1']);
    expect(bodies.search('pak').map(({ ref }) => ref).sort()).toEqual(['b1', 'b3']);
    expect(bodies.search('paket', { conversationId: 'c2' })).toEqual([]);
    expect(bodies.search('paket', { limit: 1 })).toHaveLength(1);
    expect(bodies.search('parcel')[0]?.excerpt).toContain('‹parcel›');
    bodies.put('b1', 'c1', 'Alles gut, danke');
    expect(bodies.search('Köln')).toEqual([]);
    expect(bodies.search('danke').map(({ ref }) => ref)).toEqual(['b1']);
    expect(bodies.delete('b3')).toBe(true);
    expect(bodies.delete('b3')).toBe(false);
    expect(bodies.search('offen')).toEqual([]);
    expect(bodies.deleteConversation('c1')).toBe(1);
    expect(bodies.get('b1')).toBeUndefined();
    expect(bodies.get('b2')).toBe('Where is my parcel?');
  });

  test.each(['"', '*', 'AND', 'a OR', 'NEAR(', 'text:', '-', "'; DROP TABLE body; --", '(((', '{a b}:c', '^', '\0', '🙂', ''])('typing %j is text, not syntax', (typed) => {
    stores.bodies.put('b1', 'c1', 'a and near text drop table');
    expect(() => stores.bodies.search(typed)).not.toThrow();
  });

  test('a purged word is gone from the search index itself', () => {
    const { replica } = folderReplica();
    stores.bodies.put('b1', 'c1', 'Geheimwort Donaudampfschiff');
    stores.bodies.delete('b1');
    const blocks = replica.prepare<{ block: Buffer }>('SELECT block FROM message_text_data').all();
    expect(blocks.some(({ block }) => block.includes('donaudampf'))).toBe(false);
    expect(replica.prepare('SELECT * FROM message_text_content').all()).toEqual([]);
  });

  function folderReplica(): ReturnType<ReplicaFolder['open']> {
    folder.remove();
    folder = replicaFolder();
    const opened = folder.open();
    stores = opened.stores;
    return opened;
  }
});

describe('rows', () => {
  test('the latest seq wins, in any order of arrival', () => {
    const { rows } = stores;
    expect(rows.put({ kind: 'queue:1', id: 'w1', seq: 9, value: 'new' })).toBe(true);
    expect(rows.put({ kind: 'queue:1', id: 'w1', seq: 8, value: 'old' })).toBe(false);
    expect(rows.delete('queue:1', 'w1', 8)).toBe(false);
    expect(rows.get('queue:1', 'w1')).toEqual({ kind: 'queue:1', id: 'w1', seq: 9, value: 'new' });
    expect(rows.delete('queue:1', 'w1', 9)).toBe(true);
    rows.put({ kind: 'queue:1', id: 'w2', seq: 1, value: 1 });
    rows.put({ kind: 'queue:2', id: 'w3', seq: 1, value: 1 });
    expect(rows.clear('queue:1')).toBe(1);
    expect(rows.byKind('queue:2')).toHaveLength(1);
  });
});

describe('held conversations', () => {
  test('are listed last used first, frozen and thawed', () => {
    const { held } = stores;
    held.put({ conversationId: 'c1', asOfSeq: 5, lastUsedAt: 100 });
    held.put({ conversationId: 'c2', asOfSeq: 6, lastUsedAt: 50 });
    expect(held.touch('c2', 200)).toBe(true);
    expect(held.touch('c2', 150)).toBe(true);
    expect(held.all().map(({ conversationId, lastUsedAt }) => [conversationId, lastUsedAt])).toEqual([['c2', 200], ['c1', 100]]);
    held.freeze('c1', 'unknown event');
    expect(held.get('c1')).toEqual({ conversationId: 'c1', asOfSeq: 5, frozen: 'unknown event', lastUsedAt: 100 });
    held.freeze('c1', undefined);
    expect(held.get('c1')?.frozen).toBeUndefined();
    expect(held.delete('c1')).toBe(true);
    expect(held.freeze('c1', 'x')).toBe(false);
  });
});

describe('outbox', () => {
  test('keeps a reply once; its bytes and key never change', () => {
    const { outbox } = stores;
    expect(outbox.enqueue(sampleReply('r1'), 10)).toBe(true);
    expect(outbox.enqueue(sampleReply('r1'), 11)).toBe(false);
    expect(() => outbox.enqueue(sampleReply('r1', { frozen: { parts: [] } }), 12)).toThrowError(expect.objectContaining({ code: 'REPLY_ID_TAKEN' }));
    expect(() => outbox.enqueue(sampleReply('r1', { platformKey: 'other' }), 12)).toThrowError(expect.objectContaining({ code: 'REPLY_ID_TAKEN' }));
    expect(outbox.update('r1', { state: 'sending', stateValue: { tries: 1 }, notBeforeAt: 99 }, 20)).toBe(true);
    expect(outbox.get('r1')).toEqual({ ...sampleReply('r1'), state: 'sending', stateValue: { tries: 1 }, createdAt: 10, updatedAt: 20, notBeforeAt: 99, salvagedAt: undefined });
    outbox.update('r1', { epoch: 4 }, 21);
    expect(outbox.get('r1')).toMatchObject({ state: 'sending', stateValue: { tries: 1 }, epoch: 4, notBeforeAt: 99 });
    expect(outbox.update('nobody', { state: 'x' }, 1)).toBe(false);
  });

  test('is read by state in the order it may go, and by conversation', () => {
    const { outbox } = stores;
    outbox.enqueue(sampleReply('r1', { notBeforeAt: 500, conversationId: 'c' }), 1);
    outbox.enqueue(sampleReply('r2', { conversationId: 'c' }), 2);
    outbox.enqueue(sampleReply('r3', { state: 'unknown' }), 3);
    expect(outbox.byState('queued').map(({ replyId }) => replyId)).toEqual(['r2', 'r1']);
    expect(outbox.byConversation('c').map(({ replyId }) => replyId)).toEqual(['r1', 'r2']);
    expect(outbox.all()).toHaveLength(3);
  });

  test('pruning takes finished replies with their attempts, and nothing else', () => {
    const { outbox, attempts } = stores;
    for (const id of ['r1', 'r2', 'r3']) outbox.enqueue(sampleReply(id), 1);
    attempts.start({ attemptId: 'a1', replyId: 'r1', part: 0 }, 2);
    attempts.start({ attemptId: 'a2', replyId: 'r2', part: 0 }, 2);
    outbox.update('r1', { state: 'delivered' }, 10);
    outbox.update('r3', { state: 'delivered' }, 100);
    expect(outbox.prune(['delivered'], 50)).toBe(1);
    expect(outbox.all().map(({ replyId }) => replyId)).toEqual(['r2', 'r3']);
    expect(attempts.withoutOutcome().map(({ attemptId }) => attemptId)).toEqual(['a2']);
  });
});

describe('attempts', () => {
  test('have an outcome once; those without are listed oldest first', () => {
    const { outbox, attempts } = stores;
    outbox.enqueue(sampleReply('r1'), 1);
    attempts.start({ attemptId: 'a2', replyId: 'r1', part: 2 }, 20);
    attempts.start({ attemptId: 'a1', replyId: 'r1', part: 1 }, 10, () => outbox.update('r1', { state: 'sending' }, 10));
    expect(outbox.get('r1')?.state).toBe('sending');
    expect(attempts.withoutOutcome().map(({ attemptId }) => attemptId)).toEqual(['a1', 'a2']);
    expect(attempts.finish('a1', { outcome: 'delivered', value: { remoteId: '7' } }, 30)).toBe(true);
    expect(attempts.finish('a1', { outcome: 'failed' }, 31)).toBe(false);
    expect(attempts.byReply('r1')[0]).toEqual({ attemptId: 'a1', replyId: 'r1', part: 1, startedAt: 10, endedAt: 30, outcome: 'delivered', outcomeValue: { remoteId: '7' } });
    expect(attempts.withoutOutcome()).toHaveLength(1);
  });

  test('cannot be started inside another transaction, nor for a reply that is not there', () => {
    const { outbox, attempts } = stores;
    outbox.enqueue(sampleReply('r1'), 1);
    expect(() => stores.transaction(() => attempts.start({ attemptId: 'a1', replyId: 'r1', part: 0 }, 1))).toThrow(/transaction of its own/);
    expect(() => attempts.start({ attemptId: 'a1', replyId: 'nobody', part: 0 }, 1)).toThrow(/FOREIGN KEY/);
    expect(attempts.withoutOutcome()).toEqual([]);
  });
});

describe('commands', () => {
  test('are numbered without gaps; a repeat gives the first number; pruning hands no number out again', () => {
    const { commands } = stores;
    const command = (id: string, hash = 'h') => ({ commandId: id, hash, value: { do: id } });
    expect(commands.append(command('k1'), 1).commandNo).toBe(1);
    expect(commands.append(command('k2'), 2).commandNo).toBe(2);
    expect(commands.append(command('k1'), 3)).toMatchObject({ commandNo: 1, createdAt: 1 });
    expect(() => commands.append(command('k1', 'other'), 3)).toThrowError(expect.objectContaining({ code: 'COMMAND_ID_REUSED' }));
    expect(() => stores.transaction(() => { commands.append(command('k3'), 4); throw new Error('undone'); })).toThrow('undone');
    expect(commands.append(command('k4'), 5).commandNo).toBe(3);
    expect(commands.pending().map(({ commandNo }) => commandNo)).toEqual([1, 2, 3]);
    for (const number of [1, 2, 3]) expect(commands.answer(number, 'accepted', { ok: number })).toBe(true);
    expect(commands.answer(1, 'refused', {})).toBe(false);
    expect(commands.get(1)).toMatchObject({ state: 'accepted', answer: { ok: 1 } });
    expect(commands.byCommandId('k4')?.commandNo).toBe(3);
    expect(commands.prune(100)).toBe(3);
    expect(commands.append(command('k5'), 6).commandNo).toBe(4);
  });
});

describe('drafts', () => {
  test('stay dirty when written on while the save to the server was under way', () => {
    const { drafts } = stores;
    drafts.save('c1', { text: 'Hal' }, 1);
    const sent = drafts.dirty()[0];
    drafts.save('c1', { text: 'Hallo' }, 1);
    expect(drafts.markClean('c1', sent?.value)).toBe(false);
    expect(drafts.get('c1')).toEqual({ conversationId: 'c1', value: { text: 'Hallo' }, updatedAt: 1, dirty: true });
    expect(drafts.markClean('c1', drafts.get('c1')?.value)).toBe(true);
    expect(drafts.dirty()).toEqual([]);
    drafts.save('c2', 'from the server', 2, false);
    expect(drafts.all().map(({ conversationId, dirty }) => [conversationId, dirty])).toEqual([['c2', false], ['c1', false]]);
    expect(drafts.delete('c2')).toBe(true);
  });
});

describe('together', () => {
  test('a batch and its cursor are one: what throws undoes all', () => {
    const batch = (fail: boolean) =>
      stores.transaction(() => {
        stores.entities.put({ noun: 'message', id: 'm1', conversationId: 'c1', seq: 7, value: 1 });
        stores.bodies.put('b1', 'c1', 'Text');
        stores.rows.put({ kind: 'q', id: 'w', seq: 7, value: 1 });
        stores.meta.setCursor(7);
        if (fail) throw new Error('cut');
      });
    expect(() => batch(true)).toThrow('cut');
    expect([stores.meta.cursor(), stores.entities.get('message', 'm1'), stores.bodies.get('b1'), stores.rows.byKind('q')]).toEqual([0, undefined, undefined, []]);
    batch(false);
    expect([stores.meta.cursor(), stores.entities.get('message', 'm1')?.seq, stores.bodies.get('b1'), stores.rows.byKind('q').length]).toEqual([7, 7, 'Text', 1]);
  });

  test('an asynchronous piece of work is refused: it would commit before it is done', () => {
    expect(() => stores.transaction(async () => stores.meta.setCursor(9))).toThrow();
    expect(stores.meta.cursor()).toBe(0);
  });

  test('purging a conversation leaves its outbox and draft', () => {
    stores.entities.put({ noun: 'message', id: 'm1', conversationId: 'c1', seq: 1, value: 1 });
    stores.bodies.put('b1', 'c1', 'Text');
    stores.held.put({ conversationId: 'c1', asOfSeq: 1, lastUsedAt: 1 });
    stores.outbox.enqueue(sampleReply('r1', { conversationId: 'c1' }), 1);
    stores.drafts.save('c1', 'Entwurf', 1);
    stores.purgeConversation('c1');
    expect([stores.entities.byConversation('c1'), stores.bodies.search('Text'), stores.held.all()]).toEqual([[], [], []]);
    expect([stores.outbox.byConversation('c1').length, stores.drafts.get('c1')?.value]).toEqual([1, 'Entwurf']);
  });
});
