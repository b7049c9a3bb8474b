import { beforeEach, describe, expect, test } from 'vitest';
import { Budgets } from '../../server/permits/budget.ts';
import { Leases } from '../../server/permits/leases.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { delivered } from '../../shared/deciders/reply-outcome.ts';
import { MINUTE, outcome, SharedCenter, START } from '../support/shared-center.ts';

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});
const settle = (by: string, decision: { kind: 'found'; remoteId?: string } | { kind: 'discard' }, replicaId?: string): Decision => c.run({ type: 'reply.settle', data: { replyId: 'r1', decision } }, { by, replicaId });
function answering(owner = 'ann'): { itemId: string; conversationId: string; messageId: string } {
  const given = c.given(owner, { who: 'kim' });
  expect(outcome(c.permit(given.conversationId, 'r1', { by: owner }))).toBe('reply.permitted');
  return given;
}
const openTurn = (conversationId: string): string[] => (c.conversation(conversationId).openTurn ?? []).map((m) => m.messageId);

describe('leave to send', () => {
  test('SEND-1 the permit holds what was frozen: parts, key, what it answers, epoch and replica', () => {
    const { conversationId, messageId, itemId } = c.given('ann');
    c.permit(conversationId, 'r1', { by: 'ann' }, { parts: ['1/2', '2/2'], workItemId: itemId, frozen: { inReplyToRemoteId: 'remote-7' } });
    expect(c.must('reply', 'r1')).toMatchObject({ state: 'permitted', parts: 2, platformKey: 'key-r1', answersThroughMessageId: messageId, epoch: 1, replicaId: 'desk-ann', inReplyToRemoteId: 'remote-7', workItemId: itemId });
    expect(new Set([c.must('reply', 'r1').bodyRef, ...c.must('reply', 'r1').partBodyRefs]).size).toBe(3);
    expect(JSON.stringify(c.log)).not.toContain('1/2');
  });

  test('SEND-3 asked again by the same replica it says how things stand, and writes nothing', () => {
    const { conversationId } = answering();
    const again = (): Decision => c.permit(conversationId, 'r1', { by: 'ann' });
    expect(again()).toMatchObject({ kind: 'accepted', events: [], result: { state: 'permitted' } });
    c.report('r1', { by: 'ann' });
    expect(again()).toMatchObject({ kind: 'accepted', events: [], result: { state: 'delivered' } });
    expect(c.spent).toBe(1);
  });

  test('SEND-2 a permitted reply clears the sender’s own draft, nobody else’s', () => {
    const one = c.given('ann');
    c.emit({ type: 'draft.saved', data: { conversationId: one.conversationId, agentId: 'ann', bodyRef: 'b', savedAt: c.now } });
    expect(outcome(c.permit(one.conversationId, 'r1', { by: 'ann' }))).toBe('reply.permitted draft.cleared');
    const two = c.given('ann');
    c.emit({ type: 'draft.saved', data: { conversationId: two.conversationId, agentId: 'ben', bodyRef: 'b', savedAt: c.now } });
    expect(outcome(c.permit(two.conversationId, 'r2', { by: 'ann' }))).toBe('reply.permitted');
  });

  test('SEND-4 the lock ends with each certain outcome', () => {
    for (const [i, end] of [() => c.report('r', { by: 'ann' }), () => c.reportFailed('r', { by: 'ann' }), () => c.run({ type: 'reply.settle', data: { replyId: 'r', decision: { kind: 'discard' } } }, { by: 'ann' })].entries()) {
      c = new SharedCenter();
      const { conversationId } = c.given('ann');
      c.permit(conversationId, 'r', { by: 'ann' });
      expect(c.conversation(conversationId).lockedByReplyId).toBe('r');
      end();
      expect(c.conversation(conversationId).lockedByReplyId, String(i)).toBeUndefined();
    }
  });

  test('SEND-5 a declared follow-up may go to an answered turn', () => {
    const { conversationId, messageId } = answering();
    c.report('r1', { by: 'ann' });
    expect(outcome(c.permit(conversationId, 'r2', { by: 'ann' }, { followUp: true, through: messageId }))).toBe('reply.permitted');
    c.report('r2', { by: 'ann' });
    expect(outcome(c.permit(conversationId, 'r3', { by: 'ann' }, { followUp: true, through: undefined }))).toBe('reply.permitted');
  });

  test('SEND-6 an edit before the answer was written, and one the answer does not cover, do not hold it', () => {
    const { conversationId, messageId } = c.given('ann');
    c.emit({ type: 'message.edited', data: { messageId, bodyRef: 'b', editedAt: c.now } });
    expect(outcome(c.permit(conversationId, 'r1', { by: 'ann' }))).toBe('reply.permitted');
  });

  test('SEND-7 ten minutes are not yet too long, and a text nobody wrote after is never stale', () => {
    const { conversationId, messageId } = c.given('ann', { who: 'kim' });
    c.now += 10 * MINUTE;
    c.customerWrites('kim');
    expect(outcome(c.permit(conversationId, 'r1', { by: 'ann' }, { through: messageId, frozenAt: START }))).toBe('reply.permitted');
    const other = c.given('ann');
    c.now += 60 * MINUTE;
    expect(outcome(c.permit(other.conversationId, 'r2', { by: 'ann' }, { frozenAt: START }))).toBe('reply.permitted');
  });

  test('SEND-9 only a reply that may go takes from the budget; a refused one says when', () => {
    const { conversationId } = answering();
    expect(c.spent).toBe(1);
    c.permit(conversationId, 'r2', { by: 'ann' });
    expect(c.spent).toBe(1);
    c.budget = { ok: false, retryAfterMs: 7_000 };
    expect(c.permit(c.given('ann').conversationId, 'r3', { by: 'ann' })).toMatchObject({ code: 'BUDGET_EXHAUSTED', retryAfterMs: 7_000 });
  });

  test('SEND-18 one bucket per account, filled steadily, never beyond its size', () => {
    const budgets = new Budgets();
    const account = c.must('account', 'open');
    const take = (now: number): boolean => budgets.spend(account, now).ok;
    expect(Array.from({ length: 11 }, () => take(0)).filter(Boolean)).toHaveLength(10);
    expect(budgets.spend(account, 0)).toEqual({ ok: false, retryAfterMs: 6_000 });
    expect([take(6_000), take(6_001)]).toEqual([true, false]);
    expect(Array.from({ length: 20 }, () => take(24 * 60 * MINUTE)).filter(Boolean)).toHaveLength(10);
    expect(budgets.spend({ ...account, id: 'other' }, 0).ok).toBe(true);
  });

  test('SEND-19 a lease counts with its margin; after a start every unknown one counts as just renewed', () => {
    const clock = { wall: 1_000_000, ran: 0, now: () => clock.wall, steady: () => clock.ran };
    const leases = new Leases({ validForMs: 120_000, marginMs: 15_000 }, clock);
    expect(leases.sendingPossibleUntil('c1')).toBe(1_135_000);
    clock.wall += 100_000;
    clock.ran += 100_000;
    leases.renew('c1', { agentId: 'ann', replicaId: 'r', epoch: 1 });
    expect(leases.sendingPossibleUntil('c1')).toBe(1_235_000);
  });
});

describe('what became of it', () => {
  test('SEND-11 an answer covers what was there when it was frozen; what came later stays open', () => {
    const { conversationId, messageId } = c.given('ann', { who: 'kim' });
    c.permit(conversationId, 'r1', { by: 'ann' }, { through: messageId });
    const later = c.customerWrites('kim');
    c.report('r1', { by: 'ann' });
    expect(openTurn(conversationId)).toEqual([later]);
    expect(c.conversation(conversationId).answeredThroughMessageId).toBe(messageId);
    expect(outcome(c.permit(conversationId, 'r2', { by: 'ann' }))).toBe('reply.permitted');
  });

  test('SEND-10 an unconfirmed reply keeps its turn locked, for the new owner too', () => {
    const { itemId, conversationId } = answering();
    c.unconfirmed('r1');
    c.assign(itemId, 'ben');
    expect(c.conversation(conversationId).lockedByReplyId).toBe('r1');
    expect(outcome(c.permit(conversationId, 'r2', { by: 'ben' }, { followUp: true }))).toBe('TURN_LOCKED');
    expect(outcome(c.report('r1', { by: 'ben' }))).toBe('reply.delivered');
    expect(openTurn(conversationId)).toEqual([]);
  });

  test('SEND-12 delivery overrules failed and discarded, and closes the turn it answered', () => {
    for (const end of [() => c.reportFailed('r1', { by: 'ann' }), () => settle('ann', { kind: 'discard' })]) {
      c = new SharedCenter();
      const { conversationId } = answering();
      end();
      expect(openTurn(conversationId)).toHaveLength(1);
      // The platform shows it after all.
      expect(outcome(c.report('r1', { by: 'ann' }))).toBe('reply.delivered');
      expect(c.must('reply', 'r1').state).toBe('delivered');
      expect(openTurn(conversationId), 'the customer has their answer').toEqual([]);
      expect(outcome(c.permit(conversationId, 'r2', { by: 'ann' }, { through: 'x' }))).toBe('TURN_ANSWERED');
    }
  });

  test('SEND-12 it covers a turn that was dismissed meanwhile: reopening does not ask for it again', () => {
    const { itemId, conversationId } = answering();
    settle('ann', { kind: 'discard' });
    c.run({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, { by: 'ann' });
    c.report('r1', { by: 'ann' });
    c.run({ type: 'workItem.reopen', data: { workItemId: itemId } }, { by: 'ann' });
    expect(openTurn(conversationId)).toEqual([]);
  });

  test('SEND-12 nothing after a delivery changes it', () => {
    answering();
    c.report('r1', { by: 'ann' });
    expect([outcome(c.report('r1', { by: 'ann' }, ['other'])), outcome(c.reportFailed('r1', { by: 'ann' })), outcome(settle('ann', { kind: 'discard' }))]).toEqual(['nothing', 'nothing', 'nothing']);
    c.emit({ type: 'reply.failed', data: { replyId: 'r1', conversationId: c.must('reply', 'r1').conversationId, at: c.now, failure: { code: 'X', detail: '', retryable: false } } });
    c.unconfirmed('r1');
    expect(c.must('reply', 'r1')).toMatchObject({ state: 'delivered', remoteIds: ['out-r1'] });
  });

  test('SEND-13 failed: what was parked is due again with its owner', () => {
    const { itemId } = answering();
    c.run({ type: 'workItem.park', data: { workItemId: itemId } }, { by: 'ann' });
    expect(outcome(c.reportFailed('r1', { by: 'ann' }))).toBe('reply.failed workItem.resumed');
    expect(c.item(itemId)).toMatchObject({ waitingFor: 'us', ownerAgentId: 'ann', cost: 10 });
  });

  test('SEND-13 failed: what was closed comes back to who sent it, or to the queue when they are gone', () => {
    for (const present of [true, false]) {
      c = new SharedCenter();
      const { itemId, conversationId, messageId } = answering();
      c.run({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, { by: 'ann' });
      expect(openTurn(conversationId), 'closed with an answer under way: the turn waits for its outcome').toEqual([messageId]);
      if (!present) c.emit({ type: 'agent.stateChanged', data: { agentId: 'ann', state: 'offDuty', at: c.now } });
      c.reportFailed('r1', { by: 'ann' });
      expect(c.item(itemId)).toMatchObject(present ? { state: 'assigned', ownerAgentId: 'ann' } : { state: 'queued' });
      expect(c.conversation(conversationId).epoch).toBe(present ? 2 : 1);
      expect(openTurn(conversationId)).toEqual([messageId]);
    }
  });

  test('SEND-13 a failure reported twice wakes the item once', () => {
    answering();
    c.reportFailed('r1', { by: 'ann' });
    expect(outcome(c.reportFailed('r1', { by: 'ann' }))).toBe('nothing');
  });

  test('SEND-14 any desk entitled to the account may report what it found; unconfirmed counts once', () => {
    answering();
    const silent = (by: string): string => outcome(c.run({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'unconfirmed', reason: 'noResponse' } } }, { by }));
    expect([silent('ann'), silent('ann')]).toEqual(['reply.unconfirmed', 'nothing']);
    expect(outcome(c.report('r1', { by: 'sue' }))).toBe('reply.delivered');
    expect(c.must('message', [...c.state.all('message').values()].find((m) => m.replyId === 'r1')?.id ?? '')).toMatchObject({ agentId: 'ann', direction: 'out', part: 0 });
  });

  test('SEND-15 a person settles it: found shows the parts in the thread, discarded opens the turn again', () => {
    const { conversationId } = answering();
    expect(outcome(settle('lea', { kind: 'found', remoteId: 'seen-1' }))).toBe('reply.delivered');
    expect(c.must('reply', 'r1').remoteIds).toEqual(['seen-1']);
    expect(openTurn(conversationId)).toEqual([]);
    c = new SharedCenter();
    answering();
    settle('ann', { kind: 'found' });
    expect(c.must('reply', 'r1').remoteIds).toEqual(['settled:r1:0']);
  });

  test('SEND-15 discarding waits until no other desk can be sending, and says how long', () => {
    const { conversationId } = answering();
    c.sendingUntil.set(conversationId, c.now + MINUTE);
    expect(settle('ann', { kind: 'discard' }, 'second-desk')).toMatchObject({ code: 'REPLY_UNDER_WAY', retryAfterMs: MINUTE });
    c.now += MINUTE;
    expect(outcome(settle('ann', { kind: 'discard' }, 'second-desk'))).toBe('reply.discarded');
    expect(outcome(settle('ann', { kind: 'discard' }, 'second-desk'))).toBe('nothing');
  });

  test('SEND-16 a delivered reply shows each part once, threaded one under the other', () => {
    const { conversationId } = c.given('ann', { who: 'kim' });
    c.permit(conversationId, 'r1', { by: 'ann' }, { parts: ['1/2', '2/2'], frozen: { inReplyToRemoteId: 'q' } });
    c.report('r1', { by: 'ann' }, ['p1', 'p2']);
    const parts = [...c.state.all('message').values()].filter((m) => m.replyId === 'r1');
    expect(parts.map((m) => [m.part, m.remoteId, m.inReplyToRemoteId])).toEqual([[0, 'p1', 'q'], [1, 'p2', 'p1']]);
    expect(c.must('thread', 'thread-kim').messageCount).toBe(3);
    // What an echo had already brought is not shown a second time.
    const again = delivered(c.facts({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'delivered', by: 'desk', remoteIds: ['p1', 'p2'], sentAt: c.now } } }), c.must('reply', 'r1'), ['p1', 'p3'], c.now, 'reconcile', c.id, c.now);
    expect(again.type === 'reply.delivered' ? again.data.messages.map((m) => m.remoteId) : []).toEqual(['p3']);
  });
});
