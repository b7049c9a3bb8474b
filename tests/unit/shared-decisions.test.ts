import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { MINUTE, outcome, SharedCenter } from '../support/shared-center.ts';

// The accepting side of every decider; what they refuse stands in shared-refusals.test.ts.

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});
const run = (command: Command, by: string): Decision => c.run(command, { by });
const close = (workItemId: string, by: string): Decision => run({ type: 'workItem.close', data: { workItemId, disposition: { kind: 'noAnswerNeeded', reason: 'thanks' } } }, by);
const reassign = (workItemIds: string[], agentId: string | undefined, force = false): Decision => run({ type: 'workItem.reassign', data: { workItemIds, to: agentId === undefined ? { kind: 'queue' } : { kind: 'agent', agentId }, force, note: 'please' } }, 'lea');

describe('agents and the center', () => {
  test('AGT-1 a person sets their own state; a break carries reason and end', () => {
    run({ type: 'agent.setState', data: { state: 'onBreak', breakReason: 'lunch', breakMs: 30 * MINUTE } }, 'ann');
    expect(c.agent('ann')).toMatchObject({ state: 'onBreak', breakReason: 'lunch', breakUntil: c.now + 30 * MINUTE });
    run({ type: 'agent.setState', data: { state: 'available' } }, 'ann');
    expect(c.agent('ann')?.breakReason).toBeUndefined();
    expect(c.agent('ann')?.breakUntil).toBeUndefined();
    expect(outcome(run({ type: 'agent.setState', data: { state: 'available' } }, 'ann'))).toBe('nothing');
  });

  test('AGT-2 a lead forces a state, and the log says who', () => {
    run({ type: 'agent.forceState', data: { agentId: 'ann', state: 'onBreak' } }, 'lea');
    expect(c.agent('ann')).toMatchObject({ state: 'onBreak', breakReason: 'break' });
    expect(c.log.at(-1)).toMatchObject({ type: 'agent.stateChanged', data: { byAgentId: 'lea' } });
  });

  test('AGT-3 initials are one person’s; changing one’s own record keeps them', () => {
    expect(outcome(run({ type: 'agent.register', data: { ...c.must('agent', 'ann'), name: 'Ann Neu' } }, 'ada'))).toBe('agent.registered');
    expect(c.agent('ann')).toMatchObject({ name: 'Ann Neu', state: 'available', connected: true });
    expect(outcome(run({ type: 'agent.register', data: { ...c.must('agent', 'ann'), id: 'new', initials: 'ZZ' } }, 'ada'))).toBe('agent.registered');
    expect(c.agent('new')).toMatchObject({ state: 'offDuty', connected: false, missedOffers: 0 });
  });

  test('SEND-8 stop and resume are idempotent, and registering anew does not resume', () => {
    const stop: Command = { type: 'account.stop', data: { accountId: 'open', reason: 'wrong price' } };
    expect(outcome(run(stop, 'lea'))).toBe('account.stopped');
    expect(outcome(run(stop, 'ada'))).toBe('nothing');
    run({ type: 'account.register', data: c.must('account', 'open') }, 'ada');
    expect(c.must('account', 'open').stopped).toMatchObject({ by: 'lea', reason: 'wrong price' });
    expect(outcome(run({ type: 'account.resume', data: { accountId: 'open' } }, 'lea'))).toBe('account.resumed');
    expect(outcome(run({ type: 'account.resume', data: { accountId: 'open' } }, 'lea'))).toBe('nothing');
  });

  test('AGT-4 queues, skills and teams are defined by admins, the last definition counts', () => {
    const before = c.must('queue', 'mobile');
    run({ type: 'queue.define', data: { ...before, order: 9 } }, 'ada');
    run({ type: 'skill.define', data: { id: 'tv', name: { de: 'TV', en: 'TV' }, kind: 'topic' } }, 'ada');
    run({ type: 'team.define', data: { id: 'north', name: 'Nord' } }, 'ada');
    expect([c.must('queue', 'mobile').order, c.must('skill', 'tv').kind, c.must('team', 'north').name]).toEqual([9, 'topic', 'Nord']);
  });
});

describe('who owns it', () => {
  test('OWN-1 every change of owner raises the epoch by one: take, transfer, return, reassign, accept, reopen', () => {
    const { itemId, conversationId } = c.given();
    const epochs: number[] = [];
    const step = (decision: Decision): void => {
      expect(decision.kind).toBe('accepted');
      epochs.push(c.conversation(conversationId).epoch);
    };
    step(run({ type: 'workItem.take', data: { workItemId: itemId } }, 'ann'));
    step(run({ type: 'workItem.transfer', data: { workItemId: itemId, to: { kind: 'agent', agentId: 'ben' } } }, 'ann'));
    step(run({ type: 'workItem.transfer', data: { workItemId: itemId, to: { kind: 'queue' } } }, 'ben'));
    const reservationId = c.offer(itemId, 'ann');
    step(run({ type: 'reservation.accept', data: { reservationId } }, 'ann'));
    step(reassign([itemId], 'ben'));
    step(reassign([itemId], undefined));
    step(run({ type: 'workItem.take', data: { workItemId: itemId } }, 'ben'));
    close(itemId, 'ben');
    step(run({ type: 'workItem.reopen', data: { workItemId: itemId } }, 'ann'));
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(c.item(itemId)).toMatchObject({ ownerAgentId: 'ann', epoch: 8, reopened: 1 });
  });

  test('OWN-3 taking what one has already changes nothing; taking an own offer ends the offer', () => {
    const { itemId } = c.given('ann');
    expect(outcome(run({ type: 'workItem.take', data: { workItemId: itemId } }, 'ann'))).toBe('nothing');
    const other = c.given();
    const reservationId = c.offer(other.itemId, 'ann');
    expect(outcome(run({ type: 'workItem.take', data: { workItemId: other.itemId } }, 'ann'))).toBe('reservation.rescinded workItem.assigned');
    expect(c.must('reservation', reservationId).state).toBe('rescinded');
  });

  test('OWN-4 an offer past its time may be accepted until its expiry is written', () => {
    const { itemId } = c.given();
    const reservationId = c.offer(itemId, 'ann');
    c.now += 10 * MINUTE;
    expect(outcome(run({ type: 'reservation.accept', data: { reservationId } }, 'ann'))).toBe('reservation.accepted workItem.assigned');
    expect(c.item(itemId).reason).toMatchObject({ by: 'offer', waitedMs: 10 * MINUTE });
  });

  test('OWN-12 a declined or expired offer puts the item back with its age', () => {
    const { itemId, conversationId } = c.given();
    const { queuedAt, dueAt } = c.item(itemId);
    c.now += MINUTE;
    run({ type: 'reservation.decline', data: { reservationId: c.offer(itemId, 'ann') } }, 'ann');
    const reservationId = c.offer(itemId, 'ben');
    c.emit({ type: 'reservation.expired', data: { reservationId, workItemId: itemId, conversationId, agentId: 'ben', at: c.now } });
    expect(c.item(itemId)).toMatchObject({ state: 'queued', queuedAt, dueAt, declinedBy: ['ann', 'ben'] });
    expect(c.agent('ben')?.missedOffers).toBe(1);
  });

  test('OWN-5 a transfer goes to a person, a queue or other needs; to oneself it is nothing', () => {
    const { itemId } = c.given('ann');
    const transfer = (to: Extract<Command, { type: 'workItem.transfer' }>['data']['to']): Decision => run({ type: 'workItem.transfer', data: { workItemId: itemId, to, note: 'knows TV' } }, 'ann');
    expect(outcome(transfer({ kind: 'agent', agentId: 'ann' }))).toBe('nothing');
    expect(outcome(transfer({ kind: 'queue', queueId: 'tv' }))).toBe('workItem.returned workItem.moved');
    expect(c.item(itemId)).toMatchObject({ state: 'queued', queueId: 'tv', needs: [{ skillId: 'tv', minLevel: 2 }], lastAgentId: 'ann' });
    c.assign(itemId, 'ann');
    transfer({ kind: 'queue', needs: [{ skillId: 'tv', minLevel: 5 }] });
    expect(c.item(itemId)).toMatchObject({ queueId: 'tv', needs: [{ skillId: 'tv', minLevel: 5 }] });
    c.assign(itemId, 'ann');
    transfer({ kind: 'agent', agentId: 'ben' });
    expect(c.item(itemId)).toMatchObject({ ownerAgentId: 'ben', reason: { by: 'person', personId: 'ann', note: 'knows TV' } });
  });

  test('OWN-5 a refused transfer says how long to wait', () => {
    const { itemId, conversationId } = c.given('ann');
    c.permit(conversationId, 'r1', { by: 'ann' });
    c.sendingUntil.set(conversationId, c.now + 90_000);
    const refused = run({ type: 'workItem.transfer', data: { workItemId: itemId, to: { kind: 'queue' } } }, 'ann');
    expect(refused).toMatchObject({ kind: 'refused', code: 'REPLY_UNDER_WAY', retryAfterMs: 90_000 });
    c.now += 90_000;
    expect(outcome(run({ type: 'workItem.transfer', data: { workItemId: itemId, to: { kind: 'queue' } } }, 'ann'))).toBe('workItem.returned');
  });

  test('OWN-6 many at once: each on its own, what could not be moved is named', () => {
    const free = c.given();
    const held = c.given('ann');
    const busy = c.given('ann');
    const over = c.given('ann');
    close(over.itemId, 'ann');
    c.permit(busy.conversationId, 'r1', { by: 'ann' });
    c.sendingUntil.set(busy.conversationId, c.now + MINUTE);
    const decision = reassign([free.itemId, held.itemId, held.itemId, busy.itemId, over.itemId, 'none'], 'ben');
    expect(decision).toMatchObject({ kind: 'accepted', result: { moved: [free.itemId, held.itemId], refused: [{ workItemId: busy.itemId, code: 'REPLY_UNDER_WAY', retryAfterMs: MINUTE }, { workItemId: over.itemId, code: 'ITEM_CLOSED' }, { workItemId: 'none', code: 'NOT_FOUND' }] } });
    expect([free, held, busy].map((g) => c.item(g.itemId).ownerAgentId)).toEqual(['ben', 'ben', 'ann']);
  });

  test('OWN-6 by force it is taken although an answer may be out, and the log says so', () => {
    const { itemId, conversationId } = c.given('ann');
    c.permit(conversationId, 'r1', { by: 'ann' });
    c.sendingUntil.set(conversationId, c.now + MINUTE);
    reassign([itemId], 'ben', true);
    expect(c.item(itemId).reason).toMatchObject({ by: 'person', personId: 'lea', forced: true });
    reassign([itemId], undefined, true);
    expect(c.log.at(-1)).toMatchObject({ type: 'workItem.returned', data: { forced: true, reason: 'reassigned' } });
    // The turn is still locked: whoever has it now cannot answer beside the one that may be out.
    c.assign(itemId, 'ben');
    expect(outcome(c.permit(conversationId, 'r2', { by: 'ben' }))).toBe('TURN_LOCKED');
  });

  test('SEND-22 refused or forced, the lead is told which answers may be out: whose, since when, until when, and what that desk last said waits', () => {
    const { itemId, conversationId } = c.given('ann');
    c.permit(conversationId, 'r1', { by: 'ann' });
    const since = c.now;
    c.now += 30_000;
    c.sendingUntil.set(conversationId, c.now + MINUTE);
    c.outboxes.set('ann', { waiting: 2, unclear: 1, asOf: c.now - 5_000 });
    const told = { workItemId: itemId, replyId: 'r1', agentId: 'ann', since, sendingPossibleUntil: c.now + MINUTE, waiting: 2, unclear: 1, asOfAt: c.now - 5_000 };
    expect(reassign([itemId], 'ben')).toMatchObject({ kind: 'refused', code: 'REPLY_UNDER_WAY', retryAfterMs: MINUTE, underWay: [told] });
    expect(run({ type: 'workItem.transfer', data: { workItemId: itemId, to: { kind: 'agent', agentId: 'ben' } } }, 'ann')).toMatchObject({ kind: 'refused', code: 'REPLY_UNDER_WAY', underWay: [told] });
    const free = c.given();
    expect(reassign([free.itemId, itemId], 'ben')).toMatchObject({ kind: 'accepted', result: { moved: [free.itemId], underWay: [told] } });
    expect(reassign([itemId], 'ben', true)).toMatchObject({ kind: 'accepted', result: { moved: [itemId], refused: [], underWay: [told] } });
    // Its outcome known, there is nothing to be told.
    c.report('r1', { by: 'ann' });
    expect(reassign([itemId], 'ann')).toMatchObject({ kind: 'accepted', result: { underWay: [] } });
  });

  test('OWN-7 leads may hold items of every account', () => {
    const { itemId } = c.given(undefined, { account: 'north' });
    expect(outcome(run({ type: 'workItem.take', data: { workItemId: itemId } }, 'lea'))).toBe('workItem.assigned');
  });
});

describe('ending', () => {
  test('OWN-9 closing is idempotent, ends an offer and is open to leads', () => {
    const { itemId } = c.given('ann');
    expect(outcome(close(itemId, 'ann'))).toBe('workItem.closed');
    expect(outcome(close(itemId, 'ann'))).toBe('nothing');
    const offered = c.given();
    c.offer(offered.itemId, 'ann');
    expect(outcome(close(offered.itemId, 'lea'))).toBe('reservation.rescinded workItem.closed');
    expect(c.item(itemId)).toMatchObject({ state: 'closed', cost: 0, disposition: { kind: 'noAnswerNeeded', reason: 'thanks' } });
    expect(c.conversation(c.item(itemId).conversationId).ownerAgentId).toBeUndefined();
  });

  test('OWN-10 parked costs nothing; the customer’s next message wakes it with a new due time', () => {
    const { itemId } = c.given('ann', { who: 'kim' });
    const { dueAt, cost } = c.item(itemId);
    const park: Command = { type: 'workItem.park', data: { workItemId: itemId } };
    expect(outcome(run(park, 'ann'))).toBe('workItem.parked');
    expect(outcome(run(park, 'ann'))).toBe('nothing');
    expect(c.item(itemId)).toMatchObject({ waitingFor: 'customer', cost: 0, ownerAgentId: 'ann' });
    c.now += MINUTE;
    c.customerWrites('kim');
    expect(c.item(itemId)).toMatchObject({ waitingFor: 'us', cost, ownerAgentId: 'ann' });
    expect(c.item(itemId).dueAt).toBeGreaterThan(dueAt);
  });

  test('OWN-11 reopening what was dismissed opens its turn again, so that it can be answered', () => {
    const { itemId, conversationId, messageId } = c.given('ann');
    close(itemId, 'ann');
    expect(c.conversation(conversationId).openTurn).toBeUndefined();
    expect(outcome(run({ type: 'workItem.reopen', data: { workItemId: itemId } }, 'ben'))).toBe('workItem.reopened workItem.assigned');
    expect(c.conversation(conversationId).openTurn).toMatchObject([{ messageId }]);
    expect(outcome(c.permit(conversationId, 'r1', { by: 'ben' }))).toBe('reply.permitted');
    expect(outcome(run({ type: 'workItem.reopen', data: { workItemId: itemId } }, 'ben'))).toBe('nothing');
  });

  test('OWN-11 what was answered before the closing stays answered', () => {
    const { itemId, conversationId } = c.given('ann');
    c.permit(conversationId, 'r1', { by: 'ann' });
    c.report('r1', { by: 'ann' });
    close(itemId, 'ann');
    run({ type: 'workItem.reopen', data: { workItemId: itemId } }, 'ann');
    expect(c.conversation(conversationId).openTurn).toBeUndefined();
  });

  test('OWN-8 a reopened older item is the conversation’s item again: the next message joins it', () => {
    const { itemId, conversationId } = c.given('ann', { who: 'kim' });
    close(itemId, 'ann');
    c.customerWrites('kim');
    const second = c.conversation(conversationId).workItemId ?? '';
    expect(second).not.toBe(itemId);
    close(second, 'lea');
    expect(outcome(run({ type: 'workItem.reopen', data: { workItemId: itemId } }, 'ann'))).toBe('workItem.reopened workItem.assigned');
    c.customerWrites('kim');
    const open = [...c.state.all('workItem').values()].filter((item) => item.conversationId === conversationId && item.state !== 'closed');
    expect(open.map((item) => item.id)).toEqual([itemId]);
  });
});

describe('texts on a conversation', () => {
  const draft = (conversationId: string, by: string, more: { fromReplyId?: string; clear?: boolean } = {}): Decision => run({ type: 'draft.save', data: { conversationId, draft: more.clear === true ? null : { text: 'x', visibility: 'public' }, ...(more.fromReplyId === undefined ? {} : { fromReplyId: more.fromReplyId }) } }, by);

  test('TEXT-1 a note is written once however often it is sent, tags are a set, the address form is kept', () => {
    const { conversationId } = c.given('ann', { who: 'kim' });
    const note: Command = { type: 'note.add', data: { id: 'n1', conversationId, text: 'called back' } };
    expect([outcome(run(note, 'ben')), outcome(run(note, 'ben'))]).toEqual(['note.added', 'nothing']);
    run({ type: 'conversation.tag', data: { conversationId, tags: ['tv', 'tv', 'outage'] } }, 'ann');
    run({ type: 'contact.setAddressForm', data: { contactId: 'contact-kim', conversationId, addressForm: 'du' } }, 'ann');
    expect(c.conversation(conversationId).tags).toEqual(['tv', 'outage']);
    expect(c.must('contact', 'contact-kim').addressForm).toBe('du');
  });

  test('TEXT-1 the owner, a lead, and on what nobody holds anybody entitled may write', () => {
    const { conversationId } = c.given();
    expect(outcome(draft(conversationId, 'ann'))).toBe('draft.saved');
    expect(outcome(draft(conversationId, 'lea'))).toBe('draft.saved');
    expect(outcome(draft(conversationId, 'ann', { clear: true }))).toBe('draft.cleared');
    expect(outcome(draft(conversationId, 'ann', { clear: true }))).toBe('nothing');
  });

  test('TEXT-1 what was written before the item moved reaches the new owner, who alone throws it away', () => {
    const { itemId, conversationId } = c.given('ann');
    c.assign(itemId, 'ben');
    expect(outcome(draft(conversationId, 'ann'))).toBe('draft.saved');
    expect(outcome(draft(conversationId, 'ann'))).toBe('draft.saved');
    expect(c.must('draft', conversationId)).toMatchObject({ agentId: 'ann' });
    expect(outcome(draft(conversationId, 'ann', { clear: true }))).toContain('NOT_OWNER');
    expect(outcome(draft(conversationId, 'ben', { clear: true }))).toBe('draft.cleared');
  });

  test('TEXT-2 a reply that lost its lease becomes a draft for the new owner to see', () => {
    const { itemId, conversationId } = c.given('ann');
    c.assign(itemId, 'ben');
    expect(outcome(draft(conversationId, 'ann', { fromReplyId: 'r-lost' }))).toBe('draft.saved');
    expect(c.must('draft', conversationId)).toMatchObject({ agentId: 'ann', fromReplyId: 'r-lost' });
    // Only who has that text before them changes it: an older draft of their own does not overwrite it.
    expect(outcome(draft(conversationId, 'ben'))).toContain('NOT_OWNER');
    expect(c.must('draft', conversationId)).toMatchObject({ agentId: 'ann', fromReplyId: 'r-lost' });
    expect(outcome(draft(conversationId, 'ben', { fromReplyId: 'r-lost' }))).toBe('draft.saved');
    expect(outcome(draft(conversationId, 'ben', { fromReplyId: 'r-lost', clear: true }))).toBe('draft.cleared');
    expect(outcome(draft(conversationId, 'ben'))).toBe('draft.saved');
  });
});
