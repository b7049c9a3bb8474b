import type { ReactNode } from 'react';
import type { ReportRow, ReportTable } from '../../../../shared/domain/service-report.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { lineName, MEASURES, shown } from './report-words.ts';

/** A list of a report as a table, with every figure it has. */
export function ReportLines({ table, rows, label }: { readonly table: ReportTable; readonly rows: readonly ReportRow[]; readonly label: string }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  return (
    <div className="table-scroll report-lines" tabIndex={0} role="group" aria-label={label} data-scrolls>
      <table data-testid={`report-table-${table.by}`}>
        <thead>
          <tr>
            <th scope="col">{t(`reports.by.${table.by}`)}</th>
            {MEASURES.map(({ id, title }) => (
              <th key={id} scope="col">
                {t(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-key={row.key}>
              <th scope="row">{lineName(table.by, row, center, texts)}</th>
              {MEASURES.map((measure) => (
                <td key={measure.id}>{row.now.served === undefined && measure.of(row.now) === undefined ? <span className="visually-hidden">{t('reports.withheld')}</span> : shown(texts, measure.unit, measure.of(row.now))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
