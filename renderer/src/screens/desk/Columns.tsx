import { lazy, Suspense, type ReactNode } from 'react';
import { popOutId } from '../../store/window-role.ts';
import { useText } from '../../text/index.tsx';
import { queueShown } from './after-queue.ts';
import type * as conversationPart from './conversation-part.ts';

// The queue answers its first key before the rest of the desk is even read. A window of its own has no queue to wait for.
const part = async (): Promise<typeof conversationPart> => {
  if (popOutId === undefined) await queueShown();
  return import('./conversation-part.ts');
};
const LateConversation = lazy(async () => ({ default: (await part()).ConversationColumn }));
const LateContext = lazy(async () => ({ default: (await part()).ContextColumn }));

export function ConversationColumn(): ReactNode {
  const { t } = useText();
  return (
    <Suspense fallback={<section className="conversation" aria-label={t('conversation.label')} aria-busy="true" />}>
      <LateConversation />
    </Suspense>
  );
}

export function ContextColumn(): ReactNode {
  const { t } = useText();
  return (
    <Suspense fallback={<aside className="context" aria-label={t('context.label')} />}>
      <LateContext />
    </Suspense>
  );
}
