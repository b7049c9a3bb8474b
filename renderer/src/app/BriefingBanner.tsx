import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { useFirstSync } from '../hooks/first-sync.ts';
import { useKeyHint } from '../hooks/key-hint.ts';
import { useMinute } from '../hooks/ticker.ts';
import { openBriefings, unreadOf } from '../store/briefings.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { useCenter } from '../store/rows.ts';
import { useUi } from '../store/ui.ts';
import { popOutId } from '../store/window-role.ts';
import { useText } from '../text/index.tsx';

/** Something to be read: at the start of the shift it opens by itself, later it stands here and takes nobody out of their work. */
export function BriefingBanner(): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  const now = useMinute();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const isReady = useDesk((state) => state.loaded && state.connection.kind === 'online');
  const syncing = useFirstSync();
  const center = useCenter();
  const unread = isReady && !syncing ? unreadOf(center, me, now) : [];
  const isBefore = center.agents.get(me)?.state === 'offDuty';
  const shown = useRef('');
  const newest = unread.map(({ id, version }) => `${id} ${version}`).join();
  const must = unread.some(({ mustRead }) => mustRead);
  useEffect(() => {
    if (!must || !isBefore || popOutId !== undefined || shown.current === newest || useUi.getState().dialog !== undefined) return;
    shown.current = newest;
    openBriefings();
  }, [must, isBefore, newest]);
  if (unread.length === 0) return null;
  return (
    <section className="banner banner-blue shell-banner" aria-label={t('briefing.title')} data-testid="briefing-banner">
      <Icon name="bell" size={16} />
      <p className="shell-banner-text">{t('briefing.unread', unread.length, unread[0]?.title ?? '')}</p>
      <Button isSmall look="primary" keys={hint('briefing')} onPress={() => openBriefings()} testId="briefing-show">
        {t('briefing.show')}
      </Button>
    </section>
  );
}
