import type { ReactNode } from 'react';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { useText } from '../text/index.tsx';
import { Button } from './Button.tsx';
import { ChannelBadge } from './ChannelBadge.tsx';
import { Countdown } from './DueRing.tsx';
import { showHidden, withoutAddressees } from './plain-text.ts';

export interface OfferCardProps {
  readonly row: QueueRow;
  readonly queueName: string;
  readonly onAccept: () => void;
  readonly onDecline: () => void;
  /** Keys act on the first offer only. */
  readonly keys?: { readonly accept: string | undefined; readonly decline: string | undefined } | undefined;
}

/** Work offered to this person, with the time left to say yes. */
export function OfferCard({ row, queueName, onAccept, onDecline, keys }: OfferCardProps): ReactNode {
  const { t } = useText();
  const name = row.contactName || row.contactHandle;
  return (
    <section className="offer" aria-label={t('offer.label', name)} data-testid="offer">
      <div className="offer-head">
        <ChannelBadge channel={row.channel} size="small" />
        <strong>{showHidden(name)}</strong>
        <span className="muted">{queueName}</span>
        {row.offer !== undefined && <Countdown until={row.offer.expiresAt} />}
      </div>
      <p className="offer-line" dir="auto">
        {showHidden(withoutAddressees(row.firstLine))}
      </p>
      <div className="offer-foot">
        <Button look="primary" onPress={onAccept} keys={keys?.accept} testId="offer-accept">
          {t('offer.accept')}
        </Button>
        <Button onPress={onDecline} keys={keys?.decline} testId="offer-decline">
          {t('offer.decline')}
        </Button>
      </div>
    </section>
  );
}
