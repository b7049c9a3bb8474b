// Found by the simulation (seed 2036, 5,000 steps): a desk whose damaged copy was built anew kept the permit of its own old copy alive by renewing the lease, so that
// nobody could ever settle the reply and every later answer of the conversation waited for good.
import { expect, test } from 'vitest';
import { OutboxPump, type PumpParts } from '../../electron/main/sync/outbox-pump.ts';
import { Leases } from '../../server/permits/leases.ts';
import { markSilentReplies } from '../../server/permits/watchdog.ts';

function leasesOf() {
  const clock = { at: 1_000_000, now: () => clock.at, steady: () => clock.at };
  return { clock, leases: new Leases({ validForMs: 120_000, marginMs: 15_000 }, clock) };
}

test('another desk that renews the lease keeps no permit of this one alive', async () => {
  const { clock, leases } = leasesOf();
  const holder = (replicaId: string) => ({ agentId: 'ann', replicaId, epoch: 1 });
  leases.renew('c1', holder('old'));
  const events: unknown[] = [];
  const reply = { id: 'r1', conversationId: 'c1', state: 'permitted', replicaId: 'old' };
  const center = { now: () => clock.at, index: { openReplies: () => ['r1'] }, live: { get: () => reply }, submit: async (_: string, work: () => { events: unknown[] }) => void events.push(...work().events) };
  for (let round = 0; round < 4; round += 1) {
    clock.at += 40_000;
    leases.renew('c1', holder('new'));
    await markSilentReplies(center as never, leases);
    expect(events, `after ${40 * (round + 1)} s`).toHaveLength(round < 3 ? 0 : 1);
  }
  expect(events).toMatchObject([{ type: 'reply.unconfirmed', data: { replyId: 'r1', reason: 'deskSilent' } }]);
  // For a reassignment the last of all desks counts.
  expect(leases.sendingPossibleUntil('c1')).toBe(clock.at + 135_000);
});

test('a desk that the server never heard of since it began counts as just renewed, whoever else renews', () => {
  const { clock, leases } = leasesOf();
  leases.renew('c1', { agentId: 'ann', replicaId: 'new', epoch: 1 });
  expect(leases.sendingPossibleUntil('c1', 'old')).toBe(clock.at + 135_000);
  clock.at += 60_000;
  leases.renew('c1', { agentId: 'ann', replicaId: 'new', epoch: 1 });
  expect(leases.sendingPossibleUntil('c1', 'old')).toBe(clock.at + 75_000);
});

test('what a person let go of while the server could not yet let go is told again once it can', () => {
  const sent: unknown[] = [];
  const pending: { command: unknown }[] = [];
  const state = (permitted: boolean) => ({ kind: 'discarded', at: 1, permitted });
  const items = new Map([['r1', { replyId: 'r1', reply: { frozen: { parts: ['x'] } }, state: state(false) }], ['r2', { replyId: 'r2', reply: { frozen: { parts: ['x'] } }, state: state(true) }]]);
  const lane = {
    pending,
    append: (command: unknown) => {
      sent.push(command);
      pending.push({ command });
      return sent.length;
    },
    flush: () => undefined,
  };
  const pump = new OutboxPump({ base: { clock: { now: () => 5, steady: () => 5 } }, book: { get: (id: string) => items.get(id) }, lane } as unknown as PumpParts);
  pump.serverKnows([{ replyId: 'r1', word: 'unconfirmed' }]);
  pump.serverKnows([{ replyId: 'r1', word: 'unconfirmed' }]);
  pump.serverKnows([{ replyId: 'r2', word: 'unconfirmed' }, { replyId: 'r1', word: 'permitted' }]);
  expect(sent).toEqual([{ type: 'reply.settle', data: { replyId: 'r1', decision: { kind: 'discard' } } }]);
});
