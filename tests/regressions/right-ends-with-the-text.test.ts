// Found by the simulation (seed 165, 2,500 steps): who lost a private conversation with the very commit that brought a message got that message, and kept it where the thread was shown.
import { expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { Batch } from '../../shared/protocol/down.ts';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { post, until } from '../support/server-world.ts';

const conversation = (id: string) => ({ id, threadId: 't', accountId: 'a', contactId: `k-${id}`, channel: 'sandbox', visibility: 'private', openedAt: 1, epoch: 0 });
const ENTITIES: Record<string, object> = { 'thread t': { id: 't', accountId: 'a', channel: 'sandbox', remoteId: 'p1', visibility: 'private', openedAt: 1 }, 'conversation lost': conversation('lost'), 'conversation kept': conversation('kept') };

const REPLICA = {
  cursor: () => 9,
  held: () => ({ asOfSeq: 5 }),
  entity: (noun: string, id: string) => (ENTITIES[`${noun} ${id}`] === undefined ? undefined : { seq: 5, value: ENTITIES[`${noun} ${id}`] }),
  ofConversation: (id: string) => [{ noun: 'conversation', id }],
  ofThread: () => Object.keys(ENTITIES).map((key) => ({ noun: key.split(' ')[0], id: key.split(' ')[1] })),
  conversationIds: () => ['lost', 'kept'],
} as unknown as ReplicaReader;

function take(visibility: 'public' | 'private') {
  const message = { id: 'm', threadId: 't', conversationId: 'lost', direction: 'in', visibility, remoteId: 'p2', bodyRef: 'text', sentAt: 9, receivedAt: 10 };
  const batch = { fromSeq: 9, toSeq: 10, purges: ['lost'], snapshots: [], events: [{ seq: 10, at: 10, v: 1, actor: 'x', type: 'message.received', data: message }], entities: [], bodies: { text: '{"text":"nur für euch"}' }, forget: [], rows: [] };
  const plan = planBatch({ batch: batch as unknown as Batch, unreadable: [], leftOut: [] }, REPLICA, 'app');
  if (plan.kind !== 'apply') throw new Error(plan.kind);
  return { messages: plan.entities.filter(({ noun }) => noun === 'message').length, texts: plan.bodies.map(({ ref }) => ref) };
}

test('a desk takes nothing private of a conversation that goes with the same frame; what the thread shows in public, it does', () => {
  expect(take('private')).toEqual({ messages: 0, texts: [] });
  expect(take('public')).toEqual({ messages: 1, texts: ['text'] });
});

const command = (type: string, data: object) => ({ type, data }) as unknown as Command;
const textsOf = (desk: WireDesk): string => desk.batches.flatMap((batch) => [...Object.values(batch.bodies), ...batch.snapshots.flatMap((snapshot) => Object.values(snapshot.bodies))]).join('\n');

test('a new item ends what whoever closed the one before could see: the text that raised it does not go there', async () => {
  const world = await CoreWorld.start();
  const [ann, ben] = [world.desk('ann'), world.desk('ben')];
  await Promise.all([ann.hello(), ben.hello()]);
  const item = () => [...world.core.center.committed.all('workItem').values()].at(-1);
  await world.ingest(post('p1', 'kim', 'eins', { visibility: 'private' }));
  await ann.command(command('workItem.take', { workItemId: item()?.id }));
  await until('its text', () => textsOf(ann).includes('eins'));
  const seenThroughMessageId = world.core.center.committed.get('conversation', item()?.conversationId ?? '')?.lastInboundMessageId;
  expect(await ann.command(command('workItem.close', { workItemId: item()?.id, disposition: { kind: 'resolved' }, seenThroughMessageId }))).toMatchObject({ status: 'accepted' });
  await world.ingest(post('p2', 'kim', 'nicht für Ann', { visibility: 'private', inReplyToRemoteId: 'p1' }));
  await ben.command(command('workItem.take', { workItemId: item()?.id }));
  await until('the other desk', () => textsOf(ben).includes('nicht für Ann'));
  await until('the purge', () => ann.batches.some(({ purges }) => purges.length > 0));
  expect(textsOf(ann)).not.toContain('nicht für Ann');
  expect(ann.batches.flatMap(({ events }) => events).filter(({ type }) => type === 'message.received')).toEqual([]);
  expect(world.problems).toEqual([]);
});
