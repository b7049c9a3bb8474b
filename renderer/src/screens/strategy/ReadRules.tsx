import type { ReactNode } from 'react';
import { readCauseSchema, type ReadCause, type ReadRule, type StrategyRules } from '../../../../shared/domain/strategy.ts';
import { changeRules } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';
import { NeedsEditor } from './NeedsEditor.tsx';
import { NumberField } from './NumberField.tsx';

const NONE: ReadRule = { needs: [], priority: 0, surePercent: 60 };

/** What a message read so needs, and how soon it comes. */
export function ReadRules({ rules }: { readonly rules: StrategyRules }): ReactNode {
  const { t } = useText();
  return (
    <section className="panel" data-testid="read-rules">
      <h2>
        {t('ruleSection.reading')} <span className="rule-id">T3 T5 T11</span>
      </h2>
      {readCauseSchema.options.map((cause) => {
        const rule = rules.reading[cause] ?? NONE;
        const put = (change: Partial<ReadRule>): void => changeRules((all) => ({ ...all, reading: withRule(all.reading, cause, { ...rule, ...change }) }));
        return (
          <div key={cause} className="rule-ring read-rule" role="group" aria-label={t(`readCause.${cause}`)}>
            <h3>{t(`readCause.${cause}`)}</h3>
            <NumberField label={t('rules.readPriority')} value={rule.priority} unit="count" min={0} max={8} onChange={(priority) => put({ priority: Math.round(priority) })} testName={`read-priority-${cause}`} />
            <NumberField label={t('rules.readSure')} value={rule.surePercent} unit="percent" min={0} max={100} onChange={(surePercent) => put({ surePercent: Math.round(surePercent) })} testName={`read-sure-${cause}`} />
            <NeedsEditor needs={rule.needs} onChange={(needs) => put({ needs })} testId={`read-needs-${cause}`} />
          </div>
        );
      })}
    </section>
  );
}

/** A rule that asks for nothing is none. */
function withRule(all: StrategyRules['reading'], cause: ReadCause, rule: ReadRule): StrategyRules['reading'] {
  const { [cause]: _before, ...rest } = all;
  return rule.needs.length === 0 && rule.priority === 0 && rule.surePercent === NONE.surePercent ? rest : { ...rest, [cause]: rule };
}
