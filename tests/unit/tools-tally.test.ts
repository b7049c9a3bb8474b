import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../tools/setup/chromium.ts';
import { add, byReason, lastLine, NOTHING, single, tallyPlaywright, tallyVitest } from '../../tools/testing/tally.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-tally-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (value: unknown): string => {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
};

describe('the tally of vitest', () => {
  const report = {
    success: false,
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'a one', status: 'passed' },
          { fullName: 'a two', status: 'failed' },
          { fullName: 'a three', status: 'skipped' },
          { fullName: 'a four', status: 'pending' },
        ],
      },
      { name: 'broken.test.ts', status: 'failed', message: 'Cannot find module\nstack', assertionResults: [] },
    ],
  };

  test('counts tests, files that do not load, and names what was skipped', () => {
    const tally = tallyVitest(write(report), 1);
    expect(tally).toMatchObject({ passed: 1, failed: 2, skipped: ['a three', 'a four'] });
    expect(tally.failures).toEqual(['a two', 'broken.test.ts: Cannot find module']);
    expect(lastLine(tally)).toBe('1 passed, 2 failed, 2 skipped');
  });

  test('the beginning of a reason stands at its failure, without colours', () => {
    const red = String.fromCharCode(27);
    const one = { fullName: 'a one', status: 'failed', failureMessages: [`${red}[31mexpected 1${red}[39m\n\nto be 2\n${'at x\n'.repeat(40)}`] };
    const [told] = tallyVitest(write({ success: false, testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [one] }] }), 1).failures;
    expect(told?.split('\n').slice(0, 3)).toEqual(['a one', '      expected 1', '      to be 2']);
    expect(told?.split('\n').length).toBeLessThan(12);
  });

  test('what was skipped for one reason is one line', () => {
    expect(byReason(['a (no display (headless))', 'b (no display (headless))', 'c'])).toEqual(['2 tests: no display (headless)', 'c']);
  });

  test('an exit code without a failing test is a failure', () => {
    expect(tallyVitest(write({ success: true, testResults: [] }), 1).failed).toBe(1);
    expect(tallyVitest(write({ success: true, testResults: [] }), 0).failed).toBe(0);
  });

  test.each(['', '{', '{"success":true}'])('a report of %j is a failure', (text) => {
    expect(tallyVitest(write(text), 0).failed).toBe(1);
  });

  test('no report is a failure', () => {
    expect(tallyVitest(path.join(folder, 'absent.json'), 0).failed).toBe(1);
    expect(tallyPlaywright(path.join(folder, 'absent.json'), 0).failed).toBe(1);
  });
});

describe('the tally of Playwright', () => {
  const spec = (title: string, status: string, annotations: { type: string; description?: string }[] = []): object => ({
    title,
    tests: [{ status, annotations }],
  });

  test('walks nested suites; flaky is not passed', () => {
    const tally = tallyPlaywright(
      write({
        errors: [],
        suites: [
          {
            title: 'a.spec.ts',
            specs: [spec('one', 'expected'), spec('two', 'skipped', [{ type: 'skip', description: 'no display' }])],
            suites: [{ title: 'inner', specs: [spec('three', 'unexpected'), spec('four', 'flaky')] }],
          },
        ],
      }),
      1,
    );
    expect(tally).toMatchObject({ passed: 1, failed: 2, skipped: ['a.spec.ts › two (no display)'] });
    expect(tally.failures).toEqual(['a.spec.ts › inner › three', 'a.spec.ts › inner › four']);
  });

  test('an error outside any test is a failure', () => {
    expect(tallyPlaywright(write({ errors: [{ message: 'no tests found' }], suites: [] }), 1)).toMatchObject({
      failed: 1,
      failures: ['no tests found'],
    });
  });
});

test('the last line', () => {
  expect(lastLine(add(add(NOTHING, single('types', true)), single('lint', false)))).toBe('1 passed, 1 failed');
});

describe('the Chromium to use', () => {
  const only = (file: string) => (one: string) => one === file;
  test('is the chosen one, and no other when the choice is wrong', () => {
    expect(findChromium({ LEITSTAND_CHROMIUM: '/opt/c' }, only('/opt/c'))).toBe('/opt/c');
    expect(findChromium({ LEITSTAND_CHROMIUM: '/opt/c' }, only('/usr/bin/chromium'))).toBeUndefined();
  });
  test("is the system's otherwise", () => {
    expect(findChromium({}, () => true)).toBe('/usr/bin/chromium');
    expect(findChromium({}, only('/usr/bin/chromium-browser'))).toBe('/usr/bin/chromium-browser');
    expect(findChromium({}, () => false)).toBeUndefined();
  });
});
