import { beforeEach, describe, expect, test } from 'vitest';
import { chooseQueue } from '../../server/ingest/queue-choice.ts';
import { CoreWorld } from '../support/core-world.ts';
import { post } from '../support/server-world.ts';
import { QUEUE } from '../support/shared-center.ts';

// What the server makes of what comes in, by the words of the shared language: results out, entities behind.

let w: CoreWorld;
beforeEach(async () => {
  w = await CoreWorld.start();
});
const all = <N extends 'thread' | 'conversation' | 'contact' | 'workItem' | 'message' | 'reply'>(noun: N) => [...w.core.center.committed.all(noun).values()];
const at = (minute: number): number => w.now + minute * 60_000;
const answer = async (replyId: string, parts: string[], platformKey = `key-${replyId}`): Promise<string> => {
  const conversation = all('conversation')[0];
  const lead = w.desk('lea');
  await lead.hello();
  await lead.command({ type: 'workItem.take', data: { workItemId: conversation?.workItemId ?? '' } });
  const { epoch = 0, openTurn, id = '' } = all('conversation')[0] ?? {};
  const permitted = await lead.command({ type: 'reply.requestPermit', data: { replyId, conversationId: id, epoch, frozen: { parts, visibility: 'public' }, followUp: false, platformKey, frozenAt: w.now, answersThroughMessageId: openTurn?.at(-1)?.messageId } });
  expect(permitted).toMatchObject({ status: 'accepted' });
  return id;
};
const ours = (remoteId: string, text: string, more: Record<string, unknown> = {}): Record<string, unknown> => post(remoteId, 'musterkom', text, { direction: 'out', sentAt: at(5), ...more });

describe('taking messages in', () => {
  test('ING-1 a known remote id on the same account is a duplicate and writes nothing', async () => {
    expect(await w.ingest(post('p1', 'kim', 'Hallo'))).toMatchObject([{ status: 'ingested', newThread: true, newConversation: true }]);
    const { written } = w;
    expect(await w.ingest(post('p1', 'kim', 'Hallo'), post('p1', 'tom', 'anders'))).toMatchObject([{ status: 'duplicate' }, { status: 'duplicate' }]);
    expect(w.written).toBe(written);
    expect(await w.ingest(post('p1', 'kim', 'Hallo', { channel: 'sandbox-chat', visibility: 'private' }))).toMatchObject([{ status: 'ingested' }]);
  });

  test('ING-1 the same id twice in one batch, and in two batches at once, is taken once', async () => {
    const results = await Promise.all([w.ingest(post('p1', 'kim', 'a'), post('p1', 'kim', 'a')), w.ingest(post('p1', 'kim', 'a'))]);
    expect(results.flat().map((r) => r.status).sort()).toEqual(['duplicate', 'duplicate', 'ingested']);
    expect(all('message')).toHaveLength(1);
  });

  test('ING-2 ING-3 each is judged by itself: what is bad is rejected with code and field, the rest goes in', async () => {
    const results = await w.ingest(post('p1', 'kim', 'gut'), 42, { ...post('p2', 'kim', 'x'), v: 2 }, { ...post('p3', 'kim', 'x'), channel: 'telex' }, { ...post('p4', 'kim', 'x'), account: 'nobody' }, { ...post('p5', 'kim', 'x'), text: 'x'.repeat(100_001) }, { v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom', remoteId: 'p9', text: 'x', editedAt: 1 }, { v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom', remoteId: 'p9', deletedAt: 1 }, post('p6', 'kim', 'auch gut'));
    expect(results.map((r) => (r.status === 'rejected' ? `${r.code} ${r.field ?? ''}` : r.status))).toEqual(['ingested', 'INPUT_INVALID ', 'VERSION_UNKNOWN v', 'CHANNEL_UNKNOWN channel', 'ACCOUNT_UNKNOWN account', 'INPUT_INVALID text', 'MESSAGE_UNKNOWN remoteId', 'MESSAGE_UNKNOWN remoteId', 'ingested']);
    expect(results.map((r) => r.remoteId)).toEqual(['p1', undefined, 'p2', 'p3', 'p4', 'p5', 'p9', 'p9', 'p6']);
  });

  test('ING-12 nothing is called ingested before the disk has it', async () => {
    const held: (() => void)[] = [];
    let holding = false;
    w = await CoreWorld.start({ schedule: (flush) => (holding ? void held.push(flush) : void setImmediate(flush)) });
    holding = true;
    let answered = false;
    const taken = w.ingest(post('p1', 'kim', 'Hallo')).then((r) => ((answered = true), r));
    let twinAnswered = false;
    const twin = w.ingest(post('p1', 'kim', 'Hallo')).then((r) => ((twinAnswered = true), r));
    for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    expect([answered, twinAnswered]).toEqual([false, false]);
    expect(all('message')).toEqual([]);
    holding = false;
    for (const flush of held.splice(0)) flush();
    expect([await taken, await twin].flat().map((r) => r.status)).toEqual(['ingested', 'duplicate']);
    expect(all('message')).toHaveLength(1);
  });

  test('ING-10 the log names nobody and quotes nothing: no text, no handle, no id of the person', async () => {
    await w.ingest(post('p1', 'Kim_Unterberg', 'Meine Kundennummer ist 4711', { author: { remoteId: 'person-0815', handle: 'Kim_Unterberg', displayName: 'Kim Unterberg' } }));
    expect(w.written).toContain('message.received');
    expect(w.written).not.toMatch(/Unterberg|4711|person-0815/);
    for (const body of w.disk.bodies.values()) expect(Buffer.from(body.sealed).toString('latin1')).not.toMatch(/Unterberg|4711/);
    expect(all('contact')).toHaveLength(1);
  });
});

describe('what was said to others', () => {
  test('POST-2 is shown in its thread and raises no work, until its author speaks to us', async () => {
    await w.ingest(post('root', 'tom', 'Wer hat noch kein Netz?', { context: true }), post('p1', 'kim', '@musterkom ich!', { inReplyToRemoteId: 'root' }));
    expect(all('message')).toHaveLength(2);
    expect(all('thread')).toHaveLength(1);
    expect(all('workItem').map(({ contactId }) => contactId)).toEqual([all('message').find((one) => one.remoteId === 'p1')?.authorContactId]);
    // An aside of somebody who waits does not count as asking again.
    await w.ingest(post('p2', 'kim', 'und du, Tom?', { inReplyToRemoteId: 'root', context: true }));
    expect(w.written).not.toContain('workItem.chased');
    await w.ingest(post('p3', 'tom', '@musterkom und ich?', { inReplyToRemoteId: 'p1' }));
    expect(all('workItem')).toHaveLength(2);
  });
});

describe('where a message belongs', () => {
  test('ING-4 each person has a conversation of their own in a thread; the same person’s next post joins theirs', async () => {
    await w.ingest(post('p1', 'kim', 'Netz weg'), post('p2', 'tom', 'hier auch', { inReplyToRemoteId: 'p1' }), post('p3', 'kim', 'immer noch', { inReplyToRemoteId: 'p2' }));
    expect(all('thread')).toHaveLength(1);
    expect(all('conversation')).toHaveLength(2);
    expect(all('workItem')).toHaveLength(2);
    expect(all('message').filter((m) => m.conversationId === all('conversation')[0]?.id).map((m) => m.remoteId)).toEqual(['p1', 'p3']);
  });

  test('ING-4 a person known from another thread is the same contact', async () => {
    await w.ingest(post('p1', 'kim', 'eins'), post('p2', 'kim', 'zwei'));
    expect(all('thread')).toHaveLength(2);
    expect(all('contact')).toHaveLength(1);
  });

  test('ING-5 the thread is the one named, else the parent’s, else the one the missing parent will open, else its own', async () => {
    await w.ingest(post('p1', 'kim', 'a', { threadRemoteId: 't' }), post('p2', 'tom', 'b', { inReplyToRemoteId: 'p1' }), post('p4', 'eva', 'd', { inReplyToRemoteId: 'p3' }), post('p3', 'kim', 'c'), post('p5', 'kim', 'e'));
    const threadOf = (remoteId: string): string | undefined => all('thread').find((t) => t.id === all('message').find((m) => m.remoteId === remoteId)?.threadId)?.remoteId;
    expect(['p1', 'p2', 'p3', 'p4', 'p5'].map(threadOf)).toEqual(['t', 't', 'p3', 'p3', 'p5']);
  });

  test('ING-13 the first queue, by order, whose accounts and terms fit; a short term only as a whole word; else the last', () => {
    const queue = (id: string, terms: string[], accountIds: string[] = []) => ({ ...QUEUE, id, match: { terms, accountIds } });
    const queues = [queue('brand', [], ['b']), queue('tv', ['tv', 'sender']), queue('bill', ['rechnung']), queue('rest', ['nothing-matches'])];
    const chosen = (text: string, account = 'a'): string | undefined => chooseQueue(queues, account, text)?.id;
    expect([chosen('x', 'b'), chosen('Mein TV ist aus'), chosen('Senderliste?'), chosen('Zwei RECHNUNGEN'), chosen('tvöd'), chosen('Hallo')]).toEqual(['brand', 'tv', 'tv', 'bill', 'rest', 'rest']);
    expect(chooseQueue([], 'a', 'x')).toBeUndefined();
  });

  test('ING-6 one item per conversation: a further message joins it and keeps its clock', async () => {
    await w.ingest(post('p1', 'kim', 'Hallo'));
    const [before] = all('workItem');
    w.now += 60_000;
    await w.ingest(post('p2', 'kim', 'Noch da?', { inReplyToRemoteId: 'p1' }));
    expect(all('workItem')).toMatchObject([{ id: before?.id, dueAt: before?.dueAt, queuedAt: before?.queuedAt }]);
    expect(all('conversation')[0]?.openTurn).toHaveLength(2);
  });
});

describe('what the brand says itself', () => {
  test('ING-7 the echo of an own reply settles it, recognised by the key it was made with', async () => {
    await w.ingest(post('p1', 'kim', 'Hallo?'));
    await answer('r1', ['Guten Tag'], 'platform-key');
    expect(await w.ingest(ours('a1', 'Guten Tag, gekürzt', { clientKey: 'platform-key', inReplyToRemoteId: 'p1' }))).toMatchObject([{ status: 'ingested' }]);
    expect(all('reply')).toMatchObject([{ state: 'delivered', remoteIds: ['a1'] }]);
    expect(all('conversation')[0]?.openTurn).toBeUndefined();
    expect(all('conversation')[0]?.lockedByReplyId).toBeUndefined();
  });

  test('ING-7 without a key by its text; a part at a time, delivered with the last one', async () => {
    await w.ingest(post('p1', 'kim', 'Hallo?'));
    await answer('r1', ['eins 1/2', 'zwei 2/2']);
    await w.ingest(ours('a1', 'eins 1/2', { inReplyToRemoteId: 'p1' }));
    expect(all('reply')).toMatchObject([{ state: 'permitted' }]);
    await w.ingest(ours('a2', 'zwei 2/2', { inReplyToRemoteId: 'a1' }));
    expect(all('reply')).toMatchObject([{ state: 'delivered', remoteIds: ['a1', 'a2'] }]);
    expect(all('message').filter((m) => m.replyId === 'r1').map((m) => m.part)).toEqual([0, 1]);
  });

  test('ING-7 a late echo of a discarded reply still closes the turn it answered', async () => {
    await w.ingest(post('p1', 'kim', 'Hallo?'));
    await answer('r1', ['Guten Tag'], 'k1');
    const lead = w.desk('lea', 'replica-lea');
    await lead.hello();
    expect(await lead.command({ type: 'reply.settle', data: { replyId: 'r1', decision: { kind: 'discard' } } }, 3)).toMatchObject({ status: 'accepted' });
    expect(all('conversation')[0]?.openTurn).toHaveLength(1);
    await w.ingest(ours('a1', 'Guten Tag', { clientKey: 'k1', inReplyToRemoteId: 'p1' }));
    expect(all('reply')).toMatchObject([{ state: 'delivered' }]);
    expect(all('conversation')[0]?.openTurn).toBeUndefined();
  });

  test('ING-8 an answer from elsewhere covers what was there when it was written, and ends the item when nothing is left', async () => {
    await w.ingest(post('p1', 'kim', 'Hallo?', { sentAt: at(0) }), post('p2', 'kim', 'Und?', { sentAt: at(9), inReplyToRemoteId: 'p1' }));
    await w.ingest(ours('a1', 'Von der App aus', { sentAt: at(5), inReplyToRemoteId: 'p1' }));
    expect(all('conversation')[0]?.openTurn).toHaveLength(1);
    expect(all('workItem')[0]?.state).not.toBe('closed');
    await w.ingest(ours('a2', 'Ja.', { sentAt: at(10), inReplyToRemoteId: 'p2' }));
    expect(all('conversation')[0]?.openTurn).toBeUndefined();
    expect(all('workItem')).toMatchObject([{ state: 'closed', disposition: { kind: 'answeredElsewhere' } }]);
  });

  test('ING-8 a post to nobody in particular answers nobody', async () => {
    await w.ingest(post('p1', 'kim', 'Hallo?'), ours('s1', 'Störung in Musterstadt'));
    expect(all('conversation')[0]?.openTurn).toHaveLength(1);
    expect(all('message').find((m) => m.remoteId === 's1')?.conversationId).toBeUndefined();
  });
});

describe('what changes afterwards', () => {
  const edit = (text: string, editedAt: number) => ({ v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', text, editedAt });
  const deletion = { v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', deletedAt: 5 };

  test('ING-9 the newest edit counts; an older one, the same one, and any after the deletion are duplicates', async () => {
    await w.ingest(post('p1', 'kim', 'v1'));
    expect((await w.ingest(edit('v3', 30), edit('v2', 20), edit('v3', 30))).map((r) => r.status)).toEqual(['ingested', 'duplicate', 'duplicate']);
    expect((await w.ingest(deletion, deletion, edit('v4', 40))).map((r) => r.status)).toEqual(['ingested', 'duplicate', 'duplicate']);
  });

  test('ING-9 a deletion takes the text out of the store and, when nothing else is open, ends the item', async () => {
    await w.ingest(post('p1', 'kim', 'geheim'));
    const ref = all('message')[0]?.bodyRef ?? '';
    expect(w.disk.bodies.has(ref)).toBe(true);
    await w.ingest(deletion);
    expect(w.disk.bodies.has(ref)).toBe(false);
    expect(all('workItem')).toMatchObject([{ state: 'closed', disposition: { kind: 'deletedAtSource' } }]);
  });

  test('ING-9 with another message open, or an answer under way, the item stays', async () => {
    await w.ingest(post('p1', 'kim', 'a'), post('p2', 'kim', 'b', { inReplyToRemoteId: 'p1' }));
    await w.ingest(deletion);
    expect(all('workItem')[0]?.state).not.toBe('closed');
    w = await CoreWorld.start();
    await w.ingest(post('p1', 'kim', 'a'));
    await answer('r1', ['x']);
    await w.ingest(deletion);
    expect(all('workItem')[0]?.state).not.toBe('closed');
  });
});

describe('the one writer', () => {
  test('LOG-1 its clock never runs backwards, across restarts too', async () => {
    await w.ingest(post('p1', 'kim', 'Hallo'));
    const before = w.core.center.now();
    w.now -= 3_600_000;
    expect(w.core.center.now()).toBe(before);
    await w.boot();
    expect(w.core.center.now()).toBe(before);
    await w.ingest(post('p2', 'kim', 'Hallo'));
    const times = w.disk.events.map((raw) => (JSON.parse(raw) as { at: number }).at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('LOG-2 a write that fails leaves nothing behind, is said, and the next one goes on from the disk', async () => {
    let fail = false;
    w = await CoreWorld.start({ beforeCommit: () => {
      if (!fail) return;
      fail = false;
      throw new Error('disk full');
    } });
    await w.ingest(post('p1', 'kim', 'Hallo'));
    const { written } = w;
    fail = true;
    expect(await w.ingest(post('p2', 'tom', 'Hallo'))).toMatchObject([{ status: 'rejected', code: 'LOG_APPEND_FAILED' }]);
    expect(w.written).toBe(written);
    expect(all('message')).toHaveLength(1);
    expect(w.core.center.live.dump()).toEqual(w.core.center.committed.dump());
    expect(await w.ingest(post('p2', 'tom', 'Hallo'))).toMatchObject([{ status: 'ingested' }]);
    expect(w.problems).toHaveLength(1);
  });

  test('LOG-3 after a restart the state is what the log says', async () => {
    await w.ingest(post('p1', 'kim', 'Hallo'), post('p2', 'tom', 'TV?', { inReplyToRemoteId: 'p1' }));
    const before = JSON.stringify(w.core.center.committed.dump());
    await w.boot();
    expect(JSON.stringify(w.core.center.committed.dump())).toBe(before);
    expect(await w.ingest(post('p1', 'kim', 'Hallo'))).toMatchObject([{ status: 'duplicate' }]);
  });
});
