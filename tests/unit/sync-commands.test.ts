import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOffMs, RECONNECT } from '../../shared/sync/back-off.ts';
import { canonicalJson } from '../../shared/sync/canonical-json.ts';
import { commandHash, nextCommand, readRefusedAck } from '../../shared/sync/command-queue.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const command = (commandNo: number) => ({ commandNo, hash: 'h', command: {} });

test('CMD-8 one value has one text, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const shuffled = JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
        typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).toReversed()) : item,
      ) as unknown;
      expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 7 },
  );
});

test('an absent field and an undefined one hash alike, null does not', () => {
  expect(commandHash({ a: 1, b: undefined }, sha256)).toBe(commandHash({ a: 1 }, sha256));
  expect(commandHash({ a: 1, b: null }, sha256)).not.toBe(commandHash({ a: 1 }, sha256));
});

test('C1 one at a time, in order, none while not ready', () => {
  const facts = { pending: [command(3), command(4)], ready: true, inFlight: undefined, notBefore: 0, now: 10 };
  expect(nextCommand(facts)).toMatchObject({ do: 'send', command: { commandNo: 3 } });
  expect(nextCommand({ ...facts, inFlight: 3 })).toEqual({ do: 'nothing' });
  expect(nextCommand({ ...facts, ready: false })).toEqual({ do: 'nothing' });
  expect(nextCommand({ ...facts, notBefore: 50 })).toEqual({ do: 'wait', until: 50 });
  expect(nextCommand({ ...facts, pending: [] })).toEqual({ do: 'nothing' });
});

test('C1 what the server did not decide goes up again; what it refused does not', () => {
  expect(readRefusedAck({ code: 'RATE_EXCEEDED', retryAfterMs: 3_000 })).toEqual({ kind: 'notDecided', retryAfterMs: 3_000 });
  expect(readRefusedAck({ code: 'SERVER_RECOVERING' }).kind).toBe('notDecided');
  expect(readRefusedAck({ code: 'AUTH_TOKEN_EXPIRED' }).kind).toBe('notDecided');
  expect(readRefusedAck({ code: 'INPUT_INVALID' }).kind).toBe('refused');
  expect(readRefusedAck({ code: 'COMMAND_GAP' }).kind).toBe('reset');
});

test('waits grow, are spread and have a top', () => {
  const rng = seededRng(3);
  for (let tries = 1; tries < 60; tries += 1) {
    const full = Math.min(RECONNECT.maxMs, RECONNECT.firstMs * 2 ** (tries - 1));
    const wait = backOffMs(RECONNECT, tries, rng);
    expect(wait).toBeGreaterThanOrEqual(full / 2 - 1);
    expect(wait).toBeLessThanOrEqual(full + 1);
  }
});
