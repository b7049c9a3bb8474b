// Found by the simulation (seed 7123, 5,000 steps): of frames taken together a later one said how somebody wants to be addressed, an earlier one brought that person: said first, it was lost.
import { expect, test } from 'vitest';
import type { Batch } from '../../shared/protocol/down.ts';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import { joinFrames } from '../../shared/sync/join-frames.ts';
import type { ReadBatch } from '../../shared/sync/read-batch.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';

const talk = { id: 'talk', threadId: 't', accountId: 'a', contactId: 'kim', channel: 'sandbox', visibility: 'public', openedAt: 1, epoch: 0 };
const kim = { noun: 'contact', id: 'kim', seq: 10, value: { id: 'kim', profileRef: 'profile-kim', identityKeys: [], createdAt: 1 } };
const says = { seq: 11, at: 5, type: 'contact.addressFormSet', v: 1, actor: 'ann', data: { contactId: 'kim', addressForm: 'sie' } };
const frame = (fromSeq: number, more: object): ReadBatch => ({
  batch: { fromSeq, toSeq: fromSeq + 1, purges: [], snapshots: [], events: [], entities: [], bodies: {}, forget: [], rows: [], ...more } as unknown as Batch,
  unreadable: [],
  leftOut: [],
});
const reader = { cursor: () => 9, held: () => undefined, entity: (noun: string) => (noun === 'conversation' ? { seq: 5, value: talk } : undefined), ofConversation: () => [], ofThread: () => [], conversationIds: () => ['talk'] } as unknown as ReplicaReader;

test('an event is folded onto what an earlier frame stated, also when both are taken together', () => {
  const [both, ...none] = joinFrames([frame(9, { entities: [kim], bodies: { 'profile-kim': 'Kim' } }), frame(10, { events: [says] })]);
  if (both === undefined || none.length > 0) throw new Error('the frames were not joined');
  const plan = planBatch(both, reader, 'app');
  if (plan.kind !== 'apply') throw new Error(plan.kind);
  expect(plan.entities.find(({ noun }) => noun === 'contact')).toMatchObject({ seq: 11, value: { addressForm: 'sie' } });
});
