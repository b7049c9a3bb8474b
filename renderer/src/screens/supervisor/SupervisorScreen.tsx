import { useState, type ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { Tile } from '../../components/Tile.tsx';
import { useBoard } from '../../hooks/board.ts';
import { useNow } from '../../hooks/ticker.ts';
import { useText } from '../../text/index.tsx';
import { ArrivalsChart } from './ArrivalsChart.tsx';
import { ItemsPanel, type ItemsFilter } from './ItemsPanel.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';
import { QueuesPanel } from './QueuesPanel.tsx';
import { SupervisorAside } from './SupervisorAside.tsx';

const EVERYTHING: ItemsFilter = { queueId: undefined, ownerId: undefined, state: 'open', soonOnly: false };

/** The lead's view: figures, queues, people and items, live. */
export function SupervisorScreen(): ReactNode {
  const { t, f } = useText();
  const board = useBoard();
  const now = useNow();
  const [agentId, setAgentId] = useState<string>();
  const [tab, setTab] = useState<'people' | 'items'>('people');
  const [filter, setFilter] = useState<ItemsFilter>(EVERYTHING);
  const showItems = (change: Partial<ItemsFilter>): void => {
    setFilter({ ...EVERYTHING, ...change });
    setTab('items');
  };
  return (
    <main className="supervisor" data-testid="screen-supervisor">
      <div className="supervisor-main">
        <h1 className="visually-hidden">{t('screen.supervisor')}</h1>
        <div className="tiles">
          <Tile testId="tile-waiting" title={t('tile.waiting')} value={f.number(board.waiting)} hint={board.oldestAt === undefined ? t('tile.none') : t('tile.oldest', f.clock(now - board.oldestAt))} />
          <Tile testId="tile-soon" title={t('tile.soon')} value={f.number(board.soon)} tone={board.soon > 0 ? 'warn' : 'good'} hint={t('tile.showAll')} onPress={() => showItems({ soonOnly: true })} />
          <Tile testId="tile-late" title={t('tile.late')} value={f.number(board.late)} tone={board.late > 0 ? 'bad' : 'good'} hint={t('tile.showAll')} onPress={() => showItems({ soonOnly: true })} />
          <Tile testId="tile-service" title={t('tile.inService')} value={f.number(board.inService)} hint={t('tile.atHome', board.atHome)} />
          <Tile testId="tile-offline" title={t('tile.offline')} value={f.number(board.offline)} tone={board.offline > 0 ? 'warn' : 'plain'} hint={board.offline > 0 ? t('tile.offlineHint') : t('tile.none')} />
          <Tile testId="tile-closed" title={t('tile.closed')} value={f.number(board.closedToday)} hint={t('tile.closedHint')} />
        </div>
        <div className="two">
          <ArrivalsChart />
          <QueuesPanel board={board} onShow={(queueId) => showItems({ queueId })} />
        </div>
        <Tabs className="panel panel-tabs" selectedKey={tab} onSelectionChange={(key) => setTab(key as typeof tab)}>
          <TabList className="tab-list" aria-label={t('supervisor.lists')}>
            <Tab id="people" className="tab" data-testid="tab-people">
              {t('people.title')}
            </Tab>
            <Tab id="items" className="tab" data-testid="tab-items">
              {t('items.title')}
            </Tab>
          </TabList>
          <TabPanel id="people" className="tab-panel">
            <PeoplePanel board={board} chosenId={agentId} onChoose={setAgentId} />
          </TabPanel>
          <TabPanel id="items" className="tab-panel">
            <ItemsPanel filter={filter} onFilter={setFilter} />
          </TabPanel>
        </Tabs>
      </div>
      <SupervisorAside board={board} agentId={agentId} onClose={() => setAgentId(undefined)} />
    </main>
  );
}
