// The desk as a program, against a stand-in for Electron's interface: Electron itself has not run here.
import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { PAGE_ORIGIN, PAGE_URL } from '../../electron/main/host/electron-window.ts';
import { attentionWords } from '../../electron/main/host/presence-signs.ts';
import { fieldMenu } from '../../electron/main/host/spelling.ts';
import { updateHolds } from '../../electron/main/host/update-rules.ts';
import type { Updater } from '../../electron/main/host/updates.ts';
import { nextZoom } from '../../electron/main/host/zoom.ts';
import { LINKED_SCREENS, readPlaceLink, writePlaceLink } from '../../shared/domain/place-link.ts';
import type { Attention } from '../../shared/ipc/index.ts';
import { hostWorld, NOTHING_WAITS, type HostWorldOptions } from '../support/electron-host-world.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
async function world(given: HostWorldOptions = {}): Promise<Awaited<ReturnType<typeof hostWorld>>> {
  const made = await hostWorld(given);
  ends.push(made.end);
  return made;
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('LOCK-3 the system', () => {
  test('LOCK-3 locks the desk with its own lock, with sleep, and on waking', async () => {
    const { electron, asked } = await world();
    electron.powerMonitor.emit('lock-screen');
    electron.powerMonitor.emit('suspend');
    electron.powerMonitor.emit('resume');
    expect(asked('lock.now')).toEqual([{ because: 'system' }, { because: 'suspend' }, { because: 'suspend' }]);
  });

  test('LOCK-1 says how long nobody touched it, again and again, and no more once the desk has ended', async () => {
    const { electron, asked, timers } = await world();
    expect(asked('lock.active')).toEqual([{ idleMs: 0 }]);
    electron.powerMonitor.idle = 700;
    timers.find(({ ms }) => ms === 10_000)?.run();
    expect(asked('lock.active').at(-1)).toEqual({ idleMs: 700_000 });
    electron.app.emit('before-quit', { preventDefault: () => undefined });
    await settled();
    electron.powerMonitor.emit('lock-screen');
    expect(asked('lock.now')).toEqual([]);
  });
});

describe('WIN-1 windows of their own', () => {
  test('WIN-1 one per conversation, the same rights as the desk’s, brought to the front where it is open already', async () => {
    const { electron, doors, pages } = await world();
    expect(doors.openWindow({ kind: 'conversation', conversationId: 'c-1' })).toBe(true);
    expect(doors.openWindow({ kind: 'conversation', conversationId: 'c-2' })).toBe(true);
    expect(doors.openWindow({ kind: 'conversation', conversationId: 'c-1' })).toBe(true);
    expect(electron.windows.map(({ loaded }) => loaded)).toEqual([[PAGE_URL], [`${PAGE_URL}?conversation=c-1`], [`${PAGE_URL}?conversation=c-2`]]);
    expect(electron.windows[1]?.did).toContain('focus');
    for (const window of electron.windows) expect(window.options['webPreferences']).toEqual(electron.windows[0]?.options['webPreferences']);
    expect(pages(), 'each hears what the core says').toHaveLength(3);
    electron.windows[1]?.emit('closed');
    expect(pages()).toHaveLength(2);
    doors.openWindow({ kind: 'conversation', conversationId: 'c-1' });
    expect(electron.windows).toHaveLength(4);
  });

  test('WIN-1 a page may load itself anew, and goes nowhere else', async () => {
    const { electron, doors } = await world();
    doors.openWindow({ kind: 'conversation', conversationId: 'c-1' });
    const stopped = (url: string): boolean => {
      let held = false;
      electron.windows[1]?.webContents.emit('will-navigate', { url, preventDefault: () => (held = true) });
      return held;
    };
    expect(stopped(`${PAGE_URL}?conversation=c-1`)).toBe(false);
    for (const url of [`${PAGE_URL}?conversation=c-1&x=1`, `${PAGE_URL}?conversation=<b>`, `${PAGE_URL}?other=1`, 'https://example.org/', `${PAGE_ORIGIN}/assets/a.js`]) expect(stopped(url), url).toBe(true);
  });

  test('WALL-1 the wall has one window of its own, with the same rights and no more', async () => {
    const { electron, doors, pages } = await world();
    expect(doors.openWindow({ kind: 'wall' })).toBe(true);
    expect(doors.openWindow({ kind: 'wall' })).toBe(true);
    expect(electron.windows.map(({ loaded }) => loaded)).toEqual([[PAGE_URL], [`${PAGE_URL}?wall`]]);
    expect(electron.windows[1]?.did).toContain('focus');
    expect(electron.windows[1]?.options['webPreferences']).toEqual(electron.windows[0]?.options['webPreferences']);
    expect(pages()).toHaveLength(2);
    let held = false;
    electron.windows[1]?.webContents.emit('will-navigate', { url: `${PAGE_URL}?wall=1`, preventDefault: () => (held = true) });
    expect(held).toBe(true);
    electron.windows[1]?.emit('closed');
    doors.openWindow({ kind: 'wall' });
    expect(electron.windows).toHaveLength(3);
  });

  test('WIN-2 no more than twelve', async () => {
    const { electron, doors } = await world();
    const opened = Array.from({ length: 14 }, (_none, i) => doors.openWindow({ kind: 'conversation', conversationId: `c-${i}` }));
    expect(opened.filter((one) => one)).toHaveLength(12);
    expect(electron.windows).toHaveLength(13);
  });
});

describe('WIN-3 where windows stand', () => {
  const DOCK = { workArea: { x: 1920, y: 0, width: 2560, height: 1440 } };

  test('WIN-3 each arrangement of screens has its place; a screen pulled brings the window back, one plugged in puts it where it was there', async () => {
    const { electron, doors } = await world();
    doors.openWindow({ kind: 'desk' });
    const [window] = electron.windows;
    if (window === undefined) throw new Error('no window');
    electron.screens.push(DOCK);
    electron.screen.emit('display-added');
    window.bounds = { x: 2500, y: 100, width: 1600, height: 1000 };
    window.emit('close');
    electron.screens.pop();
    electron.screen.emit('display-removed');
    expect(window.bounds.x, 'within reach').toBeLessThan(1920);
    const alone = { ...window.bounds };
    electron.screens.push(DOCK);
    electron.screen.emit('display-added');
    expect(window.bounds).toEqual({ x: 2500, y: 100, width: 1600, height: 1000 });
    expect(alone).not.toEqual(window.bounds);
    electron.screen.emit('display-metrics-changed');
    expect(window.bounds.x, 'the same screens move nothing').toBe(2500);
  });

  test('WIN-3 where a window was put is known as soon as it rests there: without it being closed, and after a crash', async () => {
    const { electron, doors, timers } = await world();
    doors.openWindow({ kind: 'desk' });
    const [window] = electron.windows;
    if (window === undefined) throw new Error('no window');
    electron.screens.push(DOCK);
    electron.screen.emit('display-added');
    window.bounds = { x: 2600, y: 120, width: 1500, height: 900 };
    window.emit('move');
    timers.findLast(({ ms }) => ms === 1_000)?.run();
    electron.screens.pop();
    electron.screen.emit('display-removed');
    expect(window.bounds.x).toBeLessThan(1920);
    electron.screens.push(DOCK);
    electron.screen.emit('display-added');
    expect(window.bounds).toEqual({ x: 2600, y: 120, width: 1500, height: 900 });
  });

  test('WIN-3 a second window does not hide the first', async () => {
    const { electron, doors } = await world();
    doors.openWindow({ kind: 'conversation', conversationId: 'c-1' });
    electron.windows[1]?.emit('close');
    doors.openWindow({ kind: 'conversation', conversationId: 'c-2' });
    expect(electron.windows[2]?.options).toMatchObject({ x: 40, y: 50 });
  });
});

describe('TRAY-1 numbers', () => {
  const WAITS: Attention = { ...NOTHING_WAITS, mine: 3, offers: 1, unclear: 1, onShift: true };

  test('TRAY-1 stand at badge and tray, in the person’s language, without anybody’s words', async () => {
    const { electron, core } = await world({ attention: WAITS });
    expect(electron.badges).toEqual([4]);
    expect(electron.trays[0]?.tip).toBe('Leitstand: ein Angebot, 3 Gespräche, eine Antwort unklar');
    core.push('attention', NOTHING_WAITS);
    expect(electron.badges).toEqual([4, 0]);
    expect(electron.trays[0]?.tip).toBe('Leitstand');
    expect(attentionWords({ ...NOTHING_WAITS, mine: 1, offers: 2, failed: 2 }, 'en')).toBe('2 offers, one conversation, 2 answers not sent');
  });

  test('TRAY-1 on Windows as a mark over the icon of every window', async () => {
    const { electron, core } = await world({ platform: 'win32', attention: WAITS });
    core.push('attention', WAITS);
    expect(electron.windows[0]?.overlays.at(-1)).toEqual([{ file: '/icons/overlay.png', setTemplateImage: expect.any(Function) }, expect.stringContaining('3 Gespräche')]);
    core.push('attention', NOTHING_WAITS);
    expect(electron.windows[0]?.overlays.at(-1)).toEqual([null, '']);
    expect(electron.badges).toEqual([]);
  });

  test('TRAY-2 the tray shows the desk and locks it', async () => {
    const { electron, asked } = await world();
    const tray = electron.trays[0];
    tray?.menu.find(({ label }) => label === 'Sperren')?.click?.();
    expect(asked('lock.now')).toEqual([{ because: 'person' }]);
    tray?.emit('click');
    expect(electron.windows[0]?.did.at(-1)).toBe('focus');
    expect(tray?.menu.map(({ label }) => label)).toContain('Beenden');
  });
});

describe('LINK-1 links', () => {
  test('LINK-1 name a conversation or a screen and nothing else', () => {
    expect(readPlaceLink('leitstand://conversation/c-1:2@x')).toEqual({ kind: 'conversation', conversationId: 'c-1:2@x' });
    for (const screen of LINKED_SCREENS) expect(readPlaceLink(writePlaceLink({ kind: 'screen', screen }))).toEqual({ kind: 'screen', screen });
    const others = ['leitstand://send/c-1', 'leitstand://conversation/c-1?text=Hallo', 'leitstand://conversation/c-1#send', 'leitstand://conversation/c-1/send', 'leitstand://conversation/%2e%2e', 'leitstand://user@conversation/c-1', 'leitstand://conversation:80/c-1', 'leitstand://screen/toString', 'leitstand:conversation/c-1', 'https://conversation/c-1', 'leitstand://conversation/', '', ` leitstand://conversation/c-1`, `leitstand://conversation/${'c'.repeat(200)}`, 'leitstand://conversation/c-1\nleitstand://send/c-2'];
    for (const text of others) expect(readPlaceLink(text), text).toBeUndefined();
  });

  test('LINK-2 one that starts the desk waits for its page; a later one brings the desk up; neither calls anything of the core', async () => {
    const { electron, doors, words, core, log } = await world({ argv: ['/desk', '--x', 'leitstand://conversation/c-7'] });
    expect(doors.takePlace()).toEqual({ kind: 'conversation', conversationId: 'c-7' });
    expect(doors.takePlace(), 'once').toBeUndefined();
    const before = core.heard.length;
    electron.app.emit('second-instance', {}, ['/desk', 'leitstand://screen/outbox']);
    electron.app.emit('open-url', { preventDefault: () => undefined }, 'leitstand://conversation/c-8');
    electron.app.emit('open-url', { preventDefault: () => undefined }, 'leitstand://conversation/c-9?then=send');
    electron.app.emit('second-instance', {}, ['/desk', '--anything']);
    expect(words).toEqual([
      { topic: 'place', payload: { place: { kind: 'screen', screen: 'outbox' } } },
      { topic: 'place', payload: { place: { kind: 'conversation', conversationId: 'c-8' } } },
    ]);
    expect(core.heard).toHaveLength(before);
    expect(electron.windows[0]?.did).toContain('focus');
    expect(log.text, 'a stranger’s words stay out of the log').not.toContain('c-9');
    expect(electron.order).toContain('links leitstand');
  });
});

describe('zoom and spelling', () => {
  test('WIN-4 zoom is one for all windows of this desk, kept in its settings, and steps as browsers do', async () => {
    const { electron, core, asked, doors } = await world();
    doors.openWindow({ kind: 'conversation', conversationId: 'c-1' });
    const item = (JSON.parse(JSON.stringify(electron.menu())) as { label?: string }[]).findIndex(({ label }) => label === 'Ansicht');
    const view = (electron.menu() as { submenu: { accelerator?: string; click?: () => void }[] }[])[item]?.submenu ?? [];
    view.find(({ accelerator }) => accelerator === 'CommandOrControl+Plus')?.click?.();
    await settled();
    expect(asked('settings.set')).toEqual([{ zoomPercent: 110 }]);
    core.push('settings', { language: 'de', theme: 'system', undoMs: 0, place: 'office', zoomPercent: 150 });
    expect(electron.windows.map(({ webContents }) => webContents.zooms.at(-1))).toEqual([1.5, 1.5]);
    electron.windows[0]?.webContents.emit('did-finish-load');
    expect(electron.windows[0]?.webContents.zooms.at(-1)).toBe(1.5);
    expect([nextZoom(undefined, 'out'), nextZoom(300, 'in'), nextZoom(50, 'out'), nextZoom(130, 'in'), nextZoom(175, 'reset')]).toEqual([90, 300, 50, 150, 100]);
  });

  test('SPELL-1 dictionaries are ours: put where Chromium looks, served by our page alone, and without them spelling is off', async () => {
    const names = ['de-DE-3-0.bdic', 'en-GB-10-1.bdic'];
    const { electron, folder } = await world({ dictionaries: [...names, 'other.bdic', 'fr-FR-3-0.bdic'] });
    expect(electron.spelling).toMatchObject({ urls: [`${PAGE_ORIGIN}/dictionaries/`], languages: [['de', 'en-GB']] });
    expect(electron.windows[0]?.options['webPreferences']).toMatchObject({ spellcheck: true });
    expect(readdirSync(path.join(folder, 'Dictionaries')).toSorted()).toEqual(names);
    const answer = await electron.page(`${PAGE_ORIGIN}/dictionaries/de-de-3-0.bdic`);
    expect([answer?.status, await answer?.text()]).toEqual([200, `words of ${names[0]}`]);
    for (const other of ['other.bdic', '../page/index.html', 'de-DE-3-0.bdic/..', '%2e%2e/x', '']) expect((await electron.page(`${PAGE_ORIGIN}/dictionaries/${other}`))?.status, other).toBe(404);
    expect(readFileSync(path.join(folder, 'Dictionaries', 'de-DE-3-0.bdic'), 'utf8')).toContain('words');

    const without = await world();
    expect(without.electron.spelling.languages).toEqual([[]]);
    expect(without.electron.windows[0]?.options['webPreferences']).toMatchObject({ spellcheck: false });
    const mac = await world({ platform: 'darwin' });
    expect(mac.electron.windows[0]?.options['webPreferences']).toMatchObject({ spellcheck: true });
  });

  test('SPELL-2 the field’s menu: suggestions put the word in, a person’s word is learnt, what cannot be done is not offered', async () => {
    const flags = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true } as never;
    const { electron } = await world();
    const contents = electron.windows[0]?.webContents;
    contents?.emit('context-menu', {}, { misspelledWord: 'Ruter', dictionarySuggestions: ['Router', 'Reuter'], isEditable: true, selectionText: '', editFlags: flags });
    const popup = electron.popups[0] as { label?: string; click?: () => void }[];
    popup.find(({ label }) => label === 'Router')?.click?.();
    popup.find(({ label }) => label === 'Ins Wörterbuch aufnehmen')?.click?.();
    expect(contents?.replaced).toEqual(['Router']);
    expect(contents?.learnt).toEqual(['Ruter']);
    contents?.emit('context-menu', {}, { misspelledWord: '', dictionarySuggestions: [], isEditable: false, selectionText: '', editFlags: flags });
    expect(electron.popups).toHaveLength(1);
    const act = { replace: () => undefined, learn: () => undefined };
    expect(fieldMenu({ misspelledWord: '', dictionarySuggestions: [], isEditable: false, selectionText: 'x', editFlags: flags }, 'en', act)).toEqual([{ role: 'copy', enabled: true }]);
    expect(fieldMenu({ misspelledWord: 'Ruter', dictionarySuggestions: [], isEditable: true, selectionText: '', editFlags: flags }, 'en', act)[0]).toMatchObject({ label: 'No suggestions', enabled: false });
  });
});

test('SPELL-2 the words somebody taught go with their copy when they sign out, not when a session merely ends', async () => {
  const { electron, core } = await world();
  electron.spelling.learnt.push('Ruter', 'Kowalczyk');
  core.answer('attention.get', () => ({ ...NOTHING_WAITS, closedCopy: true }));
  core.push('session', { kind: 'signedOut' });
  await settled();
  expect(electron.spelling.learnt).toHaveLength(2);
  core.answer('attention.get', () => NOTHING_WAITS);
  core.push('session', { kind: 'signedOut' });
  await settled();
  expect(electron.spelling.learnt).toEqual([]);
});

class FakeUpdater extends EventEmitter implements Updater {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  allowDowngrade = true;
  allowPrerelease = true;
  readonly did: string[] = [];
  checkForUpdates = async (): Promise<void> => void this.did.push('check');
  downloadUpdate = async (): Promise<void> => void this.did.push('download');
  quitAndInstall = (silent?: boolean, again?: boolean): void => void this.did.push(`install ${silent} ${again}`);
}

describe('UPD-1 updates', () => {
  test('UPD-1 wait for the end of the shift, for every answer to be out, and for every unclear one', () => {
    expect(updateHolds(NOTHING_WAITS)).toEqual([]);
    expect(updateHolds({ ...NOTHING_WAITS, onShift: true })).toEqual(['shift']);
    expect(updateHolds({ ...NOTHING_WAITS, unsent: 1 })).toEqual(['unsent']);
    expect(updateHolds({ ...NOTHING_WAITS, unclear: 1 })).toEqual(['unclear']);
    expect(updateHolds({ ...NOTHING_WAITS, closedCopy: true })).toEqual(['closedCopy']);
    expect(updateHolds({ ...NOTHING_WAITS, mine: 5, offers: 2, failed: 3 }), 'what is with the center, or was told, waits there').toEqual([]);
  });

  async function ready(attention: Attention) {
    const updater = new FakeUpdater();
    let now = attention;
    const made = await world({ updater, attention });
    made.core.answer('attention.get', () => now);
    made.timers.find(({ ms }) => ms === 60_000)?.run();
    updater.emit('update-available', { version: '1.2.0' });
    updater.emit('update-downloaded', { version: '1.2.0' });
    await settled();
    return { ...made, updater, turn: (next: Attention) => (now = next), quit: async () => (made.electron.app.emit('before-quit', { preventDefault: () => undefined }), new Promise((resolve) => setTimeout(resolve, 20))) };
  }

  test('UPD-2 the updater itself decides nothing: no download, no installing at the end, no older and no unfinished version', async () => {
    const { updater } = await ready(NOTHING_WAITS);
    expect([updater.autoDownload, updater.autoInstallOnAppQuit, updater.allowDowngrade, updater.allowPrerelease]).toEqual([false, false, false, false]);
    expect(updater.did).toEqual(['check', 'download']);
  });

  test('UPD-1 in a shift it lies ready and says why; asked for, it refuses; nothing is installed when the desk ends all the same', async () => {
    const { doors, updater, electron, core, quit } = await ready({ ...NOTHING_WAITS, onShift: true, unclear: 1 });
    expect(doors.update()).toEqual({ kind: 'ready', version: '1.2.0', waitsFor: ['shift', 'unclear'] });
    expect(await doors.installUpdate()).toMatchObject({ waitsFor: ['shift', 'unclear'] });
    await quit();
    expect(updater.did).toEqual(['check', 'download']);
    expect(core.closed).toBe(1);
    expect(electron.order.at(-1)).toBe('exit 0');
  });

  test('UPD-3 after the shift it goes in with the end of the desk, once the core is closed; a person may have it at once', async () => {
    const over = await ready({ ...NOTHING_WAITS, onShift: true });
    over.turn(NOTHING_WAITS);
    over.core.push('attention', NOTHING_WAITS);
    await settled();
    expect(over.words.at(-1)).toEqual({ topic: 'update', payload: { kind: 'ready', version: '1.2.0', waitsFor: [] } });
    await over.quit();
    expect(over.core.closed).toBe(1);
    expect(over.updater.did.at(-1)).toBe('install true false');
    expect(over.electron.order).not.toContain('exit 0');

    const asked = await ready(NOTHING_WAITS);
    await asked.doors.installUpdate();
    expect(asked.electron.order.at(-1)).toBe('quit');
    await asked.quit();
    expect(asked.updater.did.at(-1)).toBe('install false true');
  });

  test('UPD-3 an answer sent between the word and the end holds it back after all', async () => {
    const { doors, turn, quit, updater } = await ready(NOTHING_WAITS);
    expect(doors.update()).toMatchObject({ waitsFor: [] });
    turn({ ...NOTHING_WAITS, unsent: 1 });
    await quit();
    expect(updater.did).toEqual(['check', 'download']);
  });

  test('UPD-2 a failure is told and looked for again; a desk from a checkout has none', async () => {
    const updater = new FakeUpdater();
    const { doors, timers, words } = await world({ updater });
    updater.checkForUpdates = async () => Promise.reject(new Error('text of a proxy'));
    timers.find(({ ms }) => ms === 60_000)?.run();
    await settled();
    expect(doors.update().kind).toBe('failed');
    expect(words.at(-1)?.topic).toBe('update');
    expect(timers.filter(({ ms }) => ms === 4 * 3_600_000)).toHaveLength(1);
    expect((await world()).doors.update()).toEqual({ kind: 'none' });
  });
});
