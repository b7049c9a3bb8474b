import { beforeEach, describe, expect, test } from 'vitest';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';

let w: CoreWorld;
beforeEach(async () => {
  w = await CoreWorld.start();
});

const post = (remoteId: string, who: string, text: string, more: Record<string, unknown> = {}) => ({ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId, direction: 'in', author: { remoteId: who, handle: `handle-of-${who}`, displayName: `Name of ${who}` }, text, visibility: 'public', sentAt: w.now, ...more });
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 120));
const contactOf = (conversationId: string): string => w.core.center.live.get('conversation', conversationId)?.contactId ?? '';
const first = () => [...w.core.center.live.all('conversation').values()][0];

/** kim's question in ann's hands, with a note, a draft and an answer that went out. */
async function known(): Promise<{ ann: WireDesk; conversationId: string; contactId: string }> {
  await w.ingest(post('q1', 'kim', 'Mein Geheimnis eins'));
  const ann = w.desk('ann');
  await ann.hello();
  const item = [...w.core.center.live.all('workItem').values()][0];
  await ann.command({ type: 'workItem.take', data: { workItemId: item?.id as never } });
  const conversation = first();
  const conversationId = conversation?.id ?? '';
  await ann.command({ type: 'note.add', data: { id: 'n1', conversationId, text: 'Geheime Notiz' } as never });
  await ann.command({ type: 'reply.requestPermit', data: { replyId: 'r1', conversationId, epoch: conversation?.epoch ?? 0, frozen: { parts: ['Geheime Antwort'], visibility: 'public' }, answersThroughMessageId: conversation?.openTurn?.at(-1)?.messageId, followUp: false, platformKey: 'r1', frozenAt: w.now } as never });
  await ann.command({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'delivered', by: 'desk', remoteIds: ['a1'], sentAt: w.now } } as never });
  await ann.command({ type: 'draft.save', data: { conversationId, draft: { text: 'Geheimer Entwurf', visibility: 'public' } } as never });
  await w.ingest(post('q2', 'kim', 'Mein Geheimnis zwei', { inReplyToRemoteId: 'a1' }));
  await settle();
  return { ann, conversationId, contactId: contactOf(conversationId) };
}

describe('erasing a person', () => {
  test('ERA-1 their key is destroyed, no text of theirs can be read again, connected desks let go of every one at once; the log stays whole', async () => {
    const { ann, conversationId, contactId } = await known();
    const texts = ['Geheimnis eins', 'Geheimnis zwei', 'Geheime Notiz', 'Geheime Antwort', 'Geheimer Entwurf', 'Name of kim'];
    for (const text of texts.slice(0, 3)) expect(ann.has(text), text).toBe(true);
    const refs = new Set<string>();
    for (const batch of ann.batches) for (const [ref, text] of [...Object.entries(batch.bodies), ...batch.snapshots.flatMap((s) => Object.entries(s.bodies))]) if (texts.some((one) => text.includes(one))) refs.add(ref);
    const before = ann.batches.length;
    const events = w.disk.events.length;
    expect(await w.core.erasure.erase(contactId, 'ada')).toEqual({ messages: 3, conversations: 1 });
    await settle();
    const forgotten = new Set(ann.batches.slice(before).flatMap((batch) => batch.forget as string[]));
    expect([...refs].filter((ref) => !forgotten.has(ref))).toEqual([]);
    expect(w.disk.keys.has(contactId)).toBe(false);
    expect([...w.disk.bodies.values()].filter((body) => body.contactId === contactId)).toEqual([]);
    expect(w.disk.events.length).toBeGreaterThan(events);
    expect(first()?.erasedAt).toBe(w.now);
    expect([...w.core.center.live.all('workItem').values()].every((item) => item.state === 'closed')).toBe(true);
    // A desk that comes later finds nothing either, whoever asks.
    const lead = w.desk('lea');
    await lead.hello();
    await lead.up('fetchConversation', { conversationId });
    await settle();
    for (const text of texts) expect(lead.has(text), text).toBe(false);
    // Nothing new is sealed for them: that would make them a new key.
    expect(await ann.command({ type: 'note.add', data: { id: 'n2', conversationId, text: 'noch eine' } as never })).toMatchObject({ status: 'refused', error: { code: 'NOT_FOUND' } });
    await w.ingest(post('echo', 'brand', 'Antwort von aussen', { direction: 'out', inReplyToRemoteId: 'q1' }));
    expect(w.disk.keys.has(contactId)).toBe(false);
    expect(await w.core.erasure.erase(contactId, 'ada'), 'twice is once').toEqual({ messages: 0, conversations: 0 });
    await expect(w.core.erasure.erase('nobody', 'ada')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('ERA-2 told again they do not come back, known ids or not, over a restart too; what they write after it is heard, as somebody new', async () => {
    const { contactId } = await known();
    await w.core.erasure.erase(contactId, 'ada');
    const sentBefore = w.now - 1;
    w.now += 60_000;
    for (const boots of [0, 1]) {
      if (boots > 0) await w.boot();
      const before = w.disk.events.length;
      expect(await w.ingest(post('q1', 'kim', 'Mein Geheimnis eins', { sentAt: sentBefore }), post('older', 'kim', 'Etwas Älteres', { sentAt: sentBefore }))).toMatchObject([{ status: 'duplicate' }, { status: 'duplicate' }]);
      expect(w.disk.events.length).toBe(before);
      expect([...w.disk.bodies.values()].some((body) => body.contactId === contactId)).toBe(false);
    }
    // The tombstone alone knows the post: the id as the platform has it need not be remembered.
    const tombstone = w.core.center.live.get('contact', contactId)?.tombstone;
    expect(tombstone?.remoteKeys.length).toBe(3);
    expect(JSON.stringify(tombstone)).not.toMatch(/q1|q2|a1/);
    expect(await w.ingest(post('q3', 'kim', 'Ich bin wieder da'))).toMatchObject([{ status: 'ingested' }]);
    const fresh = [...w.core.center.live.all('contact').values()].filter((contact) => contact.erasedAt === undefined);
    expect(fresh).toHaveLength(1);
    expect(fresh[0]?.id).not.toBe(contactId);
    expect(await w.ingest(post('q4', 'kim', 'Und noch etwas'))).toMatchObject([{ status: 'ingested' }]);
    expect([...w.core.center.live.all('contact').values()].filter((contact) => contact.erasedAt === undefined)).toHaveLength(1);
    await w.boot();
    expect(await w.ingest(post('q5', 'kim', 'Nach dem Neustart'))).toMatchObject([{ status: 'ingested' }]);
    expect([...w.core.center.live.all('contact').values()].filter((contact) => contact.erasedAt === undefined)).toHaveLength(1);
  });

  test('ERA-3 a server that ends between the log and the key destroys the key at its next start', async () => {
    const { contactId } = await known();
    const destroy = w.disk.keys.get(contactId);
    await w.core.erasure.erase(contactId, 'ada');
    // As if the power had gone before the key was destroyed.
    w.disk.keys.set(contactId, destroy as Uint8Array);
    await w.boot();
    expect(w.disk.keys.has(contactId)).toBe(false);
  });

  test('ERA-1 a desk that was away forgets with the tail, whoever else’s texts it keeps', async () => {
    const { ann, contactId } = await known();
    await w.ingest(post('other', 'lou', 'Ganz harmlos'));
    await settle();
    const held = [...new Set(ann.batches.flatMap((batch) => batch.snapshots.map(({ conversationId, asOfSeq }) => ({ conversationId, asOfSeq }))))];
    const { cursor } = ann;
    ann.leave();
    await w.core.erasure.erase(contactId, 'ada');
    const back = w.desk('ann');
    await back.hello({ cursor, held: held.map((one) => ({ ...one, frozen: false })) });
    back.cursor = cursor;
    await settle();
    const types = back.batches.flatMap((batch) => batch.events.map(({ type }) => type));
    expect(types).toContain('conversation.erased');
    expect(types).toContain('message.deleted');
  });
});
