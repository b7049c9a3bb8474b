// Found by the simulation (seed 25, 3,000 steps, a desk's copy damaged): a link that broke while `hello` was being answered left a desk that nobody sits at.
import { expect, test } from 'vitest';
import { assembleCore } from '../../server/assemble.ts';
import { MemoryAuditLog } from '../../server/audit/memory-audit-log.ts';
import { BodyVault } from '../../server/log/body-vault.ts';
import { MemoryEventLog } from '../../server/log/memory-event-log.ts';
import type { Connection } from '../../server/transport/socket-server.ts';
import { smallCenter } from '../support/server-world.ts';

async function slowCenter() {
  const log = new MemoryEventLog();
  let count = 0;
  const ids = { next: (): string => `id-${(count += 1)}` };
  const problems: string[] = [];
  const timers: (() => void)[] = [];
  const core = await assembleCore({
    log,
    vault: new BodyVault({ masterKey: new Uint8Array(32), nextRef: ids.next, loadKeys: (contactIds) => log.keys(contactIds) }),
    audit: new MemoryAuditLog(),
    clock: { now: () => 1_900_000_000_000, steady: () => 0 },
    ids,
    timers: { after: (ms, run) => (ms < 5_000 && timers.push(run), () => undefined) },
    lease: { validForMs: 120_000, renewMs: 40_000, marginMs: 15_000 },
    snapshotEveryEvents: 1_000_000,
    centerId: 'center',
    centerName: 'Center',
    identityKey: (channel, remoteId) => `${channel}:${remoteId}`,
    onProblem: (error) => void problems.push(String(error)),
  });
  for (const command of smallCenter([{ id: 'ann', name: 'Ann Berg', initials: 'AB', role: 'agent', skills: [], capacity: 60 }])) await core.commands.run({ agentId: 'system', role: 'admin', replicaId: 'setup' }, command);
  const answers: (() => void)[] = [];
  log.lastCommandNo = () => new Promise((resolve) => answers.push(() => resolve(0)));
  const connection = (id: string): Connection => ({
    id,
    handshake: { replicaId: `replica-${id}` } as Connection['handshake'],
    identity: { userId: 'ann', name: 'Ann', agentId: 'ann', role: 'agent', sessionId: id, expiresAt: 2_000_000_000_000 },
    emit: () => undefined,
    end: () => undefined,
  });
  const hello = (of: Connection) => core.desk.handlers.hello(of, { cursor: 0, held: [], outbox: { waiting: 0, unclear: 0 } } as unknown as Parameters<typeof core.desk.handlers.hello>[1]);
  const tick = async (): Promise<void> => {
    for (let round = 0; round < 20; round += 1) {
      for (const run of timers.splice(0)) run();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { core, answers, connection, hello, tick, problems, ann: () => core.center.committed.get('agent', 'ann')?.connected };
}

test('a desk whose link is gone before its hello is answered is not there', async () => {
  const { core, answers, connection, hello, tick, problems, ann } = await slowCenter();
  const gone = connection('gone');
  const welcome = hello(gone).catch((error: { code: string }) => error.code);
  core.desk.disconnected(gone);
  answers.splice(0).forEach((answer) => answer());
  expect(await welcome).toBe('HELLO_FIRST');
  await tick();
  expect(ann()).toBe(false);
  expect(problems).toEqual([]);
});

test('a drop that is written down while the next hello is answered is followed by its connection', async () => {
  const { core, answers, connection, hello, tick, ann } = await slowCenter();
  const first = connection('first');
  const firstWelcome = hello(first);
  answers.splice(0).forEach((answer) => answer());
  await firstWelcome;
  await tick();
  expect(ann()).toBe(true);
  core.desk.disconnected(first);
  const second = hello(connection('second'));
  await tick();
  expect(ann()).toBe(false);
  answers.splice(0).forEach((answer) => answer());
  await second;
  await tick();
  expect(ann()).toBe(true);
});
