import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { bringBack } from '../../store/pop-out.ts';
import { useText } from '../../text/index.tsx';

/** In place of a conversation that stands in a window of its own: it is written in one place at a time. */
export function PoppedOut({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useText();
  return (
    <div className="thread thread-waiting" data-testid="popped-out">
      <p className="muted">{t('window.elsewhere')}</p>
      <Button onPress={() => bringBack(conversationId)} testId="bring-back">
        {t('window.bringBack')}
      </Button>
    </div>
  );
}
