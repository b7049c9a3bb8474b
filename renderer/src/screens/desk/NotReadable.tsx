import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { entityOf, type OpenConversation } from '../../store/conversation.ts';
import { openConversation, openNext } from '../../store/navigation.ts';
import type { NotReadableWhy } from '../../store/not-readable.ts';
import { useText } from '../../text/index.tsx';

/** LINK-3: where a link, or somebody else's word, led to nothing that may be read: says so, and where to go on. */
export function NotReadable({ why }: { readonly why: NotReadableWhy }): ReactNode {
  const { t } = useText();
  return (
    <div className="thread thread-waiting" role="alert" data-testid="not-readable">
      <EmptyState
        title={t(why === 'denied' ? 'held.denied' : 'held.erased')}
        action={
          <Button look="primary" onPress={() => void openNext(undefined)} autoFocus testId="not-readable-on">
            {t('held.goOn')}
          </Button>
        }
      >
        {t(why === 'denied' ? 'held.deniedHint' : 'held.erasedHint')}
      </EmptyState>
    </div>
  );
}

/** D8: what stands here is answered elsewhere. */
export function MergedAway({ open }: { readonly open: OpenConversation }): ReactNode {
  const { t } = useText();
  const into = entityOf(open, 'conversation', open.id)?.mergedInto;
  if (into === undefined) return null;
  return (
    <p className="banner banner-amber" role="status" data-testid="merged-away">
      {t('case.mergedInto')}{' '}
      <Button isSmall onPress={() => void openConversation(into.conversationId)}>
        {t('case.open')}
      </Button>
    </p>
  );
}
