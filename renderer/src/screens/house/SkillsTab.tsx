import type { ReactNode } from 'react';
import type { Skill } from '../../../../shared/domain/skill.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Picker } from '../../components/Picker.tsx';
import { putRecord, shownRecords, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { freshId } from './fresh-id.ts';

const KINDS = ['topic', 'language', 'legal', 'care'] as const;

/** S5: what people can do, and the teams they are in. */
export function SkillsTab(): ReactNode {
  const { t, f, language } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  // In the order they had: a line that is being renamed stays where it is.
  const skills = shownRecords(center, edits, 'skill').toSorted((a, b) => f.compare(a.id ?? '', b.id ?? ''));
  const teams = shownRecords(center, edits, 'team').toSorted((a, b) => f.compare(a.id ?? '', b.id ?? ''));
  const add = (): void => {
    const id = freshId('skill', '');
    putRecord('skill', id, { id, name: { de: t('house.newSkill'), en: t('house.newSkill') }, kind: 'topic' });
  };
  const addTeam = (): void => {
    const id = freshId('team', '');
    putRecord('team', id, { id, name: t('house.newTeam') });
  };
  return (
    <>
      <section className="panel" data-testid="house-skills">
        <h2>{t('house.skills')}</h2>
        {skills.map((skill) => (
          <SkillLine key={skill.id} skill={skill} name={skill.name[language]} />
        ))}
        <Button isSmall onPress={add} testId="house-add-skill">
          {t('house.addSkill')}
        </Button>
      </section>
      <section className="panel" data-testid="house-teams">
        <h2>{t('house.teams')}</h2>
        {teams.map((team) => (
          <div key={team.id} className="house-line" role="group" aria-label={team.name}>
            <Field label={t('house.name')} value={team.name} onChange={(name) => putRecord('team', team.id ?? '', { ...team, name })} name={`team-${team.id}`} maxLength={80} />
            <IconButton label={t('rules.remove', team.name)} onPress={() => putRecord('team', team.id ?? '', null)}>
              <Icon name="close" size={13} />
            </IconButton>
          </div>
        ))}
        <Button isSmall onPress={addTeam} testId="house-add-team">
          {t('house.addTeam')}
        </Button>
      </section>
    </>
  );
}

function SkillLine({ skill, name }: { readonly skill: Skill; readonly name: string }): ReactNode {
  const { t } = useText();
  const put = (change: Partial<Skill>): void => putRecord('skill', skill.id ?? '', { ...skill, ...change });
  return (
    <div className="house-line" role="group" aria-label={name}>
      <Field label={t('house.nameDe')} value={skill.name.de} onChange={(de) => put({ name: { ...skill.name, de } })} name={`skill-de-${skill.id}`} maxLength={80} />
      <Field label={t('house.nameEn')} value={skill.name.en} onChange={(en) => put({ name: { ...skill.name, en } })} name={`skill-en-${skill.id}`} maxLength={80} />
      <Picker label={t('house.kind')} value={skill.kind} options={KINDS.map((id) => ({ id, label: t(`house.kind.${id}`) }))} onChange={(kind) => put({ kind })} />
      <IconButton label={t('rules.remove', name)} onPress={() => putRecord('skill', skill.id ?? '', null)}>
        <Icon name="close" size={13} />
      </IconButton>
    </div>
  );
}
