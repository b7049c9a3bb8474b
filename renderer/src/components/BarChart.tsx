import type { ReactNode } from 'react';

export type BarTone = 'accent' | 'amber' | 'soft';
export interface BarSeries {
  readonly name: string;
  readonly tone: BarTone;
  /** Undefined: there is nothing to draw. */
  readonly values: readonly (number | undefined)[];
}
export interface BarChartProps {
  /** The picture in one sentence. */
  readonly label: string;
  readonly marks: readonly string[];
  readonly series: readonly BarSeries[];
  /** How a value is written at the rulings. */
  readonly format: (value: number) => string;
}

const WIDTH = 720;
const HEIGHT = 190;
const FOOT = 6;
const HEAD = 12;
const RULINGS = [0, 0.5, 1];

/** Columns side by side over a row of marks; the same figures stand in a table beside it. */
export function BarChart({ label, marks, series, format }: BarChartProps): ReactNode {
  const top = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0))) || 1;
  const step = WIDTH / Math.max(1, marks.length);
  const width = Math.max(1, Math.min(26, (step * 0.74) / Math.max(1, series.length)));
  const height = (value: number): number => Math.max(value > 0 ? 2 : 0, (value / top) * (HEIGHT - FOOT - HEAD));
  const every = Math.max(1, Math.ceil(marks.length / 12));
  return (
    <figure className="bar-chart">
      <div className="bar-plot">
        <div className="bar-scale" aria-hidden="true">
          {RULINGS.toReversed().map((share) => (
            <span key={share}>{format(top * share)}</span>
          ))}
        </div>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
          {RULINGS.map((share) => (
            <line key={share} className="chart-ruling" x1="0" x2={WIDTH} y1={HEIGHT - FOOT - share * (HEIGHT - FOOT - HEAD)} y2={HEIGHT - FOOT - share * (HEIGHT - FOOT - HEAD)} />
          ))}
          {series.map(({ name, tone, values }, place) =>
            values.map((value, at) =>
              value === undefined ? null : (
                <rect
                  key={`${name} ${at}`}
                  className={`bar bar-${tone}`}
                  x={step * at + (step - width * series.length) / 2 + width * place}
                  y={HEIGHT - FOOT - height(value)}
                  width={Math.max(1, width - 1)}
                  height={height(value)}
                />
              ),
            ),
          )}
        </svg>
      </div>
      <div className="bar-marks" aria-hidden="true" style={{ gridTemplateColumns: `repeat(${Math.max(1, marks.length)}, minmax(0, 1fr))` }}>
        {marks.map((mark, place) => (
          <span key={`${place} ${mark}`}>{place % every === 0 ? mark : ''}</span>
        ))}
      </div>
      <figcaption className="chart-legend">
        {series.map(({ name, tone }) => (
          <span key={name}>
            <i className={`bar-key bar-${tone}`} /> {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
