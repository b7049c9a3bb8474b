// Found by the simulation (seed 600161, 5,000 steps): a person came along with an event of a conversation that the same frame took away; nothing on the desk named them, so nothing would ever let them go.
import { expect, test } from 'vitest';
import type { Batch } from '../../shared/protocol/down.ts';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';

const contact = (id: string) => ({ noun: 'contact', id, seq: 10, value: { id, profileRef: `profile-${id}`, identityKeys: [], createdAt: 1 } });
const talk = (contactId: string) => ({ id: 'talk', threadId: 't', accountId: 'a', contactId, channel: 'sandbox', visibility: 'public', openedAt: 1, epoch: 0 });

function planned(stored: Record<string, object>, entities: object[]) {
  const reader = {
    cursor: () => 9,
    held: () => undefined,
    entity: (noun: string, id: string) => (stored[`${noun} ${id}`] === undefined ? undefined : { seq: 5, value: stored[`${noun} ${id}`] }),
    ofConversation: () => [],
    ofThread: () => [],
    conversationIds: () => Object.keys(stored).filter((key) => key.startsWith('conversation ')).map((key) => key.slice('conversation '.length)),
  } as unknown as ReplicaReader;
  const bodies = { 'profile-known': 'K', 'profile-stranger': 'S' };
  const batch = { fromSeq: 9, toSeq: 10, purges: [], snapshots: [], events: [], entities, bodies, forget: [], rows: [] };
  const plan = planBatch({ batch: batch as unknown as Batch, unreadable: [], leftOut: [] }, reader, 'app');
  if (plan.kind !== 'apply') throw new Error(plan.kind);
  return { kept: plan.entities.filter(({ value }) => value !== null).map(({ id }) => id), texts: plan.bodies.map(({ ref }) => ref), forget: plan.forget };
}

test('a person nothing here names is not kept, nor what is said of them', () => {
  expect(planned({}, [contact('stranger')])).toMatchObject({ kept: [], texts: [] });
});

test('a person of a conversation that is here, or comes in the same frame, is', () => {
  expect(planned({ 'conversation talk': talk('known') }, [contact('known')])).toMatchObject({ kept: ['known'], texts: ['profile-known'] });
  expect(planned({}, [contact('known'), { noun: 'conversation', id: 'talk', seq: 10, value: talk('known') }]).texts).toEqual(['profile-known']);
});

test('of an erased person nothing is kept, also where the frame brings them back behind the events that said so (seed 2716)', () => {
  const erased = { ...contact('known'), value: { ...contact('known').value, erasedAt: 9 } };
  expect(planned({ 'conversation talk': talk('known'), 'contact known': contact('known').value }, [erased])).toMatchObject({ texts: [], forget: ['profile-known'] });
});
