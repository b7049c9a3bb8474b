import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { Whisper } from '../../../shared/domain/whisper.ts';
import { compose, compositionOf } from './composer.ts';
import { focusComposerField } from './composer-focus.ts';
import { runCommand } from './commands.ts';
import { entityOf, useConversation } from './conversation.ts';
import { me } from './navigation.ts';
import { readText } from './thread-model.ts';

/** The newest that was said to this person here and not yet put away. */
export function unseenWhisper(conversation: Conversation | undefined, agentId: string): Whisper | undefined {
  return conversation?.whispers?.findLast(({ toAgentId, seenAt }) => toAgentId === agentId && seenAt === undefined);
}

function current(): { conversationId: string; whisper: Whisper; text: string } | undefined {
  const { current: open } = useConversation.getState();
  const whisper = open === undefined ? undefined : unseenWhisper(entityOf(open, 'conversation', open.id), me());
  return open === undefined || whisper === undefined ? undefined : { conversationId: open.id, whisper, text: readText(open.bodies.get(whisper.bodyRef)) ?? '' };
}

export const hasWhisper = (): boolean => current() !== undefined;

/** Behind what is written already; nothing is sent. */
export function takeWhisper(): void {
  const said = current();
  if (said === undefined) return;
  const before = compositionOf(said.conversationId).text.trimEnd();
  compose(said.conversationId, { text: before === '' ? said.text : `${before} ${said.text}` });
  putWhisperAway();
  focusComposerField();
}

export function putWhisperAway(): void {
  const said = current();
  if (said !== undefined) void runCommand({ type: 'whisper.markSeen', data: { conversationId: said.conversationId, whisperId: said.whisper.id } });
}
