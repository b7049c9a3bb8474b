import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentRecord, type HouseEdit } from '../../shared/domain/house.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld();
});
afterEach(() => world.close());

/** A person's record as it is, and with something else in it. */
function edited(id: string, change: object): HouseEdit {
  const agent = world.app.center.committed.get('agent', id);
  if (agent === undefined) throw new Error(`no ${id}`);
  const before = agentRecord(agent);
  return { noun: 'agent', id, before, after: { ...before, ...change } };
}

test('HOUSE-5 a role given in the app is the one people sign in with, at once; who is disabled is out; leads see the book, others do not', async () => {
  const [ada, lea, ann] = [await world.desk('ada'), await world.desk('lea'), await world.desk('ann')];
  for (const desk of [ada, lea, ann]) await desk.hello();
  const cut = new Promise<void>((resolve) => ann.socket.once('disconnect', () => resolve()));
  expect(await lea.command({ type: 'house.change', data: { edits: [edited('ann', { role: 'supervisor' })] } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
  expect(await ada.command({ type: 'house.change', data: { edits: [edited('ann', { role: 'supervisor' })], note: 'vertritt Lea' } })).toMatchObject({ status: 'accepted', result: { version: 1 } });
  await cut;
  const again = await world.desk('ann');
  await again.hello();
  // By her new role she hears of the book, and may change it.
  expect(await until('the book', () => again.rows('house').get('center'))).toMatchObject({ version: 1, history: [{ byAgentId: 'ada', note: 'vertritt Lea', records: [{ noun: 'agent', id: 'ann', diff: [{ path: 'role', from: '"agent"', to: '"supervisor"' }] }] }] });
  expect(await until('the book at the lead', () => lea.rows('house').get('center'))).toMatchObject({ version: 1 });
  const ben = await world.desk('ben');
  await ben.hello();
  await until('rows', () => ben.rows('queue').size > 0);
  expect(ben.rows('house').size + ben.rows('calendar').size).toBe(0);
  const out = new Promise<void>((resolve) => ben.socket.once('disconnect', () => resolve()));
  expect(await ada.command({ type: 'house.change', data: { edits: [edited('ben', { disabled: true })] } })).toMatchObject({ status: 'accepted' });
  await out;
  await expect(world.desk('ben')).rejects.toThrow();
});
