import type { ReactNode } from 'react';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { useItemsVersion, useOrdered } from '../hooks/items.ts';
import { useNow } from '../hooks/ticker.ts';
import { agentLong } from '../screens/names.ts';
import { waitsFor } from '../store/approvals.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { openConversation } from '../store/navigation.ts';
import { items, useCenter } from '../store/rows.ts';
import { useText } from '../text/index.tsx';

const waiting = (row: QueueRow): number | undefined => row.approval?.dueAt;

/** S2, for leads: answers that wait for this person's look, or for any lead's; the first due opens with one key press. */
export function ApprovalBanner(): ReactNode {
  const view = useOrdered(waiting);
  useItemsVersion();
  const { t } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useNow(10_000);
  const rows = Array.from({ length: view.size }, (_, place) => items.get(view.idAt(place) ?? '')).filter((row) => {
    if (row?.approval === undefined || row.approval.agentId === me) return false;
    const who = waitsFor(center, row.approval, now);
    return who === undefined || who === me;
  });
  const first = rows[0];
  if (first?.approval === undefined) return null;
  return (
    <div className="banner banner-amber" role="status" data-testid="approval-banner">
      <Icon name="clock" size={16} />
      <span>
        {t('approval.asks', agentLong(center, first.approval.agentId))} {rows.length > 1 && t('approval.more', rows.length - 1)}
      </span>
      <Button isSmall look="primary" onPress={() => void openConversation(first.conversationId)} testId="approval-open">
        {t('approval.look')}
      </Button>
    </div>
  );
}
