import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { CenterIndex } from '../../server/center/center-index.ts';
import { CLOSED_SHOWN_MS, holds, mayRead, seesRow, type Viewer } from '../../server/center/visibility.ts';
import { draftSnapshot } from '../../server/push/snapshot.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { QUEUE, SharedCenter } from '../support/shared-center.ts';

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../docs/visibility.md'), 'utf8');

/** The rows of the table whose first heading is this, by their first cell. */
function table(heading: string): { columns: string[]; rows: Map<string, string[]> } {
  const lines = PAGE.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading}`));
  const cells = (line: string): string[] => line.split('|').slice(1, -1).map((cell) => cell.trim());
  const rows = new Map<string, string[]>();
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    const [name = '', ...rest] = cells(line);
    rows.set(name, rest);
  }
  return { columns: cells(lines[start] ?? '').slice(1), rows };
}

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
  c.emit({ type: 'queue.defined', data: { ...QUEUE, teamIds: ['north'] } });
});

function see(viewer: Viewer, conversationId: string): string {
  const conversation = c.state.get('conversation', conversationId);
  const item = conversation?.workItemId === undefined ? undefined : c.state.get('workItem', conversation.workItemId);
  const ofContact = new Set([...c.state.all('conversation').values()].filter((other) => other.contactId === conversation?.contactId).map((other) => other.id));
  const parts = [item !== undefined && seesRow(c.state, viewer, item, c.now) ? 'row' : '', holds(c.state, viewer, conversationId) ? 'held' : '', mayRead(c.state, viewer, conversationId, ofContact, c.now) ? 'open' : ''].filter((part) => part !== '');
  return parts.join(', ') || '–';
}
const viewer = (id: string): Viewer => {
  const { role, teamIds } = c.must('agent', id);
  return { agentId: id, role, teamIds };
};
const close = (itemId: string, by: string): unknown => c.run({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, { by });
const move = (id: string, teamIds: string[]): void => c.emit({ type: 'agent.registered', data: { ...c.must('agent', id), teamIds } });

/** Sets each state up and says who *the one* is; ben is the colleague, sue of another team, lea the lead. */
const STATES: Record<string, () => { conversationId: string; one?: string }> = {
  'waits in the queue (*the one* gave it back)': () => {
    const { itemId, conversationId } = c.given('ann');
    c.run({ type: 'workItem.transfer', data: { workItemId: itemId, to: { kind: 'queue' } } }, { by: 'ann' });
    return { conversationId, one: 'ann' };
  },
  'offered to *the one*': () => offered('ann'),
  'offered to *the one*, who is of another team': () => {
    move('ann', ['south']);
    return offered('ann');
  },
  'assigned to *the one*': () => ({ ...c.given('ann'), one: 'ann' }),
  'assigned to *the one*, waits for the customer': () => {
    const { itemId, conversationId } = c.given('ann');
    c.run({ type: 'workItem.park', data: { workItemId: itemId } }, { by: 'ann' });
    return { conversationId, one: 'ann' };
  },
  'assigned to *the one*, who left the team since': () => {
    const given = c.given('ann');
    move('ann', ['south']);
    return { ...given, one: 'ann' };
  },
  'closed by *the one*, within 12 hours': () => closedBy('ann', CLOSED_SHOWN_MS),
  'closed by *the one*, longer ago': () => closedBy('ann', CLOSED_SHOWN_MS + 1),
  'closed without anybody ever having held it': () => {
    const given = c.given();
    c.emit({ type: 'workItem.closed', data: { workItemId: given.itemId, conversationId: given.conversationId, disposition: { kind: 'answeredElsewhere' }, at: c.now } });
    return given;
  },
  'the conversation has no item': () => {
    const base = { threadId: 't', accountId: 'open', contactId: 'k', channel: 'sandbox', visibility: 'public', openedAt: c.now } as const;
    c.emit({ type: 'conversation.opened', data: { id: 'bare', ...base } });
    return { conversationId: 'bare' };
  },
};
function offered(to: string): { conversationId: string; one: string } {
  const { itemId, conversationId } = c.given();
  c.offer(itemId, to);
  return { conversationId, one: to };
}
function closedBy(by: string, ago: number): { conversationId: string; one: string } {
  const { itemId, conversationId } = c.given(by);
  close(itemId, by);
  c.now += ago;
  return { conversationId, one: by };
}

describe('VIS-1 the table of states', () => {
  const { columns, rows } = table('state of the item');

  test('VIS-1 the table has the columns and rows that are checked, and no other', () => {
    expect(columns).toEqual(['the one', 'a colleague', 'another team', 'a lead']);
    expect([...rows.keys()]).toEqual(Object.keys(STATES));
  });

  test.each(Object.keys(STATES))('VIS-1 %s', (state) => {
    const { conversationId, one } = STATES[state]?.() ?? { conversationId: '' };
    const seen = [one === undefined ? '–' : see(viewer(one), conversationId), see(viewer('ben'), conversationId), see(viewer('sue'), conversationId), see(viewer('lea'), conversationId)];
    expect(seen).toEqual(rows.get(state));
    expect(see(viewer('ada'), conversationId), 'an admin is a lead').toBe(rows.get(state)?.[3]);
  });

  test('VIS-1 another team is told by the account as well as by the queue; without teams everybody is a colleague', () => {
    c.emit({ type: 'queue.defined', data: QUEUE });
    const northern = c.given(undefined, { account: 'north' });
    expect([see(viewer('ben'), northern.conversationId), see(viewer('sue'), northern.conversationId)]).toEqual(['row, open', '–']);
    const free = c.given();
    expect([see(viewer('ben'), free.conversationId), see(viewer('sue'), free.conversationId)]).toEqual(['row, open', 'row, open']);
  });
});

describe('VIS-2 the history of a contact', () => {
  const { rows } = table('the agent holds a conversation');
  const states: Record<string, (itemId: string) => void> = {
    "waits in another team's queue": () => undefined,
    'is assigned in another team': (itemId) => c.assign(itemId, 'sue'),
    'was closed in another team long ago': (itemId) => {
      c.assign(itemId, 'sue');
      close(itemId, 'sue');
      c.now += 10 * CLOSED_SHOWN_MS;
    },
  };

  test('VIS-2 every row is checked', () => expect([...rows.keys()]).toEqual(Object.keys(states)));

  test.each(Object.keys(states))('VIS-2 the other one %s', (state) => {
    c.emit({ type: 'queue.defined', data: { ...QUEUE, teamIds: ['south'] } });
    const mine = c.given('ann', { who: 'kim' });
    c.customerWrites('kim', { thread: 'elsewhere' });
    const other = 'conv-kim-elsewhere';
    states[state]?.(c.conversation(other).workItemId ?? '');
    expect([see(viewer('ann'), other), see(viewer('ben'), other)]).toEqual(rows.get(state));
    c.run({ type: 'workItem.transfer', data: { workItemId: mine.itemId, to: { kind: 'queue' } } }, { by: 'ann' });
    expect(see(viewer('ann'), other), 'it ends with the right that gave it').toBe('–');
  });
});

describe('VIS-3 what is held', () => {
  test('VIS-3 contains exactly what the table says', () => {
    const { rows } = table('of the thread');
    const kim = 'conv-kim-t';
    const tom = 'conv-tom-t';
    const kims = c.customerWrites('kim', { thread: 't' });
    const toms = c.customerWrites('tom', { thread: 't' });
    const message = (id: string, visibility: 'public' | 'private', conversationId: string | undefined, more: object = {}): NewEvent => ({ type: 'message.received', data: { id, threadId: 't', direction: 'in', visibility, remoteId: id, bodyRef: `text-${id}`, sentAt: c.now, receivedAt: c.now, ...(conversationId === undefined ? {} : { conversationId }), ...more } });
    c.emit(message('kim-private', 'private', kim), message('tom-private', 'private', tom), message('brand', 'public', undefined, { direction: 'out' }), message('gone', 'public', kim), { type: 'message.deleted', data: { messageId: 'gone', deletedAt: c.now } });
    const item = c.conversation(kim).workItemId ?? '';
    const offer = c.offer(item, 'ann');
    for (const [id, conversationId] of [['kim-note', kim], ['tom-note', tom]] as const) c.run({ type: 'note.add', data: { id, conversationId, text: 'x' } }, { by: 'lea' });
    c.run({ type: 'draft.save', data: { conversationId: kim, draft: { text: 'x', visibility: 'public' } } }, { by: 'lea' });
    c.assign(c.conversation(tom).workItemId ?? '', 'ben');
    c.permit(tom, 'tom-reply', { by: 'ben' });
    c.emit({ type: 'reply.permitted', data: { id: 'kim-reply', conversationId: kim, accountId: 'open', agentId: 'ann', replicaId: 'x', epoch: 1, bodyRef: 'frozen', partBodyRefs: ['part'], visibility: 'public', followUp: false, platformKey: 'k', parts: 1, permittedAt: c.now } });

    const index = new CenterIndex();
    index.rebuild(c.state);
    const snapshot = draftSnapshot(c.state, index, kim, 77);
    const has = (noun: string, id: string): boolean => snapshot?.entities.some((e) => e.noun === noun && e.id === id) ?? false;
    const refs = new Set(snapshot?.refs);
    const found: Record<string, boolean> = {
      'the thread itself': has('thread', 't'),
      'this conversation': has('conversation', kim),
      "other people's conversations in the thread": has('conversation', tom),
      "this person's public messages": has('message', kims) && refs.has(c.must('message', kims).bodyRef),
      "this person's private messages": has('message', 'kim-private') && refs.has('text-kim-private'),
      "other people's public messages, with who wrote them": has('message', toms) && has('contact', 'contact-tom') && refs.has('profile-tom'),
      "other people's private messages": has('message', 'tom-private') || refs.has('text-tom-private'),
      "the brand's public posts": has('message', 'brand') && refs.has('text-brand'),
      'the work item': has('workItem', item),
      'its pending offer': has('reservation', offer),
      'notes on this conversation': has('note', 'kim-note') && refs.has(c.must('note', 'kim-note').bodyRef),
      'notes on other conversations': has('note', 'tom-note'),
      'replies of this conversation': has('reply', 'kim-reply') && refs.has('frozen'),
      'replies of other conversations': has('reply', 'tom-reply'),
      'the draft of this conversation': has('draft', kim) && refs.has(c.must('draft', kim).bodyRef),
      'the text of a deleted message': refs.has('text-gone'),
      "the contact's profile": has('contact', 'contact-kim') && refs.has('profile-kim'),
    };
    expect(Object.fromEntries(Object.entries(found).map(([what, there]) => [what, there ? 'yes' : 'no']))).toEqual(Object.fromEntries([...rows].map(([what, cells]) => [what, cells[0]])));
    expect(snapshot?.asOfSeq).toBe(77);
    expect(draftSnapshot(c.state, index, 'none', 1)).toBeUndefined();
  });
});
