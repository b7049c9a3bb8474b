import type { ReactNode } from 'react';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';

/** S2: to whom a conversation belonged: that a lead has read along, once that is over. */
export function LeadReadLine({ conversation }: { readonly conversation: Conversation | undefined }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const last = conversation?.leadReads?.findLast(({ agentId }) => agentId === me);
  if (last === undefined) return null;
  return (
    <p className="presence muted" data-testid="lead-read">
      {t('leadRead.was', agentLong(center, last.byAgentId), f.time(last.fromAt), f.time(last.untilAt))}
    </p>
  );
}
