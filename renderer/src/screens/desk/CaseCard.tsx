import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import type { OpenConversation } from '../../store/conversation.ts';
import { openConversation } from '../../store/navigation.ts';
import { closeInPublic, publicPartOf } from '../../store/public-close.ts';
import { useText } from '../../text/index.tsx';

/** What else belongs to this case: the public post a private talk began with, and the way to close it there. */
export function CaseCard({ open }: { readonly open: OpenConversation }): ReactNode {
  const { t } = useText();
  const publicId = publicPartOf(open);
  if (publicId === undefined) return null;
  return (
    <section className="context-part" aria-label={t('case.title')} data-testid="case">
      <h2>{t('case.title')}</h2>
      <p className="muted">{t('case.part')}</p>
      <div className="conversation-actions">
        <Button isSmall onPress={() => void openConversation(publicId)} testId="case-open">
          {t('case.open')}
        </Button>
        <Button isSmall look="public" onPress={() => void closeInPublic(publicId)} testId="case-close">
          {t('case.close')}
        </Button>
      </div>
    </section>
  );
}
