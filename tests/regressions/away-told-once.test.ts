import { expect, test } from 'vitest';
import { Away } from '../../electron/main/sync/away.ts';
import type { SyncBase } from '../../electron/main/sync/ports.ts';
import type { ReplicaView } from '../../electron/main/sync/replica-view.ts';
import type { BatchPlan } from '../../shared/sync/apply-batch.ts';

const MINUTE = 60_000;

/** A desk that had no server from 0 until now, and is back. */
function backAfter(ms: number): Away {
  let now = 0;
  const base = {
    clock: { now: () => now },
    stores: { meta: { get: (key: string) => (key === 'lastContactAt' ? '0' : undefined), set: () => undefined } },
    person: () => ({ agentId: 'ann' }),
    emit: () => undefined,
    log: { warn: () => undefined },
  } as unknown as SyncBase;
  const away = new Away(base, { get: () => undefined } as unknown as ReplicaView);
  now = ms;
  away.frame({ startOver: false, entities: [], held: [] } as unknown as BatchPlan);
  away.caughtUp();
  return away;
}

test('a reply that went out while away is told once, although the platform and the server both say so', () => {
  const away = backAfter(20 * MINUTE);
  const reply = { replyId: 'r-1', conversationId: 'c-1', createdAt: MINUTE };
  away.reply('replySent', reply);
  away.reply('replySent', reply);
  expect(away.summary()?.counts.repliesSent).toBe(1);
  expect(away.summary()?.items).toHaveLength(1);
  // Another reply, and another end of the same one, are news of their own.
  away.reply('replySent', { ...reply, replyId: 'r-2' });
  away.reply('replyBecameDraft', { ...reply, replyId: 'r-3' }, 'LEASE_LOST');
  expect(away.summary()?.counts).toMatchObject({ repliesSent: 2, repliesBecameDraft: 1 });
});
