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
