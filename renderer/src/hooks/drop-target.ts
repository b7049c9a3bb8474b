import type { DragEvent } from 'react';
import { endDrag, useDragged } from '../store/dragged.ts';
import { reassign } from '../store/reassign.ts';

export interface DropTarget {
  readonly isOver: boolean;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: () => void;
  readonly onDrop: (event: DragEvent) => void;
}

/** A place on which items are put to give them to this person. */
export function useDropTarget(agentId: string): DropTarget {
  const isOver = useDragged((state) => state.overId === agentId);
  return {
    isOver,
    onDragOver: (event) => {
      if (useDragged.getState().workItemIds.length === 0) return;
      event.preventDefault();
      useDragged.setState({ overId: agentId });
    },
    onDragLeave: () => useDragged.setState({ overId: undefined }),
    onDrop: (event) => {
      event.preventDefault();
      const { workItemIds } = useDragged.getState();
      endDrag();
      if (workItemIds.length > 0) void reassign(workItemIds, { to: { kind: 'agent', agentId }, force: false });
    },
  };
}
