import { useEffect, useRef, type ReactNode } from 'react';
import { OfferCard } from '../../components/OfferCard.tsx';
import { useOffers } from '../../hooks/items.ts';
import { answerOffer } from '../../store/offers.ts';
import { useCenter } from '../../store/rows.ts';
import { announce } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { contactLabel, queueName } from '../names.ts';

/** Offers have a place of their own above the queue, and are said aloud once each. */
export function OfferStrip(): ReactNode {
  const texts = useText();
  const hint = useKeyHint();
  const offers = useOffers();
  const queues = useCenter((state) => state.queues);
  const said = useRef(new Set<string>());
  useEffect(() => {
    for (const row of offers) {
      const id = row.offer?.reservationId;
      if (id === undefined || said.current.has(id)) continue;
      said.current.add(id);
      announce(texts.t('offer.announce', contactLabel(row), queueName({ queues }, texts, row.item.queueId)));
    }
  }, [offers, texts, queues]);
  if (offers.length === 0) return null;
  return (
    <div className="offers">
      {offers.slice(0, 3).map((row, place) => (
        <OfferCard
          key={row.offer?.reservationId ?? row.item.id}
          row={row}
          queueName={queueName({ queues }, texts, row.item.queueId)}
          keys={place === 0 ? { accept: hint('accept'), decline: hint('decline') } : undefined}
          onAccept={() => void answerOffer(row, 'accept')}
          onDecline={() => void answerOffer(row, 'decline')}
        />
      ))}
      {offers.length > 3 && <p className="muted">{texts.t('offer.more', offers.length - 3)}</p>}
    </div>
  );
}
