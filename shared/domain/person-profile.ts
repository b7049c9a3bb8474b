import type { Account } from './account.ts';
import type { Conversation } from './conversation.ts';

// C10: a named person's own profile may speak in other people's threads, by rules.

/** Why a profile may not speak here: it is not for these threads, not in public, not for this person, or a lead has not said yes (`ask`: nobody was asked). */
export type ProfileBar = 'notHere' | 'notPublic' | 'notTheirs' | 'ask' | 'asked' | 'refused';

type Spoken = Pick<Conversation, 'accountId' | 'channel' | 'visibility' | 'outreach' | 'profileUse'>;

/** What stands between this person and using this profile in this conversation; undefined: nothing. `brandAccount`: the account the conversation came in on. */
export function profileBar(profile: Account, brandAccount: Pick<Account, 'id' | 'brand' | 'channel'> | undefined, conversation: Spoken, agentId: string): ProfileBar | undefined {
  const rules = profile.person;
  if (rules === undefined || brandAccount === undefined || profile.channel !== conversation.channel) return 'notHere';
  const isNamed = rules.forAccounts.length === 0 ? brandAccount.brand === profile.brand : rules.forAccounts.includes(brandAccount.id);
  if (!isNamed) return 'notHere';
  if (conversation.visibility !== 'public') return 'notPublic';
  if (rules.threads === 'leads' && conversation.outreach === undefined) return 'notHere';
  if (!rules.mayUse.includes(agentId)) return 'notTheirs';
  if (!rules.approval) return undefined;
  const use = conversation.profileUse;
  if (use === undefined || use.accountId !== profile.id || use.agentId !== agentId) return 'ask';
  return use.state === 'allowed' ? undefined : use.state;
}

/** The words as they go out from the profile: its mark at the end, once. */
export function withMark(text: string, mark: string): string {
  return mark === '' || text.trimEnd().endsWith(mark) ? text : `${text.trimEnd()} ${mark}`;
}
