import { create } from 'zustand';

/** Items ticked to be moved or answered together, and where a range starts. */
export const useTicked = create<{ readonly ids: ReadonlySet<string>; readonly anchorId: string | undefined }>(() => ({
  ids: new Set(),
  anchorId: undefined,
}));

export function toggleTicked(id: string): void {
  useTicked.setState(({ ids }) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    return { ids: next, anchorId: id };
  });
}

export function tickOnly(id: string): void {
  useTicked.setState({ ids: new Set([id]), anchorId: id });
}

export function tickAll(ids: Iterable<string>): void {
  useTicked.setState((state) => ({ ids: new Set([...state.ids, ...ids]) }));
}

export function clearTicked(): void {
  useTicked.setState({ ids: new Set(), anchorId: undefined });
}
