import type { ReactNode } from 'react';
import { ContextColumn } from './ContextColumn.tsx';
import { ConversationColumn } from './ConversationColumn.tsx';
import { QueueColumn } from './QueueColumn.tsx';

/** Queue, conversation, context. */
export function DeskScreen(): ReactNode {
  return (
    <main className="desk" data-testid="screen-desk">
      <QueueColumn />
      <ConversationColumn />
      <ContextColumn />
    </main>
  );
}
