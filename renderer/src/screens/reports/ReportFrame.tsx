import { useId, useState, type ReactNode } from 'react';
import type { ReportBy } from '../../../../shared/domain/service-report.ts';
import { Button } from '../../components/Button.tsx';
import { dayText } from '../../store/reports.ts';
import { useText } from '../../text/index.tsx';
import { saveFile } from '../knowledge/save-file.ts';

export interface ReportFrameProps {
  readonly asOf: number;
  readonly title: string;
  readonly testId: string;
  readonly table: { readonly by: ReportBy; readonly rows: readonly unknown[]; readonly left: number };
  /** The list as a CSV file. */
  readonly file: () => string;
  /** What the file is called besides the list it holds. */
  readonly about?: string;
  readonly tools?: ReactNode;
  readonly children: (asTable: boolean) => ReactNode;
}

/** Head of a panel with its picture or table and its file. */
export function ReportFrame({ asOf, title, testId, table, file, about, tools, children }: ReportFrameProps): ReactNode {
  const { t } = useText();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const name = [t('reports.fileName'), ...(about === undefined ? [] : [about]), table.by, dayText(asOf)].join('-');
  return (
    <section className="panel report-panel" aria-labelledby={id} data-testid={testId}>
      <header className="panel-head">
        <h2 id={id} className="panel-title">
          {title}
        </h2>
        <div className="report-tools">
          {tools}
          <Button isSmall look="quiet" onPress={() => setAsTable(!asTable)} label={asTable ? t('reports.asPictureOf', title) : t('reports.asTableOf', title)} testId={`${testId}-toggle`}>
            {asTable ? t('chart.asPicture') : t('chart.asTable')}
          </Button>
          <Button isSmall look="quiet" onPress={() => saveFile(`${name}.csv`, file(), 'text/csv')} label={t('reports.saveOf', title)} testId={`${testId}-csv`}>
            CSV
          </Button>
        </div>
      </header>
      {table.rows.length === 0 ? <p className="muted">{t('reports.nothing')}</p> : children(asTable)}
      {table.left > 0 && <p className="muted">{t('reports.left', table.left)}</p>}
    </section>
  );
}
