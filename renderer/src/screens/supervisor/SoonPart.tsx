import { useMemo, type ReactNode } from 'react';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import { isResting } from '../../../../shared/domain/work-item.ts';
import { Button } from '../../components/Button.tsx';
import { useOrdered } from '../../hooks/items.ts';
import { useNow } from '../../hooks/ticker.ts';
import { SOON_MS } from '../../../../shared/domain/board.ts';
import { items } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { ItemCard } from './ItemCard.tsx';

const LISTED = 6;

/** What breaches within ten minutes or has: whose it is and how long it has, most urgent first. */
export function SoonPart(): ReactNode {
  const { t } = useText();
  const until = useNow(10_000) + SOON_MS;
  const view = useOrdered(
    useMemo(() => (row: QueueRow) => (row.item.state === 'closed' || isResting(row.item) || row.item.dueAt >= until ? undefined : row.item.dueAt), [until]),
  );
  const ids = Array.from({ length: view.size }, (_, place) => view.idAt(place) ?? '');
  const rows = ids.slice(0, LISTED).flatMap((id) => items.get(id) ?? []);
  if (rows.length === 0) return null;
  return (
    <section className="aside-part" aria-labelledby="soon-title" data-testid="soon-part">
      <h2 id="soon-title">{t('soon.title', ids.length)}</h2>
      {rows.map((row) => (
        <ItemCard key={row.item.id} row={row} withOwner />
      ))}
      {ids.length > LISTED && <p className="muted">{t('supervisor.moreItems', ids.length - LISTED)}</p>}
      <div className="aside-actions">
        <Button onPress={() => openDialog({ kind: 'reassign', workItemIds: ids })} testId="soon-reassign">
          {t('soon.reassign', ids.length)}
        </Button>
      </div>
    </section>
  );
}
