import { beforeEach, describe, expect, test } from 'vitest';
import { EVENT_DEFINITIONS, placeEvent, type CenterEvent, type NewEvent } from '../../shared/events/index.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { applyEvent, reduceEntity, touches } from '../../shared/reducers/index.ts';
import { reduceWorkItem } from '../../shared/reducers/work-item.ts';
import { reduceConversation } from '../../shared/reducers/conversation.ts';
import { MINUTE, SharedCenter, START } from '../support/shared-center.ts';
import { storedEvents } from '../support/stored-events.ts';

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});
let seq = 1_000;
const at = (event: NewEvent): CenterEvent => placeEvent(event, { seq: ++seq, at: START, actor: 'test' });

describe('conversation', () => {
  test('OWN-2 the epoch never falls, whatever event comes', () => {
    const { itemId, conversationId } = c.given('ann');
    for (let i = 0; i < 4; i += 1) c.assign(itemId, i % 2 === 0 ? 'ben' : 'ann');
    const before = c.conversation(conversationId).epoch;
    const ref = { workItemId: itemId, conversationId, at: START };
    for (const event of [
      at({ type: 'workItem.assigned', data: { ...ref, agentId: 'sue', epoch: 1, reason: { by: 'router' } } }),
      at({ type: 'workItem.returned', data: { ...ref, fromAgentId: 'sue', epoch: 2, reason: 'idle' } }),
    ]) expect(reduceConversation(c.conversation(conversationId), event)?.epoch).toBe(before);
  });

  test('SEND-10 only the outcome of the reply that holds the lock clears it', () => {
    const { conversationId } = c.given('ann');
    c.permit(conversationId, 'r1', { by: 'ann' });
    const locked = c.conversation(conversationId);
    const ref = { conversationId, at: START };
    const keeps: NewEvent[] = [
      { type: 'reply.unconfirmed', data: { ...ref, replyId: 'r1', reason: 'deskSilent' } },
      { type: 'reply.failed', data: { ...ref, replyId: 'r0', failure: { code: 'X', detail: '', retryable: false } } },
      { type: 'reply.discarded', data: { ...ref, replyId: 'r0', agentId: 'lea' } },
      { type: 'conversation.answeredElsewhere', data: { conversationId, messageId: 'm', throughMessageId: 'm', at: START } },
      { type: 'workItem.closed', data: { workItemId: locked.workItemId ?? '', conversationId, disposition: { kind: 'resolved' }, at: START } },
    ];
    for (const event of keeps) expect(reduceConversation(locked, at(event))?.lockedByReplyId, event.type).toBe('r1');
    const clears: NewEvent[] = [
      { type: 'reply.delivered', data: { ...ref, replyId: 'r1', by: 'desk', remoteIds: ['x'], messages: [] } },
      { type: 'reply.failed', data: { ...ref, replyId: 'r1', failure: { code: 'X', detail: '', retryable: false } } },
      { type: 'reply.discarded', data: { ...ref, replyId: 'r1', agentId: 'lea' } },
    ];
    for (const event of clears) expect(reduceConversation(locked, at(event))?.lockedByReplyId, event.type).toBeUndefined();
  });

  test('SEND-11 a message taken back leaves its turn; the answer under way that reached to it covers what came before', () => {
    const { conversationId, messageId } = c.given('ann', { who: 'kim' });
    const second = c.customerWrites('kim');
    c.permit(conversationId, 'r1', { by: 'ann' });
    const third = c.customerWrites('kim');
    c.emit({ type: 'message.deleted', data: { messageId: second, deletedAt: c.now } });
    expect(c.conversation(conversationId).openTurn?.map((m) => m.messageId)).toEqual([messageId, third]);
    c.report('r1', { by: 'ann' });
    expect(c.conversation(conversationId).openTurn?.map((m) => m.messageId)).toEqual([third]);
  });

  test('SEND-11 when all it answered was taken back, it covers nothing of what came later', () => {
    const { conversationId, messageId } = c.given('ann', { who: 'kim' });
    c.permit(conversationId, 'r1', { by: 'ann' });
    const later = c.customerWrites('kim');
    c.emit({ type: 'message.deleted', data: { messageId, deletedAt: c.now } });
    c.report('r1', { by: 'ann' });
    expect(c.conversation(conversationId).openTurn?.map((m) => m.messageId)).toEqual([later]);
  });

  test('OWN-11 what was taken back while the item was closed does not come back with it', () => {
    const { itemId, conversationId, messageId } = c.given('ann', { who: 'kim' });
    const second = c.customerWrites('kim');
    c.run({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, { by: 'ann' });
    c.emit({ type: 'message.deleted', data: { messageId: second, deletedAt: c.now } });
    c.run({ type: 'workItem.reopen', data: { workItemId: itemId } }, { by: 'ann' });
    expect(c.conversation(conversationId).openTurn?.map((m) => m.messageId)).toEqual([messageId]);
  });

  test('SEND-11 a delivery whose event does not say what it covers (an older log) takes it from the lock', () => {
    const { conversationId, messageId } = c.given('ann', { who: 'kim' });
    c.permit(conversationId, 'r1', { by: 'ann' }, { through: messageId });
    const later = c.customerWrites('kim');
    const after = reduceConversation(c.conversation(conversationId), at({ type: 'reply.delivered', data: { replyId: 'r1', conversationId, at: START, by: 'echo', remoteIds: ['x'], messages: [] } }));
    expect(after?.openTurn?.map((m) => m.messageId)).toEqual([later]);
  });

  test('ING-8 an answer from elsewhere covers what it names', () => {
    const { conversationId, messageId } = c.given('ann', { who: 'kim' });
    const later = c.customerWrites('kim');
    c.emit({ type: 'conversation.answeredElsewhere', data: { conversationId, messageId: 'm-out', throughMessageId: messageId, at: c.now } });
    expect(c.conversation(conversationId)).toMatchObject({ openTurn: [{ messageId: later }], answeredThroughMessageId: messageId, firstAnsweredAt: c.now });
  });

  test('EVT-7 one person posting without end does not make the state grow without end', () => {
    const { conversationId } = c.given(undefined, { who: 'kim' });
    let last = '';
    for (let i = 0; i < 1_100; i += 1) last = c.customerWrites('kim');
    expect(c.conversation(conversationId).openTurn).toHaveLength(1_000);
    expect(c.conversation(conversationId).openTurn?.at(-1)?.messageId).toBe(last);
  });
});

describe('items, messages, people', () => {
  test('OWN-12 a chaser joins the open item and keeps its clock', () => {
    const { itemId } = c.given(undefined, { who: 'kim' });
    const before = c.item(itemId);
    c.now += MINUTE;
    c.customerWrites('kim');
    expect(c.item(itemId)).toEqual(before);
    expect(c.log.at(-1)?.type).toBe('workItem.chased');
  });

  test('OWN-12 moving to another queue forgets who declined, being assigned forgets the return', () => {
    const { itemId, conversationId } = c.given();
    c.run({ type: 'reservation.decline', data: { reservationId: c.offer(itemId, 'ann') } }, { by: 'ann' });
    c.emit({ type: 'workItem.moved', data: { workItemId: itemId, conversationId, queueId: 'tv', needs: [], at: c.now } });
    expect(c.item(itemId).declinedBy).toBeUndefined();
    c.assign(itemId, 'ann');
    c.run({ type: 'workItem.transfer', data: { workItemId: itemId, to: { kind: 'queue' } } }, { by: 'ann' });
    expect(c.item(itemId)).toMatchObject({ returnReason: 'released', lastAgentId: 'ann' });
    c.assign(itemId, 'ben');
    expect(c.item(itemId).returnReason).toBeUndefined();
  });

  test('OWN-4 what became of an offer is final', () => {
    const { itemId, conversationId } = c.given();
    const reservationId = c.offer(itemId, 'ann');
    c.run({ type: 'reservation.accept', data: { reservationId } }, { by: 'ann' });
    c.emit({ type: 'reservation.expired', data: { reservationId, workItemId: itemId, conversationId, agentId: 'ann', at: c.now } });
    expect(c.must('reservation', reservationId).state).toBe('accepted');
    expect(c.item(itemId).state).toBe('assigned');
  });

  test('ING-9 an edit changes the text of a standing message; after the deletion nothing does', () => {
    const { messageId } = c.given();
    c.emit({ type: 'message.edited', data: { messageId, bodyRef: 'b2', editedAt: c.now } });
    expect(c.must('message', messageId)).toMatchObject({ bodyRef: 'b2', editedAt: c.now });
    c.emit({ type: 'message.deleted', data: { messageId, deletedAt: c.now + 1 } }, { type: 'message.deleted', data: { messageId, deletedAt: c.now + 9 } }, { type: 'message.edited', data: { messageId, bodyRef: 'b3', editedAt: c.now + 10 } });
    expect(c.must('message', messageId)).toMatchObject({ bodyRef: 'b2', deletedAt: c.now + 1 });
  });

  test('AGT-5 after a restart of the server nobody is connected until they connect', () => {
    c.emit({ type: 'agent.dropped', data: { agentId: 'ben', at: c.now } });
    c.now += MINUTE;
    c.emit({ type: 'server.resumed', data: { at: c.now } });
    for (const id of ['ann', 'ben', 'lea']) expect(c.agent(id)).toMatchObject({ connected: false, droppedAt: c.now });
    c.emit({ type: 'agent.connected', data: { agentId: 'ann', place: 'home', at: c.now } });
    expect(c.agent('ann')).toMatchObject({ connected: true, place: 'home' });
    expect(c.agent('ann')?.droppedAt).toBeUndefined();
  });

  test('AGT-5 missed offers count until one is accepted or the person says available', () => {
    const miss = (agentId: string): void => {
      const { itemId, conversationId } = c.given();
      const reservationId = c.offer(itemId, agentId);
      c.emit({ type: 'reservation.expired', data: { reservationId, workItemId: itemId, conversationId, agentId, at: c.now } });
    };
    miss('ann');
    miss('ann');
    expect(c.agent('ann')?.missedOffers).toBe(2);
    c.run({ type: 'reservation.accept', data: { reservationId: c.offer(c.given().itemId, 'ann') } }, { by: 'ann' });
    expect(c.agent('ann')?.missedOffers).toBe(0);
    miss('ann');
    c.emit({ type: 'agent.stateChanged', data: { agentId: 'ann', state: 'available', at: c.now } });
    expect(c.agent('ann')?.missedOffers).toBe(0);
  });
});

describe('R8 a promise of an item', () => {
  test('stands until it has woken, is renewed by a new one, and is kept by the answer after it woke', () => {
    const { itemId, conversationId } = c.given('ann');
    const ref = { workItemId: itemId, conversationId, at: START };
    const promise = { dueAt: START + 60 * MINUTE, byAgentId: 'ann' };
    const after = (...events: NewEvent[]) => events.reduce((item, event) => reduceWorkItem(item, at(event)), c.item(itemId) as ReturnType<typeof reduceWorkItem>)?.promise;
    const parked = (with_?: typeof promise): NewEvent => ({ type: 'workItem.parked', data: { ...ref, ...(with_ === undefined ? {} : { promise: with_ }) } });
    const resumed = (because?: 'promise'): NewEvent => ({ type: 'workItem.resumed', data: { ...ref, dueAt: START, cost: 10, ...(because === undefined ? {} : { because }) } });
    expect(after(parked(promise), resumed(), parked())).toEqual(promise);
    expect(after(parked(promise), resumed('promise'))).toEqual({ ...promise, woke: true });
    expect(after(parked(promise), resumed('promise'), parked())).toBeUndefined();
    const later = { ...promise, dueAt: START + 90 * MINUTE };
    expect(after(parked(promise), resumed('promise'), parked(later))).toEqual(later);
  });
});

test('SITU-5 a conversation keeps what was promised in it, beyond its items, the last ten, each time once', () => {
  const { itemId, conversationId } = c.given('ann');
  const park = (dueAt?: number): void => c.emit({ type: 'workItem.parked', data: { workItemId: itemId, conversationId, at: c.now, ...(dueAt === undefined ? {} : { promise: { dueAt, byAgentId: 'ann' } }) } });
  park();
  expect(c.conversation(conversationId).promised).toBeUndefined();
  for (let i = 1; i <= 12; i += 1) park(START + i * MINUTE);
  park(START + 5 * MINUTE);
  c.emit({ type: 'workItem.closed', data: { workItemId: itemId, conversationId, disposition: { kind: 'noAnswerNeeded', reason: 'thanks' }, at: c.now } });
  expect(c.conversation(conversationId).promised?.map((one) => (one.dueAt - START) / MINUTE)).toEqual([3, 4, 6, 7, 8, 9, 10, 11, 12, 5]);
});

describe('folding', () => {
  test('EVT-8 what an event opens is opened once: the same opening again changes nothing of it', () => {
    const { conversationId } = c.given('ann');
    c.offer(c.given().itemId, 'ben');
    c.permit(conversationId, 'r1', { by: 'ann' });
    c.run({ type: 'note.add', data: { id: 'n1', conversationId, text: 'x' } }, { by: 'ann' });
    c.report('r1', { by: 'ann' });
    const openings = { 'contact.created': 'contact', 'thread.opened': 'thread', 'conversation.opened': 'conversation', 'workItem.queued': 'workItem', 'reservation.offered': 'reservation', 'reply.permitted': 'reply', 'note.added': 'note' } as const;
    const seen = new Set<string>();
    for (const event of c.log) {
      const noun = openings[event.type as keyof typeof openings];
      if (noun === undefined) continue;
      const ref = touches(event, c.state)[0];
      const value = c.state.get(noun, ref?.[1] ?? '');
      expect(value).toBeDefined();
      expect(reduceEntity(noun, ref?.[1] ?? '', value, event), event.type).toEqual(value);
      seen.add(event.type);
    }
    expect(seen.size).toBe(Object.keys(openings).length);
  });

  test('EVT-8 folding tells what changed, and only that', () => {
    const { conversationId, itemId } = c.given();
    const event = at({ type: 'workItem.assigned', data: { workItemId: itemId, conversationId, agentId: 'ann', epoch: 1, at: START, reason: { by: 'router' } } });
    expect(applyEvent(c.state, event)).toEqual([['workItem', itemId], ['conversation', conversationId], ['agent', 'ann']]);
    expect(applyEvent(c.state, at({ type: 'workItem.chased', data: { workItemId: itemId, conversationId, at: START } }))).toEqual([]);
  });

  test('EVT-9 a dumped store loads to the same state, and loading replaces what was there', () => {
    c.given('ann');
    const copy = new EntityMaps();
    copy.set('team', 'old', { id: 'old', name: 'Old' });
    copy.load(JSON.parse(JSON.stringify(c.state.dump())) as ReturnType<EntityMaps['dump']>);
    expect(copy.dump()).toEqual(c.state.dump());
    expect(copy.get('team', 'old')).toBeUndefined();
    copy.set('team', 'north', undefined);
    expect(c.state.get('team', 'north')).toBeDefined();
    expect(copy.all('team').size).toBe(0);
  });

  test('EVT-8 every kind of event has somewhere to go', () => {
    const events = storedEvents();
    expect(new Set(events.map((e) => e.event.type)).size).toBe(EVENT_DEFINITIONS.size);
    const empty = events.filter(({ event }) => touches(event, c.state).length === 0).map(({ event }) => event.type);
    expect(empty, 'server.resumed changes every agent, by walking them').toEqual(['server.resumed']);
  });
});

test('ING-6 a post to a closed item queues a new one, due as a further answer once there was a first', () => {
  const { itemId, conversationId } = c.given('ann', { who: 'kim' });
  c.permit(conversationId, 'r1', { by: 'ann' });
  c.report('r1', { by: 'ann' });
  c.run({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, { by: 'ann' });
  c.customerWrites('kim');
  const fresh = c.item(c.conversation(conversationId).workItemId ?? '');
  expect(fresh.id).not.toBe(itemId);
  expect(fresh.dueAt - fresh.queuedAt).toBe(40 * MINUTE);
  expect(c.item(c.given().itemId).dueAt - c.now).toBe(20 * MINUTE);
});
