import type { ReactNode } from 'react';
import { specialMailKindSchema, type SpecialMailKind, type StrategyRules } from '../../../../shared/domain/strategy.ts';
import { Picker } from '../../components/Picker.tsx';
import { useCenter } from '../../store/rows.ts';
import { changeRules } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';
import { queueName } from '../names.ts';
import { UNITS } from './fields.ts';
import { NumberField } from './NumberField.tsx';

type Route = NonNullable<StrategyRules['special'][SpecialMailKind]>;

/** R13: letters with a clock of their own. */
export function SpecialRoutes({ rules }: { readonly rules: StrategyRules }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const put = (kind: SpecialMailKind, route: Route): void => changeRules((all) => ({ ...all, special: { ...all.special, [kind]: route } }));
  return (
    <section className="panel">
      <h2>
        {t('ruleSection.special')} <span className="rule-id">R13</span>
      </h2>
      {specialMailKindSchema.options.map((kind) => {
        const route = rules.special[kind];
        if (route === undefined) return null;
        return (
          <div key={kind} className="rule-ring" role="group" aria-label={t(`special.${kind}`)}>
            <h3>{t(`special.${kind}`)}</h3>
            <NumberField
              label={t('rules.specialDue')}
              value={route.dueMs / UNITS.hours}
              unit="hours"
              min={1}
              max={24 * 60}
              onChange={(hours) => put(kind, { ...route, dueMs: Math.round(hours * UNITS.hours) })}
              testName={`special-${kind}`}
            />
            <Picker
              label={t('rules.specialQueue')}
              value={route.queueId ?? ''}
              options={[
                { id: '', label: t('rules.sameQueue') },
                ...[...center.queues.values()].map((queue) => ({ id: queue.id, label: queueName(center, texts, queue.id) })),
              ]}
              onChange={(queueId) => {
                const { queueId: _before, ...rest } = route;
                put(kind, queueId === '' ? rest : { ...rest, queueId });
              }}
            />
          </div>
        );
      })}
    </section>
  );
}
