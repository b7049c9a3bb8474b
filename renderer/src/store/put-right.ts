import { getChannel } from '../../../shared/channels/index.ts';
import type { ChangeReason } from '../../../shared/domain/message.ts';
import { call } from '../bridge/index.ts';
import { focusComposerField } from './composer-focus.ts';
import { write } from './composer.ts';
import { entitiesOf, entityOf, type OpenConversation } from './conversation.ts';
import { currentTexts, explain, showFailure } from './errors.ts';
import { showToast } from './ui.ts';
import type { ThreadMessage } from './thread-model.ts';

/** What may be done about something of ours: by its channel, and by whom. Empty: nothing. */
export function waysToPutRight(channelName: string): readonly ('delete' | 'correct' | 'replace')[] {
  const channel = getChannel(channelName);
  if (channel === undefined) return [];
  return [...(channel.canEdit ? (['correct'] as const) : []), ...(channel.canDelete ? (['delete'] as const) : []), ...(channel.canDelete && !channel.canEdit ? (['replace'] as const) : [])];
}

/** Whether this person may: who said it, who has the conversation, leads. The server decides. */
export function mayPutRight(message: ThreadMessage, channelName: string, who: { readonly agentId: string; readonly isLead: boolean; readonly isOwner: boolean }): boolean {
  if (message.side !== 'out' || !message.own || message.seq === undefined || message.deletedAt !== undefined) return false;
  return (message.agentId === who.agentId || who.isOwner || who.isLead) && waysToPutRight(channelName).length > 0;
}

/** One act at the platform; with `replace` the new answer then lies in the composer. */
export async function putRight(open: OpenConversation, messageId: string, how: 'delete' | 'correct' | 'replace', text: string, reason: ChangeReason): Promise<void> {
  const message = entityOf(open, 'message', messageId);
  try {
    const ended = await call('message.putRight', { messageId, reason, to: how === 'correct' ? { kind: 'correct', text } : { kind: 'delete' } });
    if (ended.outcome === 'failed') showToast({ tone: 'error', text: explain(currentTexts(), { code: ended.code, message: ended.detail }) });
    if (ended.outcome !== 'done' || how !== 'replace') return;
    const parent = entitiesOf(open, 'message').find((one) => one.remoteId === message?.inReplyToRemoteId);
    write(open.id, { text, ...(parent === undefined ? {} : { replyToMessageId: parent.id }) });
    focusComposerField();
  } catch (error) {
    showFailure(error);
  }
}
