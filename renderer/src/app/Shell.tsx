import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { SessionView } from '../../../shared/ipc/index.ts';
import { useItemCounts } from '../hooks/items.ts';
import { useShortcuts } from '../hooks/shortcuts.ts';
import { AccountsScreen } from '../screens/accounts/AccountsScreen.tsx';
import { DeskScreen } from '../screens/desk/DeskScreen.tsx';
import { HouseScreen } from '../screens/house/HouseScreen.tsx';
import { KnowledgeScreen } from '../screens/knowledge/KnowledgeScreen.tsx';
import { ManyScreen } from '../screens/many/ManyScreen.tsx';
import { OutboxScreen } from '../screens/outbox/OutboxScreen.tsx';
import { QuestionsScreen } from '../screens/questions/QuestionsScreen.tsx';
import { ReportsScreen } from '../screens/reports/ReportsScreen.tsx';
import { SettingsScreen } from '../screens/settings/SettingsScreen.tsx';
import { StrategyScreen } from '../screens/strategy/StrategyScreen.tsx';
import { WatchScreen } from '../screens/watch/WatchScreen.tsx';
import { SupervisorScreen } from '../screens/supervisor/SupervisorScreen.tsx';
import { keepForComposer } from '../store/composer-focus.ts';
import { isLead, useDesk } from '../store/desk.ts';
import { announce, useUi, type Screen } from '../store/ui.ts';
import { useText } from '../text/index.tsx';
import { AlertBanner } from './AlertBanner.tsx';
import { ApprovalBanner } from './ApprovalBanner.tsx';
import { useBoundActions } from './bound-actions.ts';
import { AwayBanner } from './AwayBanner.tsx';
import { BriefingBanner } from './BriefingBanner.tsx';
import { CapacityBanner } from './CapacityBanner.tsx';
import { EscalationBanner } from './EscalationBanner.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Rail } from './Rail.tsx';
import { SituationStrip } from './SituationStrip.tsx';
import { SpikeBanner } from './SpikeBanner.tsx';
import { StateBanner } from './StateBanner.tsx';
import { TopBar } from './TopBar.tsx';
import { WelcomeBanner } from './WelcomeBanner.tsx';

export function Shell({ session }: { readonly session: Extract<SessionView, { kind: 'signedIn' }> }): ReactNode {
  const { t } = useText();
  const chosen = useUi((state) => state.screen);
  const lead = isLead(session);
  const screen = chosen === 'wall' || ((chosen === 'supervisor' || chosen === 'strategy' || chosen === 'house' || chosen === 'watch') && !lead) ? 'desk' : chosen;
  const counts = useItemCounts();
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
  useEffect(() => {
    document.title = counts.mine > 0 ? `(${counts.mine}) Leitstand` : 'Leitstand';
  }, [counts.mine]);
  const before = useRef<number>(undefined);
  const loaded = useDesk((state) => state.loaded);
  useEffect(() => {
    const more = counts.mine - (before.current ?? counts.mine);
    if (loaded) before.current = counts.mine;
    if (more > 0) announce(t('queue.newMine', more));
  }, [counts.mine, loaded, t]);
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
    </div>
  );
}

function CurrentScreen({ screen }: { readonly screen: Exclude<Screen, 'wall'> }): ReactNode {
  switch (screen) {
    case 'desk':
      return <DeskScreen />;
    case 'questions':
      return <QuestionsScreen />;
    case 'supervisor':
      return <SupervisorScreen />;
    case 'strategy':
      return <StrategyScreen />;
    case 'house':
      return <HouseScreen />;
    case 'knowledge':
      return <KnowledgeScreen />;
    case 'many':
      return <ManyScreen />;
    case 'watch':
      return <WatchScreen />;
    case 'reports':
      return <ReportsScreen />;
    case 'outbox':
      return <OutboxScreen />;
    case 'accounts':
      return <AccountsScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
}
