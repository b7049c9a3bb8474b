import type { Decision } from '../../shared/deciders/index.ts';
import type { SearchTerms } from '../../shared/domain/search-terms.ts';
import type { PersonProfile } from '../../shared/domain/account.ts';
import type { RefusalKit } from './strategy-refusals.ts';

export const TERMS: SearchTerms = { id: 'netz', words: ['musterkom'], phrases: [], excludes: [], languages: [] };
const PROFILE: PersonProfile = { mayUse: ['ann'], forAccounts: [], threads: 'public', approval: false, mark: '' };

/** Every way in which search terms, feeds and named people's profiles are refused. */
export function watchRefusals({ refuses, command, center }: RefusalKit): void {
  const lead = 'a role below the one it needs';
  const change = (terms: SearchTerms[], baseVersion = center().state.get('searchBook', 'Musterkom')?.version ?? 0, brand = 'Musterkom'): Decision => command({ type: 'terms.change', data: { brand, terms, baseVersion } }, 'lea');
  const undo = (version: number): Decision => command({ type: 'terms.undo', data: { brand: 'Musterkom', version } }, 'lea');
  refuses('CMD-2', 'terms.change', 'NOT_ALLOWED', lead, () => command({ type: 'terms.change', data: { brand: 'Musterkom', terms: [], baseVersion: 0 } }, 'ann'));
  refuses('CMD-2', 'terms.undo', 'NOT_ALLOWED', lead, () => command({ type: 'terms.undo', data: { brand: 'Musterkom', version: 1 } }, 'ann'));
  refuses('CMD-2', 'account.switchFeed', 'NOT_ALLOWED', lead, () => command({ type: 'account.switchFeed', data: { accountId: 'open', paused: true } }, 'ann'));
  refuses('CMD-2', 'profile.decide', 'NOT_ALLOWED', lead, () => command({ type: 'profile.decide', data: { conversationId: 'c', allowed: true } }, 'ann'));
  refuses('CMD-2', 'figures.switch', 'NOT_ALLOWED', lead, () => command({ type: 'figures.switch', data: { perPerson: true } }, 'lea'));
  refuses('FEED-2', 'account.switchFeed', 'NOT_FOUND', 'there is no such account', () => command({ type: 'account.switchFeed', data: { accountId: 'none', paused: true } }, 'lea'));

  refuses('TERM-1', 'terms.change', 'TERMS_STALE', 'they were changed since', () => (change([TERMS]), change([], 0)));
  refuses('TERM-1', 'terms.change', 'NOT_FOUND', 'no account is of this brand', () => change([TERMS], 0, 'Nobody'));
  refuses('TERM-2', 'terms.change', 'TERMS_INVALID', 'a group looks for nothing', () => change([{ ...TERMS, words: [] }]));
  refuses('TERM-3', 'terms.undo', 'TERMS_STALE', 'another version is in force', () => (change([TERMS]), undo(2)));
  refuses('TERM-3', 'terms.undo', 'TERMS_NOTHING_TO_UNDO', 'nothing was looked for before', () => (change([TERMS]), undo(1), undo(2)));
  refuses('TERM-3', 'terms.undo', 'TERMS_INVALID', 'an account that has less room came since', () => {
    const long = { ...TERMS, excludes: Array.from({ length: 40 }, (_, n) => `ausgeschlossenes-${n}`) };
    change([long]);
    change([TERMS]);
    center().emit({ type: 'account.registered', data: { ...center().must('account', 'open'), id: 'x:brand', channel: 'x', handle: 'brand' } });
    return undo(2);
  });

  const profile = (more: Partial<PersonProfile> = {}): void => center().emit({ type: 'account.registered', data: { ...center().must('account', 'open'), id: 'mira', handle: 'mira', name: 'Mira', person: { ...PROFILE, ...more } } });
  const ask = (conversationId: string, by = 'ann', accountId = 'mira'): Decision => command({ type: 'profile.ask', data: { conversationId, accountId } }, by);
  const say = (conversationId: string, by = 'ann', parts = ['Hallo']): Decision => center().permit(conversationId, 'r1', { by }, { parts, frozen: { asAccountId: 'mira' } });
  const later = (conversationId: string): Decision =>
    command({ type: 'reply.schedule', data: { replyId: 'r1', conversationId, epoch: center().conversation(conversationId).epoch, frozen: { parts: ['Hallo'], visibility: 'public', asAccountId: 'mira' }, followUp: false, platformKey: 'k', frozenAt: center().now, sendAt: center().now + 60_000, executor: 'desk' } }, 'ann');
  refuses('PROF-1', 'profile.ask', 'NOT_FOUND', 'there is no such profile', () => ask(center().given('ann').conversationId, 'ann', 'none'));
  refuses('PROF-1', 'profile.ask', 'NOT_OWNER', 'somebody else holds it', () => (profile(), ask(center().given('ben').conversationId)));
  refuses('PROF-1', 'profile.ask', 'PROFILE_NOT_HERE', 'it is for leads only', () => (profile({ threads: 'leads' }), ask(center().given('ann').conversationId)));
  refuses('PROF-2', 'profile.decide', 'NOT_FOUND', 'nobody asked', () => command({ type: 'profile.decide', data: { conversationId: center().given('ann').conversationId, allowed: true } }, 'lea'));
  refuses('PROF-1', 'reply.requestPermit', 'PROFILE_NOT_HERE', 'the profile is another person’s', () => (profile(), say(center().given('ben').conversationId, 'ben')));
  refuses('PROF-2', 'reply.requestPermit', 'PROFILE_NOT_ALLOWED', 'no lead has said yes', () => (profile({ approval: true }), say(center().given('ann').conversationId)));
  refuses('PROF-3', 'reply.requestPermit', 'INPUT_INVALID', 'the mark of the profile is missing', () => (profile({ mark: '– Mira von Musterkom' }), say(center().given('ann').conversationId)));
  refuses('PROF-1', 'reply.schedule', 'PROFILE_NOT_HERE', 'it is for another account', () => (profile({ forAccounts: ['north'] }), later(center().given('ann').conversationId)));
  refuses('PROF-2', 'reply.schedule', 'PROFILE_NOT_ALLOWED', 'no lead has said yes', () => (profile({ approval: true }), later(center().given('ann').conversationId)));
}
