import { describe, expect, test } from 'vitest';
import type { Entity, Noun } from '../../shared/domain/entity.ts';
import { planBatch, type BatchPlan } from '../../shared/sync/apply-batch.ts';
import { readFreeze, wantsFreshSnapshot } from '../../shared/sync/freeze.ts';
import { readBatch } from '../../shared/sync/read-batch.ts';
import { sayRowsMark } from '../../shared/sync/rows-mark.ts';
import { filedUnder, type EntityId, type Held, type KnownEntity, type ReplicaReader } from '../../shared/sync/replica-reader.ts';
import { emptyBatch, FakeCenter, ME } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

/** A replica in memory that does what the writer does on disk. */
class MemoryReplica implements ReplicaReader {
  at = 0;
  readonly entities = new Map<string, KnownEntity & EntityId>();
  readonly bodies = new Map<string, { text: string; conversationId: string }>();
  readonly holds = new Map<string, Held>();

  cursor(): number {
    return this.at;
  }
  held(id: string): Held | undefined {
    return this.holds.get(id);
  }
  entity<N extends Noun>(noun: N, id: string): KnownEntity<N> | undefined {
    return this.entities.get(`${noun} ${id}`) as KnownEntity<N> | undefined;
  }
  ofConversation(id: string): readonly EntityId[] {
    return [...this.entities.values()].filter((e) => filedUnder(e.noun, e.id, e.value).conversationId === id);
  }
  ofThread(id: string): readonly EntityId[] {
    return [...this.entities.values()].filter((e) => filedUnder(e.noun, e.id, e.value).threadId === id);
  }
  conversationIds(): readonly string[] {
    return [...this.entities.values()].filter((e) => e.noun === 'conversation').map((e) => e.id);
  }
  get<N extends Noun>(noun: N, id: string): Entity<N> | undefined {
    return this.entity(noun, id)?.value;
  }

  take(frame: unknown): BatchPlan {
    const read = readBatch(frame);
    if (read === undefined) throw new Error('unreadable');
    const plan = planBatch(read, this, 'app-1');
    if (plan.kind !== 'apply') throw new Error(plan.kind);
    if (plan.startOver) for (const map of [this.entities, this.bodies, this.holds]) map.clear();
    for (const { noun, id, seq, value } of plan.entities) {
      if (value === null) this.entities.delete(`${noun} ${id}`);
      else this.entities.set(`${noun} ${id}`, { noun, id, seq, value });
    }
    for (const { ref, text, conversationId } of plan.bodies) this.bodies.set(ref, { text, conversationId });
    for (const ref of plan.forget) this.bodies.delete(ref);
    for (const { conversationId, held } of plan.held) {
      if (held === undefined) this.holds.delete(conversationId);
      else this.holds.set(conversationId, held);
    }
    this.at = plan.cursor;
    return plan;
  }
}

function world(): { center: FakeCenter; replica: MemoryReplica; ids: ReturnType<typeof seedConversation> } {
  const center = new FakeCenter();
  const ids = seedConversation(center);
  const replica = new MemoryReplica();
  replica.take({
    ...emptyBatch(0, center.seq),
    snapshots: [center.snapshot(ids.conversationId)],
    bodies: Object.fromEntries(center.bodies),
  });
  return { center, replica, ids };
}

const edit = (messageId: string, bodyRef: string, at: number) => ({
  type: 'message.edited' as const,
  data: { messageId, bodyRef, editedAt: at },
});

describe('K2 joining', () => {
  test('a frame that does not join the cursor is a gap, one that is behind it a duplicate', () => {
    const { replica } = world();
    const plan = (fromSeq: number, toSeq: number): string =>
      planBatch({ batch: emptyBatch(fromSeq, toSeq), unreadable: [], leftOut: [] }, replica, 'a').kind;
    expect(plan(replica.at + 1, replica.at + 2)).toBe('gap');
    expect(plan(replica.at - 1, replica.at + 1)).toBe('gap');
    expect(plan(0, replica.at)).toBe('duplicate');
    expect(plan(replica.at, replica.at)).toBe('apply');
  });

  test('the cursor moves over what the filter left out', () => {
    const { replica } = world();
    replica.take(emptyBatch(replica.at, replica.at + 500));
    expect(replica.at).toBeGreaterThan(500);
  });

  test('a server that was set back starts over: nothing of before stands in its way', () => {
    const { center, replica, ids } = world();
    replica.take(emptyBatch(replica.at, 9_000));
    const plan = replica.take({ ...emptyBatch(9_000, center.seq), snapshots: [center.snapshot(ids.conversationId)] });
    expect(plan.startOver).toBe(true);
    expect(replica.at).toBe(center.seq);
    expect(replica.get('message', ids.messageId)).toBeDefined();
  });
});

describe('K2 how far the rows reach', () => {
  const frame = (more: object): object => ({ ...emptyBatch(0, 0), ...more });
  const kept = (more: object): string | undefined => new MemoryReplica().take(frame(more)).rowsMark;

  test('PUSH-12 the word for the rows is kept with the build that took them, and said by no other', () => {
    const mark = kept({ rowsMark: 'w.1' });
    expect(sayRowsMark(mark, 'app-1')).toEqual({ rowsMark: 'w.1' });
    expect(sayRowsMark(mark, 'app-2')).toEqual({});
    expect(sayRowsMark(undefined, 'app-1')).toEqual({});
  });

  test('PUSH-12 a frame without a word leaves the one before, unless it begins all rows anew', () => {
    expect(kept({})).toBeUndefined();
    expect(kept({ rowsReset: true })).toBe('');
    expect(sayRowsMark(kept({ rowsReset: true }), 'app-1')).toEqual({});
    expect(sayRowsMark(kept({ rowsReset: true, rowsMark: 'w.2' }), 'app-1')).toEqual({ rowsMark: 'w.2' });
  });

  test('PUSH-12 who starts over has no word until it is given a new one', () => {
    const replica = new MemoryReplica();
    replica.at = 9;
    expect(replica.take({ ...emptyBatch(9, 4) })).toMatchObject({ startOver: true, rowsMark: '' });
  });
});

describe('K3 folding', () => {
  test('events of a held conversation fold as on the server', () => {
    const { center, replica, ids } = world();
    const from = center.seq;
    const events = center.append(
      { type: 'conversation.tagged', data: { conversationId: ids.conversationId, tags: ['dsl'] } },
      { type: 'workItem.parked', data: { workItemId: ids.workItemId, conversationId: ids.conversationId, at: 5 } },
    );
    replica.take({ ...emptyBatch(from, center.seq), events });
    for (const [noun, id] of [
      ['conversation', ids.conversationId],
      ['workItem', ids.workItemId],
      ['message', ids.messageId],
    ] as const)
      expect(replica.get(noun, id)).toEqual(center.state.get(noun, id));
  });

  test('what is older than the snapshot is ignored', () => {
    const center = new FakeCenter();
    const ids = seedConversation(center);
    const [old] = center.append({ type: 'conversation.tagged', data: { conversationId: ids.conversationId, tags: ['old'] } });
    center.append({ type: 'conversation.tagged', data: { conversationId: ids.conversationId, tags: ['new'] } });
    const replica = new MemoryReplica();
    replica.take({ ...emptyBatch(0, center.seq - 2), snapshots: [center.snapshot(ids.conversationId)] });
    replica.take({ ...emptyBatch(replica.at, center.seq), events: [old] });
    expect(replica.get('conversation', ids.conversationId)?.tags).toEqual(['new']);
  });

  test('of a conversation that is not held nothing is made up, and its thread shows only what is shared', () => {
    const { center, replica } = world();
    const from = center.seq;
    seedConversation(center, 2);
    replica.take({ ...emptyBatch(from, center.seq), events: center.log.slice(from) });
    expect(replica.get('conversation', 'conv-2')).toBeUndefined();
    expect(replica.get('message', 'msg-2')).toBeUndefined();
    expect(replica.get('workItem', 'item-2')).toBeUndefined();
  });

  test('a sibling in the same thread shows in it', () => {
    const { center, replica, ids } = world();
    const from = center.seq;
    const events = center.append({
      type: 'message.received',
      data: {
        id: 'msg-b',
        threadId: ids.threadId,
        conversationId: 'conv-b',
        direction: 'in',
        visibility: 'public',
        remoteId: 'x',
        bodyRef: 'b-b',
        sentAt: 1,
        receivedAt: 1,
      },
    });
    replica.take({ ...emptyBatch(from, center.seq), events, bodies: { 'b-b': '{"text":"ich auch"}' } });
    expect(replica.get('message', 'msg-b')).toBeDefined();
    expect(replica.bodies.get('b-b')?.text).toContain('ich auch');
  });
});

describe('K4 what this build cannot read', () => {
  test('an unknown event freezes its conversation, the cursor goes on, others live', () => {
    const { center, replica, ids } = world();
    const second = seedConversation(center, 2);
    replica.take({ ...emptyBatch(replica.at, center.seq), snapshots: [center.snapshot(second.conversationId)] });
    const seq = center.seq;
    const future = {
      seq: seq + 1,
      at: 1,
      type: 'conversation.dreamt',
      v: 1,
      actor: 'system',
      data: { conversationId: ids.conversationId, of: 'sheep' },
    };
    const tag = (n: number, id: string) => ({
      seq: seq + n,
      at: 1,
      type: 'conversation.tagged',
      v: 1,
      actor: 'system',
      data: { conversationId: id, tags: ['after'] },
    });
    const plan = replica.take({ ...emptyBatch(seq, seq + 3), events: [future, tag(2, ids.conversationId), tag(3, second.conversationId)] });
    expect(plan.cursor).toBe(seq + 3);
    expect(readFreeze(replica.held(ids.conversationId)?.frozen)).toEqual({ what: 'conversation.dreamt', v: 1, seq: seq + 1, app: 'app-1' });
    expect(replica.get('conversation', ids.conversationId)?.tags).toBeUndefined();
    expect(replica.get('conversation', second.conversationId)?.tags).toEqual(['after']);
    // The same build would stop at the same place; the next one asks anew, and its snapshot thaws.
    const frozen = replica.held(ids.conversationId)?.frozen;
    expect(wantsFreshSnapshot(frozen, 'app-1')).toBe(false);
    expect(wantsFreshSnapshot(frozen, 'app-2')).toBe(true);
    replica.take({ ...emptyBatch(seq + 3, seq + 3), snapshots: [{ ...center.snapshot(ids.conversationId), asOfSeq: seq + 3 }] });
    expect(replica.held(ids.conversationId)?.frozen).toBeUndefined();
  });

  test('a newer version of a known event freezes too', () => {
    const { replica, ids } = world();
    replica.take({
      ...emptyBatch(replica.at, replica.at + 1),
      events: [
        { seq: replica.at + 1, at: 1, type: 'conversation.tagged', v: 99, actor: 'system', data: { conversationId: ids.conversationId } },
      ],
    });
    expect(readFreeze(replica.held(ids.conversationId)?.frozen)).toMatchObject({ v: 99 });
  });

  test('one unreadable entity or row spoils nothing else', () => {
    const { center, replica, ids } = world();
    const from = center.seq;
    const events = center.append({ type: 'conversation.tagged', data: { conversationId: ids.conversationId, tags: ['ok'] } });
    const plan = replica.take({
      ...emptyBatch(from, center.seq),
      events,
      entities: [{ noun: 'agent', id: 'a', seq: 1, value: { nonsense: true } }],
      rows: [{ kind: 'unheardOf', id: 'r', seq: 1, value: {} }, ...center.rows()],
    });
    expect(plan.setAside).toHaveLength(2);
    expect(plan.rows).toHaveLength(center.rows().length);
    expect(replica.get('conversation', ids.conversationId)?.tags).toEqual(['ok']);
  });

  test('an unreadable snapshot freezes that conversation only', () => {
    const { center, replica, ids } = world();
    const broken = {
      ...center.snapshot(ids.conversationId),
      entities: [{ noun: 'conversation', id: ids.conversationId, seq: 1, value: { wrong: 1 } }],
    };
    replica.take({ ...emptyBatch(replica.at, replica.at), snapshots: [broken] });
    expect(replica.held(ids.conversationId)?.frozen).toBeDefined();
  });

  test.each([undefined, null, 'x', {}, { fromSeq: -1, toSeq: 0 }, { ...emptyBatch(0, 1), bodies: { a: 7 } }])(
    'nonsense is no frame: %j',
    (frame) => expect(readBatch(frame)).toBeUndefined(),
  );
});

describe('K5 taking away', () => {
  test('a purge leaves nothing of a conversation: entities, texts, the person', () => {
    const { replica, ids } = world();
    replica.take({ ...emptyBatch(replica.at, replica.at), purges: [ids.conversationId] });
    expect([...replica.entities.keys()].filter((key) => !key.startsWith('account'))).toEqual([]);
    expect([...replica.bodies.keys()].filter((ref) => ref !== '')).toEqual([]);
    expect(replica.holds.size).toBe(0);
  });

  test('what a shared thread shows stays while another conversation of it is held', () => {
    const { center, replica, ids } = world();
    center.bodies.set('p-b', '{"displayName":"Bo","identities":[]}');
    center.append(
      { type: 'contact.created', data: { id: 'contact-b', profileRef: 'p-b', identityKeys: [], createdAt: 1 } },
      {
        type: 'conversation.opened',
        data: {
          id: 'conv-b',
          threadId: ids.threadId,
          accountId: 'acc-sandbox',
          contactId: 'contact-b',
          channel: 'sandbox',
          visibility: 'public',
          openedAt: 1,
        },
      },
      { type: 'note.added', data: { id: 'note-1', conversationId: ids.conversationId, agentId: ME, bodyRef: 'note-body', at: 1 } },
    );
    center.bodies.set('note-body', '{"text":"intern"}');
    replica.take({
      ...emptyBatch(replica.at, center.seq),
      snapshots: [center.snapshot(ids.conversationId), center.snapshot('conv-b')],
      bodies: Object.fromEntries(center.bodies),
    });
    expect(replica.get('note', 'note-1')).toBeDefined();
    replica.take({ ...emptyBatch(replica.at, replica.at), purges: [ids.conversationId] });
    expect(replica.get('message', ids.messageId)).toBeDefined();
    expect(replica.bodies.has('t-1')).toBe(true);
    expect(replica.get('note', 'note-1')).toBeUndefined();
    expect(replica.bodies.has('note-body')).toBe(false);
    expect(replica.get('workItem', ids.workItemId)).toBeUndefined();
  });

  test('purged and granted again in one frame: it is here', () => {
    const { center, replica, ids } = world();
    replica.take({ ...emptyBatch(replica.at, replica.at), purges: [ids.conversationId], snapshots: [center.snapshot(ids.conversationId)] });
    expect(replica.get('message', ids.messageId)).toBeDefined();
    expect(replica.bodies.has('t-1')).toBe(true);
    expect(replica.held(ids.conversationId)).toEqual({ asOfSeq: center.seq });
  });

  test('deleted at the source: the text goes at once, even where it comes in the same frame', () => {
    const { center, replica, ids } = world();
    const from = center.seq;
    const events = center.append({ type: 'message.deleted', data: { messageId: ids.messageId, deletedAt: 9 } });
    replica.take({ ...emptyBatch(from, center.seq), events, bodies: { 't-1': '{"text":"back?"}' } });
    expect(replica.get('message', ids.messageId)?.deletedAt).toBe(9);
    expect(replica.bodies.has('t-1')).toBe(false);
  });

  test('ERA-1 a person was erased: every text of theirs goes, of messages, notes, replies, the draft and the name; others’ in the thread stay', () => {
    const { center, replica, ids } = world();
    center.bodies.set('p-b', '{"displayName":"Bo","identities":[]}');
    center.bodies.set('t-b', '{"text":"Ich auch"}');
    for (const ref of ['note-body', 'r-body', 'r-body-0', 'd-body']) center.bodies.set(ref, '{"text":"geheim"}');
    const ref = { conversationId: ids.conversationId };
    center.append(
      { type: 'contact.created', data: { id: 'contact-b', profileRef: 'p-b', identityKeys: [], createdAt: 1 } },
      { type: 'conversation.opened', data: { id: 'conv-b', threadId: ids.threadId, accountId: 'acc-sandbox', contactId: 'contact-b', channel: 'sandbox', visibility: 'public', openedAt: 1 } },
      { type: 'message.received', data: { id: 'msg-b', threadId: ids.threadId, conversationId: 'conv-b', direction: 'in', authorContactId: 'contact-b', visibility: 'public', remoteId: 'b', bodyRef: 't-b', sentAt: 1, receivedAt: 1 } },
      { type: 'note.added', data: { id: 'note-1', ...ref, agentId: ME, bodyRef: 'note-body', at: 1 } },
      { type: 'draft.saved', data: { ...ref, agentId: ME, bodyRef: 'd-body', savedAt: 1 } },
      { type: 'reply.permitted', data: { id: 'r-1', ...ref, accountId: 'acc-sandbox', agentId: ME, replicaId: 'x', epoch: 1, bodyRef: 'r-body', partBodyRefs: ['r-body-0'], visibility: 'public', followUp: false, platformKey: 'r-1', parts: 1, permittedAt: 1 } },
    );
    replica.take({ ...emptyBatch(replica.at, center.seq), snapshots: [center.snapshot(ids.conversationId), center.snapshot('conv-b')], bodies: Object.fromEntries(center.bodies) });
    for (const one of ['t-1', 'p-1', 'note-body', 'r-body', 'r-body-0', 'd-body', 't-b', 'p-b']) expect(replica.bodies.has(one), one).toBe(true);
    const from = center.seq;
    const events = center.append({ type: 'message.deleted', data: { messageId: ids.messageId, deletedAt: 9 } }, { type: 'conversation.erased', data: { ...ref, threadId: ids.threadId, contactId: 'contact-1', visibility: 'public', at: 9 } });
    // Even where the frame brings one of them along.
    replica.take({ ...emptyBatch(from, center.seq), events, bodies: { 'note-body': '{"text":"geheim"}' } });
    for (const one of ['t-1', 'p-1', 'note-body', 'r-body', 'r-body-0', 'd-body']) expect(replica.bodies.has(one), one).toBe(false);
    for (const one of ['t-b', 'p-b']) expect(replica.bodies.has(one), one).toBe(true);
    expect(replica.get('conversation', ids.conversationId)?.erasedAt).toBe(9);
  });

  test('a snapshot is whole: what it does not name is gone', () => {
    const { center, replica, ids } = world();
    const from = center.seq;
    center.bodies.set('d-1', '{"text":"x","visibility":"public"}');
    const saved = center.append({
      type: 'draft.saved',
      data: { conversationId: ids.conversationId, agentId: ME, bodyRef: 'd-1', savedAt: 1 },
    });
    replica.take({ ...emptyBatch(from, center.seq), events: saved });
    expect(replica.get('draft', ids.conversationId)).toBeDefined();
    center.append({ type: 'draft.cleared', data: { conversationId: ids.conversationId } });
    replica.take({ ...emptyBatch(replica.at, center.seq), snapshots: [center.snapshot(ids.conversationId)] });
    expect(replica.get('draft', ids.conversationId)).toBeUndefined();
  });

  test('an edit brings its new text', () => {
    const { center, replica, ids } = world();
    const from = center.seq;
    const events = center.append(edit(ids.messageId, 't-1b', 3));
    replica.take({ ...emptyBatch(from, center.seq), events, bodies: { 't-1b': '{"text":"neu"}' }, forget: ['t-1'] });
    expect(replica.get('message', ids.messageId)?.bodyRef).toBe('t-1b');
    expect(replica.bodies.get('t-1b')).toEqual({ text: '{"text":"neu"}', conversationId: ids.conversationId });
    expect(replica.bodies.has('t-1')).toBe(false);
  });
});
