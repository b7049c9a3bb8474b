import type { ReactNode } from 'react';
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
  const counts = useItemCounts();
  const outbox = useDesk((state) => state.outbox);
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const many = useBulk((state) => openCount(state, me));
  const troubled = useWatch((state) => [...state.feeds.values()].filter(({ silentSince, code }) => silentSince !== undefined || code === 'CREDENTIAL_REJECTED').length);
  const { unclear, failed } = countOutbox(outbox);
  const thanked = useReports(newThanks);
  const proposed = useCenter((center) => [...center.clusters.values()].filter((row) => row.state === 'proposed').length);
  const place = (to: Screen, icon: IconName, badge = 0): ReactNode => (
    <IconButton
      className="rail-button"
      label={badge > 0 ? t('rail.withCount', t(`screen.${to}`), badge) : t(`screen.${to}`)}
      isPressed={screen === to}
      onPress={() => showScreen(to)}
      testId={`rail-${to}`}
    >
      <Icon name={icon} size={20} />
      {badge > 0 && <span className="rail-badge">{badge > 99 ? '99+' : badge}</span>}
    </IconButton>
  );
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      {place('desk', 'queue', counts.mine)}
      {place('questions', 'same', proposed)}
      {place('many', 'many', many)}
      {isLead && place('supervisor', 'board')}
      {isLead && place('strategy', 'rules')}
      {isLead && place('house', 'house')}
      {isLead && place('watch', 'ear', troubled)}
      {place('reports', 'chart', thanked)}
      {place('outbox', 'outbox', unclear + failed)}
      {place('knowledge', 'book')}
      {place('accounts', 'key')}
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
      {place('settings', 'settings')}
    </nav>
  );
}
