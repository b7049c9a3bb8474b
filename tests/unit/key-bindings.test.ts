import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allActions } from '../../renderer/src/app/bound-actions.ts';
import { applyBindings, bindProblem, type Bindable } from '../../renderer/src/store/key-bindings.ts';
import { textsFor } from '../../renderer/src/text/index.tsx';
import { bindingsSchema } from '../../shared/domain/desk-tools.ts';

const ACTS = allActions(textsFor('de').t, true);
const keysOf = (acts: readonly Bindable[], id: string): readonly string[] | undefined => acts.find((act) => act.id === id)?.keys;

describe('keys of one’s own', () => {
  test('BIND-1 what is bound counts instead of what everybody begins with, and a reset gives that back', () => {
    const bound = applyBindings(ACTS, { transfer: ['F6'], note: [] });
    expect([keysOf(bound, 'transfer'), keysOf(bound, 'note'), keysOf(bound, 'reply')]).toEqual([['F6'], undefined, ['r']]);
    expect(applyBindings(ACTS, {})).toEqual(ACTS);
    expect(applyBindings(ACTS, { 'an act of another version': ['F9'] })).toEqual(ACTS);
  });

  test('BIND-2 a key that another act of the same place has is refused and named, as are keys that would fire in the middle of a word or belong to fields and the system', () => {
    expect(bindProblem(ACTS, 'transfer', 'h')).toEqual({ kind: 'taken', by: 'handover' });
    expect(bindProblem(ACTS, 'transfer', 't')).toBeUndefined();
    expect(bindProblem(ACTS, 'transfer', 'F6')).toBeUndefined();
    expect(bindProblem(applyBindings(ACTS, { handover: ['F6'] }), 'transfer', 'h')).toBeUndefined();
    expect(bindProblem(applyBindings(ACTS, { handover: ['F6'] }), 'transfer', 'F6')).toEqual({ kind: 'taken', by: 'handover' });
    expect(bindProblem(ACTS, 'send', 'j')).toEqual({ kind: 'needsModifier' });
    expect(bindProblem(ACTS, 'palette', 'p')).toEqual({ kind: 'needsModifier' });
    for (const press of ['Enter', 'Tab', 'Escape', 'ArrowDown', 'Ctrl+c', 'Ctrl+w', 'F5']) expect(bindProblem(ACTS, 'transfer', press), press).toEqual({ kind: 'reserved' });
    expect(bindProblem(ACTS, 'no such act', 'F6')).toEqual({ kind: 'reserved' });
  });

  test('BIND-2 whatever anybody binds, one press means one act in each place', () => {
    const ids = ACTS.map((act) => act.id);
    const presses = ['F6', 'F7', 'h', 't', 'j', 'Ctrl+k', 'Ctrl+Enter', 'q'];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...presses)), { maxLength: 12 }), (steps) => {
        let bindings: Record<string, string[]> = {};
        for (const [id, press] of steps) if (bindProblem(applyBindings(ACTS, bindings), id, press) === undefined) bindings = { ...bindings, [id]: [press] };
        const seen = new Set<string>();
        for (const act of applyBindings(ACTS, bindings))
          for (const press of act.keys ?? []) {
            expect(seen.has(`${act.place ?? ''} ${press}`), `${press} of ${act.id}`).toBe(false);
            seen.add(`${act.place ?? ''} ${press}`);
          }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test('BIND-2 every key the desk begins with can be stored, and nonsense cannot', () => {
    for (const act of ACTS) if (act.keys !== undefined) expect(bindingsSchema.safeParse({ [act.id]: [...act.keys] }).success, act.id).toBe(true);
    for (const press of ['', 'a b', 'Ctrl+', 'Strg+k\n', 'x'.repeat(41)]) expect(bindingsSchema.safeParse({ done: [press] }).success, press).toBe(false);
  });
});
