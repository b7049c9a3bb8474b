import { useMemo, useState, type ReactNode } from 'react';
import { capacityOf } from '../../../../shared/domain/agent.ts';
import type { AgentRow } from '../../../../shared/domain/rows.ts';
import { Field } from '../../components/Field.tsx';
import { Dot, Tag } from '../../components/Tag.tsx';
import { LoadBar } from '../../components/Tile.tsx';
import { useDropTarget } from '../../hooks/drop-target.ts';
import { useClock } from '../../hooks/ticker.ts';
import type { Board } from '../../../../shared/domain/board.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { skillName, stateText, stateTone } from '../names.ts';
import { offlineTruth } from './may-still-send.ts';

const SHOWN = 150;

export interface PeoplePanelProps {
  readonly board: Board;
  readonly chosenId: string | undefined;
  readonly onChoose: (agentId: string) => void;
}

/** Everybody of the center by name and state; those who left stand last. */
export function PeoplePanel({ board, chosenId, onChoose }: PeoplePanelProps): ReactNode {
  const { t, f } = useText();
  const agents = useCenter((state) => state.agents);
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const people = useMemo(
    () =>
      [...agents.values()]
        .filter((agent) => !agent.disabled && (wanted === '' || `${agent.name} ^${agent.initials}`.toLowerCase().includes(wanted)))
        .toSorted((a, b) => Number(a.state === 'offDuty') - Number(b.state === 'offDuty') || f.compare(a.name, b.name)),
    [agents, wanted, f],
  );
  return (
    <>
      {agents.size > 12 && <Field label={t('target.search')} hideLabel value={search} onChange={setSearch} />}
      <div className="table-scroll" tabIndex={0} role="group" aria-label={t('people.title')} data-scrolls>
        <table data-testid="people-table">
          <thead>
            <tr>
              <th scope="col">{t('people.initials')}</th>
              <th scope="col">{t('people.name')}</th>
              <th scope="col">{t('people.state')}</th>
              <th scope="col">{t('people.since')}</th>
              <th scope="col">{t('people.place')}</th>
              <th scope="col">{t('people.load')}</th>
              <th scope="col">{t('people.open')}</th>
              <th scope="col">{t('people.atRisk')}</th>
              <th scope="col">{t('people.skills')}</th>
            </tr>
          </thead>
          <tbody>
            {people.slice(0, SHOWN).map((agent) => (
              <PersonRow
                key={agent.id}
                agent={agent}
                open={board.agents.get(agent.id)?.open ?? 0}
                atRisk={board.agents.get(agent.id)?.atRisk ?? 0}
                isChosen={agent.id === chosenId}
                onChoose={onChoose}
              />
            ))}
          </tbody>
        </table>
      </div>
      {people.length > SHOWN && <p className="muted">{t('people.more', people.length - SHOWN)}</p>}
    </>
  );
}

interface PersonRowProps {
  readonly agent: AgentRow;
  readonly open: number;
  readonly atRisk: number;
  readonly isChosen: boolean;
  readonly onChoose: (agentId: string) => void;
}

function PersonRow({ agent, open, atRisk, isChosen, onChoose }: PersonRowProps): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const away = !agent.connected && agent.state !== 'offDuty';
  const since = away ? (agent.droppedAt ?? agent.stateSince) : agent.stateSince;
  const shown = useClock((now) => f.span(Math.max(0, now - since)));
  const truth = away ? offlineTruth(agent, texts) : undefined;
  const breakUntil = agent.state === 'onBreak' ? agent.breakUntil : undefined;
  const pause = useClock((now) => (away || breakUntil === undefined ? '' : breakUntil < now ? t('stateMenu.overdue') : f.clock(breakUntil - now)));
  const { isOver, ...target } = useDropTarget(agent.id);
  const skills = agent.skills.map((skill) => `${skillName(center, texts, skill.skillId)} ${skill.level}`).join(' · ');
  return (
    <tr
      className={isChosen || isOver ? 'is-chosen' : ''}
      {...target}
      data-testid="person"
      data-agent={agent.id}
      data-state={away ? 'offline' : agent.state}
    >
      <th scope="row">
        <button type="button" className="link-button" aria-pressed={isChosen} onClick={() => onChoose(agent.id)}>
          ^{agent.initials}
        </button>
      </th>
      <td>{agent.name}</td>
      <td className="person-state">
        <Dot tone={stateTone(agent)} />
        {away ? t('people.offline') : stateText(texts, agent)}
        {pause !== '' && <span className={breakUntil !== undefined && pause === t('stateMenu.overdue') ? 'tone-bad' : 'muted'}> {pause}</span>}
        {truth !== undefined && <span className="person-truth">{truth}</span>}
      </td>
      <td>{shown}</td>
      <td>{t(`place.${agent.place}`)}</td>
      <td>
        <LoadBar load={agent.load} capacity={capacityOf(agent)} label={t('target.load', agent.load, capacityOf(agent))} />
        {agent.forcedCapacity !== undefined && <Tag tone="amber">{f.number(agent.forcedCapacity.capacity)}</Tag>}
      </td>
      <td>{open}</td>
      <td className={atRisk > 0 ? 'tone-bad' : ''}>{atRisk}</td>
      <td className="person-skills" title={skills}>
        {skills}
      </td>
    </tr>
  );
}
