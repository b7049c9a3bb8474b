import type { Agent, Role } from '../../shared/domain/agent.ts';
import { agentIdOf, initialsFor, type Person } from './claims.ts';
import type { AuthService, SignIn } from './service.ts';

type NewAgent = Pick<Agent, 'id' | 'name' | 'initials' | 'role' | 'teamIds' | 'place' | 'skills' | 'capacity' | 'disabled'>;

/** The center's own book of people. */
export interface AgentBook {
  get(agentId: string): Agent | undefined;
  isTeam(teamId: string): boolean;
  /** True: written. False: the initials are taken. */
  register(agent: NewAgent): Promise<boolean>;
}

const NEW_CAPACITY = 100;

/** Brings who came from the provider into the center: role and, where it speaks of them, teams follow the provider at every sign-in; the rest is the center's. */
export async function signInProvided(auth: AuthService, book: AgentBook, person: Person, label: string | undefined): Promise<SignIn> {
  const known = await auth.userBySubject(person.subject);
  const agentId = known?.agentId ?? agentIdOf(person.subject);
  await putAgent(book, agentId, person);
  return auth.signInProvided({ ...person, agentId }, label);
}

async function putAgent(book: AgentBook, id: string, { name, role, teamIds }: { name: string; role: Role; teamIds: readonly string[] | undefined }): Promise<void> {
  const there = book.get(id);
  const teams = (teamIds ?? there?.teamIds ?? []).filter((teamId) => book.isTeam(teamId));
  if (there !== undefined) {
    const isSame = there.role === role && there.teamIds.length === teams.length && teams.every((teamId) => there.teamIds.includes(teamId));
    if (!isSame) await book.register({ id, name: there.name, initials: there.initials, role, teamIds: teams, place: there.place, skills: there.skills, capacity: there.capacity, disabled: there.disabled });
    return;
  }
  for (const initials of initialsFor(name)) {
    if (await book.register({ id, name, initials, role, teamIds: teams, place: 'office', skills: [], capacity: NEW_CAPACITY, disabled: false })) return;
  }
}
