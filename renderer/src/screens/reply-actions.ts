import { retryReply, rewriteReply, setExecutor, settleReply, undoReply } from '../store/replies.ts';
import { openConversation } from '../store/navigation.ts';
import { openDialog } from '../store/ui.ts';

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
    case 'toHeadless':
      void setExecutor(replyId, 'headless');
      break;
    case 'toDesk':
      void setExecutor(replyId, 'thisDesk');
      break;
    case 'sendAgain':
      openDialog({ kind: 'sendAgain', replyId });
      break;
    case 'found':
    case 'discard':
    case 'lookAgain':
      void settleReply(replyId, action);
      break;
  }
}
