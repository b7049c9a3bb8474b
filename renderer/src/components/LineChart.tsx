import type { ReactNode } from 'react';

const WIDTH = 640;
const HEIGHT = 150;
const FOOT = 18;
const HEAD = 10;

export interface LineChartProps {
  /** The picture in one sentence. */
  readonly label: string;
  readonly marks: readonly string[];
  readonly lines: readonly { readonly name: string; readonly tone: 'accent' | 'amber'; readonly values: readonly number[] }[];
}

/** A few lines over time with three rulings; the same figures stand in a table beside it. */
export function LineChart({ label, marks, lines }: LineChartProps): ReactNode {
  const top = Math.max(4, ...lines.flatMap((line) => line.values));
  const x = (place: number): number => (marks.length < 2 ? 0 : (place / (marks.length - 1)) * WIDTH);
  const y = (value: number): number => HEAD + (1 - value / top) * (HEIGHT - FOOT - HEAD);
  const every = Math.max(1, Math.ceil(marks.length / 6));
  return (
    <figure className="line-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {[0, 0.5, 1].map((share) => (
          <line key={share} className="chart-ruling" x1="0" x2={WIDTH} y1={y(top * share)} y2={y(top * share)} />
        ))}
        {lines.map((line) => (
          <polyline
            key={line.name}
            className={`chart-line chart-line-${line.tone}`}
            points={line.values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
          />
        ))}
      </svg>
      <div className="chart-marks" aria-hidden="true">
        {marks
          .filter((_, place) => place % every === 0)
          .map((mark) => (
            <span key={mark}>{mark}</span>
          ))}
      </div>
      <figcaption className="chart-legend">
        {lines.map((line) => (
          <span key={line.name}>
            <i className={`chart-key chart-key-${line.tone}`} /> {line.name}
          </span>
        ))}
        <span className="muted">max {top}</span>
      </figcaption>
    </figure>
  );
}
