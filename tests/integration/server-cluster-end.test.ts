import { afterEach, beforeEach, expect, test } from 'vitest';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { DOUBLE_DEBIT } from '../support/same-question-texts.ts';
import { post, until } from '../support/server-world.ts';

const HOUR = 3_600_000;
let world: CoreWorld;
let ann: WireDesk;
beforeEach(async () => {
  world = await CoreWorld.start();
  ann = world.desk('ann');
  await ann.hello();
  world.core.clusters.start();
});
afterEach(() => world.core.stop());

test('CLUS-9 a cluster ends when nobody has asked for a while and nobody of it waits, and its texts are let go', async () => {
  await world.ingest(...DOUBLE_DEBIT.slice(0, 6).map((text, i) => post(`q${i}`, `kim${i}`, text, { sentAt: world.now })));
  const { clusters, center } = world.core;
  const cluster = await until('a cluster', () => [...center.committed.all('cluster').values()].find((one) => one.conversationIds.length === 6));
  const ended = (): boolean => center.committed.get('cluster', cluster.id)?.state === 'ended';
  world.now += 13 * HOUR;
  clusters.tidy();
  await center.settled();
  expect(ended(), 'six people wait').toBe(false);
  expect(clusters.index.size, 'twelve hours are remembered').toBe(0);
  for (const item of center.committed.all('workItem').values()) {
    await ann.command({ type: 'workItem.take', data: { workItemId: item.id } });
    expect(await ann.command({ type: 'workItem.close', data: { workItemId: item.id, disposition: { kind: 'noAnswerNeeded', reason: 'spam' } } })).toMatchObject({ status: 'accepted' });
  }
  clusters.tidy();
  await until('its end', ended);
  expect(world.problems).toEqual([]);
});
