import type { ReactNode } from 'react';
import { approvalNeeded, openApproval } from '../../../../shared/domain/approval.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { Button } from '../../components/Button.tsx';
import { PlainText } from '../../components/PlainText.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { shownToAuthor, waitsFor, wordsAt } from '../../store/approvals.ts';
import { runCommand } from '../../store/commands.ts';
import type { OpenConversation } from '../../store/conversation.ts';
import { isLead, signedIn, useDesk } from '../../store/desk.ts';
import { openLink } from '../../store/open-link.ts';
import { useCenter } from '../../store/rows.ts';
import { readText } from '../../store/thread-model.ts';
import { useText } from '../../text/index.tsx';
import { flagLines } from '../flag-words.ts';
import { agentLong } from '../names.ts';
import { ApprovalForm } from './ApprovalForm.tsx';
import { SaidCard } from './SaidCard.tsx';

/** S2: what waits for somebody's look in this conversation, for who looks and for who wrote. */
export function ApprovalCard({ open, conversation }: { readonly open: OpenConversation; readonly conversation: Conversation | undefined }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const lead = useDesk((state) => isLead(state.session));
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const role = useDesk((state) => signedIn(state)?.role ?? 'agent');
  const now = useMinute();
  if (conversation === undefined) return null;
  const waiting = openApproval(conversation.approvals);
  if (waiting !== undefined && lead && waiting.agentId !== me) {
    const words = wordsAt(open.bodies, waiting.bodyRef);
    return (
      <section className="guard guard-amber approval" aria-label={t('approval.title')} data-testid="approval-card">
        <p>
          <strong>{t('approval.asks', agentLong(center, waiting.agentId))}</strong>
          <span className="muted">
            {' '}
            {t(`approval.why.${waiting.why}`)} · {t(waiting.dueAt < now ? 'approval.overdue' : 'approval.due', f.moment(waiting.dueAt, now))}
          </span>
        </p>
        {waiting.why === 'flagged' && <FlagLines lines={flagLines(conversation.approvalFlag, texts, center)} />}
        {words === undefined ? <p>{t('approval.noWords')}</p> : <ApprovalForm key={waiting.replyId} approval={waiting} conversationId={conversation.id} channel={conversation.channel} words={words} />}
      </section>
    );
  }
  const mine = shownToAuthor(conversation.approvals, me);
  if (mine === undefined) {
    const own = conversation.ownerAgentId === me && approvalNeeded(center.agents.get(me) ?? {}, role, conversation) !== undefined;
    if (!own && conversation.approvalFlag === undefined) return null;
    return (
      <div className="guard guard-plain approval" role="group" aria-label={t('approval.title')} data-testid="approval-hint">
        <p>{t(own ? 'approval.willWait' : 'approval.flagged')}</p>
        <FlagLines lines={flagLines(conversation.approvalFlag, texts, center)} />
        {lead && conversation.approvalFlag !== undefined && (
          <Button isSmall onPress={() => void runCommand({ type: 'approval.flag', data: { conversationId: conversation.id, wanted: false } })} testId="approval-unflag">
            {t('approval.unflag')}
          </Button>
        )}
      </div>
    );
  }
  if (mine.state === 'asked') {
    const who = waitsFor(center, mine, now);
    return (
      <p className="guard guard-amber" role="status" data-testid="approval-waits">
        {t('approval.waits', who === undefined ? t('approval.anyLead') : agentLong(center, who), f.moment(mine.dueAt, now))}
      </p>
    );
  }
  if (mine.state === 'sentBack') {
    return (
      <SaidCard look="guard-amber" isNews label={t('approval.title')} says={t('approval.cameBack', agentLong(center, mine.byAgentId))} text={readText(open.bodies.get(mine.wordRef ?? ''))} testId="approval-came-back" />
    );
  }
  const version = (label: string, ref: string | undefined): ReactNode => (
    <>
      <dt>{label}</dt>
      <dd>
        <PlainText text={wordsAt(open.bodies, ref)?.parts.join('\n\n') ?? t('approval.noWords')} onOpenLink={openLink} />
      </dd>
    </>
  );
  return (
    <details className="guard guard-plain approval" data-testid="approval-changed">
      <summary>{t('approval.changed', agentLong(center, mine.byAgentId))}</summary>
      <dl className="approval-versions">
        {version(t('approval.written'), mine.bodyRef)}
        {version(t('approval.sent'), mine.changedRef)}
      </dl>
    </details>
  );
}

/** FLAG-2: who or which rule flagged it, and why. */
function FlagLines({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return lines.map((line) => (
    <p key={line} className="muted" data-testid="approval-flag-line">
      {line}
    </p>
  ));
}
