import { useEffect, useMemo, type ReactNode } from 'react';
import { useConversationRow } from '../hooks/items.ts';
import { useShortcuts } from '../hooks/shortcuts.ts';
import { ConversationColumn } from '../screens/desk/Columns.tsx';
import { keepForComposer } from '../store/composer-focus.ts';
import { useText } from '../text/index.tsx';
import { deskActions } from './actions.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { ConnectionPill } from './ConnectionPill.tsx';
import { OutboxPill } from './OutboxPill.tsx';

/** What makes no sense where there is one conversation and no queue. */
const GROUPS = new Set(['group.item', 'group.writing', 'group.me']);
const ALSO = new Set(['palette', 'shortcuts']);

/** One conversation in a window of its own, with the acts that concern it. */
export function PopOutShell({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useText();
  const row = useConversationRow(conversationId);
  const actions = useMemo(() => deskActions(t).filter(({ id, group }) => GROUPS.has(group) || ALSO.has(id)), [t]);
  useShortcuts(
    useMemo(
      () => actions.flatMap((action) => (action.keys === undefined || action.id.startsWith('send') ? [] : [{ keys: action.keys, whileTyping: action.whileTyping, can: action.can, run: action.run }])),
      [actions],
    ),
    keepForComposer,
  );
  const name = row?.contactName;
  useEffect(() => {
    document.title = name === undefined ? 'Leitstand' : `${name} – Leitstand`;
  }, [name]);
  return (
    <div className="pop-out" data-testid="pop-out">
      <header className="top-bar">
        <strong className="product">Leitstand</strong>
        <span className="top-center" />
        <ConnectionPill />
        <OutboxPill />
      </header>
      <div className="banners">
        <ConnectionBanner />
      </div>
      <main>
        <ConversationColumn />
      </main>
    </div>
  );
}
