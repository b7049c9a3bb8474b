import type { ReactNode } from 'react';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { openEscalation } from '../../../../shared/domain/escalation.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { waitsFor } from '../../store/approvals.ts';
import type { OpenConversation } from '../../store/conversation.ts';
import { isLead, signedIn, useDesk } from '../../store/desk.ts';
import { giveBack, takeOver, withdraw } from '../../store/escalations.ts';
import { useCenter } from '../../store/rows.ts';
import { readText } from '../../store/thread-model.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';
import { SaidCard } from './SaidCard.tsx';

/** S1: help that is asked for here: for leads with what they can do, for whoever asked with where it stands. */
export function EscalationCard({ open, conversation }: { readonly open: OpenConversation; readonly conversation: Conversation | undefined }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const lead = useDesk((state) => isLead(state.session));
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useMinute();
  const asked = openEscalation(conversation?.escalations);
  if (conversation === undefined || asked === undefined) return null;
  const due = t(asked.dueAt < now ? 'approval.overdue' : 'approval.due', f.moment(asked.dueAt, now));
  if (asked.agentId === me) {
    const who = waitsFor(center, asked, now);
    return (
      <section className="guard guard-amber approval" role="status" aria-label={t('escalation.title')} data-testid="escalation-waits">
        <p>{t('escalation.waits', who === undefined ? t('approval.anyLead') : agentLong(center, who), due)}</p>
        <Button isSmall onPress={withdraw} testId="escalation-withdraw">
          {t('escalation.withdraw')}
        </Button>
      </section>
    );
  }
  if (!lead) return null;
  return (
    <SaidCard look="guard-amber" label={t('escalation.list')} says={t('escalation.asks', agentLong(center, asked.agentId))} due={due} text={readText(open.bodies.get(asked.reasonRef))} testId="escalation-card">
      <Button isSmall look="primary" onPress={takeOver} testId="escalation-take-over">
        {t('escalation.takeOver')}
      </Button>
      <Button isSmall onPress={() => openDialog({ kind: 'whisper', conversationId: conversation.id })} testId="escalation-whisper">
        {t('escalation.whisper')}
      </Button>
      <Button isSmall onPress={giveBack} testId="escalation-give-back">
        {t('escalation.giveBack')}
      </Button>
    </SaidCard>
  );
}
