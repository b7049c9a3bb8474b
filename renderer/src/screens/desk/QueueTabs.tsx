import type { ReactNode } from 'react';
import { TabBar } from '../../components/TabBar.tsx';
import { useItemCounts } from '../../hooks/items.ts';
import { QUEUE_TABS } from '../../store/item-ranks.ts';
import { useUi } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { QueueFilters } from './QueueFilters.tsx';

/** Mine, team, waiting, done; the list of the chosen one stands below. */
export function QueueTabs({ children }: { readonly children: ReactNode }): ReactNode {
  const { t, f } = useText();
  const counts = useItemCounts();
  const tab = useUi((state) => state.tab);
  return (
    <TabBar
      label={t('queue.label')}
      headClass="queue-head"
      tabs={QUEUE_TABS.map((id) => ({ id, label: t(`queue.${id}`), count: id === 'done' ? undefined : f.number(counts[id]), also: id === 'mine' && counts.resting > 0 ? { sign: `+${f.number(counts.resting)}`, words: t('queue.resting', counts.resting) } : undefined }))}
      chosen={tab}
      onChoose={(next) => useUi.setState({ tab: next })}
      tools={<QueueFilters />}
    >
      {children}
    </TabBar>
  );
}
