import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  readonly rowHeight: number;
  /** Place the keyboard stands on; -1 for none. */
  readonly cursor: number;
  readonly rowId: (place: number) => string | undefined;
  readonly renderRow: (place: number, elementId: string) => ReactNode;
  readonly onMove: (place: number) => void;
  readonly onEnter: (place: number) => void;
  /** Space, where rows can be ticked. */
  readonly onToggle?: ((place: number, extend: boolean) => void) | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  readonly isMulti?: boolean;
  readonly testId?: string;
}

/**
 * A list of any length of which only the rows in sight exist. Focus stays on the list; the active row is named to screen readers, so that
 * rows may come and go under it.
 */
export function VirtualList({
  label,
  count,
  rowHeight,
  cursor,
  rowId,
  renderRow,
  onMove,
  onEnter,
  onToggle,
  onKeyDown,
  isMulti = false,
  testId,
}: VirtualListProps): ReactNode {
  const ground = useRef<HTMLDivElement>(null);
  // No key function: the virtualizer would ask it for every row there is, at every draw. Keys are given where rows are drawn.
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => ground.current,
    estimateSize: useCallback(() => rowHeight, [rowHeight]),
    overscan: 6,
  });
  const asked = useRef<{ readonly to: number; readonly before: number } | undefined>(undefined);
  useEffect(() => {
    if (asked.current !== undefined && virtual.scrollOffset !== asked.current.before) asked.current = undefined;
  });
  useEffect(() => {
    if (cursor < 0 || ground.current === null) return;
    // All rows are of one height, so nothing is asked of the page here: an answer would lay it out once more with every key.
    const known = virtual.scrollOffset ?? 0;
    const from = asked.current?.before === known ? asked.current.to : known;
    const height = virtual.scrollRect?.height || ground.current.clientHeight;
    const top = cursor * rowHeight;
    const to = top < from ? top : top + rowHeight > from + height ? top + rowHeight - height : from;
    if (to === from) return;
    // The list hears of it with the next frame; a key may come before.
    asked.current = { to, before: known };
    ground.current.scrollTop = to;
    // Only a move of the cursor scrolls: rows that shift under a resting cursor must not pull the list along.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [cursor >= 0 ? rowId(cursor) : undefined]);

  const move = (to: number): void => {
    if (count > 0) onMove(Math.max(0, Math.min(count - 1, to)));
  };
  const pageRows = (): number => Math.max(1, Math.floor((ground.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
  const listen = (event: KeyboardEvent): void => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = (): boolean => {
      switch (event.key) {
        case 'ArrowDown':
        case 'ArrowUp': {
          const to = cursor + (event.key === 'ArrowDown' ? 1 : -1);
          if (event.shiftKey && onToggle !== undefined) onToggle(Math.max(0, Math.min(count - 1, to)), true);
          move(to);
          return true;
        }
        case 'PageDown':
          move(cursor + pageRows());
          return true;
        case 'PageUp':
          move(cursor - pageRows());
          return true;
        case 'Home':
          move(0);
          return true;
        case 'End':
          move(count - 1);
          return true;
        case 'Enter':
          if (cursor >= 0) onEnter(cursor);
          return true;
        case ' ':
          if (cursor >= 0 && onToggle !== undefined) onToggle(cursor, event.shiftKey);
          return onToggle !== undefined;
        default:
          return false;
      }
    };
    if (act()) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const rows = virtual.getVirtualItems();
  const prefix = testId ?? 'list';
  const inSight = cursor >= 0 && rows.some((row) => row.index === cursor);
  return (
    <div
      ref={ground}
      className="virtual-list"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable={isMulti}
      data-roving
      {...(inSight ? { 'aria-activedescendant': `${prefix}-row-${rowId(cursor) ?? ''}` } : {})}
      onKeyDown={listen}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
    >
      <div className="virtual-height" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => (
          <div
            key={rowId(row.index) ?? row.key}
            className="virtual-row"
            role="presentation"
            style={{ transform: `translateY(${row.start}px)`, height: rowHeight }}
          >
            {renderRow(row.index, `${prefix}-row-${rowId(row.index) ?? ''}`)}
          </div>
        ))}
      </div>
    </div>
  );
}
