// Found by the simulation (seed 600144, 5,000 steps): a conversation that stood still on a desk came anew after the person was forgotten; the event was older than the snapshot, and the texts stayed.
import { expect, test } from 'vitest';
import type { Batch } from '../../shared/protocol/down.ts';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';

const thread = { id: 't', accountId: 'a', channel: 'sandbox', remoteId: 'p1', visibility: 'public', openedAt: 1 };
const conversation = { id: 'c', threadId: 't', accountId: 'a', contactId: 'k', channel: 'sandbox', visibility: 'public', openedAt: 1, epoch: 0 };
const said = (id: string) => ({ id, threadId: 't', conversationId: 'c', direction: 'in', visibility: 'public', remoteId: id, bodyRef: `text-${id}`, sentAt: 2, receivedAt: 2, seq: 3 });
const ENTITIES: Record<string, object> = { 'thread t': thread, 'conversation c': conversation, 'message erased': said('erased'), 'message later': said('later') };
const ids = Object.keys(ENTITIES).map((key) => ({ noun: key.split(' ')[0], id: key.split(' ')[1] }));

const REPLICA = {
  cursor: () => 9,
  held: () => ({ asOfSeq: 5, frozen: JSON.stringify({ app: 'earlier', seq: 6, what: 'memo.added', v: 1 }) }),
  entity: (noun: string, id: string) => (ENTITIES[`${noun} ${id}`] === undefined ? undefined : { seq: 5, value: ENTITIES[`${noun} ${id}`] }),
  ofConversation: () => ids,
  ofThread: () => ids,
  conversationIds: () => ['c'],
} as unknown as ReplicaReader;

function take(bodies: Record<string, string>) {
  const entities = ids.map(({ noun, id }) => ({ noun, id, seq: 20, value: ENTITIES[`${noun} ${id}`] }));
  const batch = { fromSeq: 9, toSeq: 9, purges: [], snapshots: [{ conversationId: 'c', asOfSeq: 20, entities, bodies }], events: [], entities: [], bodies: {}, forget: [], rows: [] };
  const plan = planBatch({ batch: batch as unknown as Batch, unreadable: [], leftOut: [] }, REPLICA, 'app');
  if (plan.kind !== 'apply') throw new Error(plan.kind);
  return { forget: plan.forget, bodies: plan.bodies.map(({ ref }) => ref) };
}

test('a text that a snapshot points at and does not bring goes from the desk; those it brings stay', () => {
  expect(take({ 'text-later': '{"text":"danach"}' })).toEqual({ forget: ['text-erased'], bodies: ['text-later'] });
  expect(take({ 'text-erased': '{"text":"davor"}', 'text-later': '{"text":"danach"}' })).toEqual({ forget: [], bodies: ['text-erased', 'text-later'] });
});
