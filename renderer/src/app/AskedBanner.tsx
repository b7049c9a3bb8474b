import type { ReactNode } from 'react';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { Button } from '../components/Button.tsx';
import { Icon, type IconName } from '../components/Icon.tsx';
import { useItemsVersion, useOrdered } from '../hooks/items.ts';
import { useNow } from '../hooks/ticker.ts';
import { agentLong } from '../screens/names.ts';
import { approvalOf, byApproval, waitsFor, type Waiting } from '../store/approvals.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { byEscalation, escalationOf } from '../store/escalations.ts';
import { openConversation } from '../store/navigation.ts';
import { items, useCenter } from '../store/rows.ts';
import { useText } from '../text/index.tsx';

/** S2, for leads: answers that wait for this person's look, or for any lead's. */
export function ApprovalBanner(): ReactNode {
  const { t } = useText();
  return <AskedBanner name="approval" icon="clock" rank={byApproval} askedOf={approvalOf} says={(who) => t('approval.asks', who)} />;
}

/** S1, for leads: who asks this person, or any lead, for help. */
export function EscalationBanner(): ReactNode {
  const { t } = useText();
  return <AskedBanner name="escalation" icon="warn" rank={byEscalation} askedOf={escalationOf} says={(who) => t('escalation.asks', who)} />;
}

interface AskedBannerProps {
  readonly name: string;
  readonly icon: IconName;
  readonly rank: (row: QueueRow) => number | undefined;
  readonly askedOf: (row: QueueRow) => Waiting | undefined;
  readonly says: (who: string) => string;
}

/** The first due opens with one key press. */
function AskedBanner({ name, icon, rank, askedOf, says }: AskedBannerProps): ReactNode {
  const view = useOrdered(rank);
  useItemsVersion();
  const { t } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useNow(10_000);
  const rows = Array.from({ length: view.size }, (_, place) => items.get(view.idAt(place) ?? '')).filter((row) => {
    const asked = row && askedOf(row);
    if (asked === undefined || asked.agentId === me) return false;
    const who = waitsFor(center, asked, now);
    return who === undefined || who === me;
  });
  const first = rows[0];
  const asked = first && askedOf(first);
  if (first === undefined || asked === undefined) return null;
  return (
    <div className="banner banner-amber shell-banner" role="status" data-testid={`${name}-banner`}>
      <Icon name={icon} size={16} />
      <p className="shell-banner-text">
        {says(agentLong(center, asked.agentId))} {rows.length > 1 && t('approval.more', rows.length - 1)}
      </p>
      <Button isSmall look="primary" onPress={() => void openConversation(first.conversationId)} testId={`${name}-open`}>
        {t('approval.look')}
      </Button>
    </div>
  );
}
