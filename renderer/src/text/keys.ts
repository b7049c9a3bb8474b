import type { Translate } from './index.tsx';

/** A key as it stands on the keyboard of the person's language. */
export function writeKeys(t: Translate, keys: string): string {
  return keys
    .split('+')
    .map((part) => {
      if (part === 'Ctrl') return t('keys.ctrl');
      if (part === 'Shift') return t('keys.shift');
      if (part === 'Enter') return '↵';
      if (part === 'ArrowDown') return '↓';
      if (part === 'ArrowUp') return '↑';
      if (part === 'Escape') return 'Esc';
      return part.toUpperCase();
    })
    .join(' ');
}
