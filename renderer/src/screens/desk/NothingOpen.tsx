import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useFirstSync } from '../../hooks/first-sync.ts';
import { useItemCounts } from '../../hooks/items.ts';
import { setState } from '../../store/agent-state.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { openNext } from '../../store/navigation.ts';
import { useCenter } from '../../store/rows.ts';
import { useUi } from '../../store/ui.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useText } from '../../text/index.tsx';
import { stateText } from '../names.ts';
import { FirstSync } from './FirstSync.tsx';

/** Nothing is open: says why, and offers the one step that helps. */
export function NothingOpen(): ReactNode {
  const texts = useText();
  const hint = useKeyHint();
  const { t, f } = texts;
  const counts = useItemCounts();
  const loaded = useDesk((state) => state.loaded);
  const syncing = useFirstSync();
  const online = useDesk((state) => state.connection.kind === 'online');
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const agent = useCenter((state) => state.agents.get(me));
  if (!loaded) return <EmptyState title={t('conversation.loading')} />;
  if (syncing) return <FirstSync />;
  if (counts.mine > 0) {
    return (
      <EmptyState
        title={t('conversation.noneOpen')}
        action={
          <Button look="primary" keys={hint('next')} onPress={() => void openNext(undefined)} testId="open-next">
            {t('conversation.openNext')}
          </Button>
        }
      >
        {t('conversation.noneOpenHint', hint('down') ?? '–', hint('up') ?? '–', hint('open') ?? '–', hint('shortcuts') ?? '–')}
      </EmptyState>
    );
  }
  const idle = agent !== undefined && agent.state !== 'available';
  const waiting =
    counts.waiting === 0 ? null : (
      <Button onPress={() => useUi.setState({ tab: 'waiting' })} testId="see-waiting">
        {t('conversation.seeWaiting', f.number(counts.waiting))}
      </Button>
    );
  return (
    <EmptyState
      title={idle ? t('conversation.notAvailable') : t('conversation.noneLeft')}
      action={
        <span className="empty-actions">
          {idle && (
            <Button look="primary" isDisabled={!online} onPress={() => void setState('available')} testId="become-available">
              {t('conversation.becomeAvailable')}
            </Button>
          )}
          {waiting}
        </span>
      }
    >
      {idle ? t('conversation.notAvailableHint', stateText(texts, agent)) : t('conversation.noneLeftHint')}
    </EmptyState>
  );
}
