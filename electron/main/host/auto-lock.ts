import type { PowerMonitor } from 'electron';
import type { LockReason } from '../../../shared/ipc/index.ts';
import type { Timers } from '../../../shared/util/ports.ts';
import type { DeskCore } from '../core/port.ts';
import type { HostLog } from './log.ts';

const ASK_EVERY_MS = 10_000;
const LONGEST_IDLE_MS = 86_400_000;

export interface SystemLock {
  /** Hands over what the system said before the core was there, and goes on. Await it before anybody may ask the core for anything. */
  begin(core: DeskCore): Promise<void>;
  stop(): void;
}

/**
 * Tells the core what the system knows: it locked, it sleeps, nobody has touched it for so long. The core decides. Somebody who writes in another program is
 * at this machine, so the desk stays open. It listens from the call on: a machine may lock while the local copy is still being opened.
 */
export function watchSystemLock(given: { readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off' | 'getSystemIdleTime'>; readonly timers: Timers; readonly log: HostLog }): SystemLock {
  const { powerMonitor, timers, log } = given;
  let core: DeskCore | undefined;
  let missed: LockReason | undefined;
  let isOver = false;
  let stopAsking = (): void => undefined;
  const failed = (): void => log.warn({}, 'the desk could not be locked');
  const lock = (because: LockReason) => (): void => {
    if (core === undefined) missed ??= because;
    else void core.handlers['lock.now']({ because }).catch(failed);
  };
  const [locked, asleep] = [lock('system'), lock('suspend')];
  powerMonitor.on('lock-screen', locked);
  powerMonitor.on('suspend', asleep);
  // Where the machine was put to sleep before anybody could be told.
  powerMonitor.on('resume', asleep);
  const ask = (): void => {
    const idleMs = Math.min(Math.max(0, Math.round(powerMonitor.getSystemIdleTime() * 1_000)), LONGEST_IDLE_MS);
    core?.handlers['lock.active']({ idleMs }).catch(failed);
    stopAsking = timers.after(ASK_EVERY_MS, ask);
  };
  return {
    begin: async (open) => {
      if (isOver) return;
      core = open;
      ask();
      if (missed !== undefined) await open.handlers['lock.now']({ because: missed }).catch(failed);
    },
    stop: () => {
      isOver = true;
      stopAsking();
      powerMonitor.off('lock-screen', locked);
      powerMonitor.off('suspend', asleep);
      powerMonitor.off('resume', asleep);
    },
  };
}
