import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import { validCheck } from '../../shared/domain/identity-check.ts';
import { MINUTE, outcome, SharedCenter } from '../support/shared-center.ts';

let c: SharedCenter;
let conversationId: string;
const contactId = 'contact-kim';
beforeEach(() => {
  c = new SharedCenter();
  ({ conversationId } = c.given('ann', { who: 'kim' }));
});
const check = (checkId: string, by = 'ann', forMs = 30 * MINUTE): string => outcome(c.run({ type: 'contact.checkIdentity', data: { contactId, conversationId, checkId, by: 'numberAndBirthdate', untilAt: c.now + forMs } }, { by }));
const valid = (): string | undefined => validCheck(c.must('contact', contactId), c.now)?.id;

describe('who somebody is (D16)', () => {
  test('IDENT-1 who talks to the person vouches for them, a colleague does not', () => {
    expect([check('c1', 'ben'), check('c1', 'ann')]).toEqual(['NOT_OWNER', 'contact.identityChecked']);
  });

  test('IDENT-2 a check says by what, by whom, where and until when, and runs out by itself', () => {
    expect(valid()).toBeUndefined();
    const at = c.now;
    expect(check('c1')).toBe('contact.identityChecked');
    expect(c.must('contact', contactId).identityCheck).toEqual({ id: 'c1', by: 'numberAndBirthdate', agentId: 'ann', at, untilAt: at + 30 * MINUTE, inConversationId: conversationId });
    expect(valid()).toBe('c1');
    c.now = at + 30 * MINUTE - 1;
    expect(valid()).toBe('c1');
    c.now += 1;
    expect(valid()).toBeUndefined();
  });

  test('IDENT-2 said twice it is one check; one that ran out on the way is none; a lead may check as well', () => {
    expect([check('c1'), check('c1')]).toEqual(['contact.identityChecked', 'nothing']);
    expect(check('c2', 'ann', 0)).toBe('nothing');
    expect(valid()).toBe('c1');
    expect(check('c3', 'lea')).toBe('contact.identityChecked');
    expect(valid()).toBe('c3');
  });

  test('IDENT-3 withdrawn it counts no more; withdrawing an earlier one leaves the later one alone', () => {
    const withdraw = (checkId: string): string => outcome(c.run({ type: 'contact.withdrawCheck', data: { contactId, conversationId, checkId, reason: 'otherPerson' } }, { by: 'ann' }));
    check('c1');
    check('c2');
    expect(withdraw('c1')).toBe('nothing');
    expect(valid()).toBe('c2');
    expect(withdraw('c2')).toBe('contact.identityCheckWithdrawn');
    expect(withdraw('c2')).toBe('nothing');
    expect(valid()).toBeUndefined();
    expect(c.must('contact', contactId).identityCheck?.withdrawn).toEqual({ agentId: 'ann', at: c.now, reason: 'otherPerson' });
  });

  test('IDENT-4 consent to know profile and contract as one is noted with who and how, and can be taken back', () => {
    const consent = (given: boolean): Command => ({ type: 'contact.noteConsent', data: { contactId, conversationId, given, how: 'spoken' } });
    c.run(consent(true), { by: 'ann' });
    expect(c.must('contact', contactId).joinConsent).toEqual({ given: true, how: 'spoken', agentId: 'ann', at: c.now, inConversationId: conversationId });
    c.run(consent(false), { by: 'ann' });
    expect(c.must('contact', contactId).joinConsent?.given).toBe(false);
  });

  test('IDENT-5 erasing the person takes check and consent along, and nobody vouches for them again', () => {
    check('c1');
    c.run({ type: 'contact.noteConsent', data: { contactId, conversationId, given: true, how: 'written' } }, { by: 'ann' });
    c.emit({ type: 'contact.erased', data: { contactId, at: c.now, byAgentId: 'lea', cutoffAt: c.now, remoteKeys: [] } });
    const { identityCheck, joinConsent } = c.must('contact', contactId);
    expect([identityCheck, joinConsent, valid()]).toEqual([undefined, undefined, undefined]);
    expect(check('c2')).toBe('NOT_FOUND');
  });
});
