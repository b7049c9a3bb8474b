import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineEvent, liftData } from '../../shared/events/define.ts';
import { EVENT_DEFINITIONS, placeEvent, readEvent, type EventEnvelope, type NewEvent } from '../../shared/events/index.ts';
import { fixtures } from '../support/stored-events.ts';

const envelope = (more: Partial<EventEnvelope>): EventEnvelope => ({ seq: 1, at: 1, type: 'message.deleted', v: 1, actor: 'test', data: { messageId: 'm', deletedAt: 1 }, ...more });

describe('reading an event', () => {
  test('EVT-1 an unknown kind and a newer version are said so', () => {
    expect(readEvent(envelope({ type: 'moon.landed' }))).toEqual({ kind: 'unknown', seq: 1, type: 'moon.landed', v: 1 });
    expect(readEvent(envelope({ type: '__proto__' }))).toMatchObject({ kind: 'unknown' });
    expect(readEvent(envelope({ v: 2 }))).toEqual({ kind: 'unknown', seq: 1, type: 'message.deleted', v: 2 });
  });

  test.each([null, undefined, 7, 'text', [], {}, { messageId: 'm' }, { messageId: 'm', deletedAt: -1 }, { messageId: 'has space', deletedAt: 1 }])('EVT-2 data of the wrong form is said so with its field, never thrown: %j', (data) => {
    expect(readEvent(envelope({ data }))).toMatchObject({ kind: 'invalid', problem: expect.stringMatching(/./) as string });
  });

  test('EVT-2 the problem names the field', () => {
    expect(readEvent(envelope({ data: { messageId: 'm', deletedAt: 'soon' } }))).toMatchObject({ problem: expect.stringContaining('deletedAt') as string });
  });
});

describe('versions', () => {
  const greeting = defineEvent('greeting.said', z.object({ text: z.string(), loud: z.boolean(), at: z.number() }), {
    v: 3,
    upcasters: {
      1: (data) => ({ ...(data as { words: string }), text: (data as { words: string }).words.trim() }),
      2: (data) => ({ at: 0, loud: false, ...(data as object) }),
    },
  });

  test('EVT-3 older data is lifted one step at a time to the current form', () => {
    expect(liftData(greeting, 1, { words: ' hi ' })).toEqual({ kind: 'data', data: { text: 'hi', loud: false, at: 0 } });
    expect(liftData(greeting, 2, { text: 'hi', loud: true })).toEqual({ kind: 'data', data: { text: 'hi', loud: true, at: 0 } });
    expect(liftData(greeting, 3, { text: 'hi', loud: true, at: 5 })).toEqual({ kind: 'data', data: { text: 'hi', loud: true, at: 5 } });
    expect(liftData(greeting, 4, {})).toEqual({ kind: 'newer' });
  });

  test('EVT-3 old data that its step cannot lift is invalid, not a crash', () => {
    expect(liftData(greeting, 1, { words: 7 })).toMatchObject({ kind: 'invalid', problem: expect.stringContaining('from version 1') as string });
    expect(liftData(greeting, 1, null)).toMatchObject({ kind: 'invalid' });
    expect(liftData(greeting, 3, { text: 1 })).toMatchObject({ kind: 'invalid', problem: expect.stringContaining('text') as string });
  });

  test('EVT-3 a version without the step that leads to it cannot be defined', () => {
    expect(() => defineEvent('x.y', z.object({}), { v: 2 })).toThrow('no upcaster from version 1');
    expect(() => defineEvent('x.y', z.object({}), { v: 3, upcasters: { 1: (d) => d } })).toThrow('no upcaster from version 2');
  });
});

describe('writing an event', () => {
  test('EVT-4 an event gets its place and the version of this build; what its schema does not know is left out', () => {
    const placed = placeEvent({ type: 'message.deleted', data: { messageId: 'm', deletedAt: 1, more: 'x' } as never }, { seq: 5, at: 6, actor: 'ann' });
    expect(placed).toEqual({ seq: 5, at: 6, actor: 'ann', type: 'message.deleted', v: 1, data: { messageId: 'm', deletedAt: 1 } });
  });

  test.each([
    { type: 'message.deleted', data: { messageId: 'm' } },
    { type: 'message.deleted', data: { messageId: '', deletedAt: 1 } },
    { type: 'message.deleted', data: { messageId: 'm', deletedAt: 1.5 } },
    { type: 'workItem.assigned', data: { workItemId: 'w', conversationId: 'c', agentId: 'a', epoch: 0, at: 1, reason: { by: 'router' } } },
    { type: 'agent.registered', data: { id: 'a', name: 'A', initials: 'a', role: 'agent', teamIds: [], place: 'office', skills: [], capacity: 1, disabled: false } },
    { type: 'no.such', data: {} },
  ])('EVT-4 what could not be read back is never written: %j', (event) => {
    expect(() => placeEvent(event as unknown as NewEvent, { seq: 1, at: 1, actor: 'x' })).toThrow();
  });
});

describe('stored events', () => {
  const stored = fixtures();

  test('EVT-5 every kind of event has a stored fixture for every version it ever had', () => {
    const wanted = [...EVENT_DEFINITIONS.values()].flatMap((d) => Array.from({ length: d.v }, (_, i) => `${d.type}.v${i + 1}.json`));
    expect(stored.map((f) => f.file).sort()).toEqual(wanted.sort());
  });

  test.each(stored)('EVT-5 $file still reads', ({ type, v, stored: event, reads }) => {
    expect(event).toMatchObject({ type, v });
    const read = readEvent(event);
    expect(read).toMatchObject({ kind: 'event', event: { seq: event.seq, at: event.at, actor: event.actor, type, v: EVENT_DEFINITIONS.get(type)?.v } });
    expect(read.kind === 'event' ? read.event.data : undefined).toEqual(reads);
  });

  test('EVT-5 a fixture of the current version fills every field, so that a field renamed or dropped is noticed', () => {
    for (const { type, v, stored: event } of stored) {
      const definition = EVENT_DEFINITIONS.get(type);
      if (definition?.v !== v) continue;
      const fields = Object.keys((definition.schema as z.ZodObject).shape);
      expect(Object.keys(event.data as object).sort(), type).toEqual(fields.sort());
    }
  });

  test('EVT-6 no event has a field for what a customer wrote or is called: references only', () => {
    const speaking = /^(text|body|displayName|handle|firstLine)$/;
    // An account's handle is the brand's own name, a briefing's text a lead's words to colleagues.
    const allowed = new Set(['account.registered handle', 'house.changed handle', 'briefing.written text']);
    const found = [...EVENT_DEFINITIONS.values()].flatMap((d) => fieldsOf(d.schema).filter((f) => speaking.test(f)).map((f) => `${d.type} ${f}`));
    expect(found.filter((f) => !allowed.has(f))).toEqual([]);
    expect(new Set(found), 'the search finds what is there').toEqual(allowed);
  });
});

/** Names of all fields, nested ones included. */
function fieldsOf(schema: z.ZodType): string[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const names: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties') names.push(...Object.keys(value as object));
      walk(value);
    }
  };
  walk(json);
  return names;
}
