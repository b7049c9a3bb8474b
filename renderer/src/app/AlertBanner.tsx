import type { ReactNode } from 'react';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { showHidden } from '../components/plain-text.ts';
import { useItemsVersion, useOrdered } from '../hooks/items.ts';
import { useClock } from '../hooks/ticker.ts';
import { agentLong, contactLabel } from '../screens/names.ts';
import { runCommand } from '../store/commands.ts';
import { useDesk } from '../store/desk.ts';
import { openConversation } from '../store/navigation.ts';
import { items, useCenter } from '../store/rows.ts';
import { useText } from '../text/index.tsx';

const MOST_SHOWN = 3;
const unseenAlerts = (row: QueueRow): number | undefined =>
  row.item.state !== 'closed' && row.item.alert !== undefined && row.item.alert.seenAt === undefined ? row.item.alert.raisedAt : undefined;

/** R11, for leads: somebody may be in danger, and no lead has looked yet. It stays until one has. */
export function AlertBanner(): ReactNode {
  const view = useOrdered(unseenAlerts);
  useItemsVersion();
  const { t } = useText();
  if (view.size === 0) return null;
  const rows = Array.from({ length: Math.min(view.size, MOST_SHOWN) }, (_, place) => items.get(view.idAt(place) ?? ''));
  return (
    <div className="alerts" role="alert" data-testid="danger-alert">
      {rows.map((row) => row !== undefined && <AlertLine key={row.item.id} row={row} />)}
      {view.size > MOST_SHOWN && <p className="banner banner-red">{t('alert.more', view.size - MOST_SHOWN)}</p>}
    </div>
  );
}

function AlertLine({ row }: { readonly row: QueueRow }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const online = useDesk((state) => state.connection.kind === 'online');
  const since = useClock((now) => f.span(Math.max(0, now - (row.item.alert?.raisedAt ?? now))));
  const owner = row.item.ownerAgentId;
  return (
    <div className="banner banner-red">
      <Icon name="warn" size={16} />
      <span>
        <strong>{t('alert.danger')}</strong> {contactLabel(row)}: „{showHidden(row.firstLine)}“ ·{' '}
        {owner === undefined ? t('alert.withNobody') : t('alert.with', agentLong(center, owner))} · {since}
      </span>
      <Button isSmall onPress={() => void openConversation(row.conversationId)} testId="alert-open">
        {t('alert.open')}
      </Button>
      <Button
        isSmall
        look="primary"
        isDisabled={!online}
        onPress={() => void runCommand({ type: 'alert.acknowledge', data: { workItemId: row.item.id } })}
        testId="alert-seen"
      >
        {t('alert.seen')}
      </Button>
    </div>
  );
}
