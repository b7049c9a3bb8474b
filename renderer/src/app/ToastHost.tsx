import { useCallback, type ReactNode } from 'react';
import { Toasts } from '../components/Toasts.tsx';
import { runCommand } from '../store/commands.ts';
import { useKeyHint } from '../hooks/key-hint.ts';
import { openConversation } from '../store/navigation.ts';
import { closeInPublic } from '../store/public-close.ts';
import { undoReply } from '../store/replies.ts';
import { undoTicked } from '../store/ticked-acts.ts';
import { dropToast, useUi } from '../store/ui.ts';
import { useText } from '../text/index.tsx';

export function ToastHost(): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  const toasts = useUi((state) => state.toasts);
  const act = useCallback((id: string): void => {
    const action = useUi.getState().toasts.find((toast) => toast.id === id)?.action;
    if (action === undefined) return;
    dropToast(id);
    if (action.kind === 'undoReply') void undoReply(action.replyId, action.conversationId);
    else if (action.kind === 'undoTicked') void undoTicked();
    else if (action.kind === 'openConversation') void openConversation(action.conversationId);
    else if (action.kind === 'closeInPublic') void closeInPublic(action.conversationId);
    else if (action.kind === 'correctReading') {
      const { kind: _kind, ...data } = action;
      void runCommand({ type: 'message.correctReading', data });
    } else void runCommand({ type: 'workItem.reopen', data: { workItemId: action.workItemId } });
  }, []);
  const shown = toasts.map((toast) => ({
    ...toast,
    action:
      toast.action === undefined
        ? undefined
        : toast.action.kind === 'undoTicked'
          ? { label: t('action.undo') }
          : toast.action.kind === 'openConversation'
            ? { label: t('action.open') }
        : toast.action.kind === 'undoReply'
          ? { label: t('action.undo'), keys: hint('undo') }
          : { label: t(toast.action.kind === 'closeInPublic' ? 'case.close' : toast.action.kind === 'correctReading' ? 'reading.takeBack' : 'action.reopen') },
  }));
  return <Toasts toasts={shown} onAction={act} onDrop={dropToast} />;
}
