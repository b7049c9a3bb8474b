import { memo, useDeferredValue, type ReactNode } from 'react';
import { showHidden } from '../../components/plain-text.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { useConversationRow } from '../../hooks/items.ts';
import { entitiesOf, entityOf, useConversation, type OpenConversation } from '../../store/conversation.ts';
import { useCenter } from '../../store/rows.ts';
import { readProfile, readText } from '../../store/thread-model.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';
import { CaseCard } from './CaseCard.tsx';
import { ContactCard } from './ContactCard.tsx';
import { FactsCard } from './FactsCard.tsx';
import { ReadingCard } from './ReadingCard.tsx';
import { IdentityCard } from './IdentityCard.tsx';
import { HistoryList } from './HistoryList.tsx';
import { SuggestedArticles } from './SuggestedArticles.tsx';
import { SameQuestionCard } from './SameQuestionCard.tsx';
import { VisitorCard } from './VisitorCard.tsx';

/** Who the person is, what is known, what was before. */
export const ContextColumn = memo(function ContextColumn(): ReactNode {
  const { t } = useText();
  const openId = useConversation((state) => state.openId);
  // After the frame that shows what was said; never beside somebody else's words.
  const current = useDeferredValue(useConversation((state) => state.current));
  if (openId === undefined || current?.id !== openId) return <aside className="context" aria-label={t('context.label')} />;
  return <Context openId={openId} current={current} />;
});

const Context = memo(function Context({ openId, current }: { readonly openId: string; readonly current: OpenConversation }): ReactNode {
  const { t, f } = useText();
  const row = useConversationRow(openId);
  const agents = useCenter((state) => state.agents);
  const now = useMinute();
  const conversation = entityOf(current, 'conversation', openId);
  const contact = entityOf(current, 'contact', conversation?.contactId);
  const item = entityOf(current, 'workItem', conversation?.workItemId) ?? row?.item;
  const notes = entitiesOf(current, 'note')
    .filter((note) => note.conversationId === openId)
    .toSorted((a, b) => b.at - a.at);
  return (
    <aside className="context" aria-label={t('context.label')} data-testid="context" tabIndex={-1}>
      {contact !== undefined && (
        <ContactCard open={current} contact={contact} profile={readProfile(current.bodies.get(contact.profileRef))} conversation={conversation} />
      )}
      <SuggestedArticles open={current} />
      <ReadingCard open={current} item={item} />
      {contact !== undefined && <IdentityCard contact={contact} conversationId={openId} />}
      <SameQuestionCard conversationId={openId} />
      <VisitorCard conversationId={openId} />
      <CaseCard open={current} />
      <FactsCard conversation={conversation} item={item} row={row} />
      <section className="context-part">
        <h2>{t('context.notes')}</h2>
        {notes.length === 0 && <p className="muted">{t('context.noNotes')}</p>}
        {notes.slice(0, 5).map((note) => (
          <p key={note.id} className="card card-note">
            <span className="muted">
              {agentShort({ agents }, note.agentId)} · {f.moment(note.at, now)}
            </span>
            <br />
            {showHidden(readText(current.bodies.get(note.bodyRef)) ?? '')}
          </p>
        ))}
      </section>
      <HistoryList conversationId={openId} caseId={conversation?.caseId} isOpenWork={item !== undefined && item.state !== 'closed'} />
    </aside>
  );
});
