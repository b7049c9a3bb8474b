import type { ReactNode } from 'react';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import { isResting } from '../../../../shared/domain/work-item.ts';
import { Field } from '../../components/Field.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { contactLabel, queueName } from '../names.ts';

const LONGEST = 300;

export interface HandoverLinesProps {
  readonly rows: readonly QueueRow[];
  /** What was typed here, by work item; where nothing was, the line the item has stands. */
  readonly typed: ReadonlyMap<string, string>;
  readonly onType: (workItemId: string, line: string) => void;
}

export function lineOf(row: QueueRow, typed: ReadonlyMap<string, string>): string {
  return typed.get(row.item.id) ?? row.item.handoverLine ?? '';
}

/** R8: one line per open item for whoever comes next, most urgent first. Tab goes from line to line. */
export function HandoverLines({ rows, typed, onType }: HandoverLinesProps): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  return (
    <ul className="handover-lines" aria-label={t('shift.lines')}>
      {rows.map((row, place) => (
        <li key={row.item.id} data-testid="handover-line" data-item={row.item.id}>
          <p>
            <strong>{contactLabel(row)}</strong> · {queueName(center, texts, row.item.queueId)}
            {isResting(row.item) && <span className="muted"> · {t('shift.rests')}</span>}
            <br />
            <span className="muted">{showHidden(row.firstLine)}</span>
          </p>
          <Field label={t('shift.lineFor', contactLabel(row))} hideLabel value={lineOf(row, typed)} onChange={(line) => onType(row.item.id, line)} maxLength={LONGEST} autoFocus={place === 0} />
        </li>
      ))}
    </ul>
  );
}
