// Found by the simulation (seed 600262, 5,000 steps): with a private conversation in a thread that was still shown, its person stayed on the desk, for good: their erasure was never heard of there.
import { expect, test } from 'vitest';
import type { Batch } from '../../shared/protocol/down.ts';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';

const conversation = (id: string, visibility: string) => ({ id, threadId: 't', accountId: 'a', contactId: `k-${id}`, channel: 'sandbox', visibility, openedAt: 1, epoch: 0 });
const contact = (id: string) => ({ id: `k-${id}`, profileRef: `profile-${id}`, identityKeys: [], createdAt: 1 });
const said = (id: string, visibility: string) => ({ id: `m-${id}`, threadId: 't', conversationId: id, direction: 'in', authorContactId: `k-${id}`, visibility, remoteId: id, bodyRef: `text-${id}`, sentAt: 2, receivedAt: 2, seq: 3 });

function purged(entities: Record<string, object>, purges: string[]) {
  const ids = (keep: (value: Record<string, unknown>) => boolean) => Object.entries(entities).filter(([, value]) => keep(value as never)).map(([key]) => ({ noun: key.split(' ')[0], id: key.split(' ')[1] }));
  const reader = {
    cursor: () => 9,
    held: (id: string) => (id === 'private' && !purges.includes('private') ? undefined : { asOfSeq: 5 }),
    entity: (noun: string, id: string) => (entities[`${noun} ${id}`] === undefined ? undefined : { seq: 5, value: entities[`${noun} ${id}`] }),
    ofConversation: (id: string) => ids((value) => value['conversationId'] === id || (value['threadId'] === 't' && value['id'] === id)),
    ofThread: () => ids((value) => value['threadId'] === 't' || value['id'] === 't'),
    conversationIds: () => ids((value) => 'epoch' in value).map(({ id }) => id),
  } as unknown as ReplicaReader;
  const batch = { fromSeq: 9, toSeq: 10, purges, snapshots: [], events: [], entities: [], bodies: {}, forget: [], rows: [] };
  const plan = planBatch({ batch: batch as unknown as Batch, unreadable: [], leftOut: [] }, reader, 'app');
  if (plan.kind !== 'apply') throw new Error(plan.kind);
  return { gone: plan.entities.filter(({ value }) => value === null).map(({ noun, id }) => `${noun} ${id}`).toSorted(), forget: plan.forget.toSorted() };
}

const THREAD = { 'thread t': { id: 't', accountId: 'a', channel: 'sandbox', remoteId: 'p1', visibility: 'public', openedAt: 1 } };
const PUBLIC = { 'conversation public': conversation('public', 'public'), 'contact k-public': contact('public'), 'message m-public': said('public', 'public') };
const PRIVATE = { 'conversation private': conversation('private', 'private'), 'contact k-private': contact('private') };

test('with a private conversation goes its person, and nothing of what the thread still shows', () => {
  expect(purged({ ...THREAD, ...PUBLIC, ...PRIVATE, 'message m-private': said('private', 'private') }, ['private'])).toEqual({
    gone: ['contact k-private', 'conversation private', 'message m-private'],
    forget: ['profile-private', 'text-private'],
  });
});

test('who speaks in public in the thread stays, whatever goes with their private conversation', () => {
  const both = { ...said('public', 'public'), id: 'm-both', authorContactId: 'k-private' };
  expect(purged({ ...THREAD, ...PUBLIC, ...PRIVATE, 'message m-both': both }, ['private'])).toEqual({ gone: ['conversation private'], forget: [] });
});

test('a copy in which one was left behind loses it with the thread', () => {
  expect(purged({ ...THREAD, ...PUBLIC, ...PRIVATE }, ['public'])).toMatchObject({ forget: ['profile-private', 'profile-public', 'text-public'] });
});
