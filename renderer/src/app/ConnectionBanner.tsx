import type { ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { Progress } from '../components/Progress.tsx';
import { useFirstSync } from '../hooks/first-sync.ts';
import { useClock, useMinute } from '../hooks/ticker.ts';
import { progressOf, progressText } from '../screens/sync-words.ts';
import { countOutbox, useDesk } from '../store/desk.ts';
import { showScreen, useUi } from '../store/ui.ts';
import { errorText } from '../text/errors.ts';
import { useText } from '../text/index.tsx';

/** A link that is back at once needs no banner; the pill above shows it. */
const SHOWN_AFTER_MS = 1_500;

/** While the server is away: since when, what waits, what still works; while catching up: how far. */
export function ConnectionBanner(): ReactNode {
  const texts = useText();
  const { t, f, language } = texts;
  const connection = useDesk((state) => state.connection);
  const gone = useDesk((state) => state.notOnlineSince);
  const counts = countOutbox(useDesk((state) => state.outbox));
  const first = useFirstSync();
  const now = useMinute();
  const inOutbox = useUi((state) => state.screen === 'outbox');
  const isLong = useClock((now) => gone !== undefined && now - gone >= SHOWN_AFTER_MS);
  // The first time the list itself says it.
  if (connection.kind === 'online' || first) return null;
  const progress = progressOf(connection);
  if (progress === undefined && !isLong) return null;
  const since = connection.kind === 'offline' ? connection.since : connection.offlineSince;
  const time = since === undefined ? '' : f.moment(since, now);
  const why = connection.kind === 'offline' && connection.code !== undefined ? errorText(language, connection.code) : undefined;
  const open = [
    counts.waiting > 0 ? t('connection.waiting', counts.waiting) : '',
    counts.unclear > 0 ? t('connection.unclear', counts.unclear) : '',
    counts.failed > 0 ? t('outbox.failed', counts.failed) : '',
  ].filter(Boolean);
  return (
    <section
      className="banner banner-amber shell-banner"
      aria-label={t('banner.label')}
      data-testid="connection-banner"
      data-state={connection.kind}
    >
      <Icon name="warn" size={16} />
      <p className="shell-banner-text">
        <strong>{[connection.kind === 'offline' ? t('banner.offline', time) : t('banner.connecting', time), ...open].join(' · ')}</strong>
        {progress === undefined && <> · {why ?? t('banner.offlineCan')}</>}
      </p>
      {progress !== undefined && (
        <Progress label={t('progress.label')} text={progressText(texts, progress)} done={progress.done} total={progress.total} />
      )}
      {open.length > 0 && !inOutbox && (
        <Button isSmall onPress={() => showScreen('outbox')} testId="banner-outbox">
          {t('banner.toOutbox')}
        </Button>
      )}
    </section>
  );
}
