import type { ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { topicName } from '../screens/questions/topic-name.ts';
import { runCommand } from '../store/commands.ts';
import { useDesk } from '../store/desk.ts';
import { openQuestions } from '../store/questions.ts';
import { useCenter } from '../store/rows.ts';
import { useText } from '../text/index.tsx';

const MOST_SHOWN = 2;

/** T7, for leads: more of something than usual, until one has seen it. */
export function SpikeBanner(): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const online = useDesk((state) => state.connection.kind === 'online');
  const spikes = useCenter((center) => center.spikes);
  const rows = [...spikes.values()].filter((spike) => spike.level === 'alert' && spike.seenAt === undefined).toSorted((a, b) => b.raisedAt - a.raisedAt);
  if (rows.length === 0) return null;
  return (
    <div className="alerts" role="status" data-testid="spike-banner">
      {rows.slice(0, MOST_SHOWN).map((spike) => (
        <div key={spike.id} className="banner banner-amber">
          <Icon name="warn" size={16} />
          <span>
            <strong>{topicName(spike, texts)}</strong> {t('spikes.count', spike.count, f.number(spike.usual))}
          </span>
          <Button isSmall onPress={() => openQuestions('spikes')} testId="spike-open">
            {t('alert.open')}
          </Button>
          <Button isSmall isDisabled={!online} onPress={() => void runCommand({ type: 'spike.acknowledge', data: { spikeId: spike.id } })}>
            {t('spikes.seen')}
          </Button>
        </div>
      ))}
      {rows.length > MOST_SHOWN && <p className="banner banner-amber">{t('alert.more', rows.length - MOST_SHOWN)}</p>}
    </div>
  );
}
