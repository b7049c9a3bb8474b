import { memo, useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { SessionView } from '../../../shared/ipc/index.ts';
import { useItemCounts } from '../hooks/items.ts';
import { useShortcuts } from '../hooks/shortcuts.ts';
import { DeskScreen } from '../screens/desk/DeskScreen.tsx';
import { keepForComposer } from '../store/composer-focus.ts';
import { isLead, useDesk } from '../store/desk.ts';
import { announce, useUi, type Screen } from '../store/ui.ts';
import { useText } from '../text/index.tsx';
import { AlertBanner } from './AlertBanner.tsx';
import { ApprovalBanner, EscalationBanner } from './AskedBanner.tsx';
import { useBoundActions } from './bound-actions.ts';
import { AwayBanner } from './AwayBanner.tsx';
import { BriefingBanner } from './BriefingBanner.tsx';
import { CapacityBanner } from './CapacityBanner.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Rail } from './Rail.tsx';
import { SituationStrip } from './SituationStrip.tsx';
import { SpikeBanner } from './SpikeBanner.tsx';
import { StateBanner } from './StateBanner.tsx';
import { TopBar } from './TopBar.tsx';
import { useRest } from './use-rest.ts';
import { WelcomeBanner } from './WelcomeBanner.tsx';

export function Shell({ session }: { readonly session: Extract<SessionView, { kind: 'signedIn' }> }): ReactNode {
  const { t } = useText();
  const chosen = useUi((state) => state.screen);
  const lead = isLead(session);
  const screen = chosen === 'wall' || ((chosen === 'supervisor' || chosen === 'strategy' || chosen === 'house' || chosen === 'watch') && !lead) ? 'desk' : chosen;
  const actions = useBoundActions(t, lead);
  useShortcuts(
    useMemo(
      () =>
        [...actions.filter((action) => action.place === screen), ...actions.filter((action) => action.place === undefined)].flatMap((action) =>
          action.keys === undefined || action.id === 'send' || action.id === 'sendDone'
            ? []
            : [{ keys: action.keys, whileTyping: action.whileTyping, can: action.can, run: action.run }],
        ),
      [actions, screen],
    ),
    keepForComposer,
  );
  const limitations = useDesk((state) => (state.session?.kind === 'signedIn' ? state.session.limitations : undefined)) ?? [];
  return (
    <div className="shell">
      <TopBar session={session} limitations={limitations} />
      <Rail screen={screen} isLead={lead} />
      <div className="banners">
        {lead && <AlertBanner />}
        {lead && <EscalationBanner />}
        {lead && <ApprovalBanner />}
        {lead && <SpikeBanner />}
        <ConnectionBanner />
        <AwayBanner />
        <BriefingBanner />
        <WelcomeBanner />
        <StateBanner />
        <CapacityBanner />
        <SituationStrip />
      </div>
      <CurrentScreen screen={screen} />
      <MineCounted />
    </div>
  );
}

/** The number of own items in the window's title, and said when there are more. By itself: nothing else is drawn again when one comes. */
function MineCounted(): ReactNode {
  const { t } = useText();
  const { mine } = useItemCounts();
  useEffect(() => {
    document.title = mine > 0 ? `(${mine}) Leitstand` : 'Leitstand';
  }, [mine]);
  const before = useRef<number>(undefined);
  const loaded = useDesk((state) => state.loaded);
  useEffect(() => {
    const more = mine - (before.current ?? mine);
    if (loaded) before.current = mine;
    if (more > 0) announce(t('queue.newMine', more));
  }, [mine, loaded, t]);
  return null;
}

const CurrentScreen = memo(function CurrentScreen({ screen }: { readonly screen: Exclude<Screen, 'wall'> }): ReactNode {
  const rest = useRest(screen !== 'desk');
  if (screen === 'desk') return <DeskScreen />;
  // Only within the first moments after the start.
  if (rest === undefined) return <main className="page" aria-busy="true" />;
  switch (screen) {
    case 'questions':
      return <rest.QuestionsScreen />;
    case 'supervisor':
      return <rest.SupervisorScreen />;
    case 'strategy':
      return <rest.StrategyScreen />;
    case 'house':
      return <rest.HouseScreen />;
    case 'knowledge':
      return <rest.KnowledgeScreen />;
    case 'many':
      return <rest.ManyScreen />;
    case 'watch':
      return <rest.WatchScreen />;
    case 'reports':
      return <rest.ReportsScreen />;
    case 'outbox':
      return <rest.OutboxScreen />;
    case 'accounts':
      return <rest.AccountsScreen />;
    case 'settings':
      return <rest.SettingsScreen />;
  }
});
