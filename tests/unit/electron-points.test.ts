import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentPolicy } from '../../electron/main/host/content-policy.ts';

// docs/electron-points.md names a check for each of the twenty points; here the table is held against the tree.
const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
interface Point {
  readonly number: number;
  readonly does: string;
  readonly where: readonly string[];
  readonly checks: readonly (readonly [file: string, title: string])[];
}
const POINTS: readonly Point[] = read('docs/electron-points.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, number = '', , does = '', where = '', checks = ''] = line.split('|').map((cell) => cell.trim());
    return { number: Number(number), does, where: [...where.matchAll(/`([^`]+)`/g)].map((hit) => hit[1] ?? ''), checks: [...checks.matchAll(/`([^`]+)` "([^"]+)"/g)].map((hit) => [hit[1] ?? '', hit[2] ?? ''] as const) };
  });

/** Not closed yet, and said so. */
const OPEN: readonly number[] = [];

describe('SEC-10 the twenty points', () => {
  test('are all there, in order', () => expect(POINTS.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1)));

  test('those that are open are said to be', () => expect(POINTS.filter(({ does }) => does.startsWith('not yet')).map(({ number }) => number)).toEqual(OPEN));

  test.each(POINTS.filter(({ number }) => !OPEN.includes(number)))('point $number: $does', ({ does, where, checks }) => {
    expect(does).not.toMatch(/^not yet/);
    expect(where.length).toBeGreaterThan(0);
    for (const place of where) expect(existsSync(path.join(ROOT, place)), place).toBe(true);
    expect(checks.length).toBeGreaterThan(0);
    for (const [file, title] of checks) {
      const titles = [...read(file).matchAll(/\b(?:test|describe|it)(?:\.each\([^]*?\))?\(\s*(['"`])(.*?)\1/g)].map((hit) => hit[2] ?? '');
      expect(titles.filter((one) => one.includes(title)), `${file} has no test "${title}"`).not.toEqual([]);
    }
  });

  test('the version in the table is the one that is installed', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };
    const installed = lock.packages['node_modules/electron']?.version;
    expect(POINTS[15]?.does.startsWith(`${installed},`), `Electron is ${installed}: look up whether it is the newest and say so at point 16`).toBe(true);
  });
});

describe('SEC-10 beyond the options', () => {
  const files = ['electron/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.tsx', 'renderer/**/*.html'].flatMap((glob) => globSync(glob, { cwd: ROOT }));
  // Comments may name what is not done.
  const code = (file: string): string => read(file).replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*|<!--[^]*?-->/g, '');

  test.each([
    ['enableBlinkFeatures', /enableBlinkFeatures|disableBlinkFeatures|enable-blink-features/],
    ['allowpopups', /allowpopups/i],
    ['a webview', /<webview|webviewTag: true/],
    ['a file address', /file:\/\/|loadFile\(/],
    ['rights of Node', /nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webSecurity: false|allowRunningInsecureContent: true|experimentalFeatures: true/],
    ['switches that open a door', /appendSwitch\(\s*['"](?:no-sandbox|disable-web-security|remote-debugging|allow-|ignore-certificate|disable-site-isolation)/],
    ['certificates waved through', /rejectUnauthorized: false|setCertificateVerifyProc|certificate-error|NODE_TLS_REJECT_UNAUTHORIZED/],
    ['code made of text', /\beval\(|new Function\(|executeJavaScript\(|dangerouslySetInnerHTML|\.innerHTML\s*=|document\.write\(/],
  ])('no file of the desk says a word that opens what is shut: %s', (_what, word) => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.filter((file) => word.test(code(file)))).toEqual([]);
  });


  test('the policy names our own page and nothing else', () => {
    const directives = new Map(
      contentPolicy('abc').split('; ').map((one) => {
        const [name = '', ...sources] = one.split(' ');
        return [name, sources.join(' ')] as const;
      }),
    );
    expect(Object.fromEntries(directives)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'nonce-abc'",
      'img-src': "'self' blob: data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'frame-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'object-src': "'none'",
    });
  });
});
