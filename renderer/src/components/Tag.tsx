import type { ReactNode } from 'react';

export type TagTone = 'plain' | 'red' | 'amber' | 'green' | 'blue' | 'public' | 'private';

export function Tag({ tone = 'plain', children }: { readonly tone?: TagTone; readonly children: ReactNode }): ReactNode {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

export function Pill({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'plain' | 'amber' | 'red' | 'green';
  readonly children: ReactNode;
}): ReactNode {
  return <span className={`pill pill-${tone}`}>{children}</span>;
}

export type DotTone = 'green' | 'amber' | 'red' | 'gray';
export function Dot({ tone }: { readonly tone: DotTone }): ReactNode {
  return <span className={`dot dot-${tone}`} aria-hidden="true" />;
}
