// Found by the simulation (seed 100014, 5,000 steps): a conversation that stood still on an earlier build kept the words of its thread from another one that went on.
import { expect, test } from 'vitest';
import type { Batch } from '../../shared/protocol/down.ts';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';

const thread = { id: 't', accountId: 'a', channel: 'sandbox', remoteId: 'p1', visibility: 'public', openedAt: 1, lastMessageAt: 1, messageCount: 1 };
const conversation = (id: string) => ({ id, threadId: 't', accountId: 'a', contactId: `k-${id}`, channel: 'sandbox', visibility: 'public', openedAt: 1, epoch: 0 });
const ENTITIES: Record<string, object> = { 'thread t': thread, 'conversation still': conversation('still'), 'conversation other': conversation('other'), 'contact k-still': { id: 'k-still', profileRef: 'profile', identityKeys: [], createdAt: 1 } };

function replica(otherIsHeld: boolean): ReplicaReader {
  const held: Record<string, { asOfSeq: number; frozen?: string }> = { still: { asOfSeq: 5, frozen: '{"what":"memo.added","seq":6,"app":"app"}' }, ...(otherIsHeld ? { other: { asOfSeq: 5 } } : {}) };
  return {
    cursor: () => 9,
    held: (id: string) => held[id],
    entity: (noun: string, id: string) => (ENTITIES[`${noun} ${id}`] === undefined ? undefined : { seq: 5, value: ENTITIES[`${noun} ${id}`] }),
    ofConversation: () => [],
    ofThread: () => Object.keys(ENTITIES).filter((key) => !key.startsWith('contact')).map((key) => ({ noun: key.split(' ')[0], id: key.split(' ')[1] })),
    conversationIds: () => ['still', 'other'],
  } as unknown as ReplicaReader;
}

function take(otherIsHeld: boolean, ...events: { type: string; data: object }[]) {
  const batch = { fromSeq: 9, toSeq: 9 + events.length, purges: [], snapshots: [], events: events.map((event, i) => ({ seq: 10 + i, at: 10, v: 1, actor: 'x', ...event })), entities: [], bodies: { text: '{"text":"Hallo"}' }, forget: [], rows: [] };
  const plan = planBatch({ batch: batch as unknown as Batch, unreadable: [], leftOut: [] }, replica(otherIsHeld), 'app');
  if (plan.kind !== 'apply') throw new Error(plan.kind);
  return plan;
}

const spoken = { type: 'message.received', data: { id: 'm', threadId: 't', conversationId: 'still', direction: 'in', authorContactId: 'k-still', visibility: 'public', remoteId: 'p2', bodyRef: 'text', sentAt: 9, receivedAt: 10 } };

test('words of a conversation that stands still reach the thread of one that goes on, and nothing else moves', () => {
  const plan = take(true, spoken);
  expect(plan.entities.map(({ noun, id }) => `${noun} ${id}`).sort()).toEqual(['message m', 'thread t']);
  expect(plan.bodies.map(({ ref }) => ref)).toEqual(['text']);
  expect(plan.applied).toEqual([]);
  expect(plan.held).toEqual([]);
});

test('alone in its thread it stands still altogether', () => {
  expect(take(false, spoken).entities).toEqual([]);
});

test('the profile of a person who was erased goes, wherever they are shown', () => {
  expect(take(true, { type: 'contact.erased', data: { contactId: 'k-still', at: 10, byAgentId: 'ada', cutoffAt: 10, remoteKeys: [] } }).forget).toContain('profile');
});

// Seed 400075, 5,000 steps.
test('erasing one person takes no draft of another conversation that comes with the same frame', () => {
  const draft = { type: 'draft.saved', data: { conversationId: 'other', agentId: 'ann', bodyRef: 'text', savedAt: 9 } };
  const erased = { type: 'conversation.erased', data: { conversationId: 'still', threadId: 't', contactId: 'k-still', visibility: 'public', at: 10 } };
  const plan = take(true, draft, erased);
  expect(plan.forget).not.toContain('text');
  expect(plan.bodies.map(({ ref }) => ref)).toEqual(['text']);
});
