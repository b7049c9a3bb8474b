import type { ReactNode } from 'react';
import { messageLanguageSchema, type MessageLanguage, type StrategyRules } from '../../../../shared/domain/strategy.ts';
import type { SkillNeed } from '../../../../shared/domain/skill.ts';
import { changeRules } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';
import { NeedsEditor } from './NeedsEditor.tsx';

/** What a message in each language asks of who answers. */
export function LanguageNeeds({ rules }: { readonly rules: StrategyRules }): ReactNode {
  const { t } = useText();
  return (
    <section className="panel">
      <h2>
        {t('ruleSection.languages')} <span className="rule-id">R1</span>
      </h2>
      {messageLanguageSchema.options.map((language) => (
        <div key={language}>
          <p>{t('rules.languageNeeds', t(`messageLanguage.${language}`))}</p>
          <NeedsEditor
            needs={rules.languages[language] ?? []}
            onChange={(needs) => changeRules((all) => ({ ...all, languages: withNeeds(all.languages, language, needs) }))}
            testId={`language-needs-${language}`}
          />
        </div>
      ))}
    </section>
  );
}

/** Without needs a language is not named at all: so it was before anybody looked. */
function withNeeds(languages: StrategyRules['languages'], language: MessageLanguage, needs: SkillNeed[]): StrategyRules['languages'] {
  const { [language]: _before, ...rest } = languages;
  return needs.length === 0 ? rest : { ...rest, [language]: needs };
}
