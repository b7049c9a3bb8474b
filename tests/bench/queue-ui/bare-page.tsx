// Two pages without a desk: the same rows in a bare TanStack list, and all of them drawn by React alone.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueueRowView } from '../../../renderer/src/components/QueueRowView.tsx';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { seededRng } from '../../../shared/util/seeded-rng.ts';
import { sampleRows } from '../../support/fake-workstation-items.ts';
import { mover, runFrames, type FrameCosts, type FramePlan } from './frames.ts';

const ROW_HEIGHT = 76;
const nothing = (): void => undefined;
const isBefore = (a: QueueRow, b: QueueRow): boolean => a.item.dueAt < b.item.dueAt || (a.item.dueAt === b.item.dueAt && a.item.id < b.item.id);

/** One sorted array, as one would write it first: a row that moves is cut out and put in. */
class SortedArray {
  rows: QueueRow[];
  readonly byId = new Map<string, QueueRow>();
  readonly listeners = new Set<() => void>();
  version = 0;

  constructor(rows: readonly QueueRow[]) {
    this.rows = rows.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
    for (const row of rows) this.byId.set(row.item.id, row);
  }

  move(id: string, dueAt: number): void {
    const row = this.byId.get(id);
    if (row === undefined) return;
    this.rows.splice(this.#placeOf(row), 1);
    const moved = { ...row, item: { ...row.item, dueAt } };
    this.byId.set(id, moved);
    this.rows.splice(this.#placeOf(moved), 0, moved);
  }

  publish(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  #placeOf(row: QueueRow): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.rows[middle] as QueueRow, row)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function RowAt({ table, place }: { readonly table: SortedArray; readonly place: number }): ReactNode {
  const row = table.rows[place];
  return row === undefined ? null : <QueueRowView row={row} id={`row-${row.item.id}`} place={place} total={table.rows.length} isCursor={false} isOpen={false} onPress={nothing} />;
}

function Virtual({ table }: { readonly table: SortedArray }): ReactNode {
  useSyncExternalStore(table.subscribe, () => table.version);
  const ground = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({ count: table.rows.length, getScrollElement: () => ground.current, estimateSize: useCallback(() => ROW_HEIGHT, []), overscan: 6 });
  return (
    <div ref={ground} className="virtual-list">
      <div className="virtual-height" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div key={table.rows[index]?.item.id} className="virtual-row" style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}>
            <RowAt table={table} place={index} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Plain({ table }: { readonly table: SortedArray }): ReactNode {
  useSyncExternalStore(table.subscribe, () => table.version);
  return (
    <div className="virtual-list">
      {table.rows.map((row, place) => (
        <div key={row.item.id} style={{ height: ROW_HEIGHT }}>
          <RowAt table={table} place={place} />
        </div>
      ))}
    </div>
  );
}

function Page({ table, isPlain }: { readonly table: SortedArray; readonly isPlain: boolean }): ReactNode {
  const [text, setText] = useState('');
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '360px 1fr', height: '100vh' }}>
      <div className="queue-column" style={{ overflow: 'hidden', height: '100vh' }}>{isPlain ? <Plain table={table} /> : <Virtual table={table} />}</div>
      <textarea data-testid="field" value={text} onChange={(event) => setText(event.target.value)} />
    </div>
  );
}

let table: SortedArray | undefined;
function openBare(extraRows: number, isPlain: boolean): void {
  const rows = sampleRows(Date.now(), extraRows).filter(({ item }) => item.state !== 'closed');
  table = new SortedArray(rows);
  createRoot(document.getElementById('root') as HTMLElement).render(<Page table={table} isPlain={isPlain} />);
}

function runBare(plan: FramePlan, seed: number): Promise<FrameCosts> {
  const found = table;
  if (found === undefined) throw new Error('openBare comes first');
  const rng = seededRng(seed);
  const range: [number, number] = [found.rows[0]?.item.dueAt ?? 0, found.rows.at(-1)?.item.dueAt ?? 0];
  const nextMove = mover([...found.byId.keys()], (id) => found.byId.get(id)?.item.dueAt ?? 0, range, () => rng.next());
  return runFrames(plan, (count) => {
    for (let n = 0; n < count; n += 1) {
      const { id, dueAt } = nextMove();
      found.move(id, dueAt);
    }
    found.publish();
  });
}
Object.assign(window, { openBare, runBare });
