import type { ReactNode } from 'react';
import type { ReportBy } from '../../../../shared/domain/service-report.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { lineName, shown, type Measure } from './report-words.ts';

export interface Line<F> {
  readonly key: string;
  readonly label?: string | undefined;
  readonly now: F;
}

/** A list of a report as a table, with every figure it has. */
export function ReportLines<F extends { readonly served?: unknown }>({ by, rows, label, measures, testId }: { readonly by: ReportBy; readonly rows: readonly Line<F>[]; readonly label: string; readonly measures: readonly Measure<F>[]; readonly testId: string }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  return (
    <div className="table-scroll report-lines" tabIndex={0} role="group" aria-label={label} data-scrolls>
      <table data-testid={testId}>
        <thead>
          <tr>
            <th scope="col">{t(`reports.by.${by}`)}</th>
            {measures.map(({ id, title }) => (
              <th key={id} scope="col">
                {t(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-key={row.key}>
              <th scope="row">{lineName(by, row, center, texts)}</th>
              {measures.map((measure) => (
                <td key={measure.id}>{row.now.served === undefined && measure.of(row.now) === undefined ? <span className="visually-hidden">{t('reports.withheld')}</span> : shown(texts, measure.unit, measure.of(row.now))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
