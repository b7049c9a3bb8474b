import { beforeEach, describe, expect, test } from 'vitest';
import { approverNow } from '../../shared/domain/approval.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { MINUTE, outcome, SharedCenter } from '../support/shared-center.ts';

let c: SharedCenter;
let conversationId: string;
beforeEach(() => {
  c = new SharedCenter();
  c.run({ type: 'agent.setTrainee', data: { agentId: 'ann', trainee: { approverId: 'lea', standInId: 'ada', dueMs: 5 * MINUTE } } }, { by: 'lea' });
  ({ conversationId } = c.given('ann'));
});

const ask = (replyId = 'r1', parts = ['Guten Tag ^AB']): Decision => c.permit(conversationId, replyId, { by: 'ann' }, { parts });
const give = (words?: string[], replyId = 'r1'): Decision => c.run({ type: 'approval.give', data: { conversationId, replyId, ...(words === undefined ? {} : { words: { parts: words, visibility: 'public' as const } }) } }, { by: 'lea' });
const back = (): Decision => c.run({ type: 'approval.sendBack', data: { conversationId, replyId: 'r1', word: 'Bitte mit Gruß' } }, { by: 'lea' });
const approval = (replyId = 'r1'): unknown => c.conversation(conversationId).approvals?.find((one) => one.replyId === replyId);

describe('answers that somebody looks at first', () => {
  test('APPR-1 APPR-2 a trainee’s answer gets no leave: its words are kept, and a lead is asked until a time', () => {
    expect(ask()).toMatchObject({ kind: 'accepted', result: { state: 'inApproval' } });
    expect(approval()).toMatchObject({ state: 'asked', why: 'trainee', agentId: 'ann', approverId: 'lea', standInId: 'ada', dueAt: c.now + 5 * MINUTE });
    expect(c.state.get('reply', 'r1')).toBeUndefined();
    expect(c.conversation(conversationId).lockedByReplyId).toBeUndefined();
    expect(c.spent).toBe(0);
  });

  test('APPR-3 approved as written it goes, once', () => {
    ask();
    expect(outcome(give())).toBe('approval.given');
    expect(outcome(ask())).toBe('reply.permitted');
    expect(outcome(give())).toBe('APPROVAL_OVER');
  });

  test('APPR-3 both versions are kept where the approver changed the words, and only theirs may go', () => {
    ask();
    const written = (approval() as { bodyRef: string }).bodyRef;
    expect(outcome(give(['Guten Tag, gern ^AB']))).toBe('approval.given');
    expect(approval()).toMatchObject({ state: 'approved', byAgentId: 'lea', bodyRef: written, changedRef: expect.stringMatching(/^body-/) as string });
    expect(outcome(ask())).toBe('APPROVAL_OTHER_WORDS');
    expect(outcome(ask('r1', ['Guten Tag, gern ^AB']))).toBe('reply.permitted');
  });

  test('APPR-3 the same words given back unchanged are no second version', () => {
    ask();
    give(['Guten Tag ^AB']);
    expect(approval()).not.toHaveProperty('changedRef');
    expect(outcome(ask())).toBe('reply.permitted');
  });

  test('APPR-4 sent back with a word it never goes; what is sent next is looked at anew', () => {
    ask();
    expect(outcome(back())).toBe('approval.sentBack');
    expect(approval()).toMatchObject({ state: 'sentBack', wordRef: expect.any(String) as string });
    expect(outcome(ask())).toBe('APPROVAL_SENT_BACK');
    expect(ask('r2')).toMatchObject({ result: { state: 'inApproval' } });
  });

  test('APPR-6 with the item goes the question: whoever has it now is asked for nothing, and the old answer is dead', () => {
    ask();
    c.run({ type: 'workItem.reassign', data: { workItemIds: [c.conversation(conversationId).workItemId ?? ''], to: { kind: 'agent', agentId: 'ben' }, force: false } }, { by: 'lea' });
    expect(approval()).toMatchObject({ state: 'withdrawn' });
    expect(outcome(give())).toBe('APPROVAL_OVER');
    expect(outcome(ask())).toBe('LEASE_LOST');
  });

  test('APPR-6 taken back by its author it is not decided any more, and can be sent again', () => {
    ask();
    c.run({ type: 'approval.withdraw', data: { conversationId, replyId: 'r1' } }, { by: 'ann' });
    expect(outcome(give())).toBe('APPROVAL_OVER');
    expect(ask()).toMatchObject({ result: { state: 'inApproval' } });
  });

  test('APPR-1 in a flagged conversation everybody’s answers are looked at but leads’ own', () => {
    const { conversationId: flagged } = c.given('ben');
    c.run({ type: 'approval.flag', data: { conversationId: flagged, wanted: true } }, { by: 'lea' });
    expect(c.permit(flagged, 'r9', { by: 'ben' })).toMatchObject({ result: { state: 'inApproval' } });
    expect(c.conversation(flagged).approvals?.[0]).toMatchObject({ why: 'flagged', approverId: 'lea' });
    c.run({ type: 'approval.flag', data: { conversationId: flagged, wanted: false } }, { by: 'lea' });
    expect(outcome(c.permit(flagged, 'r9', { by: 'ben' }))).toBe('reply.permitted');
    const { conversationId: leads } = c.given('lea');
    c.run({ type: 'approval.flag', data: { conversationId: leads, wanted: true } }, { by: 'ada' });
    expect(outcome(c.permit(leads, 'r10', { by: 'lea' }))).toBe('reply.permitted');
  });

  test('APPR-2 one that goes later is asked for at once, and gets no leave at its time without it', () => {
    const later = (): Decision =>
      c.run({ type: 'reply.schedule', data: { replyId: 'r1', conversationId, epoch: c.conversation(conversationId).epoch, frozen: { parts: ['Guten Tag ^AB'], visibility: 'public' }, followUp: false, platformKey: 'key-r1', frozenAt: c.now, sendAt: c.now + MINUTE, executor: 'desk', answersThroughMessageId: c.conversation(conversationId).openTurn?.at(-1)?.messageId as string } }, { by: 'ann' });
    expect(outcome(later())).toBe('reply.scheduled approval.asked');
    c.now += MINUTE;
    expect(outcome(ask())).toBe('APPROVAL_PENDING');
    give();
    expect(outcome(ask())).toBe('reply.permitted');
  });

  test('APPR-7 a correction of what is out is new words: a trainee asks a lead for it', () => {
    ask();
    give();
    ask();
    c.report('r1', { by: 'ann' });
    const messageId = [...c.state.all('message').values()].find((message) => message.replyId === 'r1')?.id ?? '';
    const change = (by: string, to: { kind: 'delete' } | { kind: 'correct'; text: string }): string => outcome(c.run({ type: 'message.requestChange', data: { changeId: `x-${by}-${to.kind}`, messageId, conversationId, reason: 'mistake', to } }, { by }));
    expect(change('ann', { kind: 'correct', text: 'Anders. ^AB' })).toBe('APPROVAL_NEEDED');
    expect(change('ann', { kind: 'delete' })).toBe('message.changeAllowed');
    c.now += 2 * MINUTE;
    expect(change('lea', { kind: 'correct', text: 'Anders. ^AB' })).toBe('message.changeAllowed');
  });

  test('APPR-7 the house’s away notice does not go out from a trainee’s desk either', () => {
    const notice = (agentId: string): string => {
      const given = c.given('ben');
      c.emit({ type: 'awayNotice.due', data: { id: `n-${agentId}`, conversationId: given.conversationId, contactId: c.conversation(given.conversationId).contactId, accountId: 'open', messageId: given.messageId, untilAt: c.now + 60 * MINUTE, dueAt: c.now, agentId, replicaId: `desk-${agentId}` } });
      return outcome(c.permit(given.conversationId, `n-${agentId}`, { by: agentId }, { frozen: { visibility: 'private' } }));
    };
    expect(notice('ann')).toBe('NOT_ALLOWED');
    // Here it is always open, so that there is nothing to say any more: the right to say it is not what is missing.
    expect(notice('ben')).toBe('TURN_ANSWERED');
  });

  test('APPR-5 it waits for the one named; once it is due, or while they are not in service, for the stand-in; for every lead where neither is there', () => {
    const one = { approverId: 'lea', standInId: 'ada', dueAt: 100 };
    const there = (...ids: string[]) => (id: string): boolean => ids.includes(id);
    expect(approverNow(one, there('lea', 'ada'), 99)).toBe('lea');
    expect(approverNow(one, there('lea', 'ada'), 100)).toBe('ada');
    expect(approverNow(one, there('ada'), 0)).toBe('ada');
    expect(approverNow(one, there('lea'), 100)).toBeUndefined();
    expect(approverNow(one, there(), 0)).toBeUndefined();
    expect(approverNow({ dueAt: 100 }, there('lea'), 0)).toBeUndefined();
  });

  test('APPR-1 who is no trainee any more sends as before', () => {
    ask();
    c.run({ type: 'agent.setTrainee', data: { agentId: 'ann', trainee: null } }, { by: 'ada' });
    expect(outcome(ask())).toBe('reply.permitted');
  });
});
