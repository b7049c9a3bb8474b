import { beforeEach, expect, test } from 'vitest';
import { BREACH_MS } from '../../shared/deciders/message-change.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import type { ChangeReason } from '../../shared/domain/message.ts';
import { MINUTE, SharedCenter } from '../support/shared-center.ts';

let c: SharedCenter;
let conversationId: string;
let messageId: string;
beforeEach(() => {
  c = new SharedCenter();
  ({ conversationId } = c.given('ann'));
  c.permit(conversationId, 'r1', { by: 'ann' });
  c.report('r1', { by: 'ann' });
  messageId = [...c.state.all('message').values()].find((one) => one.replyId === 'r1')?.id ?? '';
});

const message = () => c.must('message', messageId);
const ask = (by: string, changeId = 'x1', text?: string, reason: ChangeReason = 'mistake') =>
  c.run({ type: 'message.requestChange', data: { changeId, messageId, conversationId, reason, to: text === undefined ? { kind: 'delete' } : { kind: 'correct', text } } }, { by });
const code = (decision: Decision): string => (decision.kind === 'accepted' ? 'accepted' : decision.code);
const tell = (by: string, kind: 'done' | 'unclear' | 'failed', changeId = 'x1') =>
  c.run({ type: 'message.reportChange', data: { changeId, messageId, outcome: kind === 'failed' ? { kind, failure: { code: 'PLATFORM_REFUSED', detail: 'too late', retryable: false } } : { kind } } }, { by });

test('PUT-1 the author, the owner and a lead may', () => {
  expect([code(ask('ann', 'a')), code(tell('ann', 'unclear', 'a')), code(ask('lea', 'b'))]).toEqual(['accepted', 'accepted', 'accepted']);
});

test('PUT-4 deleted: the thread says so, and who, when and why stay', () => {
  ask('ann');
  expect(message()).toMatchObject({ change: { id: 'x1', kind: 'delete', reason: 'mistake', agentId: 'ann', state: 'allowed' } });
  expect(message().deletedAt).toBeUndefined();
  c.now += 1_000;
  tell('ann', 'done');
  expect(message()).toMatchObject({ deletedAt: c.now, change: { state: 'done', endedAt: c.now } });
  expect(code(tell('ann', 'done'))).toBe('accepted');
});

test('PUT-4 corrected: the new words are the message’s, marked as edited', () => {
  const before = message().bodyRef;
  ask('ann', 'x1', 'Um 14 Uhr. ^AB');
  expect(message().bodyRef).toBe(before);
  tell('ann', 'done');
  expect(message()).toMatchObject({ bodyRef: message().change?.bodyRef, editedAt: c.now, change: { kind: 'correct', state: 'done' } });
  expect(message().bodyRef).not.toBe(before);
});

test('PUT-4 failed: it says why and nothing has changed', () => {
  const before = message();
  ask('ann', 'x1', 'Um 14 Uhr. ^AB');
  tell('ann', 'failed');
  expect(message()).toMatchObject({ bodyRef: before.bodyRef, change: { state: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'too late' } } });
  expect([message().editedAt, message().deletedAt]).toEqual([undefined, undefined]);
});

test('PUT-3 an unclear one is asked again; a colleague after a minute; an old report changes nothing of the new', () => {
  ask('ann', 'x1');
  expect(code(ask('lea', 'x2'))).toBe('STATE_INVALID');
  expect(code(ask('ann', 'x3'))).toBe('accepted');
  c.now += MINUTE;
  expect(code(ask('lea', 'x4'))).toBe('accepted');
  expect(code(tell('lea', 'done', 'x1'))).toBe('accepted');
  expect(message()).toMatchObject({ change: { id: 'x4', state: 'allowed' } });
  expect(message().deletedAt).toBeUndefined();
});

test('PUT-3 the platform’s own word may come first', () => {
  ask('ann');
  c.emit({ type: 'message.deleted', data: { messageId, deletedAt: c.now + 5 } });
  c.now += 100;
  tell('ann', 'done');
  expect(message()).toMatchObject({ deletedAt: c.now - 95, change: { state: 'done' } });
});

test('PUT-2 on a stopped account things are taken back, and nothing new is said', () => {
  c.run({ type: 'account.stop', data: { accountId: 'open', reason: 'x' } }, { by: 'lea' });
  expect([code(ask('ann', 'x1', 'Neu ^AB')), code(ask('ann', 'x1'))]).toEqual(['ACCOUNT_STOPPED', 'accepted']);
});

test('PUT-5 to the wrong person: 72 hours, from the first time on', () => {
  ask('ann', 'x1', undefined, 'wrongRecipient');
  const due = c.now + BREACH_MS;
  expect(message().change?.breachDueAt).toBe(due);
  tell('ann', 'failed');
  c.now += 10 * MINUTE;
  ask('ann', 'x2', undefined, 'mistake');
  tell('ann', 'done', 'x2');
  expect(message().change).toMatchObject({ breachDueAt: due, state: 'done' });
});
