import type { ReactNode } from 'react';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import type { OpenConversation } from '../../store/conversation.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { readText } from '../../store/thread-model.ts';
import { putWhisperAway, takeWhisper, unseenWhisper } from '../../store/whispers.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';
import { SaidCard } from './SaidCard.tsx';

/** S2: what a lead said to who has this conversation: above their composer until it is read; to the lead, whether it was. */
export function WhisperCard({ open, conversation }: { readonly open: OpenConversation; readonly conversation: Conversation | undefined }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useMinute();
  const whisper = unseenWhisper(conversation, me);
  if (conversation === undefined) return null;
  if (whisper === undefined) {
    const said = conversation.whispers?.findLast(({ byAgentId }) => byAgentId === me);
    if (said === undefined || conversation.ownerAgentId !== said.toAgentId) return null;
    return (
      <p className="guard guard-plain" data-testid="whisper-said">
        {t('whisper.said', agentLong(center, said.toAgentId), f.moment(said.at, now))}: {readText(open.bodies.get(said.bodyRef)) ?? ''} · {t(said.seenAt === undefined ? 'whisper.unseen' : 'whisper.seen')}
      </p>
    );
  }
  return (
    <SaidCard look="guard-whisper" isNews label={t('whisper.title')} says={t('whisper.from', agentLong(center, whisper.byAgentId))} text={readText(open.bodies.get(whisper.bodyRef))} testId="whisper">
      <Button isSmall look="primary" onPress={takeWhisper} testId="whisper-take">
        {t('whisper.take')}
      </Button>
      <Button isSmall onPress={putWhisperAway} testId="whisper-away">
        {t('whisper.away')}
      </Button>
    </SaidCard>
  );
}
