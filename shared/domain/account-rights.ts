import type { Account } from './account.ts';
import type { Role } from './agent.ts';

/** Who asks: the role counts as signed in. */
export interface Asker {
  readonly agentId: string;
  readonly role: Role;
  readonly teamIds: readonly string[];
}

const isNamed = (asker: Asker, teamIds: readonly string[]): boolean => teamIds.some((id) => asker.teamIds.includes(id));
/** Named alone, or seen through a team of one. */
const isPerson = (asker: Asker, people: readonly string[] | undefined): boolean => people?.some((id) => id === asker.agentId || asker.teamIds.includes(asTeam(id))) === true;
const byTeam = (account: Account, asker: Asker): boolean => account.teamIds.length === 0 || account.teamIds.some((id) => asker.teamIds.includes(id));

/**
 * May write in the account's name, and so may have its credential. Where no team is named, the account's teams; single people beside them; leads always.
 * A named person's own profile (C10) is used by whom it names, and by nobody else.
 */
export function mayAnswer(account: Account, asker: Asker): boolean {
  if (account.person !== undefined) return isPerson(asker, account.person.mayUse);
  if (asker.role !== 'agent' || isPerson(asker, account.rights?.answerPeople)) return true;
  return account.rights?.answer === undefined ? byTeam(account, asker) : isNamed(asker, account.rights.answer);
}

/** May see what comes in on it. Whoever may answer may read. */
export function mayReadAccount(account: Account, asker: Asker): boolean {
  if (asker.role !== 'agent' || mayAnswer(account, asker) || isPerson(asker, account.rights?.readPeople)) return true;
  return account.rights?.read === undefined ? byTeam(account, asker) : isNamed(asker, account.rights.read);
}

/** May connect it, hand its credential over and take it away. Admins, and who is named. */
export function mayAdminister(account: Account, asker: Asker): boolean {
  return asker.role === 'admin' || (account.rights?.administer?.includes(asker.agentId) ?? false);
}

/** No team has this id: an account that names no team at all is for nobody's hands but a lead's. */
const NOBODY = '-';

/** A single person where teams are named; no team's id begins so. */
export const asTeam = (agentId: string): string => `@${agentId}`;

/** Teams whose people get the account's work, and single people as teams of one (`asTeam`); empty: everybody. */
export function answeringTeams(account: Pick<Account, 'teamIds' | 'rights' | 'person'>): readonly string[] {
  // Nothing is routed on a person's own profile.
  if (account.person !== undefined) return [NOBODY];
  const named = account.rights?.answer;
  if (named === undefined && account.teamIds.length === 0) return [];
  const teams = named ?? account.teamIds;
  const people = (account.rights?.answerPeople ?? []).map(asTeam);
  return teams.length + people.length === 0 ? [NOBODY] : [...teams, ...people];
}

/** Somebody's teams, with the team of one that they are where an account names them alone. */
export function teamsWithSelf(agent: { readonly id: string; readonly teamIds: readonly string[] }, accounts: Iterable<Pick<Account, 'rights'>>): readonly string[] {
  for (const { rights } of accounts) if (rights?.answerPeople?.includes(agent.id) === true || rights?.readPeople?.includes(agent.id) === true) return [...agent.teamIds, asTeam(agent.id)];
  return agent.teamIds;
}

/** Whether the account's rights name this person alone: then its queues are theirs too, whatever team those are of. */
export const isNamedAlone = (account: Pick<Account, 'rights'>, asker: Asker): boolean => isPerson(asker, account.rights?.answerPeople) || isPerson(asker, account.rights?.readPeople);
