import { useState, type ReactNode } from 'react';
import { TabBar } from '../../components/TabBar.tsx';
import { Tile } from '../../components/Tile.tsx';
import { useBoard } from '../../hooks/board.ts';
import { useNow } from '../../hooks/ticker.ts';
import { useText } from '../../text/index.tsx';
import { ApprovalsPanel } from './ApprovalsPanel.tsx';
import { ArrivalsChart } from './ArrivalsChart.tsx';
import { EscalationsPanel } from './EscalationsPanel.tsx';
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
          <Tile
            testId="tile-waiting"
            title={t('tile.waiting')}
            value={f.number(board.waiting)}
            hint={board.oldestAt === undefined ? t('tile.none') : t('tile.oldest', f.clock(now - board.oldestAt))}
          />
          <Tile
            testId="tile-soon"
            title={t('tile.soon')}
            value={f.number(board.soon)}
            tone={board.soon > 0 ? 'warn' : 'good'}
            hint={t('tile.showAll')}
            onPress={() => showItems({ soonOnly: true })}
          />
          <Tile
            testId="tile-late"
            title={t('tile.late')}
            value={f.number(board.late)}
            tone={board.late > 0 ? 'bad' : 'good'}
            hint={t('tile.showAll')}
            onPress={() => showItems({ soonOnly: true })}
          />
          <Tile testId="tile-service" title={t('tile.inService')} value={f.number(board.inService)} hint={t('tile.atHome', board.atHome)} />
          <Tile
            testId="tile-offline"
            title={t('tile.offline')}
            value={f.number(board.offline)}
            tone={board.offline > 0 ? 'warn' : 'plain'}
            hint={board.offline > 0 ? t('tile.offlineHint') : t('tile.none')}
          />
          <Tile testId="tile-closed" title={t('tile.closed')} value={f.number(board.closedToday)} hint={t('tile.closedHint')} />
          {board.outreach !== undefined && (
            <Tile
              testId="tile-outreach"
              title={t('tile.outreach')}
              value={t('tile.outreachOf', board.outreach.approached, board.outreach.found)}
              hint={t('tile.outreachHint', board.outreach.answered, board.outreach.outcomes.resolved, board.outreach.outcomes.leftAlone)}
            />
          )}
        </div>
        <EscalationsPanel />
        <ApprovalsPanel />
        <div className="two">
          <ArrivalsChart />
          <QueuesPanel board={board} onShow={(queueId) => showItems({ queueId })} />
        </div>
        <section className="panel panel-tabs" aria-label={t('supervisor.lists')}>
          <TabBar
            label={t('supervisor.lists')}
            tabs={[
              { id: 'people', label: t('people.title') },
              { id: 'items', label: t('items.title') },
            ]}
            chosen={tab}
            onChoose={setTab}
          >
            {tab === 'people' ? (
              <PeoplePanel board={board} chosenId={agentId} onChoose={setAgentId} />
            ) : (
              <ItemsPanel filter={filter} onFilter={setFilter} />
            )}
          </TabBar>
        </section>
      </div>
      <SupervisorAside board={board} agentId={agentId} onClose={() => setAgentId(undefined)} withPeople={tab === 'items'} />
    </main>
  );
}
