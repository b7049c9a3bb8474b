import type { ReactNode } from 'react';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { Button } from '../../components/Button.tsx';
import { runCommand } from '../../store/commands.ts';
import { isLead, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';

/** C10: somebody asks to write here from a person's profile; a lead says yes or no. */
export function ProfileRequest({ conversation }: { readonly conversation: Conversation | undefined }): ReactNode {
  const { t } = useText();
  const center = useCenter();
  const lead = useDesk((state) => isLead(state.session));
  const online = useDesk((state) => state.connection.kind === 'online');
  const use = conversation?.profileUse;
  if (!lead || conversation === undefined || use?.state !== 'asked') return null;
  const answer = (allowed: boolean): void => void runCommand({ type: 'profile.decide', data: { conversationId: conversation.id, allowed } });
  return (
    <div className="guard guard-amber" role="group" aria-label={t('profile.request')} data-testid="profile-request">
      <p>{t('profile.asks', agentLong(center, use.agentId), center.accounts.get(use.accountId)?.name ?? use.accountId)}</p>
      <Button isSmall look="primary" isDisabled={!online} onPress={() => answer(true)} testId="profile-allow">
        {t('profile.allow')}
      </Button>
      <Button isSmall isDisabled={!online} onPress={() => answer(false)} testId="profile-deny">
        {t('profile.deny')}
      </Button>
    </div>
  );
}
