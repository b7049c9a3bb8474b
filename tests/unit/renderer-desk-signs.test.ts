import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Attention } from '../../shared/ipc/index.ts';

const calls: { readonly name: string; readonly request: unknown; readonly settle: (error?: unknown) => void }[] = [];
vi.mock('../../renderer/src/bridge/index.ts', async (original) => ({
  ...(await original<object>()),
  call: (name: string, request: unknown) =>
    new Promise((resolve, reject) => void calls.push({ name, request, settle: (error) => (error === undefined ? resolve({}) : reject(error instanceof Error ? error : new Error('no'))) })),
}));

const NOTHING: Attention = { mine: 0, offers: 0, failed: 0, unclear: 0, unsent: 0, onShift: true, closedCopy: false };
const told: FakeNotification[] = [];
class FakeNotification extends EventTarget {
  static permission = 'granted';
  readonly title: string;
  readonly options: { readonly body: string; readonly tag: string };
  closed = false;
  constructor(title: string, options: { body: string; tag: string }) {
    super();
    this.title = title;
    this.options = options;
    told.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

beforeEach(() => {
  calls.length = 0;
  told.length = 0;
  FakeNotification.permission = 'granted';
  vi.resetModules();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('NOTE-1 notifications', () => {
  async function desk() {
    vi.useFakeTimers();
    let front = false;
    const page = Object.assign(new EventTarget(), { location: { search: '' }, focus: vi.fn<() => void>() });
    vi.stubGlobal('window', page);
    vi.stubGlobal('document', { hasFocus: () => front });
    vi.stubGlobal('Notification', FakeNotification);
    vi.stubGlobal('navigator', { locks: { request: (_name: string, run: () => void) => run() } });
    const { useDesk } = await import('../../renderer/src/store/desk.ts');
    const { startNotifying } = await import('../../renderer/src/store/notify.ts');
    useDesk.setState({ attention: NOTHING });
    startNotifying();
    return {
      page,
      useDesk,
      put: (change: Partial<Attention>) => useDesk.setState(({ attention }) => ({ attention: { ...attention, ...change } })),
      look: (isFront: boolean) => {
        front = isFront;
        if (isFront) page.dispatchEvent(new Event('focus'));
      },
    };
  }

  test('NOTE-1 what comes together is one, in numbers; the next replaces it and counts on; looking takes it away', async () => {
    const { put, look, page } = await desk();
    put({ offers: 1 });
    put({ mine: 2 });
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told.map(({ title, options }) => [title, options.body])).toEqual([['Leitstand', 'ein Angebot, 2 Gespräche für dich']]);
    put({ unclear: 1 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told[0]?.closed).toBe(true);
    expect(told[1]?.options).toEqual({ body: 'ein Angebot, 2 Gespräche für dich, eine Antwort ist unklar', tag: told[0]?.options.tag });
    look(true);
    expect(told[1]?.closed).toBe(true);
    look(false);
    put({ mine: 3 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told[2]?.options.body, 'seen work is not told again').toBe('ein Gespräch für dich');
    told[2]?.dispatchEvent(new Event('click'));
    expect(page.focus).toHaveBeenCalled();
    expect(calls.at(-1)).toMatchObject({ name: 'window.open', request: { kind: 'desk' } });
  });

  test('NOTE-1 nothing while somebody looks, nothing for less work, nothing where it is switched off or not allowed', async () => {
    const { put, look, useDesk } = await desk();
    look(true);
    put({ mine: 4 });
    await vi.advanceTimersByTimeAsync(2_000);
    look(false);
    put({ mine: 1, unsent: 9 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told).toEqual([]);
    useDesk.setState(({ settings }) => ({ settings: { ...settings, notifications: false } }));
    put({ mine: 2 });
    await vi.advanceTimersByTimeAsync(2_000);
    useDesk.setState(({ settings }) => ({ settings: { ...settings, notifications: true } }));
    FakeNotification.permission = 'denied';
    put({ mine: 3 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told).toEqual([]);
  });
});

describe('LINK-2 places', () => {
  async function page(hash: string) {
    const address = { hash, pathname: '/', search: '' };
    const replaced: string[] = [];
    vi.stubGlobal('window', Object.assign(new EventTarget(), { location: address, history: { replaceState: (_state: unknown, _title: string, url: string) => void replaced.push(url) } }));
    const { useDesk } = await import('../../renderer/src/store/desk.ts');
    const { useUi } = await import('../../renderer/src/store/ui.ts');
    const places = await import('../../renderer/src/store/places.ts');
    return { address, replaced, useDesk, useUi, ...places };
  }

  test('LINK-2 a locked desk, or one that is still loading, goes there later; until then nothing happens', async () => {
    const { openPlace, openWaitingPlace, useDesk, useUi } = await page('');
    useDesk.setState({ loaded: true, lock: { locked: true, ways: ['password'] } });
    openPlace({ kind: 'screen', screen: 'outbox' });
    expect(useUi.getState().screen).toBe('desk');
    useDesk.setState({ lock: { locked: false, ways: [] } });
    const opening = openWaitingPlace();
    expect(calls.map(({ name }) => name)).toEqual(['place.take']);
    calls[0]?.settle(new Error('none'));
    await opening;
    expect(useUi.getState().screen).toBe('outbox');
    expect(calls.map(({ name }) => name), 'it only opens').toEqual(['place.take']);
  });

  test('LINK-2 a browser’s page takes it out of its address and leaves the token there for the sign-in', async () => {
    const { readPlaceInAddress, replaced, useDesk, useUi, address } = await page('#token=abc&place=leitstand%3A%2F%2Fscreen%2Fsettings');
    useDesk.setState({ loaded: true });
    readPlaceInAddress();
    expect(replaced).toEqual(['/#token=abc']);
    expect(useUi.getState().screen).toBe('settings');
    address.hash = '#place=https%3A%2F%2Fexample.org';
    readPlaceInAddress();
    expect(replaced).toEqual(['/#token=abc', '/']);
    expect(useUi.getState().screen, 'no link of ours').toBe('settings');
    address.hash = '#token=abc';
    readPlaceInAddress();
    expect(replaced).toHaveLength(2);
  });
});

describe('KEEP-1 drafts', () => {
  const saved = (): unknown[] => calls.filter(({ name }) => name === 'draft.save').map(({ request }) => (request as { draft: { text: string } | null }).draft?.text);

  test('KEEP-1 each change is handed over at once, one at a time, the newest last; flushing waits for the last letter', async () => {
    const { flushDraft, write } = await import('../../renderer/src/store/composer.ts');
    for (const text of ['G', 'Gu', 'Guten']) write('c-1', { mode: 'public', text });
    expect(saved()).toEqual(['G']);
    let flushed = false;
    const flush = flushDraft('c-1').then(() => (flushed = true));
    calls[0]?.settle();
    await vi.waitFor(() => expect(saved()).toEqual(['G', 'Guten']));
    expect(flushed).toBe(false);
    calls[1]?.settle();
    await flush;
    expect(flushed).toBe(true);
    await flushDraft('c-1');
    expect(saved()).toHaveLength(2);
  });

  test('KEEP-1 one that was refused goes with the next change, and with the flush before the desk locks; a sent one goes no more', async () => {
    const { cancelSave, flushAllDrafts, write } = await import('../../renderer/src/store/composer.ts');
    write('c-1', { mode: 'public', text: 'Hallo' });
    calls[0]?.settle(new Error('full'));
    await vi.waitFor(async () => {
      void flushAllDrafts();
      expect(saved()).toEqual(['Hallo', 'Hallo']);
    });
    write('c-1', { mode: 'public', text: 'Hallo du' });
    cancelSave('c-1');
    calls[1]?.settle();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(saved()).toEqual(['Hallo', 'Hallo']);
  });
});
