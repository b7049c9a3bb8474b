import type { ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { useMinute } from '../hooks/ticker.ts';
import { awayCounts, awayTitle } from '../screens/away-words.ts';
import { useDesk } from '../store/desk.ts';
import { seenAway } from '../store/away.ts';
import { openDialog } from '../store/ui.ts';
import { useKeyHint } from '../hooks/key-hint.ts';
import { useText } from '../text/index.tsx';

/** Back again: what happened meanwhile, in one line, until it was seen. */
export function AwayBanner(): ReactNode {
  const texts = useText();
  const hint = useKeyHint();
  const { t } = texts;
  const now = useMinute();
  const away = useDesk((state) => state.away);
  const online = useDesk((state) => state.connection.kind === 'online');
  if (away === null || !online) return null;
  return (
    <section className="banner banner-blue shell-banner" aria-label={awayTitle(texts, away, now)} data-testid="away-banner">
      <Icon name="bell" size={16} />
      <p className="shell-banner-text">
        <strong>{awayTitle(texts, away, now)}:</strong> {awayCounts(texts, away).join(' · ')}
      </p>
      <Button isSmall look="primary" keys={hint('away')} onPress={() => openDialog({ kind: 'away' })} testId="away-show">
        {t('away.show')}
      </Button>
      <Button isSmall look="quiet" onPress={() => void seenAway()} testId="away-seen">
        {t('away.seen')}
      </Button>
    </section>
  );
}
