// Found by the simulation (seeds 6024 and 6769, 5,000 steps): "wait for the customer" was to follow from an answer and lay on an offline desk; when it went up, the answer had long failed and
// the item had come back to the same person. The item was put to sleep over a question nobody had answered.
import { expect, test } from 'vitest';
import { outcome, SharedCenter } from '../support/shared-center.ts';

for (const [what, command] of [
  ['workItem.park', {}],
  ['workItem.close', { disposition: { kind: 'resolved' } }],
] as const) {
  test(`${what} that follows from an answer happens while that answer stands, not after it failed`, () => {
    const c = new SharedCenter();
    const { itemId, conversationId, messageId } = c.given('ann');
    c.permit(conversationId, 'r1', { by: 'ann' });
    c.reportFailed('r1', { by: 'ann' });
    const follow = (replyId: string) => outcome(c.run({ type: what, data: { workItemId: itemId, seenThroughMessageId: messageId, afterReplyId: replyId, ...command } } as never, { by: 'ann' }));
    expect(follow('r1')).toBe('nothing');
    expect(follow('never-known')).toBe('nothing');
    expect(c.must('workItem', itemId)).toMatchObject({ state: 'assigned', waitingFor: 'us' });
    c.permit(conversationId, 'r2', { by: 'ann' });
    expect(follow('r2')).toContain(what === 'workItem.park' ? 'workItem.parked' : 'workItem.closed');
  });
}
