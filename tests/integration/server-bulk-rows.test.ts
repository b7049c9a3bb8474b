import { afterEach, beforeEach, expect, test } from 'vitest';
import { post, startServerWorld, until, type RawDesk, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld();
});
afterEach(() => world.close());

const rowsOf = (desk: RawDesk): { bulks: number; states: string[] } => ({ bulks: desk.rows('bulkAnswer').size, states: [...desk.rows('bulkMember').values()].map((value) => (value as { state: string }).state).sort() });

test('BULK-9 who answers sees it on every desk of theirs and after coming back, leads see it, nobody else does', async () => {
  const ann = await world.desk('ann', 'ann-1');
  await ann.hello();
  const [ben, lea, second] = await Promise.all([world.desk('ben'), world.desk('lea'), world.desk('ann', 'ann-2')]);
  await Promise.all([ben.hello(), lea.hello(), second.hello()]);
  await world.ingest(['a', 'b', 'c'].map((id) => post(id, id, 'Wann geht das Internet in Kiel wieder?')));
  const items = await until('three items', () => {
    const rows = [...ann.rows('workItem').keys()];
    return rows.length === 3 && rows;
  });
  const answer = await ann.command({ type: 'bulkAnswer.start', data: { workItemIds: items } });
  const bulkId = answer.status === 'accepted' ? String(answer.result?.['bulkId']) : '';
  for (const desk of [ann, second, lea]) await until('the answer and its members', () => rowsOf(desk).bulks === 1 && rowsOf(desk).states.length === 3);
  const conversationId = [...ann.rows('bulkMember').keys()][0] ?? '';
  second.close();
  await ann.command({ type: 'bulkAnswer.skip', data: { bulkId, conversationIds: [conversationId] } });
  for (const desk of [ann, lea]) await until('one left out', () => rowsOf(desk).states.includes('skipped'));
  const back = await world.desk('ann', 'ann-2');
  await back.hello();
  await until('it is there again', () => rowsOf(back).bulks === 1 && rowsOf(back).states.join() === 'proposed,proposed,skipped');
  expect(rowsOf(ben)).toEqual({ bulks: 0, states: [] });
});

test('BULK-5 where the platform forbids bulk, drafts are spread over the team and wait for whoever gets the item', async () => {
  await world.close();
  world = await startServerWorld({ commands: [{ type: 'account.register', data: { id: 'acc-x', channel: 'x', handle: 'musterkom_x', name: 'Musterkom', brand: 'Musterkom', credentialId: 'x', teamIds: [], budget: { capacity: 100, refillPerMinute: 100 } } }] });
  const ann = await world.desk('ann');
  await ann.hello();
  await world.ingest(['a', 'b', 'c', 'd'].map((id) => post(id, id, 'Wann geht das Internet in Kiel wieder?', { channel: 'x', account: 'musterkom_x', summoned: true })));
  const rows = await until('four items', () => {
    const items = [...ann.rows('workItem').values()] as { item: { id: string; conversationId: string } }[];
    return items.length === 4 && items.map(({ item }) => item);
  });
  const answer = await ann.command({ type: 'bulkAnswer.start', data: { workItemIds: rows.map(({ id }) => id) } });
  const bulkId = answer.status === 'accepted' ? String(answer.result?.['bulkId']) : '';
  const { center } = world.app;
  const through = (id: string): string => center.live.get('conversation', id)?.openTurn?.at(-1)?.messageId ?? '';
  const confirmed = await ann.command({ type: 'bulkAnswer.confirm', data: { bulkId, members: rows.map(({ conversationId }) => ({ conversationId, throughMessageId: through(conversationId) })) } });
  expect(confirmed).toMatchObject({ status: 'refused', error: { code: 'BULK_FORBIDDEN' } });
  for (const { conversationId } of rows) await ann.command({ type: 'draft.save', data: { conversationId, draft: { text: 'Hallo! Bis 18 Uhr geht es wieder.', visibility: 'public' } } });
  expect(await ann.command({ type: 'bulkAnswer.handOut', data: { bulkId, conversationIds: rows.map(({ conversationId }) => conversationId) } })).toMatchObject({ status: 'accepted', result: { handedOut: 4 } });
  // The router gives them to whoever is there, as any other work.
  const ben = await world.desk('ben');
  await ben.hello();
  await ben.command({ type: 'agent.setState', data: { state: 'available' } });
  const own = await until('ben has some', () => {
    const held = rows.filter(({ id }) => center.live.get('workItem', id)?.ownerAgentId === 'ben');
    return held.length > 0 && held;
  });
  for (const { conversationId } of own) expect(center.live.get('draft', conversationId)?.agentId).toBe('ann');
  await until('the draft on his desk', () => ben.batches.some((batch) => JSON.stringify(batch).includes('Bis 18 Uhr geht es wieder.')));
  expect(center.live.get('bulkMember', own[0]?.conversationId ?? '')?.state).toBe('handedOut');
});
