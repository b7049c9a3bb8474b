// Found by the simulation (seed 500125, 5,000 steps): a copy built anew found a change to the office on its way, did not ask for the reply itself, and when the change was refused nobody was to send it.
import { expect, test } from 'vitest';
import { Scheduled, type ScheduledParts } from '../../electron/main/sync/scheduled.ts';
import type { Reply } from '../../shared/domain/reply.ts';

test('a change of hands out of a damaged copy that is refused leaves the reply to the copy built from it', () => {
  const reply = { id: 'r1', state: 'scheduled', agentId: 'ann', executor: { kind: 'desk', replicaId: 'old' } } as unknown as Reply;
  const pending = [{ command: { type: 'reply.changeExecutor', data: { replyId: 'r1', executor: 'headless' } } }];
  const sent: unknown[] = [];
  const lane = { pending, append: (command: never) => (sent.push(command), pending.push({ command })), flush: () => undefined };
  const base = { stores: { meta: { replicaId: () => 'new' } }, person: () => ({ agentId: 'ann' }) };
  const item = { replyId: 'r1', state: { kind: 'scheduled', sendAt: 9, executor: 'thisDesk', since: 1 } };
  const parts = { base, lane, isHeadless: false, book: { get: () => item, change: () => item }, pump: () => ({ kick: () => undefined }), view: { all: () => [reply] }, onNotice: () => undefined };
  const scheduled = new Scheduled(parts as unknown as ScheduledParts);
  scheduled.followAll();
  expect(sent).toEqual([]);
  // Nobody is there in the office.
  pending.length = 0;
  scheduled.refused('EXECUTOR_MISSING');
  scheduled.refused('EXECUTOR_MISSING');
  expect(sent).toEqual([{ type: 'reply.changeExecutor', data: { replyId: 'r1', executor: 'desk' } }]);
});
