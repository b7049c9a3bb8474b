// Found by the simulation (seed 2445, 5,000 steps): a scheduled reply was called off at home a moment after it had been handed to the office, which had leave already. The center took that for
// certainty that nothing had gone, gave leave for the next answer, and the customer got both.
import { expect, test } from 'vitest';
import { calledOffTooLate, reportOf } from '../../shared/sync/outbox-results.ts';
import { Scheduled, type ScheduledParts } from '../../electron/main/sync/scheduled.ts';
import { SharedCenter, outcome } from '../support/shared-center.ts';

const calledOff = { code: 'CALLED_OFF', detail: 'called off', retryable: false };

test('whoever has leave may be sending: that it was called off elsewhere proves nothing', () => {
  const c = new SharedCenter();
  const { conversationId } = c.given('ann');
  c.permit(conversationId, 'r1', { by: 'ann' });
  const report = (replicaId: string) => c.run({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'failed', failure: calledOff } } } as never, { by: 'ann', replicaId });
  expect(outcome(report('desk-ann-at-home'))).toBe('NOT_EXECUTOR');
  expect(c.conversation(conversationId).lockedByReplyId).toBe('r1');
  expect(outcome(report('desk-ann'))).toContain('reply.failed');
});

test('nor does it when the other desk has sent it meanwhile: the desk hears that it was too late, instead of believing itself', () => {
  const c = new SharedCenter();
  const { conversationId } = c.given('ann');
  c.permit(conversationId, 'r1', { by: 'ann' });
  const report = (replicaId: string, of: object) => c.run({ type: 'reply.report', data: { replyId: 'r1', outcome: of } } as never, { by: 'ann', replicaId });
  expect(outcome(report('desk-ann', { kind: 'delivered', by: 'desk', remoteIds: ['p1'], sentAt: 1 }))).toContain('reply.delivered');
  expect(outcome(report('desk-ann-at-home', { kind: 'failed', failure: calledOff }))).toBe('NOT_EXECUTOR');
});

test('a desk says that it called off what waited for its time, and goes on waiting when that was too late', () => {
  expect(reportOf({ kind: 'discarded', at: 1, permitted: true, calledOff: true })).toMatchObject({ failure: { code: 'CALLED_OFF' } });
  expect(reportOf({ kind: 'discarded', at: 1, permitted: true })).toMatchObject({ failure: { code: 'TAKEN_BACK' } });
  const notices: string[] = [];
  const item = { replyId: 'r1', reply: { sendAt: 9 }, state: { kind: 'discarded', at: 1, permitted: true, calledOff: true } };
  const parts = { base: { clock: { now: () => 20 } }, book: { get: () => item }, onNotice: (_: unknown, code: string) => notices.push(code) };
  const scheduled = new Scheduled(parts as unknown as ScheduledParts);
  const command = { command: { type: 'reply.report', data: { replyId: 'r1' } } } as never;
  expect(scheduled.calledOff(command, { status: 'refused', error: { code: 'NOT_EXECUTOR' } } as never)?.state).toEqual(calledOffTooLate(9, 20));
  expect(notices).toEqual(['REPLY_UNDER_WAY']);
  expect(scheduled.calledOff(command, { status: 'accepted' } as never)).toBeUndefined();
});
