import type { ReportRow, ReportTable, ServiceReport } from '../../../../shared/domain/service-report.ts';
import { safeCsv, type SafeCell } from '../../../../shared/text/safe-csv.ts';
import type { CenterState } from '../../store/rows.ts';
import type { Texts } from '../../text/index.tsx';
import { lineName, MEASURES, type Measure } from './report-words.ts';

const MINUTE = 60_000;

/** Spans in minutes, shares in percent, with one decimal: what a table program can go on with. */
function plain({ unit, of }: Measure, figures: ReportRow['now']): SafeCell {
  const value = of(figures);
  if (value === undefined) return undefined;
  return unit === 'count' ? value : Math.round((unit === 'span' ? value / MINUTE : value * 100) * 10) / 10;
}

const heading = ({ t }: Texts, { title, unit }: Measure): string => (unit === 'count' ? t(title) : unit === 'span' ? t('reports.inMinutes', t(title)) : t('reports.inPercent', t(title)));

/** The report as a CSV file: the whole and every list, each line for the period and for the one before. Holds what the screen holds and nothing else. */
export function reportFile(report: ServiceReport, center: CenterState, texts: Texts): string {
  const { t, language } = texts;
  const lines: SafeCell[][] = [[t('reports.list'), t('reports.line'), t('reports.span'), ...MEASURES.map((measure) => heading(texts, measure)), t('reports.remark')]];
  const add = (list: string, line: string, row: Pick<ReportRow, 'now' | 'before'>, alsoBefore: boolean): void => {
    for (const which of alsoBefore ? (['now', 'before'] as const) : (['now'] as const)) {
      const figures = row[which];
      lines.push([list, line, t(`reports.${which}`), ...MEASURES.map((measure) => plain(measure, figures)), figures.served === undefined ? t('reports.withheld') : undefined]);
    }
  };
  add(t('reports.all'), '', report, true);
  for (const { by, rows } of report.tables) for (const row of rows) add(t(`reports.by.${by}`), lineName(by, row, center, texts), row, by !== 'day');
  return safeCsv(lines, language);
}

/** Only one list. */
export const tableFile = (report: ServiceReport, table: ReportTable, center: CenterState, texts: Texts): string => reportFile({ ...report, tables: [table] }, center, texts);
