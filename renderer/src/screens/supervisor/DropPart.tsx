import type { ReactNode } from 'react';
import { capacityOf } from '../../../../shared/domain/agent.ts';
import { isInService } from '../../../../shared/domain/board.ts';
import type { AgentRow } from '../../../../shared/domain/rows.ts';
import { Dot } from '../../components/Tag.tsx';
import { LoadBar } from '../../components/Tile.tsx';
import { useDropTarget } from '../../hooks/drop-target.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { stateTone } from '../names.ts';

const SHOWN = 12;

/** Beside the items: people they can be dragged onto, those with the most room first. Keys have the dialog of moving. */
export function DropPart(): ReactNode {
  const { t, f } = useText();
  const agents = useCenter((state) => state.agents);
  const room = (agent: AgentRow): number => (agent.state === 'available' ? capacityOf(agent) - agent.load : Number.NEGATIVE_INFINITY);
  const people = [...agents.values()].filter((agent) => isInService(agent) && agent.connected).toSorted((a, b) => room(b) - room(a) || f.compare(a.name, b.name));
  if (people.length === 0) return null;
  return (
    <section className="aside-part" aria-labelledby="drop-title" data-testid="drop-part">
      <h2 id="drop-title">{t('drop.title')}</h2>
      <p className="muted">{t('drop.hint')}</p>
      <ul className="drop-list">
        {people.slice(0, SHOWN).map((agent) => (
          <DropLine key={agent.id} agent={agent} />
        ))}
      </ul>
      {people.length > SHOWN && <p className="muted">{t('people.more', people.length - SHOWN)}</p>}
    </section>
  );
}

function DropLine({ agent }: { readonly agent: AgentRow }): ReactNode {
  const { t } = useText();
  const { isOver, ...target } = useDropTarget(agent.id);
  return (
    <li className={`drop-line${isOver ? ' is-over' : ''}`} {...target} data-testid="drop-line" data-agent={agent.id}>
      <Dot tone={stateTone(agent)} /> {agent.name} ^{agent.initials}
      <LoadBar load={agent.load} capacity={capacityOf(agent)} label={t('target.load', agent.load, capacityOf(agent))} />
    </li>
  );
}
