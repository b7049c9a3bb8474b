import { memo, type ReactNode } from 'react';
import { useText } from '../../text/index.tsx';
import { OfferStrip } from './OfferStrip.tsx';
import { QueueList } from './QueueList.tsx';
import { QueueTabs } from './QueueTabs.tsx';
import { TickedBar } from './TickedBar.tsx';

/** Offers, tabs and filters, the list. Each is drawn for itself: a row that moves draws the list alone. */
export const QueueColumn = memo(function QueueColumn(): ReactNode {
  const { t } = useText();
  return (
    <section className="queue-column" aria-label={t('queue.label')}>
      <OfferStrip />
      <QueueTabs>
        <QueueList />
      </QueueTabs>
      {/* Below: the rows stay where they are when the first is ticked. */}
      <TickedBar />
    </section>
  );
});
