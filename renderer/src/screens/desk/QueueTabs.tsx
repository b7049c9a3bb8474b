import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useItemCounts } from '../../hooks/items.ts';
import { QUEUE_TABS, type QueueTab } from '../../store/item-ranks.ts';
import { useUi } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { QueueFilters } from './QueueFilters.tsx';

/** Mine, team, waiting, done; the list of the chosen one stands below. */
export function QueueTabs({ children }: { readonly children: ReactNode }): ReactNode {
  const { t, f } = useText();
  const counts = useItemCounts();
  const tab = useUi((state) => state.tab);
  return (
    <Tabs className="tabs" selectedKey={tab} onSelectionChange={(key) => useUi.setState({ tab: key as QueueTab })}>
      <header className="queue-head">
        <TabList className="tab-list" aria-label={t('queue.label')}>
          {QUEUE_TABS.map((name) => (
            <Tab key={name} id={name} className="tab" data-testid={`tab-${name}`}>
              {t(`queue.${name}`)} {name !== 'done' && <span className="tab-count">{f.number(counts[name])}</span>}
            </Tab>
          ))}
        </TabList>
        <QueueFilters />
      </header>
      <TabPanel key={tab} id={tab} className="tab-panel">
        {children}
      </TabPanel>
    </Tabs>
  );
}
