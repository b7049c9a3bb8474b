import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewEvent } from '../../shared/events/index.ts';
import type { Spike } from '../../shared/domain/spike.ts';
import { slotOf } from '../../server/clusters/hour-counts.ts';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { post, until } from '../support/server-world.ts';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;

let world: CoreWorld;
let ann: WireDesk;
let lea: WireDesk;
beforeEach(async () => {
  world = await CoreWorld.start();
  [ann, lea] = [world.desk('ann'), world.desk('lea')];
  // Eight quiet weeks: four an hour in all, one about TV.
  const start = Math.floor(world.now / HOUR) * HOUR;
  const events: NewEvent[] = [];
  for (let hourAt = start - 8 * WEEK; hourAt < start; hourAt += HOUR) events.push({ type: 'volume.counted', data: { hourAt, slot: slotOf('UTC', hourAt), counts: [{ topicId: 'all:all', count: 3 + ((hourAt / HOUR) % 3) }, { topicId: 'term:tv', count: (hourAt / HOUR) % 3 }] } });
  await world.core.center.submit('clusters', () => ({ events }));
  for (const desk of [ann, lea]) await desk.hello();
});
afterEach(() => world.core.stop());

const rowsOf = (desk: WireDesk): (Spike | null)[] => desk.batches.flatMap((b) => b.rows).filter((row) => row.kind === 'spike').map((row) => row.value as Spike | null);
const come = (count: number, text: string, from: number) => world.ingest(...Array.from({ length: count }, (_, i) => post(`p${from + i}`, `kim${from + i}`, `${text} ${i}`, { sentAt: world.now })));

describe('spikes on the server', () => {
  test('SPIKE-1 SPIKE-4 a term that is asked about far more than usual is told to leads, once, and stays until seen and over', async () => {
    await come(4, 'Wo finde ich die Rechnung', 0);
    await world.core.spikes.look();
    expect([...world.core.center.committed.all('spike').values()]).toEqual([]);
    await come(30, 'Mein TV ist schwarz, wo sind die Programme', 10);
    await world.core.spikes.look();
    await world.core.spikes.look();
    const spikes = [...world.core.center.committed.all('spike').values()];
    expect(spikes.map((spike) => spike.topicId).toSorted()).toEqual(['all:all', 'term:tv']);
    const tv = spikes.find((spike) => spike.topicId === 'term:tv');
    expect(tv).toMatchObject({ kind: 'term', label: 'tv', level: 'alert', count: 30 });
    await until('the lead to be told', () => rowsOf(lea).some((row) => row?.topicId === 'term:tv'));
    expect(rowsOf(ann)).toEqual([]);
    expect(await ann.command({ type: 'spike.acknowledge', data: { spikeId: tv?.id ?? '' } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
    expect(world.written, 'counts and configured terms alone').not.toMatch(/schwarz|Programme/u);
    world.now += 2 * HOUR;
    await world.core.spikes.look();
    expect(world.core.center.committed.get('spike', tv?.id ?? '')?.endedAt).toBe(world.now);
    for (const { id } of spikes) expect(await lea.command({ type: 'spike.acknowledge', data: { spikeId: id } })).toMatchObject({ status: 'accepted' });
    await until('the line to go', () => rowsOf(lea).at(-1) === null);
    world.now += HOUR;
    await world.core.spikes.look();
    expect(world.core.center.committed.get('volume', 'term:tv')?.slots[slotOf('UTC', world.now - HOUR)]?.at(-1), 'a quiet hour is learned, too').toBe(0);
    expect(world.problems).toEqual([]);
  });

  test('SPIKE-6 a term leads look for at the desk is a topic from then on, counted by the hour, and raises its spike', async () => {
    const terms = [{ id: 'net', words: ['Funkloch'], phrases: [], excludes: ['Gewinnspiel'], languages: [] }];
    expect(await lea.command({ type: 'terms.change', data: { brand: 'Musterkom', terms, baseVersion: 0 } })).toMatchObject({ status: 'accepted' });
    const start = Math.floor(world.now / HOUR) * HOUR;
    const quiet = (slotAt: number): NewEvent => ({ type: 'volume.counted', data: { hourAt: slotAt, slot: slotOf('UTC', slotAt), counts: [{ topicId: 'term:funkloch', count: 1 }] } });
    await world.core.center.submit('clusters', () => ({ events: Array.from({ length: 4 * 168 }, (_, i) => quiet(start - (4 * 168 - i) * HOUR)) }));
    await come(3, 'Funkloch im Gewinnspiel', 100);
    await come(14, 'Bei mir ist ein Funkloch', 200);
    await world.core.spikes.look();
    expect([...world.core.center.committed.all('spike').values()].find((spike) => spike.topicId === 'term:funkloch')).toMatchObject({ kind: 'term', label: 'funkloch', count: 14 });
  });

  test('SPIKE-5 an hour of a holiday is learned as one of a Sunday', async () => {
    world.now = Math.floor(world.now / (24 * HOUR)) * 24 * HOUR + 24 * HOUR + 9 * HOUR;
    await world.core.spikes.look();
    const [hourAt, sunday] = [world.now, 6 * 24 + 9];
    const queues = [...world.core.center.committed.all('queue').values()];
    const holidays = [new Date(hourAt).toISOString().slice(0, 10)];
    await world.core.center.submit('ada', () => ({ events: queues.map((queue): NewEvent => ({ type: 'queue.defined', data: { ...queue, hours: { ...queue.hours, timeZone: 'UTC', holidays } } })) }));
    await come(4, 'Wo finde ich die Rechnung', 300);
    world.now += HOUR;
    await world.core.spikes.look();
    const slots = world.core.center.committed.get('volume', 'all:all')?.slots ?? [];
    expect(slots[sunday]?.at(-1)).toBe(4);
    if (slotOf('UTC', hourAt) !== sunday) expect(slots[slotOf('UTC', hourAt)]?.at(-1)).not.toBe(4);
    expect(world.problems).toEqual([]);
  });
});
