import type { Conversation } from '../../shared/domain/conversation.ts';
import { messageBodySchema, type Message } from '../../shared/domain/message.ts';
import type { ConversationView } from '../../shared/ipc/index.ts';

export interface OpenTurn {
  readonly conversation: Conversation;
  /** What the customer said and nobody answered, oldest first, in one text; empty where everything is answered. */
  readonly text: string;
  readonly lastMessageId: string | undefined;
}

/** What there is to answer, or undefined where the conversation is not (or not wholly) here. */
export function openTurnOf(view: ConversationView): OpenTurn | undefined {
  const own = view.entities.find((patch) => patch.noun === 'conversation' && patch.id === view.conversationId)?.value;
  if (view.held !== 'held' || own === undefined || own === null) return undefined;
  const conversation = own as Conversation;
  const messages = new Map(
    view.entities.flatMap((patch) =>
      patch.noun === 'message' && patch.value !== null ? [[patch.id, patch.value as Message] as const] : [],
    ),
  );
  const turn = (conversation.openTurn ?? []).flatMap(({ messageId }) => messages.get(messageId) ?? []);
  const text = turn.map((message) => textOf(view.bodies[message.bodyRef])).join('\n');
  return { conversation, text, lastMessageId: conversation.openTurn?.at(-1)?.messageId };
}

function textOf(json: string | undefined): string {
  if (json === undefined) return '';
  try {
    const body = messageBodySchema.safeParse(JSON.parse(json));
    return body.success ? body.data.text : '';
  } catch {
    return '';
  }
}
