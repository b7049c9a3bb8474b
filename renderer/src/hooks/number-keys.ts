import { useEffect } from 'react';
import { isTyping } from './shortcuts.ts';

/** 1…9 choose the first nine of a list while it is in sight, unless somebody types. */
export function useNumberKeys<T>(options: readonly T[], choose: (option: T) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const option = /^[1-9]$/.test(event.key) ? options[Number(event.key) - 1] : undefined;
      if (option === undefined) return;
      event.preventDefault();
      choose(option);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [options, choose]);
}

/**
 * Alt+1…9 choose from a list, also while somebody types. Heard before others: what a draft needs put right comes before what could be put into it. The place
 * on the keyboard counts, for with Alt some layouts write another sign.
 */
export function useAltNumbers<T>(options: readonly T[], choose: (option: T) => void): void {
  useEffect(() => {
    if (options.length === 0) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector('[role=dialog], [role=alertdialog]') !== null) return;
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      const option = digit === undefined ? undefined : options[Number(digit) - 1];
      if (option === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      choose(option);
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [options, choose]);
}
