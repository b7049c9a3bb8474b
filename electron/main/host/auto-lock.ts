import type { PowerMonitor } from 'electron';
import type { LockReason } from '../../../shared/ipc/index.ts';
import type { Timers } from '../../../shared/util/ports.ts';
import type { DeskCore } from '../core/port.ts';
import type { HostLog } from './log.ts';

const ASK_EVERY_MS = 10_000;
const LONGEST_IDLE_MS = 86_400_000;

/**
 * Tells the core what the system knows: it locked, it sleeps, nobody has touched it for so long. The core decides. Somebody who writes in another program is
 * at this machine, so the desk stays open. Returns the way to stop.
 */
export function watchSystemLock(given: {
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off' | 'getSystemIdleTime'>;
  readonly core: DeskCore;
  readonly timers: Timers;
  readonly log: HostLog;
}): () => void {
  const { powerMonitor, core, timers, log } = given;
  const failed = (): void => log.warn({}, 'the desk could not be locked');
  const lock = (because: LockReason) => (): void => void core.handlers['lock.now']({ because }).catch(failed);
  const [locked, asleep] = [lock('system'), lock('suspend')];
  powerMonitor.on('lock-screen', locked);
  powerMonitor.on('suspend', asleep);
  // Where the machine was put to sleep before anybody could be told.
  powerMonitor.on('resume', asleep);
  let stop = (): void => undefined;
  const ask = (): void => {
    const idleMs = Math.min(Math.max(0, Math.round(powerMonitor.getSystemIdleTime() * 1_000)), LONGEST_IDLE_MS);
    core.handlers['lock.active']({ idleMs }).catch(failed);
    stop = timers.after(ASK_EVERY_MS, ask);
  };
  ask();
  return () => {
    stop();
    powerMonitor.off('lock-screen', locked);
    powerMonitor.off('suspend', asleep);
    powerMonitor.off('resume', asleep);
  };
}
