import type { ReactNode } from 'react';
import { numberPatternSchema, type BrandRules as Rules, type StrategyRules } from '../../../../shared/domain/strategy.ts';
import { useCenter } from '../../store/rows.ts';
import { changeRules } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';
import { ListField } from './ListField.tsx';

const NONE: Rules = { names: [], notNames: [], numbers: [] };
type NumberKind = Rules['numbers'][number]['kind'];

/** T1, T5: what each brand is called besides, and how its numbers look. */
export function BrandRules({ rules }: { readonly rules: StrategyRules }): ReactNode {
  const { t } = useText();
  const accounts = useCenter((center) => center.accounts);
  const brands = [...new Set([...accounts.values()].map((account) => account.brand))].toSorted();
  return (
    <section className="panel" data-testid="brand-rules">
      <h2>
        {t('ruleSection.brands')} <span className="rule-id">T1 T5</span>
      </h2>
      {brands.map((brand) => {
        const rule = rules.brands[brand] ?? NONE;
        const put = (change: Partial<Rules>): void => changeRules((all) => ({ ...all, brands: withBrand(all.brands, brand, { ...(all.brands[brand] ?? NONE), ...change }) }));
        return (
          <div key={brand} className="rule-ring" role="group" aria-label={t('rules.brand', brand)}>
            <h3>{t('rules.brand', brand)}</h3>
            <ListField label={t('rules.brandNames')} value={rule.names} by="," onChange={(names) => put({ names })} name={`brand-names-${brand}`} fits={(one) => one.length >= 2 && one.length <= 60} />
            <ListField label={t('rules.brandNotNames')} value={rule.notNames} by="," onChange={(notNames) => put({ notNames })} name={`brand-not-names-${brand}`} fits={(one) => one.length >= 2 && one.length <= 60} />
            {(['customerNumber', 'orderNumber'] as const).map((kind) => (
              <ListField
                key={kind}
                label={t(kind === 'customerNumber' ? 'rules.brandNumbers' : 'rules.brandOrders')}
                value={rule.numbers.filter((one) => one.kind === kind).map((one) => one.pattern)}
                by={'\n'}
                onChange={(patterns) => put({ numbers: withPatterns(rule.numbers, kind, patterns) })}
                name={`brand-${kind}-${brand}`}
                fits={(one) => numberPatternSchema.safeParse(one).success}
                problem={t('rules.brandPatternWrong')}
              />
            ))}
          </div>
        );
      })}
    </section>
  );
}

function withPatterns(numbers: Rules['numbers'], kind: NumberKind, patterns: readonly string[]): Rules['numbers'] {
  return [...numbers.filter((one) => one.kind !== kind), ...patterns.map((pattern) => ({ kind, pattern }))];
}

function withBrand(all: StrategyRules['brands'], brand: string, rule: Rules): StrategyRules['brands'] {
  const { [brand]: _before, ...rest } = all;
  return rule.names.length + rule.notNames.length + rule.numbers.length === 0 ? rest : { ...rest, [brand]: rule };
}
