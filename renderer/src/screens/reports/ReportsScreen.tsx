import { useEffect, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { isLead, signedIn, useDesk } from '../../store/desk.ts';
import { dayText, loadReport, useReports } from '../../store/reports.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { saveFile } from '../knowledge/save-file.ts';
import { FigureRulesPanel } from './FigureRulesPanel.tsx';
import { HelpPanel } from './HelpPanel.tsx';
import { reportFile } from './report-file.ts';
import { ReportFilters } from './ReportFilters.tsx';
import { RankPanel, TimePanel } from './ReportPanel.tsx';
import { ReportTiles } from './ReportTiles.tsx';
import { ThanksPanel } from './ThanksPanel.tsx';

/** S3: how people were served. Leads see the center, everybody their own figures. */
export function ReportsScreen(): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const session = useDesk(signedIn);
  const lead = isLead(session);
  const online = useDesk((state) => state.connection.kind === 'online');
  const { of, report, busy } = useReports();
  const isOwn = !lead || of === 'own';
  useEffect(() => {
    if (online) void loadReport(lead ? {} : { of: 'own' });
  }, [online, lead]);
  return (
    <main className="page report-page" data-testid="screen-reports" aria-busy={busy}>
      <header className="panel-head">
        <h1>{t(isOwn ? 'reports.own' : 'screen.reports')}</h1>
        <div className="report-tools">
          {report !== undefined && <span className="muted">{t('reports.asOf', f.time(report.asOf))}</span>}
          <Button isSmall look="quiet" onPress={() => void loadReport()} isDisabled={!online || busy} testId="report-reload">
            {t('reports.reload')}
          </Button>
          <Button isSmall isDisabled={report === undefined} onPress={() => report !== undefined && saveFile(`${t('reports.fileName')}-${dayText(report.asOf)}.csv`, reportFile(report, useCenter.getState(), texts), 'text/csv')} testId="report-csv">
            {t('reports.save')}
          </Button>
        </div>
      </header>
      {lead && (
        <Choices<'center' | 'own'>
          label={t('reports.whose')}
          hideLabel
          look="segments"
          value={of}
          onChange={(next) => void loadReport({ of: next })}
          choices={[
            { id: 'center', label: t('reports.center') },
            { id: 'own', label: t('reports.own') },
          ]}
        />
      )}
      <ReportFilters isOwn={isOwn} />
      {!online && <p className="muted">{t('reports.offline')}</p>}
      {report === undefined ? (
        online ? null : <EmptyState title={t('reports.none')} />
      ) : (
        <>
          <ReportTiles now={report.now} before={report.before} isOwn={isOwn} />
          {isOwn ? (
            <TimePanel report={report} title={t('reports.ownByDay')} testId="report-own-days" by="day" measures={['firstCount', 'thanks']} />
          ) : (
            <div className="report-pair">
              <TimePanel report={report} title={t('reports.volumeByHour')} testId="report-hours" by="hour" measures={['messages', 'requests']} />
              <TimePanel report={report} title={t('reports.firstByHour')} testId="report-first" by="hour" measures={['firstAverage', 'firstP90']} />
              <TimePanel report={report} title={t('reports.volumeByDay')} testId="report-days" by="day" measures={['requests', 'closed']} />
              <TimePanel report={report} title={t('reports.firstByDay')} testId="report-first-days" by="day" measures={['firstAverage', 'firstP90']} />
            </div>
          )}
          <RankPanel report={report} title={t('reports.compared')} testId="report-rank" />
          {isOwn && <ThanksPanel />}
          <p className="muted">{t('reports.explained')}</p>
          {!isOwn && <HelpPanel report={report} />}
        </>
      )}
      {lead && <FigureRulesPanel mayChange={session?.role === 'admin'} online={online} />}
      {!lead && <p className="muted">{t('figureRules.forAgents')}</p>}
    </main>
  );
}
