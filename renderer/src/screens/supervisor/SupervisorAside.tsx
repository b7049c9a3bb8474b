import type { ReactNode } from 'react';
import type { AgentRow } from '../../../../shared/domain/rows.ts';
import { Button } from '../../components/Button.tsx';
import { useDeskOf } from '../../hooks/desk-of.ts';
import { useClock, useMinute } from '../../hooks/ticker.ts';
import type { Board } from '../../../../shared/domain/board.ts';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog, showScreen } from '../../store/ui.ts';
import { openWall } from '../../store/wall.ts';
import { useText } from '../../text/index.tsx';
import { agentShort, stateText } from '../names.ts';
import { offlineTruth } from './may-still-send.ts';
import { BudgetPanel } from './BudgetPanel.tsx';
import { DropPart } from './DropPart.tsx';
import { BriefingsPart } from './BriefingsPart.tsx';
import { ItemCard } from './ItemCard.tsx';
import { SoonPart } from './SoonPart.tsx';
import { StopPanel } from './StopPanel.tsx';

const LISTED = 5;

export interface SupervisorAsideProps {
  readonly board: Board;
  readonly agentId: string | undefined;
  readonly onClose: () => void;
  /** Beside the items people are shown to drag them onto. */
  readonly withPeople: boolean;
}

/** Beside the board: the chosen person, desks that dropped with work on them, and the stop button. */
export function SupervisorAside({ board, agentId, onClose, withPeople }: SupervisorAsideProps): ReactNode {
  const { t } = useText();
  const agents = useCenter((state) => state.agents);
  const chosen = agentId === undefined ? undefined : agents.get(agentId);
  const away = [...agents.values()]
    .filter((agent) => !agent.connected && agent.state !== 'offDuty' && agent.openItems > 0 && agent.id !== agentId)
    .slice(0, 4);
  return (
    <aside className="supervisor-aside" aria-label={t('supervisor.aside')} data-testid="supervisor-aside">
      {chosen !== undefined && <PersonPart agent={chosen} atRisk={board.agents.get(chosen.id)?.atRisk ?? 0} onClose={onClose} />}
      {away.map((agent) => (
        <PersonPart key={agent.id} agent={agent} atRisk={board.agents.get(agent.id)?.atRisk ?? 0} />
      ))}
      {chosen === undefined && away.length === 0 && <p className="muted">{t('supervisor.chooseHint')}</p>}
      {withPeople && <DropPart />}
      <SoonPart />
      <BudgetPanel />
      <BriefingsPart />
      <WallPart />
      <StopPanel />
    </aside>
  );
}

/** The same figures for everybody who walks by. */
function WallPart(): ReactNode {
  const { t } = useText();
  return (
    <section className="aside-part" aria-labelledby="wall-part-title">
      <h2 id="wall-part-title">{t('screen.wall')}</h2>
      <p className="muted">{t('wall.hint')}</p>
      <div className="aside-actions">
        <Button onPress={() => showScreen('wall')} testId="show-wall">
          {t('wall.here')}
        </Button>
        <Button onPress={() => void openWall()} testId="open-wall">
          {t('wall.window')}
        </Button>
      </div>
    </section>
  );
}

function PersonPart({
  agent,
  atRisk,
  onClose,
}: {
  readonly agent: AgentRow;
  readonly atRisk: number;
  readonly onClose?: () => void;
}): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const desk = useDeskOf(agent.id);
  const center = useCenter();
  const today = useMinute();
  const away = !agent.connected && agent.state !== 'offDuty';
  const since = useClock((now) => f.span(Math.max(0, now - (away ? (agent.droppedAt ?? agent.stateSince) : agent.stateSince))));
  const truth = away ? offlineTruth(agent, texts) : undefined;
  return (
    <section className="aside-part" data-testid="person-card" data-agent={agent.id}>
      <h2>{away ? t('supervisor.offlineFor', `^${agent.initials}`, since) : `^${agent.initials} ${agent.name}`}</h2>
      <p className="muted">
        {away ? t('supervisor.awayHint', desk.length) : t('supervisor.stateFor', stateText(texts, agent), since)}
        {truth !== undefined && (
          <>
            <br />
            {truth}
          </>
        )}
        {agent.forcedCapacity !== undefined && (
          <>
            <br />
            <span data-testid="forced-capacity">
              {t('capacity.forcedFor', agent.forcedCapacity.capacity, t(`capacity.reason.${agent.forcedCapacity.reason}`), agentShort(center, agent.forcedCapacity.byAgentId))},{' '}
              {agent.forcedCapacity.untilAt === undefined ? t('capacity.untilLifted') : t('capacity.untilMoment', f.moment(agent.forcedCapacity.untilAt, today))}
            </span>
          </>
        )}
        {atRisk > 0 && (
          <>
            <br />
            <span className="tone-bad">{t('supervisor.atRisk', atRisk)}</span>
          </>
        )}
      </p>
      {desk.slice(0, LISTED).map((row) => (
        <ItemCard key={row.item.id} row={row} />
      ))}
      {desk.length > LISTED && <p className="muted">{t('supervisor.moreItems', desk.length - LISTED)}</p>}
      <div className="aside-actions">
        <Button
          look="primary"
          isDisabled={desk.length === 0}
          onPress={() => openDialog({ kind: 'emptyDesk', agentId: agent.id })}
          testId="empty-desk"
        >
          {t('supervisor.emptyDesk')}
        </Button>
        <Button onPress={() => openDialog({ kind: 'forceState', agentId: agent.id })} testId="force-state">
          {t('supervisor.forceState')}
        </Button>
        <Button onPress={() => openDialog({ kind: 'forceCapacity', agentId: agent.id })} testId="force-capacity">
          {t('capacity.open')}
        </Button>
        {agent.forcedCapacity !== undefined && (
          <Button onPress={() => void runCommand({ type: 'agent.liftCapacity', data: { agentId: agent.id } })} testId="lift-capacity">
            {t('capacity.lift')}
          </Button>
        )}
        {onClose !== undefined && (
          <Button look="quiet" onPress={onClose}>
            {t('action.close')}
          </Button>
        )}
      </div>
    </section>
  );
}
