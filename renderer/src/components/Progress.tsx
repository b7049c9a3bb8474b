import type { ReactNode } from 'react';

/** How far something long has come: the words say the counts, the bar shows them. */
export function Progress({
  label,
  text,
  done,
  total,
}: {
  readonly label: string;
  readonly text: string;
  readonly done: number;
  readonly total: number;
}): ReactNode {
  return (
    <span className="progress" data-testid="progress">
      <span className="progress-text">{text}</span>
      <progress className="progress-bar" aria-label={label} value={Math.min(done, total)} max={Math.max(total, 1)} />
    </span>
  );
}
