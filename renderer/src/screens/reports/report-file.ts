import type { HelpReport, HelpTable, ReportBy, ReportTable, ServiceReport } from '../../../../shared/domain/service-report.ts';
import { safeCsv, type SafeCell } from '../../../../shared/text/safe-csv.ts';
import type { CenterState } from '../../store/rows.ts';
import type { Texts } from '../../text/index.tsx';
import { HELP_MEASURES, lineName, MEASURES, type Measure } from './report-words.ts';

const MINUTE = 60_000;

interface Beside<F> {
  readonly now: F;
  readonly before: F;
}
interface Whole<F> extends Beside<F> {
  readonly tables: readonly { readonly by: ReportBy; readonly rows: readonly (Beside<F> & { readonly key: string; readonly label?: string | undefined })[] }[];
}

/** Spans in minutes, shares in percent, with one decimal: what a table program can go on with. */
function plain<F>({ unit, of }: Measure<F>, figures: F): SafeCell {
  const value = of(figures);
  if (value === undefined) return undefined;
  return unit === 'count' ? value : Math.round((unit === 'span' ? value / MINUTE : value * 100) * 10) / 10;
}

const heading = <F>({ t }: Texts, { title, unit }: Measure<F>): string => (unit === 'count' ? t(title) : unit === 'span' ? t('reports.inMinutes', t(title)) : t('reports.inPercent', t(title)));

function fileOf<F extends { readonly served?: unknown }>(whole: Whole<F>, measures: readonly Measure<F>[], center: CenterState, texts: Texts): string {
  const { t, language } = texts;
  const lines: SafeCell[][] = [[t('reports.list'), t('reports.line'), t('reports.span'), ...measures.map((measure) => heading(texts, measure)), t('reports.remark')]];
  const add = (list: string, line: string, row: Beside<F>, alsoBefore: boolean): void => {
    for (const which of alsoBefore ? (['now', 'before'] as const) : (['now'] as const)) {
      const figures = row[which];
      lines.push([list, line, t(`reports.${which}`), ...measures.map((measure) => plain(measure, figures)), figures.served === undefined ? t('reports.withheld') : undefined]);
    }
  };
  add(t('reports.all'), '', whole, true);
  for (const { by, rows } of whole.tables) for (const row of rows) add(t(`reports.by.${by}`), lineName(by, row, center, texts), row, by !== 'day');
  return safeCsv(lines, language);
}

/** The report as a CSV file: the whole and every list, each line for the period and for the one before. Holds what the screen holds and nothing else. */
export const reportFile = (report: ServiceReport, center: CenterState, texts: Texts): string => fileOf(report, MEASURES, center, texts);

/** Only one list. */
export const tableFile = (report: ServiceReport, table: ReportTable, center: CenterState, texts: Texts): string => fileOf({ ...report, tables: [table] }, MEASURES, center, texts);

/** What was asked of leads, as one list has it. */
export const helpFile = (help: HelpReport, table: HelpTable, center: CenterState, texts: Texts): string => fileOf({ ...help, tables: [table] }, HELP_MEASURES, center, texts);
