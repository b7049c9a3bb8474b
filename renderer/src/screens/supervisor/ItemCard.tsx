import type { ReactNode } from 'react';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import { isResting } from '../../../../shared/domain/work-item.ts';
import { DueRing } from '../../components/DueRing.tsx';
import { endDrag, startDrag } from '../../store/dragged.ts';
import { openConversation } from '../../store/navigation.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentShort, contactLabel, queueName } from '../names.ts';

/** One item beside the board: opens by a press, goes to a person by being dragged onto their line. */
export function ItemCard({ row, withOwner = false }: { readonly row: QueueRow; readonly withOwner?: boolean }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const owner = row.item.state === 'assigned' ? agentShort(center, row.item.ownerAgentId) : t('soon.waits');
  return (
    <button
      type="button"
      className="card aside-item"
      draggable
      onDragStart={(event) => startDrag(event, [row.item.id])}
      onDragEnd={endDrag}
      onClick={() => void openConversation(row.conversationId)}
      data-testid="aside-item"
    >
      <strong>{contactLabel(row)}</strong> · {queueName(center, texts, row.item.queueId)}
      <br />
      {isResting(row.item) ? <span className="muted">{t('row.waitsForCustomer')}</span> : <DueRing fromAt={row.item.queuedAt} dueAt={row.item.dueAt} />}
      {withOwner && <span className="muted"> {owner}</span>}
    </button>
  );
}
