import { create } from 'zustand';
import type { CommandOf } from '../../../shared/commands/index.ts';
import type { UnderWay } from '../../../shared/domain/under-way.ts';
import type { QueueFilter, QueueSort, QueueTab } from './item-ranks.ts';

/** After a reassignment: answers that may already be out, of items moved by force or not moved. */
export interface ReassignOutcome {
  readonly forced: readonly UnderWay[];
  readonly refused: readonly UnderWay[];
  /** The same once more, by force; absent where nothing was refused for it. */
  readonly again:
    | { readonly workItemIds: readonly string[]; readonly how: Omit<CommandOf<'workItem.reassign'>['data'], 'workItemIds'> }
    | undefined;
}

export type Screen = 'desk' | 'many' | 'questions' | 'knowledge' | 'supervisor' | 'strategy' | 'house' | 'watch' | 'wall' | 'reports' | 'outbox' | 'accounts' | 'settings';
export type ItemDialog = 'noAnswer' | 'done' | 'transfer' | 'tags' | 'snooze' | 'handover';
export type DialogState =
  | { readonly kind: ItemDialog; readonly workItemId: string }
  | { readonly kind: 'reassign'; readonly workItemIds: readonly string[] }
  | { readonly kind: 'forceState'; readonly agentId: string }
  | { readonly kind: 'forceCapacity'; readonly agentId: string }
  | { readonly kind: 'stop'; readonly accountIds: readonly string[] }
  | { readonly kind: 'away' }
  | {
      readonly kind: 'sendAgain';
      readonly replyId: string;
      /** Of a colleague's reply, which is not in the own outbox. */ readonly text?: string;
    }
  | { readonly kind: 'underWay'; readonly outcome: ReassignOutcome }
  | { readonly kind: 'schedule'; readonly conversationId: string; readonly followUp: boolean }
  | { readonly kind: 'switch'; readonly conversationId: string; readonly followUp: boolean }
  | { readonly kind: 'identity'; readonly conversationId: string }
  | { readonly kind: 'ticket'; readonly conversationId: string; readonly ticketId?: string | undefined }
  | { readonly kind: 'callBack'; readonly conversationId: string; readonly again?: boolean | undefined }
  | { readonly kind: 'merge'; readonly conversationId: string }
  | { readonly kind: 'escalate'; readonly conversationId: string }
  | { readonly kind: 'escalationWord'; readonly conversationId: string; readonly escalationId: string }
  | { readonly kind: 'whisper'; readonly conversationId: string }
  | { readonly kind: 'why'; readonly workItemId: string }
  | { readonly kind: 'putRight'; readonly conversationId: string; readonly messageId: string; readonly text: string }
  | { readonly kind: 'alert'; readonly workItemId: string }
  | { readonly kind: 'stopBulk'; readonly bulkId: string }
  | { readonly kind: 'reading'; readonly conversationId: string }
  | { readonly kind: 'wave'; readonly waveId: string }
  | { readonly kind: 'situation'; readonly situationId?: string | undefined; readonly clusterId?: string | undefined }
  | { readonly kind: 'signOut' }
  | { readonly kind: 'emptyDesk'; readonly agentId: string }
  | { readonly kind: 'endShift' }
  | { readonly kind: 'setEnd' }
  | { readonly kind: 'myShifts' }
  | { readonly kind: 'relieve'; readonly workItemId: string }
  | { readonly kind: 'briefing'; readonly thenAvailable: boolean }
  | { readonly kind: 'writeBriefing'; readonly briefingId?: string | undefined }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts'; readonly isChanging?: boolean | undefined }
  | { readonly kind: 'saveView' }
  | { readonly kind: 'ticked'; readonly act: 'done' | 'tags' | 'transfer' | 'snooze'; readonly workItemIds: readonly string[] }
  | { readonly kind: 'welcome' };

export interface Toast {
  readonly id: string;
  readonly text: string;
  readonly tone: 'info' | 'error';
  /** Counts down to here and then goes by itself. */
  readonly until: number;
  readonly action?:
    | { readonly kind: 'undoReply'; readonly replyId: string; readonly conversationId: string }
    | { readonly kind: 'reopen'; readonly workItemId: string }
    | { readonly kind: 'undoTicked' }
    | { readonly kind: 'openConversation'; readonly conversationId: string }
    | { readonly kind: 'closeInPublic'; readonly conversationId: string }
    | ({ readonly kind: 'correctReading' } & CommandOf<'message.correctReading'>['data'])
    | undefined;
}

export interface UiState {
  readonly screen: Screen;
  readonly tab: QueueTab;
  readonly sort: QueueSort;
  readonly filter: QueueFilter;
  /** Row the keyboard stands on in the queue. */
  readonly cursorId: string | undefined;
  readonly dialog: DialogState | undefined;
  readonly toasts: readonly Toast[];
  /** Said once by a polite live region. */
  readonly announcement: string;
}

export const useUi = create<UiState>(() => ({
  screen: 'desk',
  tab: 'mine',
  sort: 'due',
  filter: {},
  cursorId: undefined,
  dialog: undefined,
  toasts: [],
  announcement: '',
}));

export const showScreen = (screen: Screen): void => useUi.setState({ screen });
export const openDialog = (dialog: DialogState): void => useUi.setState({ dialog });
export const closeDialog = (): void => useUi.setState({ dialog: undefined });
/** A changing invisible mark makes screen readers say the same sentence again. */
export const announce = (text: string): void =>
  useUi.setState((state) => ({ announcement: state.announcement === text ? `${text}\u00a0` : text }));

let toastNo = 0;
export function showToast(toast: Omit<Toast, 'id' | 'until'> & { readonly until?: number | undefined }): void {
  toastNo += 1;
  const until = toast.until ?? Date.now() + (toast.tone === 'error' ? 12_000 : 6_000);
  // One undo at a time: a newer one replaces it, the older reply is on its way.
  useUi.setState((state) => ({ toasts: [...state.toasts.slice(-2), { ...toast, id: `toast-${toastNo}`, until }] }));
}
export const dropToast = (id: string): void => useUi.setState((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) }));
