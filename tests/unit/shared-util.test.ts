import { describe, expect, test } from 'vitest';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import { CHANNELS, getChannel } from '../../shared/channels/index.ts';
import { responseDueAt } from '../../shared/domain/deadlines.ts';
import { costOf } from '../../shared/deciders/due.ts';
import { assertNever, must } from '../../shared/util/assert.ts';
import { wireErrorSchema } from '../../shared/protocol/errors.ts';
import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { uuidV7 } from '../../shared/util/uuid-v7.ts';
import { MINUTE, QUEUE, START } from '../support/shared-center.ts';

describe('coded errors', () => {
  test('SEC-2 an error says code, field, what happened and the remedy', () => {
    const error = new CodedError('NOT_FOUND', { field: 'workItemId', detail: 'No item w1.' });
    expect(error).toMatchObject({ name: 'CodedError', code: 'NOT_FOUND', field: 'workItemId', detail: 'No item w1.', remedy: ERROR_CATALOGUE.NOT_FOUND.remedy });
    expect(error.message).toBe(`NOT_FOUND (workItemId): No item w1. ${ERROR_CATALOGUE.NOT_FOUND.remedy}`);
    expect(new CodedError('INTERNAL').message).toContain(ERROR_CATALOGUE.INTERNAL.meaning);
  });

  test('SEC-2 what crosses a wire has no stack and no cause', () => {
    const error = new CodedError('INTERNAL', { cause: new Error('password=hunter2 in /home/ann') });
    expect(Object.keys(error.toWire()).sort()).toEqual(['code', 'message', 'remedy']);
    expect(JSON.stringify(error.toWire())).not.toMatch(/hunter2|home/);
    expect(error.cause).toBeDefined();
    expect(isCodedError(error)).toBe(true);
    expect(isCodedError(Object.assign(new Error('x'), { code: 'INTERNAL' }))).toBe(false);
  });

  test('SEC-2 every code of the catalogue fits the wire', () => {
    for (const code of Object.keys(ERROR_CATALOGUE) as ErrorCode[]) expect(wireErrorSchema.parse(new CodedError(code).toWire()).code).toBe(code);
  });
});

describe('ids and dice', () => {
  test('EVT-10 later ids sort behind earlier ones, in the same ms they stay unique, and all are UUIDv7', () => {
    const rng = seededRng(7);
    const bytes = (): Uint8Array => Uint8Array.from({ length: 10 }, () => rng.int(256));
    const times = [0, 1, 255, 256, 65_535, 65_536, START, START + 1, 2 ** 47];
    const ids = times.map((ms) => uuidV7(ms, bytes()));
    expect(ids).toEqual([...ids].sort());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(Array.from({ length: 1_000 }, () => uuidV7(START, bytes()))).size).toBe(1_000);
    expect(uuidV7(-5, bytes()).startsWith('00000000-0000-7')).toBe(true);
    expect(Number.parseInt(uuidV7(START, bytes()).replaceAll('-', '').slice(0, 12), 16)).toBe(START);
  });

  test('EVT-10 the same seed throws the same dice', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRng(seed).next);
    expect(draw(42)).toEqual(draw(42));
    expect(draw(42)).not.toEqual(draw(43));
    const rng = seededRng(1);
    const many = Array.from({ length: 20_000 }, () => rng.int(10));
    expect(Math.min(...many)).toBe(0);
    expect(Math.max(...many)).toBe(9);
    expect(many.reduce((a, b) => a + b, 0) / many.length).toBeCloseTo(4.5, 0);
    expect(rng.pick([5])).toBe(5);
    expect([rng.chance(0), rng.chance(1)]).toEqual([false, true]);
  });

  test('EVT-10 a broken invariant stops at once and says which', () => {
    expect(must(0, 'zero')).toBe(0);
    expect(() => must(undefined, 'the item')).toThrow('invariant broken: the item is missing');
    expect(() => assertNever('x' as never)).toThrow('unhandled member: "x"');
  });
});

describe('channels', () => {
  test.each([...CHANNELS.values()].map((d) => [d.name, d] as const))('CHAN-1 %s says what it can, and says it consistently', (name, d) => {
    expect(getChannel(name)).toBe(d);
    expect(d.visibilities.length).toBeGreaterThan(0);
    expect(new Set(d.visibilities).size).toBe(d.visibilities.length);
    for (const visibility of d.visibilities) expect(d.length[visibility].max).toBeGreaterThan(0);
    expect(d.capacityCost).toBeGreaterThan(0);
    expect(d.capacityCost).toBeLessThanOrEqual(100);
    expect(d.label.de.length * d.label.en.length).toBeGreaterThan(0);
    expect([...d.badge.glyph].length).toBeLessThanOrEqual(2);
    expect(d.badge.color).toMatch(/^#[0-9a-f]{6}$/);
    if (d.idempotency.kind === 'key') expect(d.idempotency.keyLifeMs).toBeGreaterThan(0);
    // A signature is for posts that others read.
    if (d.signature) expect(d.visibilities).toContain('public');
  });

  test('CHAN-1 an unknown channel has no descriptor, and costs a post’s share', () => {
    expect(getChannel('telex')).toBeUndefined();
    expect(costOf('telex')).toBe(10);
    expect([costOf('sandbox'), costOf('sandbox-chat')]).toEqual([10, 20]);
  });

  test('ING-6 an item is due in the queue’s business hours, by the channel’s target where it has one', () => {
    expect(responseDueAt(QUEUE, 'sandbox', START, 'first')).toBe(START + 20 * MINUTE);
    expect(responseDueAt(QUEUE, 'sandbox', START, 'next')).toBe(START + 40 * MINUTE);
    const queue = { ...QUEUE, channelTargets: { 'sandbox-chat': { firstResponseMs: MINUTE, nextResponseMs: 2 * MINUTE } } };
    expect(responseDueAt(queue, 'sandbox-chat', START, 'next')).toBe(START + 2 * MINUTE);
    const hours = { ...ALWAYS_OPEN, week: Array.from({ length: 7 }, () => [{ fromMinute: 540, toMinute: 541 }]) };
    const due = responseDueAt({ ...QUEUE, hours }, 'sandbox', START, 'first');
    expect(due - START).toBeGreaterThan(18 * 24 * 60 * MINUTE);
  });
});
