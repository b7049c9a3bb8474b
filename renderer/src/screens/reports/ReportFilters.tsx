import type { ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import { caseTypeSchema } from '../../../../shared/domain/reading.ts';
import type { ReportOnly } from '../../../../shared/domain/service-report.ts';
import { Choices } from '../../components/Choices.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { loadReport, PERIODS, spanOf, useReports } from '../../store/reports.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

const ALL = '·all';

/** Which days, which clock, and only what of it. */
export function ReportFilters({ isOwn }: { readonly isOwn: boolean }): ReactNode {
  const { t, f, language } = useText();
  const center = useCenter();
  const { period, fromDay, toDay, clock, only } = useReports();
  const accounts = [...center.accounts.values()];
  const pick = (label: string, field: keyof ReportOnly, options: readonly (readonly [string, string])[]): ReactNode => (
    <Picker
      label={label}
      value={only[field] ?? ALL}
      isActive={only[field] !== undefined}
      options={[{ id: ALL, label: t('reports.any', label) }, ...options.map(([id, name]) => ({ id, label: name })).toSorted((a, b) => f.compare(a.label, b.label))]}
      onChange={(next) => {
        const { [field]: _before, ...rest } = only;
        void loadReport({ only: next === ALL ? rest : ({ ...rest, [field]: next } as ReportOnly) });
      }}
      testId={`report-only-${field}`}
    />
  );
  const now = useMinute();
  const bad = period === 'own' && fromDay !== '' && toDay !== '' && spanOf({ period, fromDay, toDay }, now) === undefined;
  return (
    <div className="report-filters">
      <Choices<(typeof PERIODS)[number]>
        label={t('reports.period')}
        hideLabel
        look="segments"
        value={period}
        onChange={(next) => void loadReport({ period: next })}
        choices={PERIODS.map((id) => ({ id, label: id === 'today' ? t('reports.today') : id === 'own' ? t('reports.days') : t('reports.lastDays', Number(id)) }))}
      />
      {period === 'own' && (
        <div className="report-days">
          <Field label={t('reports.fromDay')} value={fromDay} onChange={(next) => void loadReport({ fromDay: next.trim() })} hint={t('reports.dayHint')} {...(bad ? { error: t('reports.noSpan') } : {})} />
          <Field label={t('reports.toDay')} value={toDay} onChange={(next) => void loadReport({ toDay: next.trim() })} />
        </div>
      )}
      <div className="report-chips">
        <Picker
          label={t('reports.clock')}
          value={clock}
          options={[
            { id: 'business', label: t('reports.business') },
            { id: 'wall', label: t('reports.wall') },
          ]}
          onChange={(next) => void loadReport({ clock: next })}
          testId="report-clock"
        />
        {!isOwn && (
          <>
            {pick(t('reports.by.brand'), 'brand', [...new Set(accounts.map(({ brand }) => brand))].map((brand) => [brand, brand]))}
            {pick(t('reports.by.channel'), 'channel', [...new Set(accounts.map(({ channel }) => channel))].map((id) => [id, getChannel(id)?.label[language] ?? id]))}
            {pick(t('reports.by.team'), 'teamId', [...center.teams.values()].map(({ id, name }) => [id, name]))}
            {pick(t('reports.by.queue'), 'queueId', [...center.queues.values()].map(({ id, name }) => [id, name[language]]))}
            {pick(t('reports.by.caseType'), 'caseType', caseTypeSchema.options.map((id) => [id, t(`caseType.${id}`)]))}
            {pick(t('reports.by.tag'), 'tag', [...center.tags.values()].map(({ name }) => [name, name]))}
            {pick(t('reports.by.cluster'), 'clusterId', [...center.clusters.values()].flatMap(({ id, label }) => (label === undefined ? [] : [[id, label] as const])))}
          </>
        )}
      </div>
    </div>
  );
}
