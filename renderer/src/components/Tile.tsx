import type { ReactNode } from 'react';

export interface TileProps {
  readonly title: string;
  readonly value: string;
  readonly hint?: string | undefined;
  readonly tone?: 'plain' | 'good' | 'warn' | 'bad';
  readonly onPress?: (() => void) | undefined;
  readonly testId: string;
}

/** One figure of the board. */
export function Tile({ title, value, hint, tone = 'plain', onPress, testId }: TileProps): ReactNode {
  return (
    <section className="tile" data-testid={testId} aria-label={title}>
      <h2 className="tile-title">{title}</h2>
      <p className={`tile-value tone-${tone}`}>{value}</p>
      {onPress === undefined ? (
        <p className="muted">{hint}</p>
      ) : (
        <button type="button" className="link-button" onClick={onPress}>
          {hint}
        </button>
      )}
    </section>
  );
}

/** How full somebody's hands are. */
export function LoadBar({
  load,
  capacity,
  label,
}: {
  readonly load: number;
  readonly capacity: number;
  readonly label: string;
}): ReactNode {
  const share = capacity === 0 ? 0 : Math.min(100, Math.round((load / capacity) * 100));
  return (
    <span className={`load-bar${load > capacity ? ' is-over' : ''}`} role="img" aria-label={label} title={label}>
      <span className="load-bar-fill" style={{ width: `${share}%` }} />
    </span>
  );
}
