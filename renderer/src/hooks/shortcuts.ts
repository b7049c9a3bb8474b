import { useEffect, useRef } from 'react';

export interface Shortcut {
  /** `j`, `?`, `Ctrl+k`, `Ctrl+Shift+Enter`, `ArrowDown`: the key as the browser names it; on a Mac Ctrl is also Cmd. */
  readonly keys: readonly string[];
  readonly run: () => void;
  /** False: the key does nothing now and goes on to the browser. */
  readonly can?: (() => boolean) | undefined;
  /** Also while typing in a field; only sensible with a modifier. */
  readonly whileTyping?: boolean | undefined;
  /** Also while a dialog is open. */
  readonly inDialog?: boolean | undefined;
}

const TYPING = 'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]';

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}

/** How a key press is written in `Shortcut.keys`. */
export function nameOfPress(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const letter = event.key.length === 1;
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  // Shift is part of the sign itself for `?` and capitals; it counts only for named keys and beside Ctrl.
  if (event.shiftKey && (!letter || event.ctrlKey || event.metaKey)) parts.push('Shift');
  parts.push(letter ? event.key.toLowerCase() : event.key);
  return parts.join('+');
}

/**
 * The desk's keys, heard in one place. A single letter never fires while somebody types, in an open menu or in a dialog. `keepsPress`: asked
 * first for presses outside fields; true when the press was typed for something that is only about to appear.
 */
export function useShortcuts(shortcuts: readonly Shortcut[], keepsPress: (event: KeyboardEvent) => boolean): void {
  const current = useRef(shortcuts);
  const latest = useRef(keepsPress);
  useEffect(() => {
    current.current = shortcuts;
    latest.current = keepsPress;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const press = nameOfPress(event);
      const typing = isTyping(event.target);
      const target = event.target instanceof Element ? event.target : null;
      const dialog = document.querySelector('[role=dialog], [role=alertdialog]') !== null;
      const menu = target !== null && target.closest('[role=menu], [role=listbox]:not([data-roving])') !== null;
      // Enter belongs to the control that has the focus, arrows to groups and to whatever scrolls.
      const onControl = target !== null && target.closest('button, a, [role=button], [role=tab], [role=radio], [role=option]') !== null;
      const keepsArrows =
        target !== null && target.closest('[role=tablist], [role=radiogroup], [role=log], [role=toolbar], [data-scrolls], label') !== null;
      for (const shortcut of current.current) {
        if (!shortcut.keys.includes(press)) continue;
        if (shortcut.can?.() === false) continue;
        if (typing && shortcut.whileTyping !== true) continue;
        if (dialog && shortcut.inDialog !== true) continue;
        if (menu && !press.includes('Ctrl')) continue;
        if (press === 'Enter' && onControl) continue;
        if (press.startsWith('Arrow') && keepsArrows) continue;
        event.preventDefault();
        shortcut.run();
        return;
      }
    };
    // Before the list that still has the focus: a space would tick its row, Enter open it.
    const keep = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isTyping(event.target) || !latest.current(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', keep, { capture: true });
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', keep, { capture: true });
      window.removeEventListener('keydown', listen);
    };
  }, []);
}
