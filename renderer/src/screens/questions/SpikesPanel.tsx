import type { ReactNode } from 'react';
import type { Spike } from '../../../../shared/domain/spike.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { runCommand } from '../../store/commands.ts';
import { useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { topicName } from './topic-name.ts';

const seen = (spike: Spike): void => void runCommand({ type: 'spike.acknowledge', data: { spikeId: spike.id } });

/** T7: of what there is more than usual; what came at night stands here in the morning. */
export function SpikesPanel(): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const now = useNow(30_000);
  const online = useDesk((state) => state.connection.kind === 'online');
  const spikes = useCenter((center) => center.spikes);
  const rows = [...spikes.values()].toSorted((a, b) => b.raisedAt - a.raisedAt);
  return (
    <div className="question-details" data-testid="spikes">
      <p className="muted">{t('spikes.hint')}</p>
      {rows.length === 0 && <EmptyState title={t('spikes.none')} />}
      {rows.map((spike) => (
        <article key={spike.id} className="panel" data-testid="spike">
          <h2>
            {topicName(spike, texts)} <Tag tone={spike.level === 'alert' ? 'red' : 'blue'}>{t(`spikes.level.${spike.level}`)}</Tag>
          </h2>
          <p>
            {t('spikes.count', spike.count, f.number(spike.usual))} · {f.moment(spike.raisedAt, now)}
            {spike.endedAt !== undefined && ` · ${t('spikes.ended', f.moment(spike.endedAt, now))}`}
          </p>
          {spike.seenAt === undefined && (
            <Button isSmall isDisabled={!online} onPress={() => seen(spike)} testId="spike-seen">
              {t('spikes.seen')}
            </Button>
          )}
        </article>
      ))}
    </div>
  );
}
