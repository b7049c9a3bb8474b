import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { placeQuickly } from '../../server/center/place-event.ts';
import { readQuickly } from '../../shared/events/quick-read.ts';
import { quickCopy } from '../../shared/events/quick-schema.ts';
import { EVENT_DEFINITIONS, placeEvent, readEvent, type NewEvent } from '../../shared/events/index.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { fixtures } from '../support/stored-events.ts';

const ODD: readonly unknown[] = [undefined, null, '', 'x', 'a b', 'x'.repeat(5000), 0, 1, -1, 1.5, 2 ** 60, NaN, Infinity, true, [], ['x'], [undefined], {}, { kind: 'resolved' }, { kind: 'handedOver', note: 7 }];

type Branch = Record<string, unknown> | unknown[];
const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

/** A copy in which one place, picked by the dice, is something else, gone, or has company. */
function altered(data: unknown, rng: { int(below: number): number }): unknown {
  const copy = structuredClone(data);
  let at = copy;
  for (;;) {
    if (!isBranch(at)) return ODD[rng.int(ODD.length)];
    const keys = Object.keys(at);
    const key = keys[rng.int(keys.length)];
    const next = key === undefined ? undefined : (at as Record<string, unknown>)[key];
    if (key !== undefined && isBranch(next) && rng.int(3) > 0) {
      at = next;
      continue;
    }
    const what = rng.int(4);
    if (what === 0 || key === undefined) (at as Record<string, unknown>)[Array.isArray(at) ? at.length : 'stranger'] = ODD[rng.int(ODD.length)];
    else if (what === 1) delete (at as Record<string, unknown>)[key];
    else (at as Record<string, unknown>)[key] = ODD[rng.int(ODD.length)];
    return copy;
  }
}

const outcome = (read: () => unknown): string => {
  try {
    return JSON.stringify(read());
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
};

describe('the quick check of events', () => {
  test('says what the schema says, for every kind of event, valid or not, in the same order of keys', () => {
    const rng = seededRng(20_261_122);
    let accepted = 0;
    for (const { stored } of fixtures()) {
      for (let i = 0; i < 120; i += 1) {
        const data = i === 0 ? stored.data : altered(stored.data, rng);
        const event = { type: stored.type, data } as NewEvent;
        const place = { seq: 3, at: 5, actor: 'someone' };
        const wanted = outcome(() => placeEvent(event, place));
        const found = outcome(() => placeQuickly(event, 3, 5, 'someone'));
        expect(JSON.parse(found.startsWith('{') ? found : '{}'), `seed 20261122: ${stored.type} ${JSON.stringify(data)}`).toEqual(JSON.parse(wanted.startsWith('{') ? wanted : '{}'));
        expect(found.startsWith('refused')).toBe(wanted.startsWith('refused'));
        const envelope = { ...place, type: stored.type, v: stored.v, data };
        expect(readQuickly(envelope)).toEqual(readEvent(envelope));
        if (!wanted.startsWith('refused')) {
          accepted += 1;
          expect(JSON.stringify(JSON.parse(found).data)).toBe(JSON.stringify(JSON.parse(wanted).data));
        }
      }
    }
    expect(accepted).toBeGreaterThan(1000);
  });

  test('is there for what happens to every message and every piece of work', () => {
    const daily = ['message.received', 'conversation.opened', 'contact.created', 'workItem.queued', 'workItem.assigned', 'workItem.resumed', 'workItem.closed', 'reservation.offered', 'reservation.accepted', 'reply.permitted', 'reply.delivered'];
    const without = daily.filter((type) => {
      const definition = EVENT_DEFINITIONS.get(type);
      return definition === undefined || quickCopy(definition.schema) === undefined;
    });
    expect(without).toEqual([]);
  });

  test('gives a copy: what the caller changes later is not in the log', () => {
    const needs = [{ skillId: 's', minLevel: 1 }];
    const schema = z.object({ needs: z.array(z.object({ skillId: z.string(), minLevel: z.number() })) });
    const copy = quickCopy(schema)?.({ needs }) as { needs: { minLevel: number }[] };
    (needs[0] as { minLevel: number }).minLevel = 5;
    expect(copy.needs[0]?.minLevel).toBe(1);
  });

  test('leaves to the schema what it does not know', () => {
    expect(quickCopy(z.object({ a: z.string().transform((s) => s.length) }))).toBeUndefined();
    expect(quickCopy(z.object({ a: z.string().default('x') }))).toBeUndefined();
    expect(quickCopy(z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]))).toBeUndefined();
    expect(quickCopy(z.strictObject({ a: z.string() }))).toBeUndefined();
  });
});
