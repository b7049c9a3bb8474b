import { useMemo, useSyncExternalStore } from 'react';
import { isLead, useDesk } from '../store/desk.ts';
import { applyBindings, boundNow, followBindings, noteBound } from '../store/key-bindings.ts';
import { useCenter } from '../store/rows.ts';
import type { Translate } from '../text/index.tsx';
import { deskActions } from './actions.ts';
import type { DeskAction } from './desk-action.ts';
import { moreActions } from './more-actions.ts';
import { toolActions } from './tool-actions.ts';

let made: { readonly of: readonly unknown[]; readonly actions: DeskAction[] } | undefined;

/**
 * Everything that can be done, with the keys this person has for it. Made once for all who ask until what it reads changes: a key that shows them does not
 * wait for it.
 */
export function boundActions(t: Translate, lead = isLead(useDesk.getState().session)): DeskAction[] {
  const bindings = boundNow();
  const { savedViews, agents } = useCenter.getState();
  // Leads have an act for each desk somebody works at.
  const of = [t, lead, bindings, savedViews, lead && agents];
  if (made !== undefined && of.every((one, place) => one === made?.of[place])) return made.actions;
  const actions = applyBindings(allActions(t, lead), bindings);
  noteBound(actions);
  made = { of, actions };
  return actions;
}

/** The same with the keys everybody begins with. */
export function allActions(t: Translate, lead: boolean): DeskAction[] {
  return [...toolActions(t, lead), ...deskActions(t, lead), ...moreActions(t, lead)];
}

/** Drawn again when keys or saved lists change. */
export function useBoundActions(t: Translate, lead: boolean): DeskAction[] {
  const bindings = useSyncExternalStore(followBindings, boundNow);
  const views = useCenter((state) => state.savedViews);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- `boundActions` reads both from their stores: they say when, not what
  return useMemo(() => boundActions(t, lead), [t, lead, bindings, views]);
}
