import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { IPC_HASH } from '../../shared/ipc/version.ts';
import { MINIMUM_PROTOCOL_VERSION, PROTOCOL_HISTORY, PROTOCOL_VERSION, WIRE_HASH } from '../../shared/protocol/version.ts';
import { changesBetween, hashOf, ipcShapes, shapeOf, wireShapes, type Shapes } from '../support/wire-shapes.ts';

const FILE = path.resolve(import.meta.dirname, '../support/wire-shapes.json');
const now = { wire: wireShapes(), ipc: ipcShapes() };
// LEITSTAND_UPDATE_WIRE=1 writes down the new shapes; the two hashes are still entered by hand.
if (process.env['LEITSTAND_UPDATE_WIRE'] === '1') writeFileSync(FILE, `${JSON.stringify(now, null, 1)}\n`);
const before = JSON.parse(readFileSync(FILE, 'utf8')) as { wire: Shapes; ipc: Shapes };

const advice = (what: string, changed: readonly string[], hash: string, todo: string): string =>
  [`The ${what} is not what it was:`, ...changed.map((c) => `  ${c}`), todo, `Then run this test once with LEITSTAND_UPDATE_WIRE=1 and set the hash to`, `  ${hash}`].join('\n');

describe('the wire', () => {
  test('WIRE-6 is what WIRE_HASH says', () => {
    const hash = hashOf(now.wire);
    const todo = [
      'In shared/protocol/version.ts: if a peer of the version before cannot read it, raise PROTOCOL_VERSION; add a line to PROTOCOL_HISTORY in any case.',
      'A changed event: raise its version, add the upcaster from the version before, keep the old fixture in tests/support/events-fixtures and add one of the new version.',
      'A changed stored text (text …): the old form must still parse.',
    ].join('\n');
    expect(WIRE_HASH, advice('wire', changesBetween(before.wire, now.wire), hash, todo)).toBe(hash);
  });

  test('WIRE-6 every change has its line in the history, and the last one is about this wire', () => {
    expect(PROTOCOL_HISTORY.length).toBeGreaterThan(0);
    for (const [i, line] of PROTOCOL_HISTORY.entries()) {
      expect(line.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(line.why.length).toBeGreaterThan(10);
      const previous = PROTOCOL_HISTORY[i - 1];
      if (previous === undefined) expect(line.version).toBe(1);
      else {
        expect(line.date >= previous.date).toBe(true);
        expect([previous.version, previous.version + 1]).toContain(line.version);
        expect(line.wire).not.toBe(previous.wire);
      }
    }
    const last = PROTOCOL_HISTORY.at(-1);
    expect(last?.version).toBe(PROTOCOL_VERSION);
    expect(WIRE_HASH.slice(0, 8), 'add a line to PROTOCOL_HISTORY: its `wire` is the beginning of WIRE_HASH').toBe(last?.wire);
    expect(MINIMUM_PROTOCOL_VERSION).toBeLessThanOrEqual(PROTOCOL_VERSION);
    expect(MINIMUM_PROTOCOL_VERSION).toBeGreaterThan(0);
  });

  test('WIRE-6 the stored shapes are those of the hash, so that a change can be named', () => {
    expect(hashOf(before.wire)).toBe(WIRE_HASH);
    expect(hashOf(before.ipc)).toBe(IPC_HASH);
  });

  test('WIRE-6 the hash sees a field, its type, its limits, its pattern and whether it may be absent', () => {
    const base = z.object({ a: z.string().min(1), b: z.number().optional() });
    const others = [z.object({ a: z.string().min(2), b: z.number().optional() }), z.object({ a: z.string().min(1), b: z.number() }), z.object({ a: z.string().min(1).regex(/x/), b: z.number().optional() }), z.object({ a: z.string().min(1), b: z.string().optional() }), z.object({ a: z.string().min(1), b: z.number().optional(), c: z.boolean() }), z.strictObject({ a: z.string().min(1), b: z.number().optional() })];
    expect(new Set([base, ...others].map(shapeOf)).size).toBe(others.length + 1);
    expect(shapeOf(z.object({ b: z.number().optional(), a: z.string().min(1) })), 'the order of fields does not matter').toBe(shapeOf(base));
    expect(changesBetween({ a: '1', b: '1' }, { b: '2', c: '1' })).toEqual(['gone: a', 'changed: b', 'new: c']);
  });
});

test('IPC-3 what screen and desk core agree about is what IPC_HASH says', () => {
  const hash = hashOf(now.ipc);
  expect(IPC_HASH, advice('IPC contract', changesBetween(before.ipc, now.ipc), hash, 'In shared/ipc/version.ts; screen and program are built together, so no history is kept.')).toBe(hash);
});
