import type { ReactNode } from 'react';

export interface RankLine {
  readonly id: string;
  readonly name: string;
  /** Undefined: withheld, or nothing to say. */
  readonly value: number | undefined;
  readonly text: string;
  readonly before: string;
}

/** One bar a line, the greatest first; every value stands in words at its end. */
export function RankChart({ label, lines }: { readonly label: string; readonly lines: readonly RankLine[] }): ReactNode {
  const top = Math.max(0, ...lines.map(({ value }) => value ?? 0)) || 1;
  return (
    <ul className="rank-chart" aria-label={label}>
      {lines.map(({ id, name, value, text, before }) => (
        <li key={id}>
          <span className="rank-name" title={name}>
            {name}
          </span>
          <span className="rank-track" aria-hidden="true">
            <span className="rank-fill" style={{ width: `${Math.round(((value ?? 0) / top) * 100)}%` }} />
          </span>
          <span className="rank-value">{text}</span>
          <span className="muted rank-before">{before}</span>
        </li>
      ))}
    </ul>
  );
}
