import { beforeEach, describe, expect, test } from 'vitest';
import { markSilentReplies } from '../../server/permits/watchdog.ts';
import type { Command } from '../../shared/commands/index.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import type { Batch } from '../../shared/protocol/down.ts';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { post, until } from '../support/server-world.ts';

// What a desk is told, by the words of the wire. Every frame is checked against its schema and against the cursor as it comes.

let w: CoreWorld;
beforeEach(async () => {
  w = await CoreWorld.start();
});
const conversation = () => [...w.core.center.committed.all('conversation').values()][0];
const item = () => [...w.core.center.committed.all('workItem').values()][0];
const rows = (desk: WireDesk): QueueRow[] => {
  const seen = new Map<string, QueueRow>();
  for (const batch of desk.batches) {
    if (batch.rowsReset === true) seen.clear();
    for (const row of batch.rows) if (row.kind === 'workItem') row.value === null ? seen.delete(row.id) : seen.set(row.id, row.value as QueueRow);
  }
  return [...seen.values()];
};
const ready = async (agentId: string, replicaId?: string): Promise<WireDesk> => {
  const desk = w.desk(agentId, replicaId);
  await desk.hello();
  await until('the rows', () => desk.batches.some((b) => b.rowsReset === true));
  return desk;
};
const holding = async (agentId = 'ann'): Promise<WireDesk> => {
  const desk = await ready(agentId);
  await w.ingest(post('p1', 'kim', 'Kein Netz seit 4711'));
  await desk.command({ type: 'workItem.take', data: { workItemId: item()?.id ?? '' } });
  await until('the snapshot', () => desk.batches.some((b) => b.snapshots.length > 0));
  return desk;
};
const give = (to: string | undefined, by: WireDesk): Promise<unknown> => by.command({ type: 'workItem.reassign', data: { workItemIds: [item()?.id ?? ''], to: to === undefined ? { kind: 'queue' } : { kind: 'agent', agentId: to }, force: false } });
const frameWith = (desk: WireDesk, check: (batch: Batch) => boolean): Promise<Batch> => until('a frame', () => desk.batches.find(check));

describe('frames', () => {
  test('PUSH-1 PUSH-2 with the item comes the conversation whole, its text and its thread; events follow behind it, without a gap', async () => {
    const ann = await holding();
    const granted = await frameWith(ann, (b) => b.snapshots.length > 0);
    const nouns = granted.snapshots[0]?.entities.map((e) => e.noun) ?? [];
    expect(new Set(nouns)).toEqual(new Set(['thread', 'conversation', 'contact', 'workItem', 'message']));
    expect(Object.values(granted.snapshots[0]?.bodies ?? {}).join()).toContain('4711');
    await w.ingest(post('p2', 'tom', 'Hier auch', { inReplyToRemoteId: 'p1' }));
    const later = await frameWith(ann, (b) => b.events.some((e) => e.type === 'message.received'));
    expect(later.events.every((e) => e.seq > (granted.snapshots[0]?.asOfSeq ?? 0))).toBe(true);
    // Who speaks in the thread comes along, so that it can be shown.
    expect(later.entities.some((e) => e.noun === 'contact')).toBe(true);
  });

  test('PUSH-3 whoever loses it is told by a purge, in the frame that carries the loss; the other gets it under a new epoch', async () => {
    const ann = await holding();
    const lea = await ready('lea');
    const ben = await ready('ben');
    const before = conversation()?.epoch ?? 0;
    await give('ben', lea);
    const frame = await frameWith(ann, (b) => b.purges.length > 0);
    expect(frame.purges).toEqual([conversation()?.id]);
    expect(frame.events.some((e) => e.type === 'workItem.assigned')).toBe(true);
    const snapshot = (await frameWith(ben, (b) => b.snapshots.length > 0)).snapshots[0];
    expect(snapshot?.entities.find((e) => e.noun === 'conversation')?.value).toMatchObject({ epoch: before + 1, ownerAgentId: 'ben' });
    await w.ingest(post('p2', 'kim', 'Nachtrag 0815', { inReplyToRemoteId: 'p1' }));
    await until('the text', () => ben.has('0815'));
    // A queue row shows the first line to the whole team; the event and its text go to the holder alone.
    expect(ann.batches.some((b) => b.events.some((e) => e.type === 'message.received'))).toBe(false);
    expect(ann.batches.some((b) => Object.values(b.bodies).some((t) => t.includes('0815')))).toBe(false);
  });

  test('VIS-4 of others in its thread a desk hears what is public, with edits and deletions, and nothing of what is private', async () => {
    const ann = await holding();
    await w.ingest(post('p2', 'tom', 'öffentlich 1111', { inReplyToRemoteId: 'p1' }), post('p3', 'eva', 'vertraulich 2222', { inReplyToRemoteId: 'p1', visibility: 'private' }));
    await w.ingest({ v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom', remoteId: 'p2', text: 'geändert 3333', editedAt: 5 });
    await until('the edit', () => ann.batches.some((b) => b.events.some((e) => e.type === 'message.edited')));
    const texts = ann.batches.flatMap((b) => Object.values(b.bodies)).join();
    expect(texts).toMatch(/3333/);
    expect(texts).not.toMatch(/2222/);
    expect(ann.batches.flatMap((b) => b.events).filter((e) => e.type === 'message.received').map((e) => (e.data as { remoteId: string }).remoteId)).toEqual(['p2']);
    const contactId = conversation()?.contactId ?? '';
    const lea = await ready('lea');
    await lea.command({ type: 'contact.setAddressForm', data: { contactId, conversationId: conversation()?.id ?? '', addressForm: 'du' } });
    await until('the form of address', () => ann.batches.some((b) => b.events.some((e) => e.type === 'contact.addressFormSet')));
  });

  test('VIS-7 everybody is shown people, queues, skills, teams and accounts', async () => {
    const ben = await ready('ben');
    const kinds = new Set(ben.batches.flatMap((b) => b.rows.map((r) => r.kind)));
    expect(kinds).toEqual(new Set(['agent', 'queue', 'skill', 'team', 'account']));
    expect(ben.has('"outbox":{"waiting":0,"unclear":0')).toBe(true);
  });

  test('PUSH-4 rows come as their latest state, once per frame, and the first frame says that it is everything', async () => {
    const lea = await ready('lea');
    const from = lea.batches.length;
    await w.ingest(...Array.from({ length: 30 }, (_, i) => post(`p${i}`, 'kim', `Nachricht ${i}`, i === 0 ? {} : { inReplyToRemoteId: 'p0' })));
    await until('the last line', () => rows(lea)[0]?.firstLine === 'Nachricht 29');
    const frames = lea.batches.slice(from).filter((b) => b.rows.some((r) => r.kind === 'workItem'));
    expect(frames.length).toBeLessThan(30);
    for (const frame of frames) expect(new Set(frame.rows.map((r) => `${r.kind} ${r.id}`)).size).toBe(frame.rows.length);
    expect(rows(lea)).toHaveLength(1);
  });

  test('PUSH-4 many rows come in pieces that count up to all of them; the last says nothing more follows', async () => {
    await w.ingest(...Array.from({ length: 620 }, (_, i) => post(`many${i}`, `kim${i}`, `Frage ${i}`)));
    const lea = w.desk('lea');
    await lea.hello();
    const last = await until('the last piece', () => lea.batches.find((b) => b.rows.length > 0 && b.progress === undefined));
    const pieces = lea.batches.slice(0, lea.batches.indexOf(last) + 1).filter((b) => b.rows.length > 0);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.map((b) => b.rowsReset === true)).toEqual(pieces.map((_, place) => place === 0));
    let sent = 0;
    const total = pieces.reduce((sum, { rows: part }) => sum + part.length, 0);
    for (const { rows: part, progress } of pieces) {
      sent += part.length;
      expect(progress).toEqual(sent < total ? { done: sent, total } : undefined);
    }
    expect(rows(lea)).toHaveLength(620);
  });

  test('PUSH-5 a desk that holds many gets them in pieces, and its cursor moves with the last', async () => {
    const ann = await ready('ann');
    await w.ingest(...Array.from({ length: 60 }, (_, i) => post(`held${i}`, `kim${i}`, `Frage ${i}`)));
    for (const { id } of [...w.core.center.committed.all('workItem').values()]) await ann.command({ type: 'workItem.take', data: { workItemId: id } });
    ann.leave();
    const fresh = w.desk('ann', 'replica-new');
    await fresh.hello();
    await until('the lists', () => fresh.batches.some((b) => b.rows.length > 0 && b.progress === undefined));
    const pieces = fresh.batches.filter((b) => b.snapshots.length > 0);
    expect(pieces.map((b) => [b.snapshots.length, b.progress])).toEqual([
      [50, { done: 50, total: 60 }],
      // With the last of them comes all the rest.
      [10, undefined],
    ]);
    expect(pieces.map((b) => b.toSeq > 0)).toEqual([false, true]);
  });

  test('PUSH-5 back with its cursor and what it holds, a desk gets the tail; what it may no longer hold is purged', async () => {
    const ann = await holding();
    const held = [{ conversationId: conversation()?.id ?? '', asOfSeq: ann.cursor, frozen: false }];
    const { cursor } = ann;
    ann.leave();
    await w.ingest(post('p2', 'kim', 'Noch da?', { inReplyToRemoteId: 'p1' }));
    const back = w.desk('ann', 'replica-ann');
    await back.hello({ cursor, held });
    const tail = await frameWith(back, (b) => b.events.length > 0);
    expect(tail.events.map((e) => e.type)).toContain('message.received');
    expect(back.batches.flatMap((b) => b.snapshots)).toEqual([]);
    back.leave();
    const lea = await ready('lea');
    await give(undefined, lea);
    const again = w.desk('ann', 'replica-ann');
    await again.hello({ cursor: back.cursor, held });
    expect((await frameWith(again, (b) => b.purges.length > 0)).purges).toEqual([held[0]?.conversationId]);
  });

  test('PUSH-5 a frozen conversation is sent whole again', async () => {
    const ann = await holding();
    const held = [{ conversationId: conversation()?.id ?? '', asOfSeq: ann.cursor, frozen: true }];
    ann.leave();
    const back = w.desk('ann', 'replica-ann');
    await back.hello({ cursor: ann.cursor, held });
    expect((await frameWith(back, (b) => b.snapshots.length > 0)).snapshots.map((s) => s.conversationId)).toEqual([held[0]?.conversationId]);
  });

  test('PUSH-6 a cursor beyond the log (the server was set back) starts over: everything it listed goes, everything it may see comes', async () => {
    await holding();
    const id = conversation()?.id ?? '';
    const back = w.desk('ann', 'other-replica');
    await back.hello({ cursor: 1_000_000, held: [{ conversationId: id, asOfSeq: 9, frozen: false }, { conversationId: 'gone', asOfSeq: 9, frozen: false }] });
    const [first] = back.batches.length > 0 ? back.batches : [await frameWith(back, () => true)];
    expect(first).toMatchObject({ fromSeq: 1_000_000, purges: [id, 'gone'] });
    expect(first?.toSeq).toBeLessThan(1_000_000);
    expect(first?.snapshots.map((s) => s.conversationId)).toEqual([id]);
  });

  test('PUSH-7 a text deleted at the source is forgotten by every desk that is connected, and rows lose its first line', async () => {
    const ann = await holding();
    const lea = await ready('lea');
    const ref = [...w.core.center.committed.all('message').values()][0]?.bodyRef;
    await w.ingest({ v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', deletedAt: 5 });
    for (const desk of [ann, lea]) expect((await frameWith(desk, (b) => b.forget.length > 0)).forget).toContain(ref);
    await until('the row', () => !rows(lea).some((row) => row.firstLine.includes('4711')));
  });

  test('PUSH-8 nothing goes out that is not on disk', async () => {
    let broken = false;
    w = await CoreWorld.start({ beforeCommit: () => {
      if (broken) throw new Error('no');
    } });
    const lea = await ready('lea');
    const frames = lea.batches.length;
    broken = true;
    const [result] = await w.ingest(post('p1', 'kim', 'Kein Netz 4711'));
    broken = false;
    expect(result).toMatchObject({ status: 'rejected' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(lea.batches.slice(frames).some((b) => JSON.stringify(b).includes('4711'))).toBe(false);
  });

  test('PUSH-9 typing is told to the others who hold it, and to nobody else; it is not logged', async () => {
    const ann = await holding();
    const lea = await ready('lea');
    const ben = await ready('ben');
    await lea.up('fetchConversation', { conversationId: conversation()?.id ?? '' });
    const { written } = w;
    await ann.up('presence', { conversationId: conversation()?.id ?? '', typing: true });
    expect(lea.presence).toEqual([{ conversationId: conversation()?.id, agentId: 'ann', typing: true, here: true }]);
    // That a lead reads along she was told when it began (WATCH-2); of her own typing she hears nothing.
    expect([ann.presence, ben.presence]).toEqual([[{ conversationId: conversation()?.id, agentId: 'lea', typing: false, here: true }], []]);
    expect(w.written).toBe(written);
  });
});

describe('requests', () => {
  test('WIRE-2 nothing is answered before hello', async () => {
    const desk = w.desk('ann');
    for (const [name, message] of [['renewLeases', { leases: [], outbox: { waiting: 0, unclear: 0 } }], ['fetchConversation', { conversationId: 'c' }], ['replyStatus', { replyIds: [] }]] as const) await expect(desk.up(name, message)).rejects.toMatchObject({ code: 'HELLO_FIRST' });
    await expect(w.desk('nobody').hello()).rejects.toMatchObject({ code: 'AGENT_UNKNOWN' });
  });

  test('CMD-8 a command is answered once: a resend gets the first answer, over a restart too; other bytes under its number are refused', async () => {
    const ann = await holding();
    const { id = '' } = item() ?? {};
    const park = { type: 'workItem.park', data: { workItemId: id } } as const;
    const first = await ann.command(park, 2);
    const { written } = w;
    expect(await ann.command(park, 2)).toEqual(first);
    expect(await ann.command({ type: 'workItem.take', data: { workItemId: id } }, 2)).toMatchObject({ status: 'refused', error: { code: 'COMMAND_MISMATCH' } });
    expect(w.written).toBe(written);
    await w.boot();
    const back = w.desk('ann', 'replica-ann');
    expect(await back.hello()).toMatchObject({ lastCommandNo: 2 });
    expect(await back.command(park, 2)).toEqual(first);
  });

  test('CMD-11 a number that leaves others out is refused with the one to send first; what comes in order is answered, refusals of every kind kept', async () => {
    const ann = await holding();
    const { id = '', conversationId = '' } = item() ?? {};
    const park = { type: 'workItem.park', data: { workItemId: id } } as const;
    const next = ann.commandNo + 1;
    expect(await ann.command(park, next + 2)).toMatchObject({ status: 'refused', error: { code: 'COMMAND_GAP', field: 'commandNo', expectedNo: next } });
    // A command nobody can read and one for a conversation nobody knows count like any other: the next number joins, a resend hears the same.
    const unreadable = { commandNo: next, hash: 'a'.repeat(64), command: { type: 'workItem.explode', v: 1, data: {} } };
    const first = await ann.up('command', unreadable);
    expect(first).toMatchObject({ status: 'refused', error: { code: 'VERSION_UNKNOWN' } });
    expect(await ann.up('command', unreadable)).toEqual(first);
    const note = { type: 'note.add', data: { id: 'n1', conversationId: 'nobody-knows', text: 'x' } } as const;
    const unknown = await ann.command(note, next + 1);
    expect(unknown).toMatchObject({ status: 'refused', error: { code: 'NOT_FOUND' } });
    expect(await ann.command({ type: 'note.add', data: { ...note.data, conversationId } }, next + 1)).toMatchObject({ error: { code: 'COMMAND_MISMATCH' } });
    // Sent together, the second is behind the first, not behind a gap.
    const [one, two] = await Promise.all([ann.command(park, next + 2), ann.command({ type: 'workItem.take', data: { workItemId: id } }, next + 3)]);
    expect([one.status, two.status]).toEqual(['accepted', 'accepted']);
    await w.boot();
    const back = w.desk('ann', 'replica-ann');
    expect(await back.hello()).toMatchObject({ lastCommandNo: next + 3 });
    expect(await back.command(note, next + 1)).toEqual(unknown);
  });

  test('CMD-8 the same number twice at once is decided once', async () => {
    const ann = await ready('ann');
    await w.ingest(post('p1', 'kim', 'x'));
    const take = { type: 'workItem.take', data: { workItemId: item()?.id ?? '' } } as const;
    const [one, two] = await Promise.all([ann.command(take, 1), ann.command(take, 1)]);
    expect(one).toEqual(two);
    expect(w.types().filter((t) => t === 'workItem.assigned')).toHaveLength(1);
  });

  test('CMD-9 what a refused command carried is not kept; its answer is', async () => {
    const ann = await ready('ann');
    await w.ingest(post('p1', 'kim', 'x'));
    const bodies = w.disk.bodies.size;
    const permit: Command = { type: 'reply.requestPermit', data: { replyId: 'r1', conversationId: conversation()?.id ?? '', epoch: 0, frozen: { parts: ['zu früh'], visibility: 'public' }, followUp: false, platformKey: 'k', frozenAt: w.now } };
    const refused = await ann.command(permit, 1);
    expect(refused).toMatchObject({ status: 'refused', error: { code: 'LEASE_LOST', remedy: expect.stringMatching(/./) as string } });
    expect(w.disk.bodies.size).toBe(bodies);
    expect(await ann.command(permit, 1)).toEqual(refused);
  });

  test('SEND-1 a permitted reply’s bytes are on disk with the permit, sealed', async () => {
    const ann = await holding();
    const { id = '', epoch = 0, openTurn } = conversation() ?? {};
    await ann.command({ type: 'reply.requestPermit', data: { replyId: 'r1', conversationId: id, epoch, frozen: { parts: ['Guten Tag 0815'], visibility: 'public' }, followUp: false, platformKey: 'k', frozenAt: w.now, answersThroughMessageId: openTurn?.at(-1)?.messageId } });
    const reply = w.core.center.committed.get('reply', 'r1');
    for (const ref of [reply?.bodyRef, ...(reply?.partBodyRefs ?? [])]) expect(w.disk.bodies.has(ref ?? '')).toBe(true);
    expect(w.written).not.toContain('0815');
  });

  test('SEND-17 a permit whose desk fell silent past lease and margin is unconfirmed; one still within is left alone', async () => {
    const ann = await holding();
    const { id = '', epoch = 0, openTurn } = conversation() ?? {};
    await ann.command({ type: 'reply.requestPermit', data: { replyId: 'r1', conversationId: id, epoch, frozen: { parts: ['x'], visibility: 'public' }, followUp: false, platformKey: 'k', frozenAt: w.now, answersThroughMessageId: openTurn?.at(-1)?.messageId } });
    w.now += 134_999;
    expect(await markSilentReplies(w.core.center, w.core.leases)).toBe(0);
    w.now += 1;
    expect(await markSilentReplies(w.core.center, w.core.leases)).toBe(1);
    expect(await markSilentReplies(w.core.center, w.core.leases)).toBe(0);
    expect(w.core.center.committed.get('reply', 'r1')?.state).toBe('unconfirmed');
    expect(conversation()?.lockedByReplyId).toBe('r1');
  });

  test('SEND-19 a lease is renewed for the owner under the present epoch only', async () => {
    const ann = await holding();
    const { id = '', epoch = 0 } = conversation() ?? {};
    const renew = (desk: WireDesk, at: number) => desk.up('renewLeases', { leases: [{ conversationId: id, epoch: at }], outbox: { waiting: 2, unclear: 1 } });
    expect(await renew(ann, epoch)).toMatchObject({ renewed: [id], lost: [], validForMs: 120_000 });
    expect(await renew(ann, epoch - 1)).toMatchObject({ renewed: [], lost: [id] });
    expect(await renew(await ready('ben'), epoch)).toMatchObject({ renewed: [], lost: [id] });
  });

  test('VIS-5 a lead’s reading of a colleague’s conversation is granted and put on record; others’ is refused', async () => {
    await holding();
    const conversationId = conversation()?.id ?? '';
    const lea = await ready('lea');
    expect(await lea.up('fetchConversation', { conversationId })).toEqual({ granted: true });
    expect(w.audit.entries).toMatchObject([{ actorId: 'lea', action: 'conversation.read', subjectIds: [conversationId, 'ann'] }]);
    await until('the snapshot', () => lea.batches.some((b) => b.snapshots.length > 0));
    await lea.up('releaseConversation', { conversationId });
    await until('the purge', () => lea.batches.some((b) => b.purges.includes(conversationId)));
    expect(await lea.up('fetchConversation', { conversationId: 'no-such' })).toEqual({ granted: false });
  });

  test('VIS-6 the state of a reply is told to who sent it and to leads', async () => {
    const ann = await holding();
    const { id = '', epoch = 0, openTurn } = conversation() ?? {};
    await ann.command({ type: 'reply.requestPermit', data: { replyId: 'r1', conversationId: id, epoch, frozen: { parts: ['x'], visibility: 'public' }, followUp: false, platformKey: 'k', frozenAt: w.now, answersThroughMessageId: openTurn?.at(-1)?.messageId } });
    const ask = async (agentId: string) => (await ready(agentId, `ask-${agentId}`)).up('replyStatus', { replyIds: ['r1', 'r2'] });
    expect(await ask('ann')).toEqual({ replies: [{ replyId: 'r1', state: 'permitted' }, { replyId: 'r2', state: 'unknown' }] });
    expect(await ask('lea')).toMatchObject({ replies: [{ state: 'permitted' }, { state: 'unknown' }] });
    expect(await ask('ben')).toMatchObject({ replies: [{ state: 'unknown' }, { state: 'unknown' }] });
  });
});
