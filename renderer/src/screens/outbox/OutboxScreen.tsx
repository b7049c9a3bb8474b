import { useMemo, type ReactNode } from 'react';
import type { OutboxEntry } from '../../../../shared/ipc/index.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { StateLine } from '../../components/MessageBubble.tsx';
import { PlainText } from '../../components/PlainText.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { useConversationRow } from '../../hooks/items.ts';
import { useDesk } from '../../store/desk.ts';
import { openConversation } from '../../store/navigation.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle, contactLabel } from '../names.ts';
import { actOnReply } from '../reply-actions.ts';
import { replyState } from '../reply-state.ts';
import { openLink } from '../../store/open-link.ts';

const GRAVITY: Record<OutboxEntry['state']['kind'], number> = {
  unclear: 0,
  failed: 1,
  becameDraft: 1,
  undoable: 2,
  sending: 2,
  waiting: 2,
  delivered: 3,
};

/** Every own answer of this desk and where it stands; what needs a person stands first. */
export function OutboxScreen(): ReactNode {
  const { t } = useText();
  const outbox = useDesk((state) => state.outbox);
  const entries = useMemo(
    () => [...outbox.values()].toSorted((a, b) => GRAVITY[a.state.kind] - GRAVITY[b.state.kind] || b.createdAt - a.createdAt),
    [outbox],
  );
  return (
    <main className="page" data-testid="screen-outbox">
      <h1>{t('screen.outbox')}</h1>
      <p className="muted">{t('outbox.hint')}</p>
      {entries.length === 0 && <EmptyState title={t('outbox.empty')}>{t('outbox.emptyHint')}</EmptyState>}
      <ul className="outbox-list">
        {entries.map((entry) => (
          <li key={entry.replyId}>
            <OutboxLine entry={entry} />
          </li>
        ))}
      </ul>
    </main>
  );
}

function OutboxLine({ entry }: { readonly entry: OutboxEntry }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const row = useConversationRow(entry.conversationId);
  const now = useNow();
  return (
    <article className={`panel outbox-entry is-${entry.visibility}`} data-testid="outbox-entry" data-state={entry.state.kind}>
      <header className="outbox-head">
        <Tag tone={entry.visibility}>
          {t(entry.visibility === 'public' ? 'outbox.publicAs' : 'outbox.privateAs', accountHandle(center, entry.accountId))}
        </Tag>
        <strong>{row === undefined ? t('outbox.toSomeone') : t('outbox.to', contactLabel(row))}</strong>
        <span className="muted">{f.moment(entry.createdAt, now)}</span>
        <Button isSmall look="quiet" onPress={() => void openConversation(entry.conversationId)}>
          {t('outbox.openConversation')}
        </Button>
      </header>
      <p className="outbox-text">
        <PlainText text={entry.parts.join('\n\n')} signed onOpenLink={openLink} />
      </p>
      <StateLine state={replyState(texts, entry, now)} onAction={(action) => actOnReply(entry.replyId, entry.conversationId, action)} />
    </article>
  );
}
