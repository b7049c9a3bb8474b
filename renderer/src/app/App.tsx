import { useEffect, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { LiveRegion } from '../components/LiveRegion.tsx';
import { LinkLost, LinkRefused } from '../components/LinkPages.tsx';
import { useFocusHome } from '../hooks/focus-home.ts';
import { LockScreen } from '../screens/lock/LockScreen.tsx';
import { SignInScreen } from '../screens/sign-in/SignInScreen.tsx';
import { isLead, useDesk } from '../store/desk.ts';
import { leaveWallWindow } from '../store/wall.ts';
import { showScreen, useUi } from '../store/ui.ts';
import { TextProvider, useText } from '../text/index.tsx';
import { WallScreen } from '../screens/wall/WallScreen.tsx';
import { isWallWindow, popOutId } from '../store/window-role.ts';
import { PopOutShell } from './PopOutShell.tsx';
import { Shell } from './Shell.tsx';
import { ToastHost } from './ToastHost.tsx';
import { useRest } from './use-rest.ts';

export function App(): ReactNode {
  const { language, theme } = useDesk((state) => state.settings);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset['theme'] = theme;
  }, [language, theme]);
  return (
    <I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
      <TextProvider language={language}>
        <Page />
      </TextProvider>
    </I18nProvider>
  );
}

function Page(): ReactNode {
  const { t } = useText();
  const link = useDesk((state) => state.link);
  const session = useDesk((state) => state.session);
  const announcement = useUi((state) => state.announcement);
  const locked = useDesk((state) => state.lock.locked);
  useFocusHome();
  const onWall = useUi((state) => state.screen === 'wall');
  if (link.kind === 'refused') return <LinkRefused />;
  // Stands while the desk is locked, and says itself when there is no connection.
  if (session?.kind === 'signedIn' && isLead(session) && (isWallWindow || onWall)) return <WallScreen centerName={session.centerName} onLeave={() => (isWallWindow ? leaveWallWindow() : showScreen('desk'))} />;
  if (session === undefined) {
    return link.kind === 'lost' ? (
      <LinkLost since={link.since} isWhole />
    ) : (
      <main className="start-page">
        <p className="muted">{t('start.opening')}</p>
      </main>
    );
  }
  return (
    <>
      {link.kind === 'lost' && <LinkLost since={link.since} />}
      {session.kind === 'signedOut' ? <SignInScreen session={session} /> : locked ? <LockScreen session={session} /> : popOutId === undefined ? <Shell session={session} /> : <PopOutShell conversationId={popOutId} />}
      {session.kind === 'signedIn' && !locked && <Dialogs />}
      {!(session.kind === 'signedIn' && locked) && <ToastHost />}
      <LiveRegion text={announcement} />
    </>
  );
}

function Dialogs(): ReactNode {
  const rest = useRest(useUi((state) => state.dialog !== undefined));
  return rest === undefined ? null : <rest.DialogHost />;
}
