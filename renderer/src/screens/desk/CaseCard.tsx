import type { ReactNode } from 'react';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import type { Ticket } from '../../../../shared/domain/ticket.ts';
import { Button } from '../../components/Button.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { Tag } from '../../components/Tag.tsx';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { closeTicket, unlinkOpen, unmergeOpen } from '../../store/cases.ts';
import { entityOf, type OpenConversation } from '../../store/conversation.ts';
import { openConversation } from '../../store/navigation.ts';
import { closeInPublic, publicPartOf } from '../../store/public-close.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** What else belongs to this case: the public post a private talk began with, what others owe it, the call that was promised. */
export function CaseCard({ open }: { readonly open: OpenConversation }): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  const publicId = publicPartOf(open);
  const conversation = entityOf(open, 'conversation', open.id);
  if (conversation === undefined) return null;
  return (
    <section className="context-part" aria-label={t('case.title')} data-testid="case">
      <h2>{t('case.title')}</h2>
      {publicId !== undefined && (
        <>
          <p className="muted">{t('case.part')}</p>
          <div className="conversation-actions">
            <Button isSmall onPress={() => void openConversation(publicId)} testId="case-open">
              {t('case.open')}
            </Button>
            <Button isSmall look="public" onPress={() => void closeInPublic(publicId)} testId="case-close">
              {t('case.close')}
            </Button>
          </div>
        </>
      )}
      <Parts conversation={conversation} />
      {conversation.tickets?.map((ticket) => <TicketLine key={ticket.id} conversationId={open.id} ticket={ticket} />)}
      <div className="conversation-actions">
        <Button isSmall onPress={() => openDialog({ kind: 'ticket', conversationId: open.id })} keys={hint('ticket')} testId="ticket-new">
          {t('ticket.new')}
        </Button>
        {conversation.callBack === undefined && (
          <Button isSmall onPress={() => openDialog({ kind: 'callBack', conversationId: open.id })} keys={hint('callBack')} testId="call-back-new">
            {t('callBack.plan')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Parts({ conversation }: { readonly conversation: Conversation }): ReactNode {
  const { t } = useText();
  const { mergedInto, caseByAgentId } = conversation;
  return (
    <>
      {mergedInto !== undefined && (
        <p className="case-line" data-testid="case-merged">
          {t('case.mergedInto')}{' '}
          <Button isSmall look="quiet" onPress={() => void openConversation(mergedInto.conversationId)}>
            {t('case.open')}
          </Button>
          <Button isSmall look="quiet" onPress={unmergeOpen} testId="case-unmerge">
            {t('case.unmerge')}
          </Button>
        </p>
      )}
      {caseByAgentId !== undefined && conversation.caseId !== conversation.id && (
        <Button isSmall look="quiet" onPress={unlinkOpen} testId="case-unlink">
          {t('case.unlink')}
        </Button>
      )}
    </>
  );
}

function TicketLine({ conversationId, ticket }: { readonly conversationId: string; readonly ticket: Ticket }): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const isLate = ticket.closed === undefined && ticket.dueAt <= now;
  const about = t('ticket.of', showHidden(ticket.number));
  return (
    <div className="card case-ticket" data-testid="ticket" data-state={ticket.closed?.outcome ?? (isLate ? 'overdue' : 'open')}>
      <p>
        <strong>{showHidden(ticket.number)}</strong> · {showHidden(ticket.owner)}
      </p>
      <p className={isLate ? 'tone-bad' : 'muted'}>
        {ticket.closed === undefined ? t('ticket.dueAt', f.moment(ticket.dueAt, now)) : t(`ticket.closed.${ticket.closed.outcome}`, f.moment(ticket.closed.at, now))} {isLate && <Tag tone="red">{t('ticket.overdue')}</Tag>}
      </p>
      {ticket.closed === undefined && (
        <div className="conversation-actions">
          <Button isSmall onPress={() => closeTicket(conversationId, ticket.id, 'done')} label={`${t('ticket.done')}: ${about}`} testId="ticket-done">
            {t('ticket.done')}
          </Button>
          <Button isSmall look="quiet" onPress={() => openDialog({ kind: 'ticket', conversationId, ticketId: ticket.id })} label={`${t('ticket.change')}: ${about}`} testId="ticket-change">
            {t('ticket.change')}
          </Button>
          <Button isSmall look="quiet" onPress={() => closeTicket(conversationId, ticket.id, 'withdrawn')} label={`${t('ticket.withdraw')}: ${about}`} testId="ticket-withdraw">
            {t('ticket.withdraw')}
          </Button>
        </div>
      )}
    </div>
  );
}
