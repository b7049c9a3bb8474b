import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LOCK_AFTER_MS, DeskLock, HOME_LOCK_AFTER_MS } from '../../electron/main/core/desk-lock.ts';
import type { OpenDesk } from '../../electron/main/core/desk-session.ts';
import { guarded } from '../../electron/main/core/desktop-calls.ts';
import { ProfileFile } from '../../electron/main/core/profile-file.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { keepKeyByPassphrase } from '../../electron/main/secrets/replica-key.ts';
import { IPC_CALLS, IPC_TOPIC_NAMES, type IpcName, type LockView } from '../../shared/ipc/index.ts';
import { FakeDeskCore, NotedLog } from '../support/fake-desk-core.ts';
import { HandClock } from '../support/system-clock.ts';
import { mkdirSync } from 'node:fs';

const PROFILE = '0123456789abcdef01234567';
let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'leitstand-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Timers that run when the test moves the clock. */
function handTimers(clock: HandClock) {
  const waiting = new Set<{ at: number; run: () => void }>();
  return {
    timers: {
      after: (ms: number, run: () => void) => {
        const one = { at: clock.at + ms, run };
        waiting.add(one);
        return () => void waiting.delete(one);
      },
    },
    /** Moves on in the steps of the timers themselves. */
    pass: (ms: number): void => {
      const end = clock.at + ms;
      for (;;) {
        const next = [...waiting].filter((one) => one.at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting.delete(next);
        clock.at = Math.max(clock.at, next.at);
        next.run();
      }
      clock.at = end;
    },
    /** The machine sleeps: no timer runs, then all that are due. */
    sleep: (ms: number): void => {
      clock.at += ms;
      for (const one of [...waiting].filter((due) => due.at <= clock.at)) {
        waiting.delete(one);
        one.run();
      }
    },
  };
}

function world(keptBy: OpenDesk['keptBy'] = 'keychain') {
  const clock = new HandClock();
  const { timers, pass, sleep } = handTimers(clock);
  const meta = new Map<string, string>();
  const desk = { profileId: PROFILE, keptBy, opened: { stores: { meta } } } as unknown as OpenDesk;
  const log = new NotedLog();
  const told: LockView[] = [];
  const state: { desk: OpenDesk | undefined } = { desk };
  const secrets = new MemorySecretStore();
  const make = (): DeskLock =>
    new DeskLock({
      deps: { clock, timers, dataDir: folder, secretStore: { store: secrets, kind: 'keychain' }, log },
      file: new ProfileFile(folder),
      desk: () => state.desk,
      emit: (topic, payload) => void (topic === 'lock' && told.push(payload as LockView)),
    });
  return { clock, pass, sleep, meta, log, told, state, make, lock: make() };
}

describe('the locked desk', () => {
  test('LOCK-1 locks after the chosen time without anybody, not before, and every word of a screen begins it anew', () => {
    const { lock, pass } = world();
    pass(DEFAULT_LOCK_AFTER_MS * 2);
    expect(lock.isLocked, 'without a screen there is nothing to hide').toBe(false);
    lock.open();
    pass(DEFAULT_LOCK_AFTER_MS * 2);
    expect(lock.isLocked, 'a desk without a screen that was signed in to').toBe(false);
    lock.active(0);
    pass(DEFAULT_LOCK_AFTER_MS - 60_000);
    lock.active(0);
    pass(DEFAULT_LOCK_AFTER_MS - 10_000);
    expect(lock.isLocked).toBe(false);
    pass(20_000);
    expect(lock.view()).toMatchObject({ locked: true, because: 'idle' });
  });

  test('LOCK-1 the system says how long nobody touched it; an older word does not make a younger one undone', () => {
    const { lock, pass } = world();
    lock.active(0);
    pass(60_000);
    lock.active(DEFAULT_LOCK_AFTER_MS);
    pass(10_000);
    expect(lock.isLocked).toBe(false);
    const other = world();
    other.lock.active(DEFAULT_LOCK_AFTER_MS - 30_000);
    other.pass(40_000);
    expect(other.lock.isLocked).toBe(true);
  });

  test('LOCK-2 at home after five minutes at the latest, whatever was chosen; never longer than an hour', () => {
    const { lock, pass } = world();
    new ProfileFile(folder).change({ settings: { place: 'home', lockAfterMs: 3_600_000 } });
    const home = world();
    home.lock.active(0);
    home.pass(HOME_LOCK_AFTER_MS - 10_000);
    expect(home.lock.isLocked).toBe(false);
    home.pass(20_000);
    expect(home.lock.isLocked).toBe(true);
    expect(() => new ProfileFile(folder).change({ settings: { lockAfterMs: 3_600_001 } })).toThrow();
    lock.close();
    pass(DEFAULT_LOCK_AFTER_MS * 2);
    expect(lock.isLocked, 'a closed one looks no more').toBe(false);
  });

  test('LOCK-3 a machine that slept is locked when it wakes, on any host', () => {
    const { lock, sleep, pass } = world();
    lock.active(0);
    pass(60_000);
    expect(lock.isLocked).toBe(false);
    sleep(8 * 3_600_000);
    expect(lock.view()).toMatchObject({ locked: true, because: 'suspend' });
  });

  test('LOCK-4 WALL-3 while locked nothing of customers is answered or pushed; what was typed last may still come in', async () => {
    const { lock } = world();
    const core = new FakeDeskCore();
    const handlers = guarded(core.handlers, lock);
    lock.lock('person');
    const answered: string[] = [];
    for (const name of Object.keys(IPC_CALLS) as IpcName[]) {
      const run = handlers[name] as (request: unknown) => Promise<unknown>;
      await run({}).then(
        () => answered.push(name),
        (error: unknown) => expect(error, name).toMatchObject({ code: 'DESK_LOCKED' }),
      );
    }
    expect(answered.toSorted()).toEqual(['attention.get', 'connection.get', 'conversation.close', 'display.awake', 'draft.save', 'lock.active', 'lock.get', 'lock.now', 'lock.unlock', 'session.beginBrowser', 'session.cancelBrowser', 'session.finishBrowser', 'session.get', 'session.methods', 'settings.get', 'update.get', 'wall.get', 'window.open']);
    expect(core.heard.map(({ name }) => name).toSorted()).toEqual(answered.toSorted());
    expect(IPC_TOPIC_NAMES.filter((topic) => !lock.holdsBack(topic)).toSorted()).toEqual(['attention', 'connection', 'lock', 'place', 'session', 'settings', 'update']);
  });

  test('LOCK-5 the password opens it, without any network; a wrong one does not, and after five the tries must wait, longer each time', async () => {
    const { lock, told, pass, meta } = world();
    await lock.learn('Zitrone unter Wasser');
    expect([...meta.values()].join(), 'no password lies anywhere').not.toContain('Zitrone');
    lock.lock('system');
    expect(lock.view().ways).toEqual(['password']);
    for (let i = 0; i < 5; i += 1) await expect(lock.unlock('password', `falsch ${i}`)).rejects.toMatchObject({ code: 'UNLOCK_WRONG' });
    await expect(lock.unlock('password', 'Zitrone unter Wasser')).rejects.toMatchObject({ code: 'UNLOCK_WAIT' });
    expect(told.at(-1)?.waitUntilAt).toBeGreaterThan(0);
    pass(30_000);
    await expect(lock.unlock('password', 'falsch')).rejects.toMatchObject({ code: 'UNLOCK_WRONG' });
    pass(30_000);
    await expect(lock.unlock('password', 'Zitrone unter Wasser')).rejects.toMatchObject({ code: 'UNLOCK_WAIT' });
    pass(30_000);
    expect(await lock.unlock('password', 'Zitrone unter Wasser')).toEqual({ locked: false, ways: [] });
    expect(told.at(-1)).toEqual({ locked: false, ways: [] });
  });

  test('LOCK-5 a passphrase that keeps the copy opens it too; the keychain only where there is neither', async () => {
    const kept = world('passphrase');
    mkdirSync(path.join(folder, 'profiles', PROFILE), { recursive: true });
    await keepKeyByPassphrase(path.join(folder, 'profiles', PROFILE), new Uint8Array(32).fill(1), 'vier blaue Wagen fahren');
    kept.lock.lock('person');
    expect(kept.lock.view().ways).toEqual(['passphrase']);
    await expect(kept.lock.unlock('keychain', '')).rejects.toMatchObject({ code: 'UNLOCK_WRONG' });
    expect((await kept.lock.unlock('passphrase', 'vier blaue Wagen fahren')).locked).toBe(false);

    const single = world('keychain');
    single.lock.lock('person');
    expect(single.lock.view().ways).toEqual(['keychain']);
    expect((await single.lock.unlock('keychain', '')).locked).toBe(false);
  }, 60_000);

  test('LOCK-6 a desk that is ended while locked comes back locked; who signs in or opens the copy anew has opened it', async () => {
    const { lock, make, state } = world();
    await lock.learn('probe');
    lock.lock('idle');
    expect(readFileSync(path.join(folder, 'profile.json'), 'utf8')).toContain('"idle"');
    const again = make();
    expect(again.view()).toMatchObject({ locked: true, because: 'idle', ways: ['password'] });
    // Nobody signed in: the sign-in is the lock.
    const { desk } = state;
    state.desk = undefined;
    expect(again.isLocked).toBe(false);
    expect(again.refuses('session.signIn')).toBe(false);
    state.desk = desk;
    expect(again.refuses('session.signIn')).toBe(true);
    again.open();
    expect(make().isLocked).toBe(false);
  });

  test('LOCK-6 an altered check opens nothing', async () => {
    const { lock, meta } = world();
    await lock.learn('probe');
    lock.lock('person');
    for (const broken of ['', '{}', '{"v":1,"n":1073741824,"r":8,"p":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","hash":"x"}', meta.get('unlockCheck')?.replace('"n":16384', '"n":32768') ?? '']) {
      meta.set('unlockCheck', broken);
      await expect(lock.unlock('password', 'probe'), broken).rejects.toThrow(/UNLOCK_/);
    }
  });
});
