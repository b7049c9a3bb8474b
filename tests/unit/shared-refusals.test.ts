import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { CHANNELS, type ChannelDescriptor } from '../../shared/channels/index.ts';
import { COMMAND_DEFINITIONS, type Command, type CommandType } from '../../shared/commands/index.ts';
import { DECIDERS, type Decision } from '../../shared/deciders/index.ts';
import { approvalRefusals } from '../support/approval-refusals.ts';
import { articleRefusals } from '../support/article-refusals.ts';
import { bulkRefusals } from '../support/bulk-refusals.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { changeRefusals } from '../support/change-refusals.ts';
import { clusterRefusals } from '../support/cluster-refusals.ts';
import { fileRefusals } from '../support/file-refusals.ts';
import { personRefusals } from '../support/person-refusals.ts';
import { houseRefusals } from '../support/house-refusals.ts';
import { deskToolRefusals } from '../support/desk-tool-refusals.ts';
import { shiftRefusals } from '../support/shift-refusals.ts';
import { watchRefusals } from '../support/watch-refusals.ts';
import { strategyRefusals } from '../support/strategy-refusals.ts';
import { MINUTE, outcome, QUEUE, SharedCenter, START } from '../support/shared-center.ts';

// Every way a decider can refuse, each reached through the state that calls for it. The last test holds the table against the source.

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});

interface Case {
  readonly rule: string;
  readonly type: CommandType;
  readonly code: string;
  readonly when: string;
  readonly run: () => Decision;
}
const cases: Case[] = [];
function refuses(rule: string, type: CommandType, code: string, when: string, run: () => Decision): void {
  cases.push({ rule, type, code, when, run });
}
const command = (input: Command, by: string): Decision => c.run(input, { by });
const disable = (id: string): void => c.emit({ type: 'agent.registered', data: { ...c.must('agent', id), disabled: true } });
/** An answer of ann's is out; her desk may be sending for another minute. */
function answering(replyId = 'r1'): { itemId: string; conversationId: string; messageId: string } {
  const given = c.given('ann');
  c.permit(given.conversationId, replyId, { by: 'ann' });
  c.sendingUntil.set(given.conversationId, c.now + MINUTE);
  return given;
}

// -- roles, before any decider --
const lead = 'a role below the one it needs';
refuses('CMD-2', 'workItem.reassign', 'NOT_ALLOWED', lead, () => command({ type: 'workItem.reassign', data: { workItemIds: [c.given('ann').itemId], to: { kind: 'queue' }, force: false } }, 'ann'));
refuses('CMD-2', 'queue.define', 'NOT_ALLOWED', lead, () => command({ type: 'queue.define', data: QUEUE }, 'lea'));
refuses('CMD-2', 'skill.define', 'NOT_ALLOWED', lead, () => command({ type: 'skill.define', data: { id: 's', name: { de: 's', en: 's' }, kind: 'topic' } }, 'lea'));
refuses('CMD-2', 'team.define', 'NOT_ALLOWED', lead, () => command({ type: 'team.define', data: { id: 't', name: 't' } }, 'lea'));
refuses('CMD-2', 'account.register', 'NOT_ALLOWED', lead, () => command({ type: 'account.register', data: c.must('account', 'open') }, 'lea'));
refuses('CMD-2', 'agent.register', 'NOT_ALLOWED', lead, () => command({ type: 'agent.register', data: c.must('agent', 'ann') }, 'lea'));

watchRefusals({ refuses, command, center: () => c, disable });
deskToolRefusals({ refuses, command, center: () => c, disable });
shiftRefusals({ refuses, command, center: () => c, disable });
houseRefusals({ refuses, command, center: () => c, disable });
strategyRefusals({ refuses, command, center: () => c, disable });
articleRefusals({ refuses, command, center: () => c });
approvalRefusals({ refuses, command, center: () => c, disable });
clusterRefusals({ refuses, command, center: () => c });

// -- offers --
refuses('OWN-4', 'reservation.accept', 'NOT_FOUND', 'it was offered to somebody else', () => command({ type: 'reservation.accept', data: { reservationId: c.offer(c.given().itemId, 'ben') } }, 'ann'));
refuses('OWN-4', 'reservation.accept', 'OFFER_OVER', 'it has expired', () => {
  const { itemId, conversationId } = c.given();
  const reservationId = c.offer(itemId, 'ann');
  c.emit({ type: 'reservation.expired', data: { reservationId, workItemId: itemId, conversationId, agentId: 'ann', at: c.now } });
  return command({ type: 'reservation.accept', data: { reservationId } }, 'ann');
});
refuses('OWN-4', 'reservation.decline', 'NOT_FOUND', 'nobody knows it', () => command({ type: 'reservation.decline', data: { reservationId: 'none' } }, 'ann'));
refuses('OWN-4', 'reservation.decline', 'OFFER_OVER', 'it was accepted', () => {
  const reservationId = c.offer(c.given().itemId, 'ann');
  command({ type: 'reservation.accept', data: { reservationId } }, 'ann');
  return command({ type: 'reservation.decline', data: { reservationId } }, 'ann');
});

// -- items --
const take = (workItemId: string, by: string): Decision => command({ type: 'workItem.take', data: { workItemId } }, by);
const done = { kind: 'resolved' } as const;
const close = (workItemId: string, by: string, seen?: string): Decision => command({ type: 'workItem.close', data: { workItemId, disposition: done, ...(seen === undefined ? {} : { seenThroughMessageId: seen }) } }, by);
const toAgent = (workItemId: string, agentId: string, by: string): Decision => command({ type: 'workItem.transfer', data: { workItemId, to: { kind: 'agent', agentId } } }, by);
const reassign = (workItemId: string, agentId?: string, force = false): Decision => command({ type: 'workItem.reassign', data: { workItemIds: [workItemId], to: agentId === undefined ? { kind: 'queue' } : { kind: 'agent', agentId }, force } }, 'lea');
const park = (workItemId: string, by: string, seen?: string): Decision => command({ type: 'workItem.park', data: { workItemId, ...(seen === undefined ? {} : { seenThroughMessageId: seen }) } }, by);
const closed = (by = 'ann'): string => {
  const { itemId } = c.given(by);
  close(itemId, by);
  return itemId;
};
refuses('OWN-3', 'workItem.take', 'NOT_FOUND', 'nobody knows it', () => take('none', 'ann'));
refuses('OWN-3', 'workItem.take', 'ITEM_CLOSED', 'it is closed', () => take(closed(), 'ben'));
refuses('OWN-3', 'workItem.take', 'ALREADY_TAKEN', 'a colleague holds it', () => take(c.given('ann').itemId, 'ben'));
const relieve = (workItemId: string): Decision => command({ type: 'workItem.take', data: { workItemId, reason: 'Ist zu Tisch' } }, 'ben');
refuses('CLAIM-1', 'workItem.take', 'CLAIM_HELD', 'a colleague came to it a moment ago', () => relieve(c.given('ann').itemId));
refuses('CLAIM-1', 'workItem.take', 'REPLY_UNDER_WAY', 'the answer of whoever is to be relieved may be out', () => relieve(answering().itemId));
refuses('OWN-3', 'workItem.take', 'ALREADY_TAKEN', 'it is offered to a colleague', () => {
  const { itemId } = c.given();
  c.offer(itemId, 'ann');
  return take(itemId, 'ben');
});
refuses('OWN-7', 'workItem.take', 'NOT_ALLOWED', 'the account belongs to another team', () => take(c.given(undefined, { account: 'north' }).itemId, 'sue'));
refuses('OWN-5', 'workItem.transfer', 'NOT_FOUND', 'nobody knows the item', () => toAgent('none', 'ben', 'ann'));
refuses('OWN-5', 'workItem.transfer', 'NOT_FOUND', 'nobody knows the queue', () => command({ type: 'workItem.transfer', data: { workItemId: c.given('ann').itemId, to: { kind: 'queue', queueId: 'none' } } }, 'ann'));
refuses('OWN-5', 'workItem.transfer', 'ITEM_CLOSED', 'it is closed', () => toAgent(closed(), 'ben', 'ann'));
refuses('OWN-5', 'workItem.transfer', 'NOT_OWNER', 'a colleague holds it', () => toAgent(c.given('ann').itemId, 'ben', 'ben'));
refuses('OWN-5', 'workItem.transfer', 'REPLY_UNDER_WAY', 'an own answer may be out', () => toAgent(answering().itemId, 'ben', 'ann'));
refuses('OWN-7', 'workItem.transfer', 'AGENT_UNKNOWN', 'the colleague is disabled', () => (disable('ben'), toAgent(c.given('ann').itemId, 'ben', 'ann')));
refuses('OWN-7', 'workItem.transfer', 'NOT_ALLOWED', 'the colleague may not use the account', () => toAgent(c.given('ann', { account: 'north' }).itemId, 'sue', 'ann'));
refuses('OWN-6', 'workItem.reassign', 'NOT_FOUND', 'nobody knows it', () => reassign('none'));
refuses('OWN-6', 'workItem.reassign', 'ITEM_CLOSED', 'it is closed', () => reassign(closed(), 'ben'));
refuses('SEND-22', 'workItem.reassign', 'REPLY_UNDER_WAY', 'the owner may be sending', () => reassign(answering().itemId, 'ben'));
refuses('OWN-7', 'workItem.reassign', 'AGENT_UNKNOWN', 'nobody has this id', () => reassign(c.given('ann').itemId, 'nobody'));
refuses('OWN-7', 'workItem.reassign', 'NOT_ALLOWED', 'the person may not use the account', () => reassign(c.given('ann', { account: 'north' }).itemId, 'sue'));
refuses('OWN-9', 'workItem.close', 'NOT_FOUND', 'nobody knows it', () => close('none', 'ann'));
refuses('OWN-9', 'workItem.close', 'NOT_OWNER', 'a colleague holds it', () => close(c.given('ann').itemId, 'ben'));
refuses('OWN-9', 'workItem.close', 'NEWER_MESSAGE', 'the customer wrote what the agent has not seen', () => {
  const { itemId, messageId } = c.given('ann', { who: 'kim' });
  c.customerWrites('kim');
  return close(itemId, 'ann', messageId);
});
refuses('OWN-10', 'workItem.park', 'NOT_FOUND', 'nobody knows it', () => park('none', 'ann'));
refuses('OWN-10', 'workItem.park', 'NOT_OWNER', 'a colleague holds it', () => park(c.given('ann').itemId, 'ben'));
refuses('OWN-10', 'workItem.park', 'ITEM_CLOSED', 'a lead finds it closed', () => park(closed(), 'lea'));
refuses('OWN-10', 'workItem.park', 'NEWER_MESSAGE', 'the customer wrote what the agent has not seen', () => {
  const { itemId, messageId } = c.given('ann', { who: 'kim' });
  c.customerWrites('kim');
  return park(itemId, 'ann', messageId);
});
const reopen = (workItemId: string, by: string): Decision => command({ type: 'workItem.reopen', data: { workItemId } }, by);
refuses('OWN-8', 'workItem.reopen', 'NOT_FOUND', 'nobody knows it', () => reopen('none', 'ann'));
refuses('OWN-8', 'workItem.reopen', 'STATE_INVALID', 'the conversation has another open item', () => {
  const { itemId } = c.given('ann', { who: 'kim' });
  close(itemId, 'ann');
  c.customerWrites('kim');
  return reopen(itemId, 'ann');
});
refuses('OWN-7', 'workItem.reopen', 'NOT_ALLOWED', 'the account belongs to another team', () => {
  const { itemId } = c.given('ann', { account: 'north' });
  close(itemId, 'ann');
  return reopen(itemId, 'sue');
});

// -- texts --
const note = (conversationId: string, by: string): Decision => command({ type: 'note.add', data: { id: 'n1', conversationId, text: 'x' } }, by);
const tag = (conversationId: string, by: string): Decision => command({ type: 'conversation.tag', data: { conversationId, tags: ['x'] } }, by);
const draft = (conversationId: string, by: string, fromReplyId?: string): Decision => command({ type: 'draft.save', data: { conversationId, draft: { text: 'x', visibility: 'public' }, ...(fromReplyId === undefined ? {} : { fromReplyId }) } }, by);
for (const [type, write] of [['note.add', note], ['conversation.tag', tag], ['draft.save', draft]] as const) {
  refuses('TEXT-1', type, 'NOT_FOUND', 'nobody knows the conversation', () => write('none', 'ann'));
  refuses('TEXT-1', type, 'NOT_ALLOWED', 'the account belongs to another team', () => write(c.given(undefined, { account: 'north' }).conversationId, 'sue'));
}
refuses('TEXT-1', 'conversation.tag', 'NOT_OWNER', 'a colleague holds it', () => tag(c.given('ann').conversationId, 'ben'));
refuses('TEXT-1', 'draft.save', 'NOT_OWNER', 'a colleague holds it and has begun to write', () => {
  const { conversationId } = c.given('ann');
  draft(conversationId, 'ann');
  return draft(conversationId, 'ben');
});
refuses('TEXT-2', 'draft.save', 'NOT_OWNER', 'a rescued reply would overwrite the owner’s text', () => {
  const { conversationId } = c.given('ann');
  draft(conversationId, 'ann');
  return draft(conversationId, 'ben', 'r-lost');
});
refuses('TEXT-2', 'draft.save', 'NOT_OWNER', 'a lead’s rescued reply would do so', () => {
  const { conversationId } = c.given('ann');
  draft(conversationId, 'ann');
  return draft(conversationId, 'lea', 'r-lost');
});

// -- leave to send --
refuses('AWAY-5', 'reply.requestPermit', 'NOTICE_OTHER_WORDS', 'the away notice has other words than the house’s', () => {
  const { conversationId, messageId } = c.given();
  c.emit({ type: 'queue.defined', data: { ...c.must('queue', c.must('workItem', c.conversation(conversationId).workItemId ?? '').queueId), hours: { timeZone: 'UTC', week: Array.from({ length: 7 }, () => [{ fromMinute: 1_438, toMinute: 1_439 }]), holidays: [] } } });
  c.emit({ type: 'awayNotice.due', data: { id: 'n', conversationId, contactId: c.conversation(conversationId).contactId, accountId: 'open', messageId, untilAt: c.now + MINUTE, dueAt: c.now, agentId: 'ben', replicaId: 'desk-ben' } }, { type: 'awayNotice.worded', data: { id: 'n', conversationId, digest: 'of other words', at: c.now } });
  return c.permit(conversationId, 'n', { by: 'ben' }, { frozen: { visibility: 'private' } });
});
refuses('SEND-3', 'reply.requestPermit', 'REPLY_KNOWN', 'another replica had leave for it', () => c.permit(answering().conversationId, 'r1', { by: 'ann', replicaId: 'second-desk' }));
refuses('SEND-3', 'reply.requestPermit', 'NOT_ALLOWED', 'it is somebody else’s reply', () => c.permit(answering().conversationId, 'r1', { by: 'ben' }));
refuses('SEND-2', 'reply.requestPermit', 'NOT_FOUND', 'nobody knows the conversation', () => c.permit('none', 'r1', { by: 'ann' }));
refuses('SEND-2', 'reply.requestPermit', 'LEASE_LOST', 'a colleague holds it now', () => {
  const { itemId, conversationId } = c.given('ann');
  c.assign(itemId, 'ben');
  return c.permit(conversationId, 'r1', { by: 'ann' });
});
refuses('SEND-2', 'reply.requestPermit', 'LEASE_LOST', 'it came back under a later epoch', () => {
  const { itemId, conversationId } = c.given('ann');
  const { epoch } = c.conversation(conversationId);
  c.assign(itemId, 'ben');
  c.assign(itemId, 'ann');
  return c.permit(conversationId, 'r1', { by: 'ann' }, { epoch });
});
refuses('SEND-2', 'reply.requestPermit', 'NOT_ALLOWED', 'the owner lost the account meanwhile', () => {
  const { conversationId } = c.given('ann', { account: 'north' });
  c.emit({ type: 'agent.registered', data: { ...c.must('agent', 'ann'), teamIds: ['south'] } });
  return c.permit(conversationId, 'r1', { by: 'ann' });
});
refuses('SEND-2', 'reply.requestPermit', 'NOT_ALLOWED', 'the owner was disabled meanwhile', () => {
  const { conversationId } = c.given('ann');
  disable('ann');
  return c.permit(conversationId, 'r1', { by: 'ann' });
});
refuses('SEND-1', 'reply.requestPermit', 'INPUT_INVALID', 'the channel has no such visibility', () => c.permit(c.given('ann', { account: 'chat' }).conversationId, 'r1', { by: 'ann' }, { frozen: { visibility: 'public' } }));
refuses('SEND-4', 'reply.requestPermit', 'TURN_LOCKED', 'another answer is under way', () => c.permit(answering().conversationId, 'r2', { by: 'ann' }));
refuses('SEND-4', 'reply.requestPermit', 'TURN_LOCKED', 'not even a follow-up may go beside it', () => c.permit(answering().conversationId, 'r2', { by: 'ann' }, { followUp: true }));
refuses('SEND-5', 'reply.requestPermit', 'TURN_ANSWERED', 'the turn has its answer', () => {
  const { conversationId, messageId } = answering();
  c.report('r1', { by: 'ann' });
  return c.permit(conversationId, 'r2', { by: 'ann' }, { through: messageId });
});
refuses('SEND-5', 'reply.requestPermit', 'TURN_ANSWERED', 'it names no message and is no follow-up', () => c.permit(c.given('ann').conversationId, 'r1', { by: 'ann' }, { through: undefined }));
refuses('SEND-6', 'reply.requestPermit', 'MESSAGE_DELETED', 'the message is gone from the platform', () => {
  const { conversationId, messageId } = c.given('ann');
  c.emit({ type: 'message.deleted', data: { messageId, deletedAt: c.now } });
  return c.permit(conversationId, 'r1', { by: 'ann' }, { through: messageId });
});
refuses('SEND-6', 'reply.requestPermit', 'MESSAGE_EDITED', 'it was edited after the answer was written', () => {
  const { conversationId, messageId } = c.given('ann');
  c.emit({ type: 'message.edited', data: { messageId, bodyRef: 'b', editedAt: c.now + 1 } });
  return c.permit(conversationId, 'r1', { by: 'ann' });
});
refuses('R14', 'reply.requestPermit', 'SITE_ONLY', 'they did not address us and the platform allows no answer', () => {
  const { itemId, conversationId, messageId } = c.given('ann');
  c.state.set('workItem', itemId, { ...c.item(itemId), unsummoned: 'siteOnly' });
  return c.permit(conversationId, 'r1', { by: 'ann' }, { through: messageId });
});
refuses('SEND-6', 'reply.requestPermit', 'WINDOW_CLOSED', 'the channel’s window has passed', () => withWindow(MINUTE, () => {
  const { conversationId } = c.given('ann');
  c.now += MINUTE + 1;
  return c.permit(conversationId, 'r1', { by: 'ann' });
}));
refuses('SEND-7', 'reply.requestPermit', 'TEXT_STALE', 'it was held for over ten minutes and the customer wrote again', () => {
  const { conversationId, messageId } = c.given('ann', { who: 'kim' });
  c.now += 10 * MINUTE + 1;
  c.customerWrites('kim');
  return c.permit(conversationId, 'r1', { by: 'ann' }, { through: messageId, frozenAt: START });
});
refuses('SEND-8', 'reply.requestPermit', 'ACCOUNT_STOPPED', 'a lead has stopped the account', () => {
  const { conversationId } = c.given('ann');
  command({ type: 'account.stop', data: { accountId: 'open', reason: 'wrong price' } }, 'lea');
  return c.permit(conversationId, 'r1', { by: 'ann' });
});
refuses('SEND-9', 'reply.requestPermit', 'BUDGET_EXHAUSTED', 'the account has no sends left', () => {
  c.budget = { ok: false, retryAfterMs: 7_000 };
  return c.permit(c.given('ann').conversationId, 'r1', { by: 'ann' });
});

// -- outcomes --
refuses('SEND-14', 'reply.report', 'NOT_FOUND', 'nobody knows the reply', () => c.report('none', { by: 'ann' }));
refuses('SEND-14', 'reply.report', 'NOT_ALLOWED', 'the account belongs to another team', () => {
  const { conversationId } = c.given('ann', { account: 'north' });
  c.permit(conversationId, 'r1', { by: 'ann' });
  return c.report('r1', { by: 'sue' });
});
refuses('SEND-14', 'reply.report', 'NOT_ALLOWED', 'a colleague says that it failed', () => (answering(), c.reportFailed('r1', { by: 'ben' })));
refuses('SEND-21', 'reply.report', 'NOT_EXECUTOR', 'another desk of this person calls off what was permitted', () => (answering(), c.run({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'failed', failure: { code: 'CALLED_OFF', detail: 'no', retryable: false } } } }, { by: 'ann', replicaId: 'desk-ann-at-home' })));
refuses('SEND-16', 'reply.report', 'INPUT_INVALID', 'a part has no id', () => {
  c.permit(c.given('ann').conversationId, 'r1', { by: 'ann' }, { parts: ['1/2', '2/2'] });
  return c.report('r1', { by: 'ann' }, ['only-one']);
});
const settle = (by: string, replicaId?: string): Decision => c.run({ type: 'reply.settle', data: { replyId: 'r1', decision: { kind: 'discard' } } }, { by, replicaId });
refuses('SEND-15', 'reply.settle', 'NOT_FOUND', 'nobody knows the reply', () => settle('ann'));
refuses('SEND-15', 'reply.settle', 'NOT_ALLOWED', 'somebody else’s conversation', () => (answering(), settle('ben')));
refuses('SEND-15', 'reply.settle', 'REPLY_UNDER_WAY', 'the desk that has leave may be sending', () => (answering(), settle('lea')));

personRefusals({ refuses, command, center: () => c });
changeRefusals({ refuses, command, center: () => c, disable }, withChannel);
bulkRefusals({ refuses, command, center: () => c }, withChannel);

// -- what a platform would refuse --
refuses('CHAN-13', 'reply.requestPermit', 'TEXT_IDENTICAL', 'the channel refuses the same words twice', () => {
  const { conversationId } = c.given('ann');
  c.said = true;
  return withChannel({ identicalText: 'refused' }, () => c.permit(conversationId, 'r1', { by: 'ann' }));
});
refuses('CHAN-14', 'reply.requestPermit', 'PRIVATE_REPLY_USED', 'the post has its one private answer', () =>
  withChannel({ oneShotPrivateReply: { withinMs: 60 * MINUTE } }, () => {
    const { conversationId } = c.given('ann');
    const frozen = { visibility: 'private', inReplyToRemoteId: 'the-post' } as const;
    c.permit(conversationId, 'r1', { by: 'ann' }, { frozen });
    c.report('r1', { by: 'ann' });
    return c.permit(conversationId, 'r2', { by: 'ann' }, { frozen, followUp: true });
  }),
);

// -- later --
const schedule = (conversationId: string, by: string, more: { executor?: 'desk' | 'headless'; sendAt?: number; visibility?: 'public' | 'private'; epoch?: number; frozen?: Partial<FrozenReply> } = {}): Decision =>
  c.run({ type: 'reply.schedule', data: { replyId: 'r1', conversationId, epoch: more.epoch ?? c.state.get('conversation', conversationId)?.epoch ?? 0, frozen: { parts: ['Guten Tag ^AB'], visibility: more.visibility ?? 'public', ...more.frozen }, followUp: false, platformKey: 'key-r1', frozenAt: c.now, sendAt: more.sendAt ?? c.now + MINUTE, executor: more.executor ?? 'desk', ...(c.state.get('conversation', conversationId)?.openTurn === undefined ? {} : { answersThroughMessageId: c.conversation(conversationId).openTurn?.at(-1)?.messageId }) } }, { by });
const executor = (by: string, to: 'desk' | 'headless' = 'headless'): Decision => c.run({ type: 'reply.changeExecutor', data: { replyId: 'r1', executor: to } }, { by });
fileRefusals({ refuses, command, center: () => c, disable }, withChannel, schedule);
refuses('SEND-20', 'reply.schedule', 'NOT_FOUND', 'nobody knows the conversation', () => schedule('none', 'ann'));
refuses('SEND-20', 'reply.schedule', 'NOT_ALLOWED', 'the id is that of a colleague’s reply', () => (schedule(c.given('ann').conversationId, 'ann'), schedule(c.given('ben').conversationId, 'ben')));
refuses('SEND-20', 'reply.schedule', 'LEASE_LOST', 'a colleague holds it', () => schedule(c.given('ann').conversationId, 'ben'));
refuses('SEND-20', 'reply.schedule', 'INPUT_INVALID', 'it lies more than 90 days ahead', () => schedule(c.given('ann').conversationId, 'ann', { sendAt: c.now + 91 * 24 * 60 * MINUTE }));
refuses('SEND-21', 'reply.schedule', 'EXECUTOR_MISSING', 'no desk of theirs runs on an office machine', () => schedule(c.given('ann').conversationId, 'ann', { executor: 'headless' }));
refuses('SEND-20', 'reply.requestPermit', 'NOT_EXECUTOR', 'another desk of the same person is to send it', () => {
  const { conversationId } = c.given('ann');
  schedule(conversationId, 'ann');
  return c.permit(conversationId, 'r1', { by: 'ann', replicaId: 'second-desk' });
});
refuses('SEND-21', 'reply.changeExecutor', 'NOT_FOUND', 'nobody knows the reply', () => executor('ann'));
refuses('SEND-21', 'reply.changeExecutor', 'NOT_ALLOWED', 'it is a colleague’s reply', () => (schedule(c.given('ann').conversationId, 'ann'), executor('ben')));
refuses('SEND-21', 'reply.changeExecutor', 'EXECUTOR_MISSING', 'no desk of theirs runs on an office machine', () => (schedule(c.given('ann').conversationId, 'ann'), executor('ann')));
refuses('SEND-21', 'reply.changeExecutor', 'REPLY_NOT_OPEN', 'leave is given, so an attempt may exist', () => {
  const { conversationId } = c.given('ann');
  schedule(conversationId, 'ann', { sendAt: c.now });
  c.permit(conversationId, 'r1', { by: 'ann' });
  return executor('ann', 'desk');
});
refuses('SEND-20', 'reply.requestPermit', 'TOO_EARLY', 'the desk that is to send it has a clock that is ahead', () => {
  const { conversationId } = c.given('ann');
  schedule(conversationId, 'ann', { sendAt: c.now + 1 });
  return c.permit(conversationId, 'r1', { by: 'ann' });
});

refuses('SEND-21', 'reply.settle', 'STATE_INVALID', 'it is still to be sent, so nobody can have found it', () => {
  schedule(c.given('ann').conversationId, 'ann');
  return c.run({ type: 'reply.settle', data: { replyId: 'r1', decision: { kind: 'found' } } }, { by: 'ann' });
});

/** Gives the sample platform a reply window for as long as `run` takes. */
const withWindow = <T>(ms: number, run: () => T): T => withChannel({ replyWindowMs: { public: ms } }, run);

function withChannel<T>(other: Partial<ChannelDescriptor>, run: () => T): T {
  const channels = CHANNELS as Map<string, ChannelDescriptor>;
  const before = channels.get('sandbox') as ChannelDescriptor;
  channels.set('sandbox', { ...before, ...other });
  try {
    return run();
  } finally {
    channels.set('sandbox', before);
  }
}

describe('refusals', () => {
  test.each(cases.map((one) => [`${one.rule} ${one.type}: ${one.code} when ${one.when}`, one] as const))('%s', (_name, { code, run }) => {
    expect(outcome(run())).toBe(code);
  });

  test('CMD-6 a refusal changes nothing', () => {
    for (const one of cases) {
      c = new SharedCenter();
      const runs: number[] = [];
      const real = c.run.bind(c);
      c.run = (...args) => {
        const before = JSON.stringify(c.state.dump());
        const decision = real(...args);
        if (decision.kind === 'refused') {
          runs.push(1);
          expect(JSON.stringify(c.state.dump()), `${one.type} ${one.code}`).toBe(before);
        }
        return decision;
      };
      one.run();
      expect(runs.length, `${one.type} ${one.code}`).toBeGreaterThan(0);
    }
  });

  test('CMD-7 every code a decider can give is reached by a test of that decider', () => {
    const folder = path.resolve(import.meta.dirname, '../../shared/deciders');
    const missing: string[] = [];
    for (const file of readdirSync(folder)) {
      const source = readFileSync(path.join(folder, file), 'utf8');
      const types = [...source.matchAll(/Decider<'([\w.]+)'>/g)].map((m) => m[1] as CommandType);
      // One decider's text reaches to the next one's beginning; helpers above the first count for all.
      const pieces = source.split(/(?=export const decide)/);
      const shared = codesIn(pieces[0] ?? '');
      for (const type of types) {
        const piece = pieces.find((p) => p.startsWith('export const') && p.includes(`Decider<'${type}'>`)) ?? '';
        const reached = new Set(cases.filter((one) => one.type === type).map((one) => one.code));
        for (const code of codesIn(piece)) if (!reached.has(code)) missing.push(`${type} ${code}`);
      }
      const reached = new Set(cases.filter((one) => types.includes(one.type)).map((one) => one.code));
      if (types.length > 0) for (const code of shared) if (!reached.has(code)) missing.push(`${file} ${code}`);
    }
    expect(missing).toEqual([]);
    expect(new Set(cases.map((one) => one.type)).size).toBe(Object.keys(DECIDERS).length);
  });
});

test('CMD-7 docs/spec/commands.md names every command with its roles, its offline rule and every refusal', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/spec/commands.md'), 'utf8');
  const written = page.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  const roles = { 'agent,supervisor,admin': 'everyone', 'supervisor,admin': 'lead', admin: 'admin' } as Record<string, string>;
  const real = [...COMMAND_DEFINITIONS.values()].map((d) => {
    const codes = new Set(cases.filter((one) => one.type === d.type && one.rule !== 'CMD-2').map((one) => one.code));
    return [`\`${d.type}\``, roles[d.roles.join()], d.offline, [...codes].sort().join(' ') || '–'];
  });
  expect(written).toEqual(real.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)));
});

function codesIn(source: string): Set<string> {
  return new Set([...source.matchAll(/(?:refuse\(|code: (?:item === undefined \? )?|: )'([A-Z]+(?:_[A-Z]+)+)'/g)].map((m) => m[1] as string));
}
