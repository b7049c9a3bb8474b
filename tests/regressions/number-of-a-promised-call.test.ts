import { expect, test } from 'vitest';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import { readBatch } from '../../shared/sync/read-batch.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';
import { emptyBatch, FakeCenter } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

const EMPTY: ReplicaReader = { cursor: () => 0, held: () => undefined, entity: () => undefined, ofConversation: () => [], ofThread: () => [], conversationIds: () => [] };

// Seed 14 of the simulation, once people promised calls in it: a desk kept no text that nothing seemed to point at, and forgot whom to call.
test('CALL-3 number and subject of a promised call are kept by the desk that has it', () => {
  const center = new FakeCenter();
  const { conversationId } = seedConversation(center);
  const { entities, ...snapshot } = center.snapshot(conversationId);
  const callBack = { bodyRef: 'number', originConversationId: conversationId, fromAt: 1, untilAt: 2, byAgentId: 'ann', plannedAt: 1, state: 'planned', tries: [] };
  const called = entities.map((patch) => (patch.noun === 'conversation' ? { ...patch, value: { ...(patch.value as object), callBack } } : patch));
  const read = readBatch({ ...emptyBatch(0, center.seq), snapshots: [{ ...snapshot, entities: called }], bodies: { ...Object.fromEntries(center.bodies), number: '{"number":"+49 30 1234567"}', nobodys: 'x' } });
  const plan = read === undefined ? undefined : planBatch(read, EMPTY, 'app-1');
  const kept = plan?.kind === 'apply' ? plan.bodies.map(({ ref }) => ref) : [];
  expect(kept).toContain('number');
  expect(kept).not.toContain('nobodys');
});
