import { useMemo, useState, type ReactNode } from 'react';
import { ListBox, ListBoxItem, ListBoxSection, Header } from 'react-aria-components';
import type { SkillNeed } from '../../../../shared/domain/skill.ts';
import { capacityOf } from '../../../../shared/domain/agent.ts';
import type { AgentRow } from '../../../../shared/domain/rows.ts';
import { Field } from '../../components/Field.tsx';
import { Dot } from '../../components/Tag.tsx';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { stateText, stateTone } from '../names.ts';

export type Target = { readonly kind: 'agent'; readonly id: string } | { readonly kind: 'queue'; readonly id: string };

export interface TargetListProps {
  readonly needs: readonly SkillNeed[];
  readonly queues: readonly { readonly id: string; readonly label: string }[];
  readonly target: Target | undefined;
  readonly onChoose: (target: Target) => void;
  readonly withMe?: boolean;
  /** Takes the focus. */
  readonly isFirst?: boolean;
  /** Whom it is taken from. */
  readonly notId?: string | undefined;
}

export function hasSkills(agent: Pick<AgentRow, 'skills'>, needs: readonly SkillNeed[]): boolean {
  return needs.every((need) => agent.skills.some((skill) => skill.skillId === need.skillId && skill.level >= need.minLevel));
}

/** People and queues to hand something to: those who can and are there stand first. */
export function TargetList({ needs, queues, target, onChoose, withMe = false, isFirst = true, notId }: TargetListProps): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const [search, setSearch] = useState('');
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const agents = useCenter((state) => state.agents);
  const wanted = search.trim().toLowerCase();
  const people = useMemo(() => {
    const worth = (agent: AgentRow): number =>
      (hasSkills(agent, needs) ? 0 : 4) +
      (agent.connected && agent.state === 'available' ? 0 : agent.connected && agent.state !== 'offDuty' ? 1 : 2);
    return [...agents.values()]
      .filter(
        (agent) =>
          !agent.disabled &&
          (withMe || agent.id !== me) &&
          agent.id !== notId &&
          (wanted === '' || `${agent.name} ^${agent.initials}`.toLowerCase().includes(wanted)),
      )
      .toSorted((a, b) => worth(a) - worth(b) || f.compare(a.name, b.name))
      .slice(0, 60);
  }, [agents, needs, me, wanted, f, withMe, notId]);
  const places = queues.filter((queue) => wanted === '' || queue.label.toLowerCase().includes(wanted));
  return (
    <>
      <Field label={t('target.search')} value={search} onChange={setSearch} autoFocus={isFirst} />
      <ListBox
        className="target-list"
        aria-label={t('target.label')}
        selectionMode="single"
        selectedKeys={target === undefined ? [] : [`${target.kind}:${target.id}`]}
        onSelectionChange={(keys) => {
          const key = keys === 'all' ? undefined : [...keys][0];
          if (key === undefined) return;
          const [kind, ...rest] = String(key).split(':');
          onChoose({ kind: kind === 'queue' ? 'queue' : 'agent', id: rest.join(':') });
        }}
      >
        {places.length > 0 && (
          <ListBoxSection>
            <Header className="option-title">{t('target.queues')}</Header>
            {places.map((queue) => (
              <ListBoxItem key={queue.id} id={`queue:${queue.id}`} className="option" textValue={queue.label}>
                {queue.label}
              </ListBoxItem>
            ))}
          </ListBoxSection>
        )}
        <ListBoxSection>
          <Header className="option-title">{t('target.people')}</Header>
          {people.map((agent) => (
            <ListBoxItem key={agent.id} id={`agent:${agent.id}`} className="option" textValue={`${agent.name} ${agent.initials}`}>
              <Dot tone={stateTone(agent)} />
              <strong>^{agent.initials}</strong> <span className="option-name">{agent.name}</span>
              <span className="option-hint">
                {agent.connected ? stateText(texts, agent) : t('people.offline')} · {t('target.load', agent.load, capacityOf(agent))}
                {!hasSkills(agent, needs) && ` · ${t('target.lacksSkill')}`}
              </span>
            </ListBoxItem>
          ))}
        </ListBoxSection>
      </ListBox>
    </>
  );
}
