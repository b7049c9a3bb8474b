import { describe, expect, test } from 'vitest';
import { checkPurity } from '../../tools/check/purity.ts';

const find = (path: string, text: string): string[] => checkPurity({ path, text }).map((finding) => finding.message);

describe('no clock, no random, no timer where runs must be repeatable', () => {
  const planted = [
    'const t = Date.now();',
    'const t = new Date();',
    'const t = new Date;',
    'const t = Date();',
    "const t = Date['now']();",
    'const t = globalThis.Date.now();',
    'const { now } = Date;',
    'const D = Date;',
    'run(Date);',
    'const r = Math.random();',
    "const r = Math['random']();",
    'const { random } = Math;',
    'const id = crypto.randomUUID();',
    'const id = globalThis.crypto.randomUUID();',
    'const t = performance.now();',
    'setTimeout(run, 5);',
    'setInterval(run, 5);',
    'const later = setTimeout;',
    'await fetch(url);',
    'const home = process.env;',
  ];
  const fine = [
    'const t = clock.now();',
    'const t = new Date(sentAt);',
    'const t = Date.UTC(2020, 1, 1);',
    'const t = Math.floor(3.5);',
    'function f(at: Date): void {}',
    'const isDate = value instanceof Date;',
    'const performance = 1; const x = { fetch: 2, process: 3 };',
    'interface Ports { fetch(): void; setTimeout(): void }',
    'const t = timers.setTimeout(run);',
  ];
  for (const folder of ['shared/domain', 'shared/sync', 'server/routing/core']) {
    test.each(planted)(`${folder}: %s is found`, (text) => expect(find(`${folder}/a.ts`, text)).not.toEqual([]));
    test.each(fine)(`${folder}: %s is fine`, (text) => expect(find(`${folder}/a.ts`, text)).toEqual([]));
  }

  test('elsewhere the clock may be read', () => {
    expect(find('server/routing/router.ts', 'const t = Date.now(); setTimeout(run, Math.random());')).toEqual([]);
  });
});

describe('window.workstation', () => {
  const planted = [
    'window.workstation.call();',
    "window['workstation'].call();",
    'globalThis.workstation.call();',
    'const { workstation } = window;',
  ];
  test.each(planted)('%s outside the bridge is found', (text) => {
    expect(find('renderer/src/screens/a.ts', text)).toHaveLength(1);
    expect(find('renderer/src/bridge/a.ts', text)).toEqual([]);
  });
});
