import { MemoryAuditLog } from '../../server/audit/memory-audit-log.ts';
import { assembleCore } from '../../server/assemble.ts';
import { BodyVault } from '../../server/log/body-vault.ts';
import { MemoryEventLog, MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import { smallCenter, type Person } from '../support/server-world.ts';
import { LEASE } from './server-host.ts';

export const STAFF: readonly Person[] = [
  { id: 'ann', name: 'Ann Berg', initials: 'AB', role: 'agent', skills: [{ skillId: 'mobile', level: 4 }], capacity: 60 },
  { id: 'ben', name: 'Ben Carl', initials: 'BC', role: 'agent', skills: [{ skillId: 'mobile', level: 2 }, { skillId: 'tv', level: 5 }], capacity: 100 },
  { id: 'cai', name: 'Cai Dahl', initials: 'CD', role: 'agent', skills: [{ skillId: 'mobile', level: 3 }, { skillId: 'tv', level: 3 }], capacity: 40 },
  { id: 'lea', name: 'Lea Dorn', initials: 'LD', role: 'supervisor' },
  { id: 'ada', name: 'Ada Egge', initials: 'AE', role: 'admin' },
];

let filled: Promise<readonly string[]> | undefined;

/** The events of a center that has just been set up; made once. */
export function filledDisk(): Promise<readonly string[]> {
  filled ??= fill();
  return filled;
}

async function fill(): Promise<readonly string[]> {
  const disk = new MemoryLogDisk();
  const log = new MemoryEventLog({ disk });
  let count = 0;
  const ids = { next: (): string => `setup-${(count += 1)}` };
  const core = await assembleCore({
    log,
    vault: new BodyVault({ masterKey: new Uint8Array(32), nextRef: ids.next, loadKeys: (contactIds) => log.keys(contactIds) }),
    audit: new MemoryAuditLog(),
    clock: { now: () => 1_899_999_000_000, steady: () => 0 },
    ids,
    timers: { after: () => () => undefined },
    lease: LEASE,
    snapshotEveryEvents: 1_000_000,
    centerId: 'simulated-center',
    centerName: 'Simulation',
    identityKey: (channel, remoteId) => `${channel}:${remoteId}`,
    onProblem: (error) => {
      throw error;
    },
  });
  // One of them is learning: lea looks at what goes out (S2).
  for (const command of [...smallCenter(STAFF), { type: 'agent.setTrainee' as const, data: { agentId: 'cai', trainee: { approverId: 'lea' } } }]) {
    const answer = await core.commands.run({ agentId: 'system', role: 'admin', replicaId: 'setup' }, command);
    if (answer.status === 'refused') throw new Error(`the center could not be set up: ${answer.error.message}`);
  }
  return disk.events;
}
