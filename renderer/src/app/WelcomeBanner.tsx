import type { ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { useKeyHint } from '../hooks/key-hint.ts';
import { useFirstSync } from '../hooks/first-sync.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { useCenter } from '../store/rows.ts';
import { endWelcome, startWelcome, useWelcome } from '../store/welcome.ts';
import { useText } from '../text/index.tsx';

/** Offers the first steps to whoever has not had them; in nobody's way, and gone for good once taken or passed over. */
export function WelcomeBanner(): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const isReady = useDesk((state) => state.loaded && state.connection.kind === 'online');
  const syncing = useFirstSync();
  const setup = useCenter((state) => state.deskSetups.get(me));
  const isOver = useWelcome((state) => state.isOver);
  if (!isReady || syncing || isOver || setup?.welcomedAt !== undefined) return null;
  return (
    <section className="banner banner-blue shell-banner" aria-label={t('welcome.title')} data-testid="welcome-banner">
      <span>{t('welcome.offer')}</span>
      <Button isSmall look="primary" keys={hint('welcome')} onPress={startWelcome} testId="welcome-start">
        {t('welcome.start')}
      </Button>
      <Button isSmall look="quiet" onPress={endWelcome} testId="welcome-skip">
        {t('welcome.skip')}
      </Button>
    </section>
  );
}
