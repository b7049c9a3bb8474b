import { useEffect, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { openConversation } from '../../store/navigation.ts';
import { seeThanks, useReports } from '../../store/reports.ts';
import { useText } from '../../text/index.tsx';

/** L4: who thanked for an answer of one's own. */
export function ThanksPanel(): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const thanks = useReports((state) => state.thanks);
  useEffect(seeThanks, [thanks]);
  return (
    <section className="panel" aria-label={t('reports.whoThanked')} data-testid="own-thanks">
      <h2>{t('reports.whoThanked')}</h2>
      {thanks.length === 0 ? (
        <p className="muted">{t('reports.noThanks')}</p>
      ) : (
        <ul className="thanks-list">
          {thanks.map(({ messageId, conversationId, at }) => (
            <li key={messageId}>
              <Icon name="check" size={14} /> {t('reports.thanksLine', f.moment(at, now))}
              <Button isSmall look="quiet" onPress={() => void openConversation(conversationId)} label={t('reports.openThanks', f.moment(at, now))}>
                {t('reports.read')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
