import type { ReactNode } from 'react';
import type { Queue } from '../../../../shared/domain/queue.ts';
import type { QueueRules, StrategyRules } from '../../../../shared/domain/strategy.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Picker } from '../../components/Picker.tsx';
import { useCenter } from '../../store/rows.ts';
import { changeRules } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';
import { queueName, skillName } from '../names.ts';
import { UNITS } from './fields.ts';
import { NumberField } from './NumberField.tsx';

const MOST_RINGS = 6;
const NO_RULES: QueueRules = { rings: [] };

/** R4: what a queue stops asking for the longer somebody waits. Only topics can be dropped. */
export function QueueRings({ rules }: { readonly rules: StrategyRules }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const queues = [...center.queues.values()].toSorted((a, b) => f.compare(queueName(center, texts, a.id), queueName(center, texts, b.id)));
  return (
    <section className="panel">
      <h2>
        {t('ruleSection.queues')} <span className="rule-id">R4</span>
      </h2>
      <p className="muted">{t('rules.ringsHint')}</p>
      {queues.map((queue) => (
        <QueueRow key={queue.id} queue={queue} own={rules.queues[queue.id] ?? NO_RULES} />
      ))}
    </section>
  );
}

function QueueRow({ queue, own }: { readonly queue: Queue; readonly own: QueueRules }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const name = queueName(center, texts, queue.id);
  const topics = queue.needs.filter((need) => center.skills.get(need.skillId)?.kind === 'topic').map((need) => need.skillId);
  const put = (change: Partial<QueueRules>): void =>
    changeRules((rules) => {
      const next = { ...NO_RULES, ...rules.queues[queue.id], ...change };
      const { [queue.id]: _before, ...others } = rules.queues;
      return { ...rules, queues: next.rings.length === 0 && next.offerMs === undefined ? others : { ...others, [queue.id]: next } };
    });
  const ring = (at: number, change: Partial<QueueRules['rings'][number]>): void =>
    put({ rings: own.rings.map((one, i) => (i === at ? { ...one, ...change } : one)) });
  return (
    <div className="rule-queue" role="group" aria-label={name} data-testid={`rings-${queue.id}`}>
      <h3>{name}</h3>
      {own.rings.map((one, at) => (
        <div key={at} className="rule-ring">
          <NumberField
            label={t('rules.ringAfter', at + 1)}
            value={one.afterMs / UNITS.minutes}
            unit="minutes"
            min={0}
            max={10_080}
            onChange={(minutes) => ring(at, { afterMs: Math.round(minutes * UNITS.minutes) })}
            testName={`ring-${queue.id}-${at}`}
          />
          <Picker
            label={t('rules.ringDrops')}
            value={one.drop[0] ?? ''}
            options={[
              { id: '', label: t('rules.dropsNothing') },
              ...topics.map((id) => ({ id, label: t('rules.drops', skillName(center, texts, id)) })),
            ]}
            onChange={(skillId) => ring(at, { drop: skillId === '' ? [] : [skillId] })}
          />
          <IconButton label={t('rules.removeRing', at + 1)} onPress={() => put({ rings: own.rings.filter((_, i) => i !== at) })}>
            <Icon name="close" size={13} />
          </IconButton>
        </div>
      ))}
      {topics.length === 0 ? (
        <p className="muted">{t('rules.noTopic')}</p>
      ) : (
        own.rings.length < MOST_RINGS && (
          <Button
            isSmall
            onPress={() =>
              put({
                rings: [
                  ...own.rings,
                  { afterMs: (own.rings.at(-1)?.afterMs ?? 0) + 10 * UNITS.minutes, drop: topics.slice(0, 1), lower: [] },
                ],
              })
            }
            testId={`add-ring-${queue.id}`}
          >
            {t('rules.addRing')}
          </Button>
        )
      )}
    </div>
  );
}
