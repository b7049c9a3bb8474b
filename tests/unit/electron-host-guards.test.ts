import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { guardNavigation, guardPermissions, guardRequests } from '../../electron/main/host/electron-guards.ts';
import { checkOutsideLink, openWithSystem } from '../../electron/main/host/outside-link.ts';
import { NotedLog } from '../support/fake-desk-core.ts';
import { FakeContents, fakeElectron } from '../support/fake-electron.ts';

// All that Electron's interface names today, and one it may name tomorrow.
const PERMISSIONS = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fullscreen',
  'geolocation',
  'idle-detection',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'pointerLock',
  'keyboardLock',
  'openExternal',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'window-management',
  'unknown',
  'fileSystem',
  'hid',
  'serial',
  'usb',
  'deprecated-sync-clipboard-read',
  'tomorrow',
];
const GRANTED = ['clipboard-sanitized-write', 'notifications'];

describe('SEC-9 permissions', () => {
  const open = () => {
    const { parts, checks } = fakeElectron({ userData: '' });
    guardPermissions(parts.session.defaultSession, new NotedLog());
    const asked = (permission: string, details: object): boolean => {
      let given = true;
      (checks.request as (...args: unknown[]) => void)(null, permission, (allowed: boolean) => (given = allowed), details);
      return given;
    };
    const held = (permission: string, origin: string, details: object): unknown =>
      (checks.check as (...args: unknown[]) => unknown)(null, permission, origin, details);
    return { asked, held, device: () => (checks.device as () => unknown)() };
  };

  test.each(PERMISSIONS)('%s', (permission) => {
    const { asked, held } = open();
    const granted = GRANTED.includes(permission);
    expect(asked(permission, { isMainFrame: true, requestingUrl: 'app://leitstand/index.html' })).toBe(granted);
    expect(held(permission, 'app://leitstand', { isMainFrame: true })).toBe(granted);
    // To nobody but the page itself.
    for (const url of ['https://evil.example/', 'app://leitstand.evil/', 'null', undefined]) {
      expect(asked(permission, { isMainFrame: true, requestingUrl: url })).toBe(false);
      expect(held(permission, url as string, { isMainFrame: true })).toBe(false);
    }
    expect(asked(permission, { isMainFrame: false, requestingUrl: 'app://leitstand/index.html' })).toBe(false);
    expect(held(permission, 'app://leitstand', { isMainFrame: false })).toBe(false);
  });

  test('no device at all', () => expect(open().device()).toBe(false));
});

describe('requests of the page', () => {
  const cancelled = (url: string, packaged = true): boolean => {
    const { parts, checks } = fakeElectron({ userData: '' });
    guardRequests(parts.session.defaultSession, { packaged }, new NotedLog());
    let cancel = false;
    (checks.before as (...args: unknown[]) => void)(
      { url, resourceType: 'xhr' },
      (answer: { cancel: boolean }) => (cancel = answer.cancel),
    );
    return cancel;
  };
  test.each(['app://leitstand/index.html', 'app://leitstand/assets/a.js', 'blob:app://leitstand/1', 'data:image/png;base64,AA=='])(
    '%s passes',
    (url) => expect(cancelled(url)).toBe(false),
  );
  test.each([
    'https://example.org/',
    'http://127.0.0.1:1/',
    'ws://127.0.0.1:1/',
    'file:///etc/passwd',
    'app://other/',
    'app://leitstand.evil/',
    'blob:https://example.org/1',
    'devtools://devtools/x',
  ])('%s is stopped', (url) => expect(cancelled(url)).toBe(true));
  test('developer tools load in an unpackaged run only', () => expect(cancelled('devtools://devtools/x', false)).toBe(false));
});

describe('SEC-9 navigation', () => {
  const open = () => {
    const contents = new FakeContents();
    const opened: string[] = [];
    guardNavigation(contents as never, async (url) => void opened.push(url), new NotedLog());
    const raise = (name: string, event: object): boolean => {
      let prevented = false;
      (contents as EventEmitter).emit(name, { ...event, preventDefault: () => (prevented = true) });
      return prevented;
    };
    return { contents, opened, raise };
  };
  test.each([
    'https://evil.example/',
    'file:///etc/passwd',
    'app://other/',
    'app://leitstand/assets/a.js',
    'javascript:alert(1)',
    'about:blank',
  ])('to %s is refused, redirected or not', (url) => {
    const { raise } = open();
    expect(raise('will-navigate', { url })).toBe(true);
    expect(raise('will-redirect', { url })).toBe(true);
  });
  test('loading the page anew is none', () => expect(open().raise('will-navigate', { url: 'app://leitstand/index.html' })).toBe(false));
  test('frames stay inside, webviews are not attached', () => {
    const { raise } = open();
    expect(raise('will-frame-navigate', { url: 'https://evil.example/', isMainFrame: false })).toBe(true);
    expect(raise('will-frame-navigate', { url: 'app://leitstand/mail', isMainFrame: false })).toBe(false);
    expect(raise('will-attach-webview', {})).toBe(true);
  });
  test('new windows are never opened; a checked address goes to the system', () => {
    const { contents, opened } = open();
    for (const url of ['https://example.org/x', 'file:///etc/passwd', 'javascript:alert(1)', 'app://leitstand/'])
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://example.org/x']);
  });
});

describe('an address out of a message', () => {
  test.each([
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['https://EXAMPLE.org', 'https://example.org/'],
    // The look-alike of a known name is shown in plain letters.
    ['https://аpple.com/', 'https://xn--pple-43d.com/'],
    ['https://example.org/%0d%0aX', 'https://example.org/%0d%0aX'],
    ['mailto:service@example.org', 'mailto:service@example.org'],
    ['mailto:service@example.org?subject=x&attach=/etc/passwd', 'mailto:service@example.org'],
  ])('%s is opened as %s', (given, href) => expect(checkOutsideLink(given)).toMatchObject({ ok: true, href }));

  test.each([
    'http://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://server/share',
    'ms-msdt:/id',
    'vscode://x',
    'https://user:pw@example.org/',
    'https://user@example.org/',
    'https://',
    'example.org',
    '',
    ' https://example.org',
    'https://exam\u202Eple.org/',
    'https://example.org/\u200B',
    'https://example.org/\n',
    'mailto:',
    'mailto:a@b,c@d',
    'mailto:a@b%0d%0aBcc:c@d',
    'mailto:-x',
    `https://example.org/${'a'.repeat(2_100)}`,
  ])('%j is not opened', (given) => expect(checkOutsideLink(given)).toEqual({ ok: false }));

  test('goes to the system as one argument, without a shell', async () => {
    const started: { command: string; args: readonly string[]; options: object }[] = [];
    const spawn = ((command: string, args: readonly string[], options: object) => {
      started.push({ command, args, options });
      const child = Object.assign(new EventEmitter(), { unref: () => undefined });
      queueMicrotask(() => child.emit('spawn'));
      return child;
    }) as never;
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      expect(await openWithSystem(platform, spawn)('https://example.org/;id')).toBe(true);
    expect(await openWithSystem('linux', spawn)('file:///etc/passwd')).toBe(false);
    expect(started.map(({ command, args }) => [command, ...args])).toEqual([
      ['xdg-open', 'https://example.org/;id'],
      ['open', 'https://example.org/;id'],
      ['rundll32', 'url.dll,FileProtocolHandler', 'https://example.org/;id'],
    ]);
    for (const { options } of started) expect(options).not.toHaveProperty('shell');
  });

  test('where nothing can open it, that is said', async () => {
    const spawn = (() => {
      const child = Object.assign(new EventEmitter(), { unref: () => undefined });
      queueMicrotask(() => child.emit('error', new Error('ENOENT')));
      return child;
    }) as never;
    expect(await openWithSystem('linux', spawn)('https://example.org/')).toBe(false);
  });
});
