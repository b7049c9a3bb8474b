import { expect, onTestFinished, test } from 'vitest';
import { beginPlannedShifts, dropOldWeeks, runOutBeforeEnd } from '../../server/permits/shift-end.ts';
import type { HouseEdit } from '../../shared/domain/house.ts';
import { dayOfDate } from '../../shared/domain/holidays.ts';
import { emptyDays, mondayOf, rosterId, weeksFrom, type Roster } from '../../shared/domain/roster.ts';
import { instantOf } from '../../shared/domain/zone-time.ts';
import { CoreWorld } from '../support/core-world.ts';
import { startServerWorld, until, type RawDesk } from '../support/server-world.ts';

const ZONE = 'Europe/Berlin';
const DAY = { fromMinute: 8 * 60, toMinute: 16 * 60 };

function week(agentId: string, monday: string, days: Partial<Roster['days']>): Roster {
  return { id: rosterId(agentId, monday), agentId, monday, timeZone: ZONE, days: { ...emptyDays(), ...days } };
}

async function change(world: CoreWorld, ...weeks: Roster[]): Promise<unknown> {
  const edits = weeks.map((after): HouseEdit => ({ noun: 'roster', id: after.id, before: world.core.center.committed.get('roster', after.id) ?? null, after }));
  return world.core.commands.run({ agentId: 'lea', role: 'supervisor', replicaId: 'lea' }, { type: 'house.change', data: { edits } });
}

test('SHIFT-10 whoever is planned runs out before the end of the right day, day after day, over a restart; put off it is put off that day alone', async () => {
  const world = await CoreWorld.start();
  onTestFinished(() => world.core.stop());
  const monday = weeksFrom(mondayOf(ZONE, world.now), 1);
  const at = (day: number, hour: number, minute = 0): number => instantOf(ZONE, dayOfDate(monday) + day, hour * 60 + minute, 'first');
  const agent = () => world.core.center.committed.get('agent', 'ann');
  const look = async (now: number): Promise<string | undefined> => {
    world.now = now;
    await beginPlannedShifts(world.core.center);
    await runOutBeforeEnd(world.core.center);
    return agent()?.state;
  };
  expect(await change(world, week('ann', monday, { mon: [DAY], tue: [{ fromMinute: 22 * 60, toMinute: 30 * 60 }] }))).toMatchObject({ status: 'accepted' });
  expect(agent()?.shift).toEqual({ startAt: at(0, 8), endAt: at(0, 16), nextStartAt: at(1, 22) });
  const ann = world.desk('ann');
  await ann.hello();
  await look(at(0, 7, 50));
  expect(await ann.command({ type: 'agent.setState', data: { state: 'available' } })).toMatchObject({ status: 'accepted' });
  expect(await look(at(0, 15, 29))).toBe('available');
  expect(await look(at(0, 15, 30))).toBe('runOut');
  expect(await ann.command({ type: 'agent.setEnd', data: { endAt: at(0, 17), reason: 'Warte auf die Technik' } })).toMatchObject({ status: 'accepted' });
  expect(await look(at(0, 16, 10))).toBe('available');
  expect(agent()?.shift).toMatchObject({ startAt: at(0, 8), endAt: at(0, 17) });
  expect(await look(at(0, 16, 30))).toBe('runOut');
  await ann.command({ type: 'agent.setState', data: { state: 'offDuty' } });
  expect(await look(at(0, 20))).toBe('offDuty');
  // Ten minutes early, over a restart: the night's end is the next day's.
  await world.core.stop();
  await world.boot();
  const back = world.desk('ann', 'again');
  await back.hello();
  world.now = at(1, 21, 50);
  expect(await back.command({ type: 'agent.setState', data: { state: 'available' } })).toMatchObject({ status: 'accepted' });
  expect(await look(at(1, 21, 51))).toBe('available');
  expect(agent()?.shift).toEqual({ startAt: at(1, 22), endAt: at(2, 6) });
  expect(await look(at(2, 5, 29))).toBe('available');
  expect(await look(at(2, 5, 30))).toBe('runOut');
  world.now = at(2, 12);
  await dropOldWeeks(world.core.center);
  expect(world.core.center.committed.get('roster', rosterId('ann', monday))).toBeDefined();
  world.now = at(50, 12);
  expect(await dropOldWeeks(world.core.center)).toBe(1);
  expect(world.core.center.committed.get('roster', rosterId('ann', monday))).toBeUndefined();
});

test('SHIFT-12 leads are told of everybody’s weeks, others of their own alone: at once, coming back, and when a plan is emptied', async () => {
  const world = await startServerWorld();
  onTestFinished(() => world.close());
  const at = async (agentId: string, replicaId: string): Promise<RawDesk> => {
    const desk = await world.desk(agentId, replicaId);
    await desk.hello();
    return desk;
  };
  const monday = mondayOf(ZONE, Date.now());
  const weeks = (desk: RawDesk): string => [...desk.rows('roster').keys()].toSorted().join();
  const [ofAnn, ofBen] = [rosterId('ann', monday), rosterId('ben', monday)];
  const [lea, ann, ben] = [await at('lea', 'r-lea'), await at('ann', 'r-ann'), await at('ben', 'r-ben')];
  const put = async (after: Roster): Promise<unknown> => lea.command({ type: 'house.change', data: { edits: [{ noun: 'roster', id: after.id, before: (lea.rows('roster').get(after.id) as Roster | undefined) ?? null, after }] } });
  expect(await put(week('ann', monday, { fri: [DAY] }))).toMatchObject({ status: 'accepted' });
  expect(await put(week('ben', monday, { fri: [DAY] }))).toMatchObject({ status: 'accepted' });
  await until('both weeks at the lead’s', () => weeks(lea) === `${ofAnn},${ofBen}`);
  await until('each their own', () => weeks(ann) === ofAnn && weeks(ben) === ofBen);
  expect(weeks(await at('ben', 'r-home'))).toBe(ofBen);
  expect(weeks(await at('ada', 'r-ada'))).toBe(`${ofAnn},${ofBen}`);
  expect(await put(week('ann', monday, {}))).toMatchObject({ status: 'accepted' });
  await until('ann is off', () => (ann.rows('roster').get(ofAnn) as Roster | undefined)?.days.fri.length === 0);
  expect(JSON.stringify(ben.batches)).not.toContain(ofAnn);
});
