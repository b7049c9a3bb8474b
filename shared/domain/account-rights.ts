import type { Account } from './account.ts';
import type { Role } from './agent.ts';

/** Who asks: the role counts as signed in. */
export interface Asker {
  readonly agentId: string;
  readonly role: Role;
  readonly teamIds: readonly string[];
}

type Named = { readonly teamIds: readonly string[]; readonly agentIds: readonly string[] };
const isNamed = (asker: Asker, named: Named): boolean => named.agentIds.includes(asker.agentId) || named.teamIds.some((id) => asker.teamIds.includes(id));
const byTeam = (account: Account, asker: Asker): boolean => account.teamIds.length === 0 || account.teamIds.some((id) => asker.teamIds.includes(id));

/** May write in the account's name, and so may have its credential. Where nobody is named, the account's teams; leads always. */
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
