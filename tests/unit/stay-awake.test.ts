// The wall's display does not go to sleep: in the window host against a stand-in for Electron's typed interface, in a browser against one of its lock.
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { AWAKE_FOR_MS, StayAwake, type AwakeParts } from '../../electron/main/host/stay-awake.ts';
import { stayAwake, type AwakeDoors } from '../../renderer/src/store/stay-awake.ts';
import { hostWorld } from '../support/electron-host-world.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function host() {
  const blockers = new Map<number, string>();
  let last = 0;
  const powerMonitor = new EventEmitter();
  const timers = { due: undefined as (() => void) | undefined, ms: 0 };
  const parts = {
    powerSaveBlocker: { start: (kind: string) => (blockers.set((last += 1), kind), last), stop: (id: number) => blockers.delete(id), isStarted: (id: number) => blockers.has(id) },
    powerMonitor,
    timers: {
      after: (ms: number, run: () => void) => {
        Object.assign(timers, { due: run, ms });
        return () => (timers.due = undefined);
      },
    },
  };
  return { awake: new StayAwake(parts as unknown as AwakeParts), blockers, powerMonitor, timers };
}

describe('in the window host', () => {
  test('WALL-5 one blocker however often it is said, of the display alone; gone when the wall is left', () => {
    const { awake, blockers, timers } = host();
    expect([awake.keep(true), awake.keep(true)]).toEqual([true, true]);
    expect([...blockers.values()]).toEqual(['prevent-display-sleep']);
    expect(timers.ms).toBe(AWAKE_FOR_MS);
    awake.keep(false);
    expect([blockers.size, timers.due]).toEqual([0, undefined]);
    awake.keep(false);
    awake.keep(true);
    expect(blockers.size).toBe(1);
  });

  test('WALL-5 a page that says no more holds nothing for longer', () => {
    const { awake, blockers, timers } = host();
    awake.keep(true);
    timers.due?.();
    expect(blockers.size).toBe(0);
  });

  test('WALL-5 behind the system’s lock and in its sleep nothing is held, whatever the page says; back again it is', () => {
    for (const [gone, back] of [['lock-screen', 'unlock-screen'], ['suspend', 'resume']] as const) {
      const { awake, blockers, powerMonitor } = host();
      awake.keep(true);
      powerMonitor.emit(gone);
      awake.keep(true);
      expect(blockers.size, gone).toBe(0);
      powerMonitor.emit(back);
      awake.keep(true);
      expect(blockers.size, back).toBe(1);
      awake.end();
      expect([blockers.size, powerMonitor.listenerCount(gone), powerMonitor.listenerCount(back)]).toEqual([0, 0, 0]);
    }
  });

  test('WALL-5 the core is lent it, and the end of the desk ends it', async () => {
    const { doors, electron, end } = await hostWorld();
    expect(doors.keepAwake(true)).toBe(true);
    expect([...electron.blockers.values()]).toEqual(['prevent-display-sleep']);
    electron.app.emit('before-quit', { preventDefault: () => undefined });
    await expect.poll(() => electron.blockers.size).toBe(0);
    await end();
  });
});

function page(held: boolean) {
  const said: boolean[] = [];
  const given: (EventTarget & { released: boolean; release(): Promise<void> })[] = [];
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const clock: { run?: (() => void) | undefined } = {};
  const doors: AwakeDoors = {
    say: async (awake) => (said.push(awake), held && awake),
    request: async () => {
      const sentinel = Object.assign(new EventTarget(), { released: false, release: async () => void (sentinel.released = true) });
      given.push(sentinel);
      return sentinel;
    },
    page: document,
    every: (_ms, run) => {
      clock.run = run;
      return () => (clock.run = undefined);
    },
  };
  const show = (state: DocumentVisibilityState): void => {
    document.visibilityState = state;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  return { said, given, clock, doors, show };
}

describe('in a browser', () => {
  test('WALL-5 where the desk program has no way of its own the browser’s is asked, anew when the page comes back into sight, and given back', async () => {
    const { doors, given, said, show, clock } = page(false);
    const stop = stayAwake(doors);
    await settled();
    clock.run?.();
    await settled();
    expect(given).toHaveLength(1);
    if (given[0] !== undefined) given[0].released = true;
    show('hidden');
    await settled();
    expect(given).toHaveLength(1);
    show('visible');
    await settled();
    expect(given).toHaveLength(2);
    stop();
    expect(given[1]?.released).toBe(true);
    expect([clock.run, said.at(-1)]).toEqual([undefined, false]);
    show('visible');
    await settled();
    expect(given).toHaveLength(2);
  });

  test('WALL-5 where it has one the browser is not asked; what comes after the wall was left is given back', async () => {
    const electron = page(true);
    stayAwake(electron.doors)();
    await settled();
    expect([electron.given.length, electron.said.at(-1)]).toEqual([0, false]);
    const late = page(false);
    const opened = Promise.withResolvers<void>();
    const { request } = late.doors;
    const stop = stayAwake({ ...late.doors, request: async () => (await opened.promise, (request as () => ReturnType<NonNullable<AwakeDoors['request']>>)()) });
    await settled();
    stop();
    opened.resolve();
    await expect.poll(() => late.given[0]?.released).toBe(true);
  });

  test('WALL-5 a machine that allows none of it sleeps, and nothing else fails', async () => {
    const { doors } = page(false);
    stayAwake({ ...doors, say: () => Promise.reject(new Error('gone')), request: () => Promise.reject(new Error('refused')) });
    stayAwake({ ...doors, request: undefined });
    await settled();
  });
});
