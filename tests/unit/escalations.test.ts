import { beforeEach, describe, expect, test } from 'vitest';
import { approverNow } from '../../shared/domain/approval.ts';
import { ESCALATION_DUE_MS } from '../../shared/domain/escalation.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { queueRow } from '../../server/push/rows.ts';
import { outcome, SharedCenter } from '../support/shared-center.ts';

let c: SharedCenter;
let conversationId: string;
let itemId: string;
beforeEach(() => {
  c = new SharedCenter();
  ({ conversationId, itemId } = c.given('ann'));
});

const raise = (more: object = {}): Decision => c.run({ type: 'escalation.raise', data: { id: 'e1', conversationId, reason: 'Droht mit Anwalt', ...more } }, { by: 'ann' });
const escalation = () => c.conversation(conversationId).escalations?.find(({ id }) => id === 'e1');
const row = () => queueRow(c.state, itemId, new Map());

describe('help that is asked for', () => {
  test('ESC-1 whoever holds a conversation asks with a reason, sealed; it stays theirs, and its row says so to leads', () => {
    expect(outcome(raise())).toBe('escalation.raised');
    expect(escalation()).toMatchObject({ state: 'open', agentId: 'ann', dueAt: c.now + ESCALATION_DUE_MS, reasonRef: expect.stringMatching(/^body-/) as string });
    expect(c.conversation(conversationId).ownerAgentId).toBe('ann');
    expect(row()?.escalation).toEqual({ id: 'e1', agentId: 'ann', askedAt: c.now, dueAt: c.now + ESCALATION_DUE_MS });
    expect(JSON.stringify(c.log.at(-1))).not.toContain('Anwalt');
    expect(outcome(raise()), 'the same once more').toBe('nothing');
  });

  test('ESC-2 it waits for the named lead, once due or while that one is away for the stand-in, and where neither is there for every lead', () => {
    c.run({ type: 'agent.setTrainee', data: { agentId: 'ann', trainee: { approverId: 'lea', standInId: 'ada' } } }, { by: 'ada' });
    raise();
    const asked = escalation() as NonNullable<ReturnType<typeof escalation>>;
    expect(asked).toMatchObject({ approverId: 'lea', standInId: 'ada' });
    expect(approverNow(asked, () => true, c.now)).toBe('lea');
    expect(approverNow(asked, () => true, asked.dueAt)).toBe('ada');
    expect(approverNow(asked, (id) => id !== 'lea', c.now)).toBe('ada');
    expect(approverNow(asked, () => false, c.now)).toBeUndefined();
    // Nobody named: every lead.
    expect(approverNow({ dueAt: asked.dueAt }, () => true, c.now)).toBeUndefined();
  });

  test('ESC-3 a lead takes the conversation over', () => {
    raise({ approverId: 'ada' });
    expect(outcome(c.run({ type: 'escalation.takeOver', data: { conversationId, id: 'e1' } }, { by: 'lea' }))).toContain('workItem.assigned');
    expect(c.conversation(conversationId).ownerAgentId).toBe('lea');
    expect(escalation()).toMatchObject({ state: 'taken', byAgentId: 'lea' });
    expect(row()?.escalation).toBeUndefined();
  });

  test('ESC-3 or gives it back with a word, or answers by whispering', () => {
    raise();
    expect(outcome(c.run({ type: 'escalation.giveBack', data: { conversationId, id: 'e1', word: 'Ruf kurz an' } }, { by: 'lea' }))).toBe('escalation.ended whisper.sent');
    expect(escalation()).toMatchObject({ state: 'givenBack', byAgentId: 'lea' });
    expect(c.conversation(conversationId).whispers).toMatchObject([{ byAgentId: 'lea', toAgentId: 'ann', bodyRef: expect.stringMatching(/^body-/) as string }]);
    expect(outcome(raise({ id: 'e2' }))).toBe('escalation.raised');
    c.run({ type: 'whisper.send', data: { id: 'w1', conversationId, text: 'Biete den Rückruf an' } }, { by: 'lea' });
    expect(c.conversation(conversationId).escalations?.find(({ id }) => id === 'e2')).toMatchObject({ state: 'answered', byAgentId: 'lea' });
    expect(c.conversation(conversationId).whispers).toHaveLength(2);
  });

  test.each(['withdraw', 'transfer', 'close', 'erase'] as const)('ESC-4 it ends with %s, and nobody waits for a lead any more', (how) => {
    raise();
    if (how === 'withdraw') c.run({ type: 'escalation.withdraw', data: { conversationId, id: 'e1' } }, { by: 'ann' });
    if (how === 'transfer') c.run({ type: 'workItem.transfer', data: { workItemId: itemId, to: { kind: 'agent', agentId: 'ben' } } }, { by: 'ann' });
    if (how === 'close') c.run({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, { by: 'ann' });
    if (how === 'erase') c.emit({ type: 'conversation.erased', data: { conversationId, threadId: c.conversation(conversationId).threadId, contactId: c.conversation(conversationId).contactId, visibility: 'public', at: c.now } });
    expect(row()?.escalation).toBeUndefined();
    expect(escalation()?.state).toBe(how === 'erase' ? undefined : 'withdrawn');
    // Taken back once more, late: there is nothing left to refuse.
    if (how === 'withdraw') expect(outcome(c.run({ type: 'escalation.withdraw', data: { conversationId, id: 'e1' } }, { by: 'ann' }))).toBe('nothing');
  });

  test('ESC-4 put to sleep by whoever asked it still waits for a lead', () => {
    raise();
    c.run({ type: 'workItem.snooze', data: { workItemId: itemId, untilAt: c.now + 3_600_000 } }, { by: 'ann' });
    expect(row()?.escalation?.id).toBe('e1');
  });
});
