import type { Account } from './account.ts';
import type { Role } from './agent.ts';

/** Who asks: the role counts as signed in. */
export interface Asker {
  readonly agentId: string;
  readonly role: Role;
  readonly teamIds: readonly string[];
}

const isNamed = (asker: Asker, teamIds: readonly string[]): boolean => teamIds.some((id) => asker.teamIds.includes(id));
const byTeam = (account: Account, asker: Asker): boolean => account.teamIds.length === 0 || account.teamIds.some((id) => asker.teamIds.includes(id));

/** May write in the account's name, and so may have its credential. Where no team is named, the account's teams; leads always. */
export function mayAnswer(account: Account, asker: Asker): boolean {
  if (asker.role !== 'agent') return true;
  return account.rights?.answer === undefined ? byTeam(account, asker) : isNamed(asker, account.rights.answer);
}

/** May see what comes in on it. Whoever may answer may read. */
export function mayReadAccount(account: Account, asker: Asker): boolean {
  if (mayAnswer(account, asker)) return true;
  return account.rights?.read === undefined ? byTeam(account, asker) : isNamed(asker, account.rights.read);
}

/** May connect it, hand its credential over and take it away. Admins, and who is named. */
export function mayAdminister(account: Account, asker: Asker): boolean {
  return asker.role === 'admin' || (account.rights?.administer?.includes(asker.agentId) ?? false);
}

/** No team has this id: an account that names no team at all is for nobody's hands but a lead's. */
const NOBODY = '-';

/** Teams whose people get the account's work; empty: everybody. */
export function answeringTeams(account: Pick<Account, 'teamIds' | 'rights'>): readonly string[] {
  const named = account.rights?.answer;
  if (named === undefined) return account.teamIds;
  return named.length === 0 ? [NOBODY] : named;
}
