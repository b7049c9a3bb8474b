import type { CommandOf } from '../../shared/commands/index.ts';
import { envelopeOf } from '../../shared/commands/index.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { openAdminClient } from '../admin-client.ts';
import type { SignIn } from './sign-in.ts';

/** What a new agent of a test run can do: as wide as the center's own agents, so that work reaches everyone. */
export type AgentPattern = Pick<CommandOf<'agent.register'>['data'], 'teamIds' | 'skills' | 'capacity' | 'place'>;

/**
 * Registers further agents and their sign-ins, named and initialled so that they stay apart from people. Throws SignInRefused-like coded errors
 * of the server as CodedError NOT_ALLOWED with the server's code in its detail.
 */
export async function createExtraAgents(given: {
  readonly serverUrl: string;
  readonly admin: SignIn;
  readonly count: number;
  readonly pattern: (index: number) => AgentPattern;
  readonly runName: string;
  readonly password: () => string;
}): Promise<SignIn[]> {
  const admin = await openAdminClient(given.serverUrl, given.admin);
  const made: SignIn[] = [];
  for (let index = 0; made.length < given.count; index += 1) {
    // Initials are unique in a center: two digits of base 36 after a Z leave room for 1,296.
    if (index >= 36 * 36) throw new CodedError('DUPLICATE_INITIALS');
    const id = `desk-${given.runName}-${index + 1}`;
    const agent = {
      id,
      name: `Desk ${index + 1} ${given.runName}`,
      initials: `Z${index.toString(36).toUpperCase().padStart(2, '0')}`,
      role: 'agent' as const,
      disabled: false,
      ...given.pattern(index),
    };
    const registered = await admin.call('POST', '/commands', {
      command: envelopeOf({ type: 'agent.register', data: agent }),
    });
    if (!registered.ok && registered.code === 'DUPLICATE_INITIALS') continue;
    if (!registered.ok)
      throw new CodedError('NOT_ALLOWED', { field: 'agent.register', detail: `${registered.code} ${registered.message}` });
    const signIn = { name: id, role: 'agent', password: given.password() };
    const user = await admin.call('POST', '/admin/users', {
      name: signIn.name,
      password: signIn.password,
      role: 'agent',
      agentId: id,
    });
    if (!user.ok) throw new CodedError('NOT_ALLOWED', { field: 'admin/users', detail: `${user.code} ${user.message}` });
    made.push(signIn);
  }
  return made;
}
