import type { ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { useItemsVersion, useOrdered } from '../hooks/items.ts';
import { useNow } from '../hooks/ticker.ts';
import { agentLong } from '../screens/names.ts';
import { waitsFor } from '../store/approvals.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { byEscalation } from '../store/escalations.ts';
import { openConversation } from '../store/navigation.ts';
import { items, useCenter } from '../store/rows.ts';
import { useText } from '../text/index.tsx';

/** S1, for leads: who asks this person, or any lead, for help; the first due opens with one key press. */
export function EscalationBanner(): ReactNode {
  const view = useOrdered(byEscalation);
  useItemsVersion();
  const { t } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useNow(10_000);
  const rows = Array.from({ length: view.size }, (_, place) => items.get(view.idAt(place) ?? '')).filter((row) => {
    if (row?.escalation === undefined || row.escalation.agentId === me) return false;
    const who = waitsFor(center, row.escalation, now);
    return who === undefined || who === me;
  });
  const first = rows[0];
  if (first?.escalation === undefined) return null;
  return (
    <div className="banner banner-amber" role="status" data-testid="escalation-banner">
      <Icon name="warn" size={16} />
      <span>
        {t('escalation.asks', agentLong(center, first.escalation.agentId))} {rows.length > 1 && t('escalation.more', rows.length - 1)}
      </span>
      <Button isSmall look="primary" onPress={() => void openConversation(first.conversationId)} testId="escalation-open">
        {t('escalation.look')}
      </Button>
    </div>
  );
}
