import { describe, expect, test } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allActions } from '../../renderer/src/app/bound-actions.ts';
import { textsFor } from '../../renderer/src/text/index.tsx';
import { COMMAND_DEFINITIONS } from '../../shared/commands/index.ts';
import { GIVEN_BY_MACHINE, OPENED_BY, WAYS } from '../support/ways-to-act.ts';

const home = path.resolve(import.meta.dirname, '../../renderer/src');
const lead = allActions(textsFor('de').t, true);
const inPalette = new Set(lead.filter((action) => action.keysOnly !== true).map((action) => action.id));
const ui = readFileSync(path.join(home, 'store/ui.ts'), 'utf8');
const code = sources(home);

function sources(dir: string): string {
  return readdirSync(dir, { withFileTypes: true }).map((entry) => (entry.isDirectory() ? sources(path.join(dir, entry.name)) : /\.tsx?$/.test(entry.name) ? readFileSync(path.join(dir, entry.name), 'utf8') : '')).join('\n');
}

describe('the palette', () => {
  test('PAL-1 every command that the screens give is reached from it: by an act of its own, or by the place where what it is done to is chosen', () => {
    const given = [...COMMAND_DEFINITIONS.keys()].filter((type) => new RegExp(`type: '${type.replace('.', '\\.')}'`).test(code));
    expect(given.length, 'the search finds what there is').toBeGreaterThan(30);
    expect(given.filter((type) => WAYS[type] === undefined && !GIVEN_BY_MACHINE.has(type))).toEqual([]);
    const missing = Object.entries(WAYS).flatMap(([type, ids]) => ids.filter((id) => !inPalette.has(id)).map((id) => `${type}: ${id}`));
    expect(missing).toEqual([]);
    expect(Object.keys(WAYS).filter((type) => !COMMAND_DEFINITIONS.has(type))).toEqual([]);
  });

  test('PAL-1 every place and every dialog is reached from it', () => {
    const screens = /export type Screen = ([^;]+);/.exec(ui)?.[1]?.match(/'(\w+)'/g)?.map((one) => one.slice(1, -1)) ?? [];
    expect(screens.length).toBeGreaterThan(8);
    expect(screens.filter((screen) => !inPalette.has(screen))).toEqual([]);
    const dialogs = new Set([...ui.slice(ui.indexOf('export type ItemDialog'), ui.indexOf('export interface Toast')).matchAll(/'(\w+)'/g)].map((match) => match[1] ?? ''));
    const kinds = [...dialogs].filter((kind) => new RegExp(`case '${kind}':`).test(readFileSync(path.join(home, 'app/DialogHost.tsx'), 'utf8')));
    expect(kinds.length).toBeGreaterThan(20);
    expect(kinds.filter((kind) => (OPENED_BY[kind] ?? [kind]).some((id) => !inPalette.has(id)))).toEqual([]);
  });

  test('PAL-2 what stands only under a key stands in the palette under another, by the same name', () => {
    const labels = new Set(lead.filter((action) => action.keysOnly !== true).map((action) => action.label));
    expect(lead.filter((action) => action.keysOnly === true && !labels.has(action.label)).map((action) => action.id), 'the palette itself is open').toEqual(['palette']);
    const ids = lead.map((action) => action.id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    for (const action of lead) expect(action.label.trim(), action.id).not.toBe('');
  });
});
