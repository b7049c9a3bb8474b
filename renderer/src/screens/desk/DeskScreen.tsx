import type { ReactNode } from 'react';
import { useText } from '../../text/index.tsx';
import { ContextColumn, ConversationColumn } from './Columns.tsx';
import { QueueColumn } from './QueueColumn.tsx';

/** Queue, conversation, context. */
export function DeskScreen(): ReactNode {
  const { t } = useText();
  return (
    <main className="desk" data-testid="screen-desk">
      <h1 className="visually-hidden">{t('screen.desk')}</h1>
      <QueueColumn />
      <ConversationColumn />
      <ContextColumn />
    </main>
  );
}
