import { describe, expect, test } from 'vitest';
import type { NewEvent } from '../../shared/events/index.ts';
import { runProperties } from '../route-sim/properties.ts';

const SEED = 7;
const OFFERS = 3_000;

describe('random offers, judged one by one (the long form: npm run -s route-sim -- --properties --offers 1000000)', () => {
  test(`R1 R2 R3 R4 R6 R9 seed ${SEED}: one owner, room, mandatory skills, nothing starves; the same seed gives the same log, restarts or not`, { timeout: 120_000 }, () => {
    const one = runProperties({ offers: OFFERS, seed: SEED, restartEvery: 500 });
    expect(one.wrong).toEqual([]);
    expect(one).toMatchObject({ starved: 0, restarts: 6 });
    expect(one.offers).toBeGreaterThanOrEqual(OFFERS);
    expect(one.keptItems, 'closed items are forgotten').toBeLessThanOrEqual(1_000);
    const two = runProperties({ offers: OFFERS, seed: SEED, restartEvery: 0 });
    expect(two.logHash).toBe(one.logHash);
    expect(runProperties({ offers: 200, seed: SEED + 1 }).logHash).not.toBe(runProperties({ offers: 200, seed: SEED }).logHash);
  });

  /** What an engine with a fault would decide: the referee must see each. */
  const spoils: Readonly<Record<string, (event: NewEvent, n: number, seen: NewEvent[]) => NewEvent>> = {
    'an item given twice': (event, n, seen) => (event.type === 'workItem.assigned' && n > 300 ? (seen.find((e) => e.type === 'workItem.assigned') ?? event) : event),
    'somebody without the skill': (event) => (event.type === 'workItem.assigned' ? { ...event, data: { ...event.data, agentId: 'a1' } } : event),
    'an epoch that stands still': (event) => (event.type === 'workItem.assigned' ? { ...event, data: { ...event.data, epoch: event.data.epoch + 1 } } : event),
  };
  test.each(Object.keys(spoils))('R2 the referee sees %s', (name) => {
    let n = 0;
    const seen: NewEvent[] = [];
    const spoil = (event: NewEvent): NewEvent => {
      seen.push(event);
      return spoils[name]?.(event, (n += 1), seen) ?? event;
    };
    expect(runProperties({ offers: 1_500, seed: SEED, spoil }).wrong.length).toBeGreaterThan(0);
  });
});
