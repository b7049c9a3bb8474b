import { useEffect, useSyncExternalStore } from 'react';
import type * as restOfDesk from './rest.ts';

export type Rest = typeof restOfDesk;

let rest: Rest | undefined;
let coming: Promise<void> | undefined;
const listeners = new Set<() => void>();

/** Brings the rest of the desk; from then on every screen and dialog is drawn at once. A try that failed is made again the next time. */
export function loadRest(): Promise<void> {
  coming ??= import('./rest.ts').then(
    (loaded) => {
      rest = loaded;
      for (const listener of listeners) listener();
    },
    () => {
      coming = undefined;
    },
  );
  return coming;
}

/** Once the browser has nothing more urgent to do. */
export function loadRestSoon(): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => void loadRest(), { timeout: 500 });
  else setTimeout(() => void loadRest(), 100);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The rest of the desk, undefined until it is here; asked for at once where something of it is wanted. */
export function useRest(isWanted: boolean): Rest | undefined {
  const found = useSyncExternalStore(subscribe, () => rest);
  useEffect(() => {
    if (isWanted) void loadRest();
  }, [isWanted]);
  return found;
}
