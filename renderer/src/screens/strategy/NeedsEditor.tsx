import type { ReactNode } from 'react';
import type { SkillNeed } from '../../../../shared/domain/skill.ts';
import { IconButton } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Picker } from '../../components/Picker.tsx';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { skillName } from '../names.ts';

const LEVELS = ['1', '2', '3', '4', '5'] as const;

/** Skills with the least level each. */
export function NeedsEditor({
  needs,
  onChange,
  testId,
}: {
  readonly needs: readonly SkillNeed[];
  readonly onChange: (needs: SkillNeed[]) => void;
  readonly testId: string;
}): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const free = [...center.skills.values()].filter((skill) => !needs.some((need) => need.skillId === skill.id));
  return (
    <div className="needs" data-testid={testId}>
      {needs.map((need) => (
        <span key={need.skillId} className="need">
          {skillName(center, texts, need.skillId)}
          <Picker
            label={t('rules.levelOf', skillName(center, texts, need.skillId))}
            value={String(need.minLevel) as (typeof LEVELS)[number]}
            options={LEVELS.map((id) => ({ id, label: t('rules.level', Number(id)) }))}
            onChange={(level) => onChange(needs.map((one) => (one.skillId === need.skillId ? { ...one, minLevel: Number(level) } : one)))}
          />
          <IconButton
            label={t('rules.remove', skillName(center, texts, need.skillId))}
            onPress={() => onChange(needs.filter((one) => one !== need))}
          >
            <Icon name="close" size={13} />
          </IconButton>
        </span>
      ))}
      {free.length > 0 && (
        <Picker<string>
          label={t('rules.addSkill')}
          value=""
          options={[
            { id: '', label: t('rules.addSkill') },
            ...free
              .map((skill) => ({ id: skill.id, label: skillName(center, texts, skill.id) }))
              .toSorted((a, b) => f.compare(a.label, b.label)),
          ]}
          onChange={(skillId) => skillId !== '' && onChange([...needs, { skillId, minLevel: 3 }])}
          testId={`${testId}-add`}
        />
      )}
    </div>
  );
}
