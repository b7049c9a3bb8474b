import type { ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import type { Queue, SlaTargets, TargetRow } from '../../../../shared/domain/queue.ts';
import { caseTypeSchema, type ReadCaseType } from '../../../../shared/domain/reading.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Picker } from '../../components/Picker.tsx';
import { putRecord, shownRecords, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { TypedField } from './TypedField.tsx';

const MINUTE = 60_000;

/** HOUR-4: what each queue promises, and otherwise for a channel or a kind of case. */
export function TargetsTab(): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const queues = shownRecords(center, edits, 'queue').toSorted((a, b) => a.order - b.order || f.compare(a.name.de, b.name.de));
  const channels = [...new Set([...center.accounts.values()].map(({ channel }) => channel))].toSorted();
  return (
    <>
      <p className="muted">{t('house.targetsHint')}</p>
      {queues.map((queue) => (
        <QueueTargets key={queue.id} queue={queue} channels={channels} />
      ))}
    </>
  );
}

function QueueTargets({ queue, channels }: { readonly queue: Queue; readonly channels: readonly string[] }): ReactNode {
  const { t, language } = useText();
  const rows = queue.targetRows ?? [];
  const put = (change: Partial<Queue>): void => putRecord('queue', queue.id ?? '', { ...queue, ...change });
  const putRows = (next: TargetRow[]): void => {
    const { targetRows: _before, ...rest } = queue;
    putRecord('queue', queue.id ?? '', next.length === 0 ? rest : { ...rest, targetRows: next });
  };
  const change = (at: number, more: Partial<TargetRow>): void => putRows(rows.map((row, i) => (i === at ? { ...row, ...more } : row)));
  const withCase = (row: TargetRow, caseType: ReadCaseType | 'all'): TargetRow => {
    const { caseType: _before, ...rest } = row;
    return caseType === 'all' ? rest : { ...rest, caseType };
  };
  const withChannel = (row: TargetRow, channel: string): TargetRow => {
    const { channel: _before, ...rest } = row;
    return channel === '' ? rest : { ...rest, channel };
  };
  const name = queue.name[language];
  return (
    <section className="panel" data-testid={`house-targets-${queue.id}`} aria-label={name}>
      <h3>{name}</h3>
      <Targets targets={queue.targets} onChange={(targets) => put({ targets })} of={`${queue.id}`} />
      {rows.map((row, at) => (
        <div key={at} className="rule-ring" role="group" aria-label={t('house.row', at + 1)}>
          <div className="house-list">
            <Picker<string> label={t('house.channel')} value={row.channel ?? ''} options={[{ id: '', label: t('house.allChannels') }, ...channels.map((id) => ({ id, label: getChannel(id)?.label[language] ?? id }))]} onChange={(channel) => putRows(rows.map((one, i) => (i === at ? withChannel(one, channel) : one)))} />
            <Picker<ReadCaseType | 'all'> label={t('house.case')} value={row.caseType ?? 'all'} options={[{ id: 'all', label: t('house.allCases') }, ...caseTypeSchema.options.map((id) => ({ id, label: t(`house.case.${id}`) }))]} onChange={(caseType) => putRows(rows.map((one, i) => (i === at ? withCase(one, caseType) : one)))} />
            <IconButton label={t('house.removeRow', at + 1)} onPress={() => putRows(rows.filter((_, i) => i !== at))}>
              <Icon name="close" size={13} />
            </IconButton>
          </div>
          <Targets targets={row.targets} onChange={(targets) => change(at, { targets })} of={`${queue.id}-${at}`} />
        </div>
      ))}
      <Button isSmall onPress={() => putRows([...rows, { caseType: caseTypeSchema.options.find((one) => !rows.some((row) => row.caseType === one && row.channel === undefined)) ?? 'other', targets: queue.targets }])} testId={`house-add-row-${queue.id}`}>
        {t('house.addRow')}
      </Button>
    </section>
  );
}

const writeMinutes = (ms: number | undefined): string => (ms === undefined ? '' : String(ms / MINUTE));
/** Minutes above zero, with a comma if need be; up to a year. */
function readMinutes(text: string): number | undefined {
  const cleaned = text.trim().replace(',', '.');
  const minutes = Number(cleaned);
  return cleaned !== '' && Number.isFinite(minutes) && minutes >= 0.1 && minutes <= 500_000 ? Math.round(minutes * MINUTE) : undefined;
}

function Targets({ targets, onChange, of }: { readonly targets: SlaTargets; readonly onChange: (targets: SlaTargets) => void; readonly of: string }): ReactNode {
  const { t } = useText();
  const problem = t('house.minutesWrong');
  return (
    <div className="rule-numbers">
      <TypedField label={t('house.first')} value={targets.firstResponseMs} write={writeMinutes} read={readMinutes} onChange={(firstResponseMs) => onChange({ ...targets, firstResponseMs })} name={`first-${of}`} problem={problem} maxLength={8} />
      <TypedField label={t('house.further')} value={targets.nextResponseMs} write={writeMinutes} read={readMinutes} onChange={(nextResponseMs) => onChange({ ...targets, nextResponseMs })} name={`next-${of}`} problem={problem} maxLength={8} />
      <TypedField<number | 'none'>
        label={t('house.solved')}
        value={targets.resolutionMs ?? 'none'}
        write={(value) => (value === 'none' ? '' : writeMinutes(value))}
        read={(text) => (text.trim() === '' ? 'none' : readMinutes(text))}
        onChange={(value) => {
          const { resolutionMs: _before, ...rest } = targets;
          onChange(value === 'none' ? rest : { ...rest, resolutionMs: value });
        }}
        name={`solved-${of}`}
        problem={problem}
        maxLength={8}
      />
    </div>
  );
}
