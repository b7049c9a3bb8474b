// LINK-3: what a desk is told of a conversation that a link names. It opens by the same call as any other; there is no further one.
import { expect, onTestFinished, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import { fromView } from '../../renderer/src/store/conversation.ts';
import { whyNotReadable } from '../../renderer/src/store/not-readable.ts';
import { CoreWorld } from '../support/core-world.ts';
import { post, startServerWorld, type RawDesk } from '../support/server-world.ts';

const closedAccount: Command = { type: 'account.register', data: { id: 'sandbox', channel: 'sandbox', handle: 'musterkom', name: 'Musterkom', brand: 'Musterkom', credentialId: 'sandbox', teamIds: ['south'], budget: { capacity: 1000, refillPerMinute: 1000 } } };

test('LINK-3 of a conversation of somebody else’s team a desk hears what it hears of one that does not exist; nothing is written down, taken or told', async () => {
  const world = await startServerWorld({ commands: [{ type: 'team.define', data: { id: 'south', name: 'South' } }, closedAccount] });
  onTestFinished(() => world.close());
  const [answer] = await world.ingest([post('g1', 'kim', 'Das ist sehr geheim')]);
  const { center } = world.app;
  const [conversationId = ''] = [...center.committed.all('conversation').keys()];
  expect(answer?.status).toBe('ingested');
  const ann = await world.desk('ann', 'r-ann');
  await ann.hello();
  const ask = (desk: RawDesk, id: string): Promise<unknown> => desk.up('fetchConversation', { conversationId: id });
  const before = center.seq;
  expect(await ask(ann, conversationId)).toEqual(await ask(ann, 'no-such-conversation'));
  // Nor by what else may be asked about an open conversation.
  await ann.up('presence', { conversationId, typing: true });
  await expect(ann.up('contactHistory', { conversationId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(center.seq).toBe(before);
  const told = JSON.stringify(ann.batches);
  for (const word of [conversationId, 'Das ist sehr geheim']) expect(told).not.toContain(word);
});

test('LINK-3 somebody who looks holds nothing by it; of one that is answered with another it is said with which', async () => {
  const world = await CoreWorld.start();
  onTestFinished(() => world.core.stop());
  const { center, commands } = world.core;
  await world.ingest(post('p1', 'kim', 'Mein Netz ist weg'), post('p2', 'kim', 'Und das Handy auch'));
  const [first, second] = [...center.committed.all('conversation').values()];
  if (first === undefined || second === undefined) throw new Error('two talks');
  const lea = world.desk('lea');
  await lea.hello();
  const events = world.types().length;
  await lea.up('fetchConversation', { conversationId: first.id });
  expect(center.committed.get('conversation', first.id)?.ownerAgentId).toBeUndefined();
  expect(center.committed.get('workItem', first.workItemId ?? '')?.state).not.toBe('assigned');
  expect(world.types().slice(events).filter((type) => !/^(conversation\.readByLead|agent\.)/.test(type))).toEqual([]);
  const lead = { agentId: 'lea', role: 'supervisor', replicaId: 'lea' } as const;
  expect(await commands.run(lead, { type: 'conversation.merge', data: { conversationId: second.id, intoConversationId: first.id } })).toMatchObject({ status: 'accepted' });
  expect(center.committed.get('conversation', second.id)?.mergedInto?.conversationId).toBe(first.id);
});

test('LINK-3 what may not be read and what was of somebody forgotten say so on the screen; what is there is shown', () => {
  const open = (held: 'held' | 'denied', value?: object) => fromView({ conversationId: 'c', held, entities: value === undefined ? [] : [{ noun: 'conversation', id: 'c', seq: 1, value: { id: 'c', ...value } as never }], bodies: {}, draft: null, outbox: [] });
  expect([whyNotReadable(undefined), whyNotReadable(open('denied')), whyNotReadable(open('held', { erasedAt: 5 })), whyNotReadable(open('held', {}))]).toEqual([undefined, 'denied', 'erased', undefined]);
});
