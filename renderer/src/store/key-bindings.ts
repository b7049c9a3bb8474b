import type { Bindings } from '../../../shared/domain/desk-tools.ts';
import { runCommand } from './commands.ts';
import { signedIn, useDesk } from './desk.ts';
import { useCenter } from './rows.ts';

/** What of an act decides which keys it may have. */
export interface Bindable {
  readonly id: string;
  readonly keys?: readonly string[] | undefined;
  readonly whileTyping?: boolean | undefined;
  readonly place?: string | undefined;
}

export type BindProblem =
  | { readonly kind: 'taken'; readonly by: string }
  /** It would fire in the middle of a word. */
  | { readonly kind: 'needsModifier' }
  /** It means something in every field and list, or belongs to the system. */
  | { readonly kind: 'reserved' };

const RESERVED: ReadonlySet<string> = new Set([
  ...['Tab', 'Shift+Tab', 'Enter', 'Escape', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown', 'Backspace', 'Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'CapsLock', 'F5', 'F11', 'F12'],
  ...['Ctrl+a', 'Ctrl+c', 'Ctrl+v', 'Ctrl+x', 'Ctrl+n', 'Ctrl+t', 'Ctrl+w', 'Ctrl+q', 'Ctrl+r', 'Ctrl+Shift+n', 'Ctrl+Shift+t', 'Ctrl+Shift+w', 'Ctrl+Shift+r', 'Ctrl+Shift+i', 'Ctrl+Shift+v', 'Ctrl+Shift+z', 'Ctrl++', 'Ctrl+-', 'Ctrl+0', 'Ctrl+Tab', 'Ctrl+Shift+Tab'],
]);
/** Acts whose presses are heard by the field that is typed in. */
const IN_FIELD: ReadonlySet<string> = new Set(['send', 'sendDone']);

function isHeardWhileTyping(act: Bindable): boolean {
  return act.whileTyping === true || IN_FIELD.has(act.id);
}

/** The keys of each act as they are now. What a person gave to one act is no longer another one's of the same place. */
export function applyBindings<A extends Bindable>(acts: readonly A[], bindings: Bindings): A[] {
  const given = new Map<string, string>();
  for (const act of acts) for (const press of bindings[act.id] ?? []) given.set(`${act.place ?? ''} ${press}`, act.id);
  return acts.map((act) => {
    const own = bindings[act.id];
    const keys = own ?? act.keys?.filter((press) => (given.get(`${act.place ?? ''} ${press}`) ?? act.id) === act.id);
    return keys === act.keys ? act : { ...act, keys: keys === undefined || keys.length === 0 ? undefined : keys };
  });
}

/** Why this act cannot have this press; undefined where it can. `acts` as they are bound now. */
export function bindProblem(acts: readonly Bindable[], actId: string, press: string): BindProblem | undefined {
  const act = acts.find((one) => one.id === actId);
  if (act === undefined || RESERVED.has(press)) return { kind: 'reserved' };
  if (isHeardWhileTyping(act) && !/^(?:Ctrl|Alt)\+/u.test(press)) return { kind: 'needsModifier' };
  const taken = acts.find((one) => one.id !== actId && one.place === act.place && one.keys?.includes(press) === true);
  return taken === undefined ? undefined : { kind: 'taken', by: taken.id };
}

/** Given and not yet heard of from the server. */
let ahead: Bindings | undefined;
const listeners = new Set<() => void>();

export function boundNow(): Bindings {
  const me = signedIn(useDesk.getState())?.agentId ?? '';
  return ahead ?? useCenter.getState().deskSetups.get(me)?.bindings ?? NONE;
}
const NONE: Bindings = {};

// Whatever the server says after that is newer.
useCenter.subscribe((state, before) => {
  if (state.deskSetups === before.deskSetups) return;
  ahead = undefined;
  for (const listener of listeners) listener();
});

export function followBindings(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Holds at once here; on every desk of this person when the server has it. */
export async function bind(change: Bindings, without: readonly string[] = []): Promise<void> {
  const next = Object.fromEntries(Object.entries({ ...boundNow(), ...change }).filter(([id]) => !without.includes(id)));
  await replaceBindings(next);
}

export async function replaceBindings(bindings: Bindings): Promise<void> {
  ahead = bindings;
  for (const listener of listeners) listener();
  if ((await runCommand({ type: 'deskSetup.change', data: { bindings } })) !== 'refused') return;
  ahead = undefined;
  for (const listener of listeners) listener();
}

const known = new Map<string, readonly string[]>();
/** Called with the acts as they are bound, so that buttons can show the key that does the same. */
export function noteBound(acts: readonly Bindable[]): void {
  for (const act of acts) known.set(act.id, act.keys ?? []);
}

/** The presses of an act as they are bound now. */
export function keysOf(actId: string): readonly string[] {
  return boundNow()[actId] ?? known.get(actId) ?? [];
}
