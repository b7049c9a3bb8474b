import type { Command, CommandType } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { LONGEST_CHECK_MS } from '../../shared/domain/identity-check.ts';
import { MINUTE, type SharedCenter } from './shared-center.ts';

interface Parts {
  refuses(rule: string, type: CommandType, code: string, when: string, run: () => Decision): void;
  command(input: Command, by: string): Decision;
  center(): SharedCenter;
}

/** D16: every way vouching for a person can be refused. */
export function identityRefusals({ refuses, command, center }: Parts): void {
  const contactOf = (conversationId: string): string => center().state.get('conversation', conversationId)?.contactId ?? 'none';
  const of = (conversationId: string): { contactId: string; conversationId: string } => ({ contactId: contactOf(conversationId), conversationId });
  const check = (where: { contactId: string; conversationId: string }, by: string, validForMs = MINUTE): Decision =>
    command({ type: 'contact.checkIdentity', data: { ...where, checkId: 'c1', by: 'callBack', untilAt: center().now + validForMs } }, by);
  const acts: readonly (readonly [CommandType, (where: { contactId: string; conversationId: string }, by: string) => Decision])[] = [
    ['contact.checkIdentity', check],
    ['contact.withdrawCheck', (where, by) => command({ type: 'contact.withdrawCheck', data: { ...where, checkId: 'c1', reason: 'mistake' } }, by)],
    ['contact.setAddressForm', (where, by) => command({ type: 'contact.setAddressForm', data: { ...where, addressForm: 'du' } }, by)],
    ['contact.noteConsent', (where, by) => command({ type: 'contact.noteConsent', data: { ...where, given: true, how: 'written' } }, by)],
  ];
  for (const [type, act] of acts) {
    refuses('IDENT-1', type, 'NOT_FOUND', 'nobody knows the person', () => act({ ...of(center().given('ann').conversationId), contactId: 'none' }, 'ann'));
    refuses('IDENT-1', type, 'NOT_FOUND', 'it is somebody else’s conversation', () => {
      const kim = center().given('ann', { who: 'kim' });
      return act({ contactId: contactOf(kim.conversationId), conversationId: center().given('ann', { who: 'lou' }).conversationId }, 'ann');
    });
    refuses('IDENT-1', type, 'NOT_ALLOWED', 'the account belongs to another team', () => act(of(center().given(undefined, { account: 'north' }).conversationId), 'sue'));
    refuses('IDENT-1', type, 'NOT_OWNER', 'a colleague talks to them', () => act(of(center().given('ann').conversationId), 'ben'));
  }
  refuses('IDENT-2', 'contact.checkIdentity', 'INPUT_INVALID', 'it is to count for longer than a check may', () => check(of(center().given('ann').conversationId), 'ann', LONGEST_CHECK_MS + 1));
}
