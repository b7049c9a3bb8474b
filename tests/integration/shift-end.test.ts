import { expect, test } from 'vitest';
import { runOutBeforeEnd } from '../../server/permits/shift-end.ts';
import { CoreWorld } from '../support/core-world.ts';
import { post } from '../support/server-world.ts';

const MINUTE = 60_000;

test('SHIFT-7 before the end of their shift somebody gets nothing new by themselves and keeps what they have; once, over a restart; put off, new work comes again', async () => {
  const world = await CoreWorld.start();
  const { center } = world.core;
  const ann = world.desk('ann');
  await ann.hello();
  const agent = () => world.core.center.committed.get('agent', 'ann');
  const look = (): Promise<number> => runOutBeforeEnd(world.core.center);
  expect(await ann.command({ type: 'agent.setState', data: { state: 'available' } })).toMatchObject({ status: 'accepted' });
  const start = center.now();
  expect(await ann.command({ type: 'agent.setEnd', data: { endAt: start + 60 * MINUTE } })).toMatchObject({ status: 'accepted' });
  await world.ingest(post('p1', 'kim', 'Mein Netz ist weg'));
  const [itemId] = [...center.committed.all('workItem').keys()];
  expect(await ann.command({ type: 'workItem.take', data: { workItemId: itemId ?? '' } })).toMatchObject({ status: 'accepted' });

  world.now = start + 29 * MINUTE;
  expect(await look()).toBe(0);
  world.now = start + 30 * MINUTE;
  expect(await look()).toBe(1);
  expect(agent()).toMatchObject({ state: 'runOut', shift: { endAt: start + 60 * MINUTE, ranOutFor: start + 60 * MINUTE } });
  expect(world.core.center.committed.get('workItem', itemId ?? '')).toMatchObject({ state: 'assigned', ownerAgentId: 'ann' });
  expect(await ann.command({ type: 'agent.setState', data: { state: 'available' } })).toMatchObject({ status: 'refused', error: { code: 'SHIFT_ENDS' } });

  // A lead may; the server does not do it again for the same end, nor after a restart.
  await world.core.commands.run({ agentId: 'lea', role: 'supervisor', replicaId: 'lea' }, { type: 'agent.forceState', data: { agentId: 'ann', state: 'available' } });
  expect(await look()).toBe(0);
  await world.core.stop();
  await world.boot();
  expect(await look()).toBe(0);
  expect(agent()?.state).toBe('available');

  const back = world.desk('ann', 'again');
  await back.hello();
  expect(await back.command({ type: 'agent.setEnd', data: { endAt: start + 120 * MINUTE, reason: 'Warte noch auf die Technik' } })).toMatchObject({ status: 'accepted' });
  world.now = start + 89 * MINUTE;
  expect(await look()).toBe(0);
  world.now = start + 90 * MINUTE;
  expect(await look()).toBe(1);
  expect(await back.command({ type: 'agent.setEnd', data: { endAt: start + 180 * MINUTE, reason: 'noch einmal' } })).toMatchObject({ status: 'refused', error: { code: 'SHIFT_PUT_OFF' } });
  expect(agent()?.shift?.putOff).toMatchObject({ fromEndAt: start + 60 * MINUTE, reason: 'Warte noch auf die Technik' });
  await world.core.stop();
});

test('SHIFT-8 put off while it has run out, new work comes again; the next day nobody is held back by it; the house may switch it off', async () => {
  const world = await CoreWorld.start();
  const { center } = world.core;
  const ann = world.desk('ann');
  await ann.hello();
  const agent = () => center.committed.get('agent', 'ann');
  await ann.command({ type: 'agent.setState', data: { state: 'available' } });
  const start = center.now();
  await ann.command({ type: 'agent.setEnd', data: { endAt: start + 20 * MINUTE } });
  expect(await runOutBeforeEnd(center)).toBe(1);
  await ann.command({ type: 'agent.setEnd', data: { endAt: start + 90 * MINUTE, reason: 'Vertretung' } });
  expect(agent()?.state).toBe('available');
  await ann.command({ type: 'agent.setState', data: { state: 'offDuty' } });
  world.now = start + 14 * 60 * MINUTE;
  await ann.command({ type: 'agent.setState', data: { state: 'available' } });
  expect(agent()).toMatchObject({ state: 'available' });
  expect(agent()?.shift).toBeUndefined();
  await world.core.commands.run({ agentId: 'lea', role: 'supervisor', replicaId: 'lea' }, { type: 'house.change', data: { edits: [{ noun: 'houseSetting', id: 'center', before: null, after: { id: 'center', openTags: true, runOutMs: 0 } }] } });
  await ann.command({ type: 'agent.setEnd', data: { endAt: center.now() + MINUTE } });
  expect(await runOutBeforeEnd(center)).toBe(0);
  await world.core.stop();
});
