import { useEffect, useLayoutEffect } from 'react';

// No field to type in: the next letter is meant as a command.
const FOCUSABLE = 'a[href], button:not(:disabled), input:is([type=checkbox], [type=radio]):not(:disabled), summary, [tabindex="0"]:not(input, textarea)';
/** Parts of the page that stand for themselves: what is gone from straight inside them leaves nothing near it. */
const WHOLE = 'body, #root, .shell, main, main.desk > *';
/** What vanishes without any press or loss that the page would tell of is noticed this late. */
const LOOK_AGAIN_MS = 1_000;

/** Where an element stood: each ancestor, nearest first, with the place of the branch the element was in. */
type Way = readonly (readonly [ancestor: Element, place: number])[];

function wayOf(element: Element): Way {
  const way: [Element, number][] = [];
  for (let at = element; at.parentElement !== null && at.parentElement !== document.body; at = at.parentElement) way.push([at.parentElement, [...at.parentElement.children].indexOf(at)]);
  return way;
}

function canTakeFocus(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && element.tabIndex >= 0 && element.closest('[inert], [aria-hidden=true]') === null;
}

/** The focusable element that took the place of the lost one, or stands next to it. */
function near(way: Way): HTMLElement | undefined {
  for (const [ancestor, place] of way) {
    if (!ancestor.isConnected) continue;
    if (ancestor.matches(WHOLE)) return undefined;
    const all = [...ancestor.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(canTakeFocus);
    const from = ancestor.children[Math.min(place, ancestor.children.length - 1)];
    const next = all.find((one) => from !== undefined && (from.contains(one) || (from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0));
    const found = next ?? all.at(-1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The open dialog, the desk's list, or the screen as a whole. */
function home(): HTMLElement | undefined {
  const dialog = [...document.querySelectorAll<HTMLElement>('[role=dialog], [role=alertdialog]')].at(-1);
  const found = dialog ?? document.querySelector<HTMLElement>('.queue-column [role=listbox]') ?? document.querySelector<HTMLElement>('main');
  if (found !== null && !found.hasAttribute('tabindex')) found.tabIndex = -1;
  return found ?? undefined;
}

/**
 * The focus never falls off the page: when what had it is gone, hidden or switched off, it goes to what took its place, else to the dialog, list or screen in
 * sight. Who clicks beside everything keeps what the browser does.
 */
export function useFocusHome(): void {
  useEffect(() => {
    let last: Element | undefined;
    let way: Way = [];
    // Somebody clicked, and pressed no key since.
    let isPointed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const check = (): void => {
      timer = undefined;
      const { activeElement } = document;
      if ((activeElement !== null && activeElement !== document.body) || !document.hasFocus()) return;
      if (last instanceof HTMLElement && last.isConnected && !last.matches(':disabled') && last.getClientRects().length > 0) {
        // A button that was off while it worked has it back.
        if (!isPointed) last.focus({ preventScroll: true });
        return;
      }
      const dialog = document.querySelector('[role=dialog], [role=alertdialog]');
      const found = near(way);
      (found !== undefined && (dialog === null || dialog.contains(found)) ? found : home())?.focus({ preventScroll: true });
    };
    // Twice drawn: what opens or closes has placed the focus itself by then.
    const soon = (): void => {
      timer ??= setTimeout(() => requestAnimationFrame(check), 30);
    };
    const note = (event: FocusEvent): void => {
      if (!(event.target instanceof Element)) return;
      last = event.target;
      way = wayOf(last);
    };
    // Escape leaves a field on purpose: for the list, not for nowhere.
    const leave = (event: KeyboardEvent): void => {
      isPointed = false;
      if (event.key !== 'Escape') return;
      last = undefined;
      way = [];
    };
    const point = (): void => {
      isPointed = true;
    };
    const slow = setInterval(soon, LOOK_AGAIN_MS);
    document.addEventListener('focusin', note);
    document.addEventListener('keydown', leave, { capture: true });
    document.addEventListener('pointerdown', point, { capture: true });
    for (const name of ['focusout', 'keydown', 'keyup', 'pointerup'] as const) document.addEventListener(name, soon, { capture: true });
    return () => {
      clearTimeout(timer);
      clearInterval(slow);
      document.removeEventListener('focusin', note);
      document.removeEventListener('keydown', leave, { capture: true });
      document.removeEventListener('pointerdown', point, { capture: true });
      for (const name of ['focusout', 'keydown', 'keyup', 'pointerup'] as const) document.removeEventListener(name, soon, { capture: true });
    };
  }, []);
}

/** What grows above the field somebody is in must not push it out of sight. `size` changes with whatever grows. */
export function useFocusInSight(size: string | number): void {
  useLayoutEffect(() => {
    if (document.activeElement !== document.body) document.activeElement?.scrollIntoView({ block: 'nearest' });
  }, [size]);
}
