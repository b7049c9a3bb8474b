import { create } from 'zustand';

/** Items on their way under the pointer, from a list to a person. Keys have the dialog for it. */
export const useDragged = create<{ readonly workItemIds: readonly string[]; readonly overId: string | undefined }>(() => ({ workItemIds: [], overId: undefined }));

export function startDrag(event: { readonly dataTransfer: DataTransfer | null }, workItemIds: readonly string[]): void {
  // A browser begins no drag without data; what it is stays in this window.
  event.dataTransfer?.setData('text/plain', '');
  if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = 'move';
  useDragged.setState({ workItemIds, overId: undefined });
}

export const endDrag = (): void => useDragged.setState({ workItemIds: [], overId: undefined });
