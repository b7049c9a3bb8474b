import { memo, type ReactNode } from 'react';
import { IconButton } from '../components/Button.tsx';
import { Icon, type IconName } from '../components/Icon.tsx';
import { useItemCounts } from '../hooks/items.ts';
import { openCount, useBulk } from '../store/bulk.ts';
import { countOutbox, signedIn, useDesk } from '../store/desk.ts';
import { newThanks, useReports } from '../store/reports.ts';
import { useCenter } from '../store/rows.ts';
import { openDialog, showScreen, type Screen } from '../store/ui.ts';
import { useWatch } from '../store/watch.ts';
import { useKeyHint } from '../hooks/key-hint.ts';
import { useText } from '../text/index.tsx';

/** The places of the desk. */
export function Rail({ screen, isLead }: { readonly screen: Screen; readonly isLead: boolean }): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  const { mine } = useItemCounts();
  const outbox = useDesk((state) => state.outbox);
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const many = useBulk((state) => openCount(state, me));
  const troubled = useWatch((state) => [...state.feeds.values()].filter(({ silentSince, code }) => silentSince !== undefined || code === 'CREDENTIAL_REJECTED').length);
  const { unclear, failed } = countOutbox(outbox);
  const thanked = useReports(newThanks);
  const proposed = useCenter((center) => [...center.clusters.values()].filter((row) => row.state === 'proposed').length);
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      <Place to="desk" icon="queue" isHere={screen === 'desk'} badge={mine} />
      <Place to="questions" icon="same" isHere={screen === 'questions'} badge={proposed} />
      <Place to="many" icon="many" isHere={screen === 'many'} badge={many} />
      {isLead && <Place to="supervisor" icon="board" isHere={screen === 'supervisor'} />}
      {isLead && <Place to="strategy" icon="rules" isHere={screen === 'strategy'} />}
      {isLead && <Place to="house" icon="house" isHere={screen === 'house'} />}
      {isLead && <Place to="watch" icon="ear" isHere={screen === 'watch'} badge={troubled} />}
      <Place to="reports" icon="chart" isHere={screen === 'reports'} badge={thanked} />
      <Place to="outbox" icon="outbox" isHere={screen === 'outbox'} badge={unclear + failed} />
      <Place to="knowledge" icon="book" isHere={screen === 'knowledge'} />
      <Place to="accounts" icon="key" isHere={screen === 'accounts'} />
      <span className="rail-gap" />
      <IconButton
        className="rail-button"
        label={t('shortcuts.title')}
        keys={hint('shortcuts')}
        onPress={() => openDialog({ kind: 'shortcuts' })}
        testId="rail-help"
      >
        <Icon name="help" size={20} />
      </IconButton>
      <Place to="settings" icon="settings" isHere={screen === 'settings'} />
    </nav>
  );
}

/** By itself: a number that changes at one place draws no other. */
const Place = memo(function Place({ to, icon, isHere, badge = 0 }: { readonly to: Screen; readonly icon: IconName; readonly isHere: boolean; readonly badge?: number }): ReactNode {
  const { t } = useText();
  return (
    <IconButton className="rail-button" label={badge > 0 ? t('rail.withCount', t(`screen.${to}`), badge) : t(`screen.${to}`)} isPressed={isHere} onPress={() => showScreen(to)} testId={`rail-${to}`}>
      <Icon name={icon} size={20} />
      {badge > 0 && <span className="rail-badge">{badge > 99 ? '99+' : badge}</span>}
    </IconButton>
  );
});
