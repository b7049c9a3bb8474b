// Found by the simulation (seeds 500085 and 400104, 5,000 steps): a desk that caught up took what the brand had said after an erasure for words of the person who was forgotten.
import { expect, test } from 'vitest';
import type { Batch } from '../../shared/protocol/down.ts';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';

const said = (id: string, seq: number) => ({ id, threadId: 't', conversationId: 'erased', direction: 'out', visibility: 'public', remoteId: id, bodyRef: `text-${id}`, sentAt: seq, receivedAt: seq, seq });
const conversation = (id: string) => ({ id, threadId: 't', accountId: 'a', contactId: `k-${id}`, channel: 'sandbox', visibility: 'public', openedAt: 1, epoch: 0 });
const ENTITIES: Record<string, object> = { 'thread t': { id: 't', accountId: 'a', channel: 'sandbox', remoteId: 'p1', visibility: 'public', openedAt: 1 }, 'conversation erased': conversation('erased'), 'conversation held': conversation('held'), 'message before': said('before', 20), 'message after': said('after', 40) };

// The snapshot of the conversation that is held came as of 50; the tail of the log follows.
const REPLICA = {
  cursor: () => 29,
  held: (id: string) => (id === 'held' ? { asOfSeq: 50 } : undefined),
  entity: (noun: string, id: string) => (ENTITIES[`${noun} ${id}`] === undefined ? undefined : { seq: 50, value: ENTITIES[`${noun} ${id}`] }),
  ofConversation: (id: string) => (id === 'erased' ? [{ noun: 'message', id: 'before' }, { noun: 'message', id: 'after' }] : []),
  ofThread: () => Object.keys(ENTITIES).map((key) => ({ noun: key.split(' ')[0], id: key.split(' ')[1] })),
  conversationIds: () => ['erased', 'held'],
} as unknown as ReplicaReader;

test('an erasure takes the texts from before it, whatever snapshot they came with, and none from after it', () => {
  const erased = { seq: 30, at: 30, v: 1, actor: 'ada', type: 'conversation.erased', data: { conversationId: 'erased', threadId: 't', contactId: 'k-erased', visibility: 'public', at: 30 } };
  const batch = { fromSeq: 29, toSeq: 50, purges: [], snapshots: [], events: [erased], entities: [], bodies: {}, forget: [], rows: [] };
  const plan = planBatch({ batch: batch as unknown as Batch, unreadable: [], leftOut: [] }, REPLICA, 'app');
  if (plan.kind !== 'apply') throw new Error(plan.kind);
  expect(plan.forget).toContain('text-before');
  expect(plan.forget).not.toContain('text-after');
});
