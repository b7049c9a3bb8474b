import { useState, type ReactNode } from 'react';
import type { AgentRecord } from '../../../../shared/domain/house.ts';
import { roleSchema } from '../../../../shared/domain/agent.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Tick } from '../../components/Tick.tsx';
import { signedIn, useDesk } from '../../store/desk.ts';
import { putRecord, shownRecords, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { skillName } from '../names.ts';
import { freshId } from './fresh-id.ts';
import { RunOutField, ShiftPart } from './ShiftPart.tsx';
import { InvitationPart } from './InvitationPart.tsx';
import { TypedField } from './TypedField.tsx';

const LEVELS = ['0', '1', '2', '3', '4', '5'] as const;
const WISHES = ['1', '2', '3'] as const;
const INITIALS = /^[\p{Lu}\d]{2,3}$/u;

/** S5: who works here, in which teams, with which skills and wishes. */
export function PeopleTab(): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const isAdmin = useDesk((state) => signedIn(state)?.role === 'admin');
  const people = shownRecords(center, edits, 'agent').toSorted((a, b) => Number(a.disabled) - Number(b.disabled) || f.compare(a.name, b.name));
  const [chosen, setChosen] = useState<string>();
  const open = people.find(({ id }) => id === chosen) ?? people[0];
  const add = (): void => {
    const id = freshId('agent', '');
    const taken = new Set(people.map(({ initials }) => initials));
    const initials = Array.from({ length: 900 }, (_, n) => `N${n + 1}`).find((one) => one.length <= 3 && !taken.has(one)) ?? 'NN';
    putRecord('agent', id, { id, name: t('house.newPerson'), initials, role: 'agent', teamIds: [], place: 'office', skills: [], capacity: 100, disabled: false });
    setChosen(id);
  };
  return (
    <>
      <div className="house-list">
        {open !== undefined && <Picker<string> label={t('house.person')} value={open.id ?? ''} options={people.map(({ id, name, initials, disabled }) => ({ id: id ?? '', label: disabled ? t('house.disabledOne', name) : `${name} (${initials})` }))} onChange={setChosen} testId="house-person" />}
        {isAdmin && (
          <Button isSmall onPress={add} testId="house-add-person">
            {t('house.addPerson')}
          </Button>
        )}
      </div>
      <RunOutField />
      {open !== undefined && <PersonForm key={open.id} person={open} isAdmin={isAdmin} />}
    </>
  );
}

function PersonForm({ person, isAdmin }: { readonly person: AgentRecord; readonly isAdmin: boolean }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const put = (change: Partial<AgentRecord>): void => putRecord('agent', person.id ?? '', { ...person, ...change });
  const teams = shownRecords(center, edits, 'team').toSorted((a, b) => f.compare(a.name, b.name));
  const skills = shownRecords(center, edits, 'skill').toSorted((a, b) => f.compare(a.name[texts.language], b.name[texts.language]));
  const wishes = person.wishes ?? [];
  const withWish = (skillId: string, wish: number): void => {
    const { wishes: _before, ...rest } = person;
    const next = [...wishes.filter((one) => one.skillId !== skillId), ...(wish === 2 ? [] : [{ skillId, wish }])];
    putRecord('agent', person.id ?? '', next.length === 0 ? rest : { ...rest, wishes: next });
  };
  // Who looks at their answers is said where approvals are; until then every lead is asked.
  const withTrainee = (on: boolean): void => {
    const { trainee: _before, ...rest } = person;
    putRecord('agent', person.id, on ? { ...rest, trainee: {} } : rest);
  };
  const mayAll = isAdmin || person.role === 'agent';
  if (!mayAll) return <p className="muted">{t('house.adminOnly')}</p>;
  return (
    <section className="panel" data-testid="house-person-form">
      {isAdmin ? (
        <div className="rule-numbers">
          <Field label={t('house.name')} value={person.name} onChange={(name) => put({ name })} name="person-name" maxLength={120} />
          <TypedField label={t('house.initials')} value={person.initials} write={(value) => value} read={(text) => (INITIALS.test(text.trim()) ? text.trim() : undefined)} onChange={(initials) => put({ initials })} name="person-initials" problem={t('house.initialsWrong')} maxLength={3} />
        </div>
      ) : (
        <h3>{person.name}</h3>
      )}
      <div className="house-list">
        {isAdmin && <Picker label={t('house.role')} value={person.role} options={roleSchema.options.map((id) => ({ id, label: t(`house.role.${id}`) }))} onChange={(role) => put({ role })} testId="house-role" />}
        <Picker<'office' | 'home'> label={t('house.place')} value={person.place} options={(['office', 'home'] as const).map((id) => ({ id, label: t(`house.place.${id}`) }))} onChange={(place) => put({ place })} />
        <Tick label={t('house.trainee')} isSelected={person.trainee !== undefined} onChange={withTrainee} />
        {isAdmin && <Tick label={t('house.disabled')} isSelected={person.disabled} onChange={(disabled) => put({ disabled })} />}
      </div>
      <TypedField label={t('house.capacity')} value={person.capacity} write={String} read={(text) => (/^\d{1,4}$/.test(text.trim()) && Number(text) <= 1000 ? Number(text) : undefined)} onChange={(capacity) => put({ capacity })} name="person-capacity" hint={t('house.capacityHint')} problem={t('house.capacityWrong')} maxLength={4} />
      <ShiftPart agentId={person.id} />
      {isAdmin && <InvitationPart agentId={person.id} name={person.name} />}
      <h3>{t('house.teams')}</h3>
      <div className="house-list">
        {teams.map((team) => (
          <Tick key={team.id} label={team.name} isSelected={person.teamIds.includes(team.id ?? '')} onChange={(on) => put({ teamIds: on ? [...person.teamIds, team.id ?? ''] : person.teamIds.filter((id) => id !== team.id) })} />
        ))}
      </div>
      <h3>{t('house.skills')}</h3>
      <table className="rule-table">
        <thead>
          <tr>
            <th scope="col">{t('house.skill')}</th>
            <th scope="col">{t('house.level')}</th>
            <th scope="col">{t('house.wish')}</th>
          </tr>
        </thead>
        <tbody>
          {skills.map((skill) => {
            const id = skill.id ?? '';
            const name = center.skills.has(id) ? skillName(center, texts, id) : skill.name[texts.language];
            const level = person.skills.find((one) => one.skillId === id)?.level ?? 0;
            return (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td>
                  <Picker<(typeof LEVELS)[number]> label={t('rules.levelOf', name)} value={String(level) as (typeof LEVELS)[number]} options={LEVELS.map((one) => ({ id: one, label: one === '0' ? t('house.levelNone') : one }))} onChange={(next) => put({ skills: [...person.skills.filter((one) => one.skillId !== id), ...(next === '0' ? [] : [{ skillId: id, level: Number(next) }])] })} />
                </td>
                <td>
                  <Picker<(typeof WISHES)[number]> label={t('house.wishOf', name)} value={String(wishes.find((one) => one.skillId === id)?.wish ?? 2) as (typeof WISHES)[number]} options={WISHES.map((one) => ({ id: one, label: t(`house.wish.${one}`) }))} onChange={(next) => withWish(id, Number(next))} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
