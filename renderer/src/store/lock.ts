import type { LockReason, LockView, UnlockWay } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { useDesk } from './desk.ts';
import { showFailure } from './errors.ts';

/** Told to the desk program at most so often that somebody is here. */
const TELL_EVERY_MS = 10_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells the desk program that somebody is at this page. It alone decides when nobody was for too long. */
export function watchActivity(now: () => number = () => performance.now()): void {
  let told: number | undefined;
  const tell = (): void => {
    if (told !== undefined && now() - told < TELL_EVERY_MS) return;
    told = now();
    call('lock.active', { idleMs: 0 }).catch(() => undefined);
  };
  for (const sign of SIGNS) window.addEventListener(sign, tell, { capture: true, passive: true });
  tell();
}

export async function lockNow(because: LockReason = 'person'): Promise<void> {
  try {
    await call('lock.now', { because });
  } catch (error) {
    showFailure(error);
  }
}

/** Throws `CallError` UNLOCK_WRONG, UNLOCK_WAIT. What is shown then follows from the topic. */
export async function unlock(by: UnlockWay, secret: string): Promise<LockView> {
  const lock = await call('lock.unlock', { by, secret });
  return lock;
}

export const isLocked = (): boolean => useDesk.getState().lock.locked;
