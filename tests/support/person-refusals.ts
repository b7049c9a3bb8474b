import type { Command, CommandType } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { caseRefusals } from './case-refusals.ts';
import { identityRefusals } from './identity-refusals.ts';
import { readingRefusals } from './reading-refusals.ts';
import type { SharedCenter } from './shared-center.ts';

interface Parts {
  refuses(rule: string, type: CommandType, code: string, when: string, run: () => Decision): void;
  command(input: Command, by: string): Decision;
  center(): SharedCenter;
}

/** Of everything that is done about a person: reading them, vouching for them, their cases, joining their contacts. */
export function personRefusals(parts: Parts): void {
  identityRefusals(parts);
  readingRefusals(parts);
  caseRefusals(parts);
  joiningRefusals(parts);
}

/** D16: every way joining two contacts, and taking them apart, can be refused. */
function joiningRefusals({ refuses, command, center }: Parts): void {
  const c = center;
  const contactOf = (conversationId: string): string => c().conversation(conversationId).contactId;
  const merge = (conversationId: string, otherContactId: string, by: string): Decision => command({ type: 'contact.merge', data: { conversationId, otherContactId } }, by);
  const unmerge = (conversationId: string, contactId: string, by: string): Decision => command({ type: 'contact.unmerge', data: { conversationId, contactId } }, by);
  const consent = (conversationId: string, given: boolean, by = 'ann'): Decision => command({ type: 'contact.noteConsent', data: { contactId: contactOf(conversationId), conversationId, given, how: 'written' } }, by);
  const two = (given: boolean | null = true): readonly [string, string] => {
    const kim = c().given('ann', { who: 'kim' }).conversationId;
    const lou = c().given('ann', { who: 'lou' }).conversationId;
    if (given !== null) consent(kim, given);
    return [kim, lou];
  };
  const forget = (conversationId: string): void => c().emit({ type: 'contact.erased', data: { contactId: contactOf(conversationId), at: c().now, byAgentId: 'ada', cutoffAt: c().now, remoteKeys: [] } });
  refuses('MERGE-2', 'contact.merge', 'CONSENT_MISSING', 'nobody was asked', () => { const [kim, lou] = two(null); return merge(kim, contactOf(lou), 'ann'); });
  refuses('MERGE-2', 'contact.merge', 'CONSENT_MISSING', 'one of them said no', () => { const [kim, lou] = two(true); consent(lou, false); return merge(kim, contactOf(lou), 'ann'); });
  refuses('MERGE-1', 'contact.merge', 'NOT_FOUND', 'nobody knows the conversation', () => merge('none', contactOf(two()[1]), 'ann'));
  refuses('MERGE-1', 'contact.merge', 'NOT_FOUND', 'nobody knows the other', () => merge(two()[0], 'none', 'ann'));
  refuses('MERGE-6', 'contact.merge', 'NOT_FOUND', 'the other was erased', () => { const [kim, lou] = two(); forget(lou); return merge(kim, contactOf(lou), 'ann'); });
  refuses('MERGE-6', 'contact.merge', 'NOT_FOUND', 'the person was erased', () => { const [kim, lou] = two(); forget(kim); return merge(kim, contactOf(lou), 'ann'); });
  refuses('MERGE-1', 'contact.merge', 'NOT_OWNER', 'a colleague talks to them', () => { const [kim, lou] = two(); return merge(kim, contactOf(lou), 'ben'); });
  refuses('MERGE-1', 'contact.merge', 'NOT_ALLOWED', 'the account belongs to another team', () => { const kim = c().given(undefined, { account: 'north', who: 'kim' }).conversationId; return merge(kim, contactOf(c().given().conversationId), 'sue'); });
  refuses('MERGE-1', 'contact.merge', 'NOT_ALLOWED', 'the other only talks to another team', () => { const kim = c().given('sue', { who: 'kim' }).conversationId; return merge(kim, contactOf(c().given(undefined, { account: 'north' }).conversationId), 'sue'); });
  refuses('MERGE-1', 'contact.merge', 'STATE_INVALID', 'so many are no person', () => {
    const [kim, lou] = two();
    c().emit(...Array.from({ length: 50 }, (_, i) => i).flatMap((i) => [{ type: 'contact.created' as const, data: { id: `x${i}`, profileRef: `p${i}`, identityKeys: [], createdAt: c().now } }, { type: 'contact.merged' as const, data: { contactId: `x${i}`, intoContactId: contactOf(kim), conversationId: kim, at: c().now, byAgentId: 'ann' } }]));
    return merge(kim, contactOf(lou), 'ann');
  });
  const joined = (): readonly [string, string] => { const [kim, lou] = two(); merge(kim, contactOf(lou), 'ann'); return [kim, lou]; };
  refuses('MERGE-3', 'contact.unmerge', 'NOT_FOUND', 'nobody knows the conversation', () => unmerge('none', contactOf(joined()[1]), 'ann'));
  refuses('MERGE-3', 'contact.unmerge', 'NOT_FOUND', 'it is merged into somebody else', () => { const [, lou] = joined(); return unmerge(c().given('ann', { who: 'max' }).conversationId, contactOf(lou), 'ann'); });
  refuses('MERGE-3', 'contact.unmerge', 'NOT_FOUND', 'nobody knows the contact', () => unmerge(joined()[0], 'none', 'ann'));
  refuses('MERGE-3', 'contact.unmerge', 'NOT_OWNER', 'a colleague talks to them', () => { const [kim, lou] = joined(); return unmerge(kim, contactOf(lou), 'ben'); });
  refuses('MERGE-3', 'contact.unmerge', 'NOT_ALLOWED', 'the account belongs to another team', () => { const kim = c().given(undefined, { account: 'north', who: 'kim' }).conversationId; return unmerge(kim, contactOf(kim), 'sue'); });
}
