import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { useDesk } from '../../store/desk.ts';
import { clusterOf, nameOf, openQuestions, putIn, takeOut } from '../../store/questions.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

/** T6: this person asks what others ask; a late arrival is asked about. */
export function SameQuestionCard({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useText();
  const center = useCenter();
  const online = useDesk((state) => state.connection.kind === 'online');
  const found = clusterOf(center, conversationId);
  if (found === undefined) return null;
  const { row, isOffered } = found;
  return (
    <section className="context-part" data-testid="same-question">
      <h2>{t('screen.questions')}</h2>
      <p>
        <strong>{nameOf(row, t('questions.unnamed'))}</strong> <span className="muted">{t('questions.summary', row.size, row.people, row.waiting)}</span>
      </p>
      {isOffered && <p>{t('questions.alsoAsks')}</p>}
      <div className="account-actions">
        {isOffered && (
          <Button isSmall look="primary" isDisabled={!online} onPress={() => void putIn(row, [conversationId])} testId="same-put">
            {t('questions.put')}
          </Button>
        )}
        <Button isSmall isDisabled={!online} onPress={() => void takeOut(row, [conversationId])} testId="same-leave">
          {t('questions.leave')}
        </Button>
        <Button isSmall look="quiet" onPress={() => openQuestions('questions', row.id)} testId="same-open">
          {t('questions.show')}
        </Button>
      </div>
    </section>
  );
}
