import { describe, expect, it } from 'vitest';
import { entitiesOf, foldPush, fromView, entityOf, type OpenConversation } from '../../renderer/src/store/conversation.ts';
import { buildThread, readText, type ThreadMessage } from '../../renderer/src/store/thread-model.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { EntityPatch } from '../../shared/domain/entity.ts';
import type { OutboxEntry } from '../../shared/ipc/index.ts';
import { rowOf } from '../support/fake-workstation-items.ts';
import { threadOf } from '../support/fake-workstation-threads.ts';

const NOW = 1_800_000_000_000;
const ME = 'agent-on';
const row = rowOf({ id: 'kiel', who: 'Kiel_Gaarden', handle: 'kiel_gaarden', line: 'Hallo??', due: 5, owner: ME, messages: 2 }, NOW);

function opened(): OpenConversation {
  const { entities, bodies } = threadOf(row, NOW);
  return fromView({ conversationId: row.conversationId, held: 'held', entities, bodies, outbox: [], draft: null });
}
const entry = (state: OutboxEntry['state'], replyId = 'r1'): OutboxEntry => ({
  replyId,
  conversationId: row.conversationId,
  accountId: 'acc-help',
  agentId: ME,
  parts: ['Wir sind dran. ^ON'],
  visibility: 'public',
  createdAt: NOW + 1_000,
  state,
});
const messages = (open: OpenConversation, outbox: OutboxEntry[] = []): ThreadMessage[] =>
  buildThread(open, outbox, row.item, ME).entries.flatMap((one) => (one.kind === 'message' ? [one.message] : []));
const push = (open: OpenConversation, entities: EntityPatch[], bodies: Record<string, string> = {}, more: object = {}): OpenConversation =>
  foldPush(open, { conversationId: open.id, held: 'held', reset: false, entities, bodies, forget: [], ...more });

describe('the thread as it is shown', () => {
  it('stands in the order of time, with every person told apart and other parts marked as such', () => {
    const thread = buildThread(opened(), [], row.item, ME);
    const times = thread.entries.map((one) => one.at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(thread.people.map((person) => person.handle).toSorted()).toEqual(['@foerde_fan', '@kiel_gaarden', '@nachbar_nord']);
    expect(new Set(thread.people.map((person) => person.tone)).size).toBe(3);
    expect(thread.people.find((person) => person.handle === '@kiel_gaarden')?.tone).toBe(0);
    const others = messages(opened()).filter((message) => !message.own);
    expect(others.map((message) => message.person?.handle ?? message.agentId)).toEqual([
      '@nachbar_nord',
      '@foerde_fan',
      'agent-jw',
      '@foerde_fan',
    ]);
    expect(thread.lastInbound?.text).toBe('Hallo??');
  });

  it('counts who wrote here, not whoever changed meanwhile', () => {
    const open = opened();
    const known = entityOf(open, 'contact', row.contactId);
    const elsewhere: EntityPatch = { noun: 'contact', id: 'somebody-else', seq: 901, value: { ...known!, id: 'somebody-else' } as EntityPatch['value'] };
    expect(buildThread(push(open, [elsewhere]), [], row.item, ME).people).toHaveLength(3);
  });

  it('says to whom a post answers, and shows nothing of a deleted one', () => {
    const all = messages(opened());
    expect(all.find((message) => message.agentId === 'agent-jw')?.replyTo?.name).toBe('@foerde_fan');
    const deleted = all.find((message) => message.deletedAt !== undefined);
    expect(deleted).toMatchObject({ text: undefined, side: 'in' });
    expect(all.some((message) => message.editedAt !== undefined)).toBe(true);
  });

  it('POST-1 a post names whom it speaks to, what it quotes and shows, and how ours was put right', () => {
    const all = messages(opened());
    const first = entitiesOf(opened(), 'message').find((one) => one.direction === 'in' && one.deletedAt === undefined);
    const change = { id: 'x1', kind: 'correct', reason: 'mistake', agentId: ME, at: NOW, state: 'done' } as const;
    const post: EntityPatch = { noun: 'message', id: 'm8', seq: 900, value: { id: 'm8', threadId: row.threadId, conversationId: row.conversationId, direction: 'in', authorContactId: row.contactId, visibility: 'public', remoteId: 'remote-8', quotedRemoteId: first?.remoteId ?? '', bodyRef: 'b8', sentAt: NOW, receivedAt: NOW, seq: 900, change } };
    const lost: EntityPatch = { ...post, id: 'm9', value: { ...(post.value as Message), id: 'm9', remoteId: 'remote-9', quotedRemoteId: 'nowhere', bodyRef: 'b9' } };
    const body = { text: 'Seht mal', mentions: [{ remoteId: 'p1', handle: 'nachbar_nord' }], media: [{ kind: 'image', url: 'https://bilder.example/1.jpg', alt: 'ein Router' }] };
    const open = push(opened(), [post, lost], { b8: JSON.stringify(body), b9: JSON.stringify({ text: 'ohne alles' }) });
    const shown = messages(open).find(({ id }) => id === 'm8');
    expect(shown).toMatchObject({ post: { mentions: ['@nachbar_nord'], media: body.media, quoted: { messageId: first?.id } }, change });
    expect(shown?.post?.quoted?.text).not.toBe('');
    expect(messages(open).find(({ id }) => id === 'm9')?.post?.quoted).toEqual({ messageId: undefined, name: '', text: '' });
    expect(all.every((message) => message.post === undefined)).toBe(true);
  });

  it('shows an own answer at once and replaces it by the delivered post, never both', () => {
    const before = messages(opened(), [entry({ kind: 'sending', part: 0, parts: 1, since: NOW })]);
    expect(before.filter((message) => message.replyId === 'r1')).toMatchObject([
      { state: { kind: 'sending' }, text: 'Wir sind dran. ^ON' },
    ]);
    const sent: EntityPatch = {
      noun: 'message',
      id: 'm9',
      seq: 900,
      value: {
        id: 'm9',
        threadId: row.threadId,
        conversationId: row.conversationId,
        direction: 'out',
        agentId: ME,
        replyId: 'r1',
        visibility: 'public',
        remoteId: 'x9',
        bodyRef: 'b9',
        sentAt: NOW + 2_000,
        receivedAt: NOW + 2_000,
        seq: 900,
      },
    };
    const after = messages(push(opened(), [sent], { b9: JSON.stringify({ text: 'Wir sind dran. ^ON' }) }), [
      entry({ kind: 'delivered', at: NOW }),
    ]);
    expect(after.filter((message) => message.replyId === 'r1')).toMatchObject([{ id: 'm9', state: { kind: 'delivered' } }]);
  });

  it('keeps a reply that became a draft out of the thread', () => {
    expect(
      messages(opened(), [entry({ kind: 'becameDraft', code: 'LEASE_LOST', detail: '', at: NOW })]).some(
        (message) => message.replyId === 'r1',
      ),
    ).toBe(false);
  });

  it('tells that a colleague’s answer is on its way', () => {
    const reply: EntityPatch = {
      noun: 'reply',
      id: 'r7',
      seq: 700,
      value: {
        id: 'r7',
        conversationId: row.conversationId,
        accountId: 'acc-help',
        agentId: 'agent-jw',
        replicaId: 'rep',
        epoch: 1,
        bodyRef: 'b',
        partBodyRefs: [],
        visibility: 'public',
        followUp: false,
        platformKey: 'k',
        parts: 1,
        state: 'permitted',
        permittedAt: NOW,
      },
    };
    const events = buildThread(push(opened(), [reply]), [], row.item, ME).entries.filter((one) => one.kind === 'event');
    expect(events.map((one) => one.event.type).toSorted()).toEqual(['assigned', 'foreignAnswer']);
  });

  it('takes a note as plain text or as JSON', () => {
    expect(readText('einfach so')).toBe('einfach so');
    expect(readText('{"text":"verpackt"}')).toBe('verpackt');
    expect(readText('{"kaputt')).toBe('{"kaputt');
    expect(readText(undefined)).toBeUndefined();
  });
});

describe('a pushed change of the open conversation', () => {
  it('wins by seq, forgets what was deleted and leaves other conversations alone', () => {
    const open = opened();
    const item = { noun: 'workItem' as const, id: row.item.id, value: { ...row.item, priority: 3 } };
    const newer = push(open, [{ ...item, seq: 500 }]);
    expect(entityOf(newer, 'workItem', row.item.id)?.priority).toBe(3);
    expect(entityOf(push(newer, [{ ...item, seq: 499, value: { ...row.item, priority: 1 } }]), 'workItem', row.item.id)?.priority).toBe(3);
    expect(entityOf(push(newer, [{ ...item, seq: 501, value: null }]), 'workItem', row.item.id)).toBeUndefined();
    const ref = [...open.bodies.keys()][0] ?? '';
    expect(push(open, [], {}, { forget: [ref] }).bodies.has(ref)).toBe(false);
    expect(push(open, [{ ...item, seq: 999 }], {}, { conversationId: 'another' })).toBe(open);
  });

  it('on reset keeps nothing of before; a push without a draft leaves the draft', () => {
    const draft = {
      conversationId: row.conversationId,
      text: 'x',
      visibility: 'public' as const,
      savedAt: NOW,
      byAgentId: ME,
      origin: 'own' as const,
    };
    const open = { ...opened(), draft };
    const fresh = push(open, [{ noun: 'workItem', id: row.item.id, seq: 1, value: row.item }], {}, { reset: true });
    expect(entityOf(fresh, 'conversation', row.conversationId)).toBeUndefined();
    expect(fresh.bodies.size).toBe(0);
    expect(fresh.draft).toBe(draft);
    expect(push(open, [], {}, { draft: null }).draft).toBeNull();
  });
});
