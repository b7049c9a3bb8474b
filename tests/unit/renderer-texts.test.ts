import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { de } from '../../renderer/src/text/de.ts';
import { deErrors } from '../../renderer/src/text/de-errors.ts';
import { en } from '../../renderer/src/text/en.ts';
import { errorText } from '../../renderer/src/text/errors.ts';
import { formatFor } from '../../renderer/src/text/format.ts';
import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';

const home = path.resolve(import.meta.dirname, '../../renderer/src');
function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(dir, entry.name);
    if (entry.isDirectory()) return sources(at);
    return /\.tsx?$/.test(entry.name) && !at.startsWith(path.join(home, 'text')) ? [readFileSync(at, 'utf8')] : [];
  });
}
const code = sources(home).join('\n');

/** Keys written out, and the heads of keys that are put together (`role.${…}`). */
function usedKeys(keys: readonly string[]): Set<string> {
  const heads = [...code.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map((match) => match[1] ?? '');
  return new Set(
    keys.filter((key) => code.includes(`'${key}'`) || heads.some((head) => key.startsWith(head) && !key.slice(head.length).includes('.'))),
  );
}

describe('the texts of the desk', () => {
  const keys = Object.keys(de);

  it('are all used', () => {
    const used = usedKeys(keys);
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
    // The search itself must be able to find something unused.
    expect(usedKeys(['nobody.usesThis']).size).toBe(0);
  });

  it('exist in both languages, none empty, and take the same number of values', () => {
    expect(Object.keys(en).toSorted()).toEqual(keys.toSorted());
    for (const key of keys) {
      const german = de[key as keyof typeof de] as string | ((...values: never[]) => string);
      const english = en[key as keyof typeof en] as typeof german;
      expect(typeof english, key).toBe(typeof german);
      if (typeof german === 'string')
        expect(
          [german.trim(), (english as string).trim()].every((text) => text !== ''),
          key,
        ).toBe(true);
    }
  });

  it('say du to colleagues, never Sie', () => {
    const sie = /\b(Sie|Ihnen|Ihre?[nmrs]?)\b/;
    const texts = [...keys.map((key) => (de as Record<string, unknown>)[key]), ...Object.values(deErrors)].filter(
      (text): text is string => typeof text === 'string',
    );
    expect(texts.filter((text) => sie.test(text.replaceAll('„Sie“', '')) && text !== 'Sie' && !/^Sie beginnt|\. Sie beginnt/.test(text))).toEqual([]);
  });

  it('tell every failure a person can meet at a desk in German, and never a code alone', () => {
    // Whatever these can refuse with reaches a person: the rules, the desk's own core, the door of the browser host.
    const said = ['shared/deciders', 'electron/main/sync', 'electron/main/core', 'electron/main/ipc', 'electron/main/channels'].flatMap(
      (dir) => sources(path.resolve(home, '../..', dir)),
    );
    const codes = new Set(said.flatMap((text) => [...text.matchAll(/'([A-Z][A-Z]+(?:_[A-Z]+)*)'/g)].map((match) => match[1] ?? '')));
    // Told to programs, or to whoever starts the desk.
    const notForPeople = new Set([
      'COMMAND_MISMATCH',
      'COMMAND_GAP',
      'COMMAND_ID_REUSED',
      'REPLY_ID_TAKEN',
      'DUPLICATE_INITIALS',
      'ACCOUNT_UNKNOWN',
      'CHANNEL_UNKNOWN',
      'MESSAGE_UNKNOWN',
      'HELLO_FIRST',
      'IPC_SENDER_REFUSED',
      'ORIGIN_REFUSED',
    ]);
    const missing = [...codes].filter(
      (one) => Object.hasOwn(ERROR_CATALOGUE, one) && !notForPeople.has(one) && !Object.hasOwn(deErrors, one),
    );
    expect(codes.size).toBeGreaterThan(30);
    expect(missing).toEqual([]);
    expect(errorText('de', 'AUTH_REFUSED')).toContain('Passwort');
    expect(errorText('en', 'AUTH_REFUSED')).toContain('password');
    expect(errorText('de', 'LOG_GAP')).toContain(ERROR_CATALOGUE.LOG_GAP.meaning);
    expect(errorText('de', 'toString')).toBeUndefined();
  });
});

describe('numbers and instants', () => {
  const f = formatFor('de');
  // 30 March 2025, 00:59:59 UTC: a second before the clock in Berlin jumps from 02:00 to 03:00.
  const beforeJump = Date.UTC(2025, 2, 30, 0, 59, 59);

  it('stand in the time of the center, through the change of its clock', () => {
    expect(f.time(beforeJump)).toBe('01:59');
    expect(f.time(beforeJump + 1_000)).toBe('03:00');
  });

  it('name today and yesterday by the calendar of the center, not by spans', () => {
    const justAfterMidnight = Date.UTC(2025, 5, 10, 22, 1);
    expect(f.day(justAfterMidnight - 2 * 60_000, justAfterMidnight)).toBe('Gestern');
    expect(f.day(justAfterMidnight, justAfterMidnight)).toBe('Heute');
    expect(formatFor('en').day(justAfterMidnight - 2 * 60_000, justAfterMidnight)).toBe('Yesterday');
    expect(f.day(Date.UTC(2017, 9, 31, 12), justAfterMidnight)).toContain('2017');
  });

  it('count down in minutes and seconds, then hours, then days, and say what is late', () => {
    expect([252_000, 0, -125_000, 3_600_000, 11_000_000, -7_200_000, 3 * 86_400_000].map((ms) => f.clock(ms))).toEqual([
      '04:12',
      '00:00',
      '−02:05',
      '1 h',
      '3 h',
      '−2 h',
      '3 T.',
    ]);
    expect(f.span(59_000)).toBe('59 s');
    expect(f.span(61_000)).toBe('1 min');
  });

  it('sort names as German does', () => {
    expect(['Zoe', 'Änne', 'Otto', 'Öztürk', 'Anna'].toSorted(f.compare)).toEqual(['Anna', 'Änne', 'Otto', 'Öztürk', 'Zoe']);
  });
});
