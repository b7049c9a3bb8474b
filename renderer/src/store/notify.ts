import type { Attention } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { useDesk } from './desk.ts';
import { currentTexts } from './errors.ts';
import { popOutId } from './window-role.ts';

/** What comes within this time is one notification. */
const TOGETHER_MS = 2_000;
const TAG = 'leitstand-work';

/** How much more there is of what a person is told about. */
export function growth(before: Attention, now: Attention): Pick<Attention, 'mine' | 'offers' | 'failed' | 'unclear'> {
  const more = (key: 'mine' | 'offers' | 'failed' | 'unclear'): number => Math.max(0, now[key] - before[key]);
  return { mine: more('mine'), offers: more('offers'), failed: more('failed'), unclear: more('unclear') };
}

/** Whether this browser lets us, and the person wants it. */
export const mayNotify = (): boolean => typeof Notification !== 'undefined' && Notification.permission === 'granted' && useDesk.getState().settings.notifications !== false;

/** Asked only when a person has switched it on: browsers take it badly otherwise. */
export async function askToNotify(): Promise<boolean> {
  if (typeof Notification === 'undefined') return false;
  return (await Notification.requestPermission()) === 'granted';
}

/**
 * Tells of new work while no window of the desk is in front: numbers alone, one notification that is replaced by the next, gone as soon as somebody looks. Of
 * several pages of one desk one tells.
 */
export function startNotifying(): void {
  if (popOutId !== undefined) return;
  void navigator.locks.request('leitstand-notifier', () => {
    listen();
    return new Promise<never>(() => undefined);
  });
}

function listen(): void {
  let seen = useDesk.getState().attention;
  let shown: Notification | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    seen = useDesk.getState().attention;
    shown?.close();
    shown = undefined;
  };
  window.addEventListener('focus', look);
  useDesk.subscribe(({ attention }, { attention: before }) => {
    if (attention === before) return;
    // Looked at already.
    if (document.hasFocus()) return look();
    if (Object.values(growth(before, attention)).every((count) => count === 0)) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (document.hasFocus()) return look();
      const words = currentTexts().t('notify.work', growth(seen, useDesk.getState().attention));
      if (words === '' || !mayNotify()) return;
      shown?.close();
      shown = new Notification('Leitstand', { body: words, tag: TAG });
      shown.addEventListener('click', () => {
        window.focus();
        call('window.open', { kind: 'desk' }).catch(() => undefined);
        look();
      });
    }, TOGETHER_MS);
  });
}
