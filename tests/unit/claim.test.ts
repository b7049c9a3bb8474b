import { describe, expect, test } from 'vitest';
import { CLAIM_MS } from '../../shared/domain/claim.ts';
import { outcome, SharedCenter } from '../support/shared-center.ts';

function world() {
  const c = new SharedCenter();
  const { conversationId, itemId: workItemId } = c.given('ann');
  const take = (by: string, reason?: string) => c.run({ type: 'workItem.take', data: { workItemId, ...(reason === undefined ? {} : { reason }) } }, { by });
  const writes = (): void => void c.run({ type: 'draft.save', data: { conversationId, draft: { text: 'Hallo', visibility: 'public' } } }, { by: 'ann' });
  return { c, conversationId, workItemId, take, writes, owner: () => c.must('conversation', conversationId).ownerAgentId };
}

describe('a colleague’s item', () => {
  test('CLAIM-1 is theirs alone for five minutes after they came to it, and as long as they write; then whoever may answer there relieves them, with a reason', () => {
    const { c, take, writes, owner, workItemId } = world();
    expect(outcome(take('ben'))).toBe('ALREADY_TAKEN');
    expect(take('ben', 'Sie ist zu Tisch')).toMatchObject({ kind: 'refused', code: 'CLAIM_HELD', retryAfterMs: CLAIM_MS });
    c.now += CLAIM_MS - 1;
    expect(outcome(take('ben', 'Sie ist zu Tisch'))).toBe('CLAIM_HELD');
    writes();
    c.now += 60_000;
    expect(take('ben', 'Sie ist zu Tisch')).toMatchObject({ code: 'CLAIM_HELD', retryAfterMs: CLAIM_MS - 60_000 });
    c.now += CLAIM_MS - 60_000;
    expect(outcome(take('ben'))).toBe('ALREADY_TAKEN');
    expect(outcome(take('ben', 'Sie ist zu Tisch'))).toContain('workItem.assigned');
    expect(owner()).toBe('ben');
    expect(c.must('workItem', workItemId).reason).toMatchObject({ by: 'self', personId: 'ben', note: 'Sie ist zu Tisch' });
    // It is his now, for as long.
    expect(outcome(take('ann', 'Bin zurück'))).toBe('CLAIM_HELD');
    expect(outcome(take('ben', 'noch einmal'))).toBe('nothing');
  });

  test('CLAIM-1 nobody is relieved who may be sending, nor by who may not answer there', () => {
    const { c, take, conversationId } = world();
    c.now += 2 * CLAIM_MS;
    c.sendingUntil.set(conversationId, c.now + 1_000);
    c.permit(conversationId, 'r', { by: 'ann' });
    expect(outcome(take('ben', 'Sie ist weg'))).toBe('REPLY_UNDER_WAY');
    const other = world();
    other.c.now += 2 * CLAIM_MS;
    other.c.emit({ type: 'agent.registered', data: { ...other.c.must('agent', 'ben'), disabled: true } });
    expect(outcome(other.take('ben', 'Sie ist weg'))).not.toContain('workItem.assigned');
  });
});
