import { useEffect, useMemo, useState, type DragEvent, type ReactNode } from 'react';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import { isResting } from '../../../../shared/domain/work-item.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Progress } from '../../components/Progress.tsx';
import { QueueRowView } from '../../components/QueueRowView.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useOrdered } from '../../hooks/items.ts';
import { useNow } from '../../hooks/ticker.ts';
import { startBulk } from '../../store/bulk.ts';
import { SOON_MS } from '../../../../shared/domain/board.ts';
import { endDrag, startDrag } from '../../store/dragged.ts';
import { rankItem } from '../../store/item-ranks.ts';
import { openConversation } from '../../store/navigation.ts';
import { items, useCenter } from '../../store/rows.ts';
import { clearTicked, tickAll, toggleTicked, useTicked } from '../../store/ticked.ts';
import { stopTickedRun, useTickedRun } from '../../store/ticked-acts.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

const ROW_HEIGHT = 76;
const ALL = 'all';
const STATES = ['open', 'waiting', 'assigned', 'closed'] as const;

export interface ItemsFilter {
  readonly queueId: string | undefined;
  readonly ownerId: string | undefined;
  readonly state: (typeof STATES)[number];
  /** Late, or due within ten minutes. */
  readonly soonOnly: boolean;
}

function rankFor(filter: ItemsFilter, until: number): (row: QueueRow) => number | undefined {
  return (row) => {
    const { item } = row;
    const fits =
      (filter.state === 'closed' ? item.state === 'closed' : item.state !== 'closed') &&
      (filter.state !== 'waiting' || item.state !== 'assigned') &&
      (filter.state !== 'assigned' || item.state === 'assigned') &&
      (filter.queueId === undefined || item.queueId === filter.queueId) &&
      (filter.ownerId === undefined || item.ownerAgentId === filter.ownerId) &&
      (!filter.soonOnly || (!isResting(item) && item.dueAt < until));
    return fits ? rankItem(row, 'due') : undefined;
  };
}

/** All items a lead may see, to tick and move. */
export function ItemsPanel({
  filter,
  onFilter,
}: {
  readonly filter: ItemsFilter;
  readonly onFilter: (filter: ItemsFilter) => void;
}): ReactNode {
  const { t, f, language } = useText();
  const center = useCenter();
  const ticked = useTicked((state) => state.ids);
  const run = useTickedRun((state) => (state.run?.act === 'reassign' ? state.run : undefined));
  const now = useNow(10_000);
  const until = filter.soonOnly ? now + SOON_MS : 0;
  const view = useOrdered(useMemo(() => rankFor(filter, until), [filter, until]));
  const [cursorId, setCursorId] = useState<string>();
  useEffect(() => clearTicked, []);
  const cursor = cursorId === undefined ? -1 : view.indexOf(cursorId);

  const tick = (place: number, extend: boolean): void => {
    const id = view.idAt(place);
    if (id === undefined) return;
    const { anchorId } = useTicked.getState();
    const anchor = anchorId === undefined ? -1 : view.indexOf(anchorId);
    if (extend && anchor >= 0)
      tickAll(Array.from({ length: Math.abs(place - anchor) + 1 }, (_, step) => view.idAt(Math.min(place, anchor) + step) ?? ''));
    else toggleTicked(id);
    setCursorId(id);
  };
  // Whoever takes hold of a ticked row takes all that are ticked.
  const drag = (event: DragEvent, id: string): void => startDrag(event, ticked.has(id) ? [...ticked].filter((one) => items.get(one) !== undefined) : [id]);
  const chosen = [...ticked].filter((id) => items.get(id) !== undefined);
  return (
    <div className="items-panel">
      <div className="items-tools" role="group" aria-label={t('filter.label')}>
        <Picker
          label={t('items.state')}
          value={filter.state}
          isActive={filter.state !== 'open'}
          options={STATES.map((id) => ({ id, label: t(`items.state.${id}`) }))}
          onChange={(state) => onFilter({ ...filter, state })}
          testId="items-state"
        />
        <Picker
          label={t('filter.queue')}
          value={filter.queueId ?? ALL}
          isActive={filter.queueId !== undefined}
          options={[
            { id: ALL, label: t('filter.allQueues') },
            ...[...center.queues.values()].map((queue) => ({ id: queue.id as string, label: queue.name[language] })),
          ]}
          onChange={(id) => onFilter({ ...filter, queueId: id === ALL ? undefined : id })}
          testId="items-queue"
        />
        <Picker
          label={t('items.urgency')}
          value={filter.soonOnly ? 'soon' : ALL}
          isActive={filter.soonOnly}
          options={[
            { id: ALL, label: t('items.allDue') },
            { id: 'soon', label: t('items.soonOnly') },
          ]}
          onChange={(id) => onFilter({ ...filter, soonOnly: id === 'soon' })}
        />
        <span className="muted">{t('items.count', f.number(view.size))}</span>
        <span className="items-gap" />
        {run !== undefined && (
          <>
            <Progress label={t('items.reassign')} text={t('ticked.progress', t('items.reassign'), f.number(run.done), f.number(run.total))} done={run.done} total={run.total} />
            <Button isSmall onPress={stopTickedRun} testId="reassign-stop">
              {t('ticked.stop')}
            </Button>
          </>
        )}
        {chosen.length > 0 && (
          <strong className="items-ticked" data-testid="ticked-count">
            {t('items.ticked', f.number(chosen.length))}
          </strong>
        )}
        {chosen.length > 0 ? (
          <Button onPress={clearTicked}>{t('items.untick')}</Button>
        ) : (
          <Button
            onPress={() => tickAll(Array.from({ length: view.size }, (_, place) => view.idAt(place) ?? ''))}
            isDisabled={view.size === 0}
          >
            {t('items.tickAll')}
          </Button>
        )}
        <Button isDisabled={chosen.length === 0 || filter.state === 'closed'} onPress={() => void startBulk(chosen)} testId="items-many">
          {t('many.start')}
        </Button>
        <Button
          look="primary"
          isDisabled={chosen.length === 0 || filter.state === 'closed'}
          onPress={() => openDialog({ kind: 'reassign', workItemIds: chosen })}
          testId="reassign"
        >
          {t('items.reassign')}
        </Button>
      </div>
      {view.size === 0 ? (
        <EmptyState title={t('items.none')} />
      ) : (
        <VirtualList
          label={t('items.title')}
          testId="items-list"
          isMulti
          count={view.size}
          rowHeight={ROW_HEIGHT}
          cursor={cursor}
          rowId={(place) => view.idAt(place)}
          onMove={(place) => setCursorId(view.idAt(place))}
          onEnter={(place) => void openConversation(items.get(view.idAt(place) ?? '')?.conversationId ?? '')}
          onToggle={tick}
          renderRow={(place, elementId) => {
            const row = items.get(view.idAt(place) ?? '');
            if (row === undefined) return null;
            const owner = row.item.ownerAgentId === undefined ? undefined : agentShort(center, row.item.ownerAgentId);
            return (
              <QueueRowView
                row={row}
                id={elementId}
                place={place}
                total={view.size}
                isCursor={place === cursor}
                isOpen={false}
                isChecked={ticked.has(row.item.id)}
                owner={owner}
                onPress={(id, event) => tick(view.indexOf(id), event.shiftKey)}
                onOpen={() => void openConversation(row.conversationId)}
                onDragStart={filter.state === 'closed' ? undefined : drag}
                onDragEnd={endDrag}
              />
            );
          }}
        />
      )}
    </div>
  );
}
