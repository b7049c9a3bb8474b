import { useEffect } from 'react';
import { create } from 'zustand';
import type { StyleGuard } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { showFailure } from './errors.ts';

const NONE: ReadonlySet<StyleGuard> = new Set();
const useMemory = create<{ readonly closed: ReadonlyMap<string, ReadonlySet<StyleGuard>> }>(() => ({ closed: new Map() }));

function put(contactId: string, closed: readonly StyleGuard[]): void {
  useMemory.setState((state) => ({ closed: new Map(state.closed).set(contactId, new Set(closed)) }));
}

/** Guards of style that the person closed for this contact, now or before the last restart. Undefined while that is not known: nothing is said yet. */
export function useClosedGuards(contactId: string | undefined): ReadonlySet<StyleGuard> | undefined {
  useEffect(() => {
    if (contactId !== undefined && !useMemory.getState().closed.has(contactId))
      call('guards.memory', { contactId }).then(
        ({ closed }) => put(contactId, closed),
        () => put(contactId, []),
      );
  }, [contactId]);
  return useMemory((state) => (contactId === undefined ? NONE : state.closed.get(contactId)));
}

/** "Leave it": no more of this for that contact. Kept on this desk. */
export async function closeGuard(contactId: string, guard: StyleGuard): Promise<void> {
  put(contactId, [...(useMemory.getState().closed.get(contactId) ?? []), guard]);
  try {
    put(contactId, (await call('guards.close', { contactId, guard, closed: true })).closed);
  } catch (error) {
    showFailure(error);
  }
}

export function forgetGuardMemory(): void {
  useMemory.setState({ closed: new Map() });
}
