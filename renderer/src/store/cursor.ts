import { openConversation } from './navigation.ts';
import { items } from './rows.ts';
import type { OrderedView } from './ordered-view.ts';
import { useUi } from './ui.ts';
import type { QueueRow } from '../../../shared/domain/rows.ts';

let shownView: OrderedView<QueueRow> | undefined;

/** The queue in sight tells which rows the keys walk through. */
export function showInQueue(view: OrderedView<QueueRow> | undefined): void {
  shownView = view;
}

export function moveCursor(by: 1 | -1): void {
  if (shownView === undefined || shownView.size === 0) return;
  const { cursorId } = useUi.getState();
  const at = cursorId === undefined ? -1 : shownView.indexOf(cursorId);
  const to = Math.max(0, Math.min(shownView.size - 1, at === -1 ? 0 : at + by));
  useUi.setState({ cursorId: shownView.idAt(to) });
  // The focus goes along: else Enter would press whatever button was used last.
  const list = document.querySelector<HTMLElement>('.queue-column [role=listbox]');
  // Asking for a focus that is there already would lay the page out once more.
  if (list !== document.activeElement) list?.focus({ preventScroll: true });
}

export function openCursor(): void {
  const row = items.get(useUi.getState().cursorId ?? '');
  if (row !== undefined) void openConversation(row.conversationId);
}

/** The rows in sight, at most so many. */
export function visibleInQueue(most = 500): string[] {
  return Array.from({ length: Math.min(most, shownView?.size ?? 0) }, (_, place) => shownView?.idAt(place)).filter((id): id is string => id !== undefined);
}
