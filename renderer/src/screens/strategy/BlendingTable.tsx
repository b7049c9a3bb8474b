import type { ReactNode } from 'react';
import { blendingRuleSchema, type BlendingRule, type StrategyRules } from '../../../../shared/domain/strategy.ts';
import { Picker } from '../../components/Picker.tsx';
import { changeRules } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';

const COMES = ['danger', 'call', 'live', 'async'] as const;
const HOLDS = ['async', 'live', 'call'] as const;

/** R9: what may come to somebody who is busy with something else. */
export function BlendingTable({ rules }: { readonly rules: StrategyRules }): ReactNode {
  const { t } = useText();
  const matrix = rules.blending.standard;
  const put = (comes: (typeof COMES)[number], holds: (typeof HOLDS)[number], rule: BlendingRule): void =>
    changeRules((all) => ({
      ...all,
      blending: { ...all.blending, standard: { ...all.blending.standard, [comes]: { ...all.blending.standard[comes], [holds]: rule } } },
    }));
  return (
    <section className="panel">
      <h2>
        {t('ruleSection.blending')} <span className="rule-id">R9</span>
      </h2>
      <table className="rule-table">
        <thead>
          <tr>
            <th scope="col">{t('rules.comes')}</th>
            {HOLDS.map((holds) => (
              <th key={holds} scope="col">
                {t('rules.holds', t(`workKind.${holds}`))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {COMES.map((comes) => (
            <tr key={comes}>
              <th scope="row">{t(`workKind.${comes}`)}</th>
              {HOLDS.map((holds) => (
                <td key={holds}>
                  <Picker
                    label={t('rules.blend', t(`workKind.${comes}`), t(`workKind.${holds}`))}
                    value={matrix[comes][holds]}
                    options={blendingRuleSchema.options.map((id) => ({ id, label: t(`blend.${id}`) }))}
                    onChange={(rule) => put(comes, holds, rule)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
