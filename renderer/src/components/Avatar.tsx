import type { ReactNode } from 'react';

/** Initials of a name on one of six tones; decoration beside the name. */
export function Avatar({
  name,
  tone,
  size = 'small',
}: {
  readonly name: string;
  readonly tone: number;
  readonly size?: 'small' | 'large';
}): ReactNode {
  return (
    <span className={`avatar avatar-${size} tone-${tone}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

export function initialsOf(name: string): string {
  const words = name.split(/[\s_.@-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '?')][0])
    .join('')
    .toUpperCase();
}
