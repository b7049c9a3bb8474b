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
