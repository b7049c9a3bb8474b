import { expect, test } from 'vitest';
import type { Entity, Noun } from '../../shared/domain/entity.ts';
import { EntityOverlay } from '../../shared/sync/entity-overlay.ts';
import { purge } from '../../shared/sync/purge.ts';
import type { ReplicaReader } from '../../shared/sync/replica-reader.ts';

const approval = (n: string): object => ({ replyId: `r-${n}`, agentId: 'ann', why: 'trainee', askedAt: 1, dueAt: 2, bodyRef: `written-${n}`, changedRef: `changed-${n}`, digest: 'd', state: 'approved' });
const conversation = (id: string): object => ({ id, threadId: 't', accountId: 'open', contactId: `k-${id}`, channel: 'sandbox', visibility: 'public', openedAt: 1, epoch: 1, approvals: [approval(id)], whispers: [{ id: 'w', byAgentId: 'lea', toAgentId: 'ann', bodyRef: `whisper-${id}`, at: 1 }] });
const ENTITIES: Record<string, object> = { 'thread t': { id: 't' }, 'conversation gone': conversation('gone'), 'conversation held': conversation('held') };

// Seed 34 of the simulation: the line of a conversation stays for its thread's sake, and the words somebody approved in it stayed with it.
test('APPR-9 a conversation that is here only for its thread keeps no words that were approved, changed or whispered in it; one that is held keeps its own', () => {
  const reader: ReplicaReader = {
    cursor: () => 5,
    held: () => undefined,
    entity: <N extends Noun>(noun: N, id: string) => (ENTITIES[`${noun} ${id}`] === undefined ? undefined : { seq: 1, value: ENTITIES[`${noun} ${id}`] as Entity<N> }),
    ofConversation: (id) => [{ noun: 'conversation', id }],
    ofThread: () => [{ noun: 'thread', id: 't' }, { noun: 'conversation', id: 'gone' }, { noun: 'conversation', id: 'held' }],
    conversationIds: () => ['gone', 'held'],
  };
  const overlay = new EntityOverlay(reader);
  expect([...purge('gone', 6, overlay, reader, (id) => id === 'held')].sort()).toEqual(['changed-gone', 'whisper-gone', 'written-gone']);
  expect(overlay.get('conversation', 'gone')).toBeDefined();
});
