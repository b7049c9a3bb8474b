import { retryReply, rewriteReply, settleReply, undoReply } from '../store/replies.ts';
import { openConversation } from '../store/navigation.ts';

/** Does what a button beside an own reply promises. */
export function actOnReply(replyId: string, conversationId: string, action: string): void {
  switch (action) {
    case 'undo':
      void undoReply(replyId, conversationId);
      break;
    case 'retry':
      void retryReply(replyId);
      break;
    case 'edit':
      void rewriteReply(replyId, conversationId);
      break;
    case 'open':
      void openConversation(conversationId);
      break;
    case 'found':
    case 'sendAgain':
    case 'discard':
    case 'lookAgain':
      void settleReply(replyId, action);
      break;
  }
}
