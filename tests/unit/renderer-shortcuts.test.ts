import { describe, expect, it } from 'vitest';
import { allActions } from '../../renderer/src/app/bound-actions.ts';
import { nameOfPress } from '../../renderer/src/hooks/shortcuts.ts';
import { textsFor } from '../../renderer/src/text/index.tsx';

const press = (key: string, ...with_: ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]): string =>
  nameOfPress({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...Object.fromEntries(with_.map((name) => [name, true])),
  });

describe('keys', () => {
  it('are named alike whatever the layout and the system', () => {
    expect(press('J')).toBe('j');
    expect(press('?', 'shiftKey')).toBe('?');
    expect(press('k', 'metaKey')).toBe('Ctrl+k');
    expect(press('Enter', 'ctrlKey', 'shiftKey')).toBe('Ctrl+Shift+Enter');
    expect(press('Z', 'ctrlKey', 'shiftKey')).toBe('Ctrl+Shift+z');
    expect(press('n', 'altKey')).toBe('Alt+n');
  });

  it('mean one thing each in each place, and a single letter never means anything while somebody types', () => {
    const actions = allActions(textsFor('de').t, true);
    const keys = actions.flatMap((action) => action.keys ?? []);
    // What counts in one place only goes before what counts everywhere.
    for (const place of new Set(actions.map((action) => action.place))) {
      const here = actions.filter((action) => action.place === place).flatMap((action) => action.keys ?? []);
      expect(here.filter((key, at) => here.indexOf(key) !== at), place ?? 'everywhere').toEqual([]);
    }
    for (const action of actions) if (action.whileTyping === true) expect(action.keys?.every((key) => /^(?:Ctrl|Alt)\+/.test(key))).toBe(true);
    for (const key of ['j', 'k', 'Enter', 'r', 'n', 't', 'e', '?', 'a', 'd', 'Ctrl+k', 'Ctrl+z', 'Ctrl+Enter', 'Ctrl+Shift+Enter'])
      expect(keys).toContain(key);
  });

  it('leave the places of leads to leads', () => {
    const ids = (lead: boolean): string[] => allActions(textsFor('en').t, lead).map((action) => action.id);
    expect(ids(true)).toContain('supervisor');
    expect(ids(false)).not.toContain('supervisor');
  });
});
