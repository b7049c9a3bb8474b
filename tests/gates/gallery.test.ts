import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCREENS, shownBy } from '../e2e/support/screens.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const NAMES = path.join(ROOT, 'tests/e2e/names');
const EVERY_SCREEN = 'GALL-1 every dialog and every screen of the renderer is shown by an entry of tests/e2e/support/*-screens.ts';
/** Test ids of what fills the page or lies over it. One with a part put in at run time is told by what stands before that. */
const SEEN = /(?:data-testid|testId)=(?:"(?<whole>(?:dialog|screen)-[a-z-]+)"|\{`(?<begins>(?:dialog|screen)-[a-z-]*)\$\{)/gu;
/** A button inside of dialogs. */
const NO_SCREEN = new Set(['dialog-confirm']);

/** Their names are still to be kept (`E2E_NAMES=write`); until then the everyday run asks them neither for names nor for 200 %. It only gets shorter. */
const NOT_YET_KEPT = new Set([
  // These three list every act there is; tests/unit/desk-actions.test.ts keeps those.
  'palette',
  'shortcuts',
  'keys',
  // What these offer comes and goes with the time.
  'notices',
  'supervisor',
  'supervisor-items',
]);

interface Found {
  readonly id: string;
  readonly isBeginning: boolean;
  readonly file: string;
}

function inRenderer(): Found[] {
  const src = path.join(ROOT, 'renderer/src');
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => [...readFileSync(path.join(src, file), 'utf8').matchAll(SEEN)].map(({ groups }) => ({ id: groups?.['whole'] ?? groups?.['begins'] ?? '', isBeginning: groups?.['begins'] !== undefined, file })))
    .filter(({ id }) => !NO_SCREEN.has(id));
}

describe('the gallery of screens', () => {
  test(EVERY_SCREEN, () => {
    const found = inRenderer();
    expect(found.length).toBeGreaterThan(45);
    const shown = new Set(SCREENS.flatMap(shownBy));
    const missing = found.filter(({ id, isBeginning }) => !(isBeginning ? [...shown].some((one) => one.startsWith(id)) : shown.has(id)));
    expect(missing.map(({ id, file }) => `${id} (${file})`)).toEqual([]);
  });

  test('every kind of dialog has a test id the gate above can find', () => {
    const kinds = [...readFileSync(path.join(ROOT, 'renderer/src/app/DialogHost.tsx'), 'utf8').matchAll(/return <(?<component>[A-Z]\w+)/gu)].map(({ groups }) => groups?.['component'] ?? '');
    expect(kinds.length).toBeGreaterThan(30);
    const sources = new Map(readdirSync(path.join(ROOT, 'renderer/src'), { recursive: true, encoding: 'utf8' }).map((file) => [path.basename(file, '.tsx'), file]));
    const found = new Set(inRenderer().map(({ file }) => file));
    // The palette has its own look and its own id.
    expect(kinds.filter((kind) => kind !== 'Palette' && !found.has(sources.get(kind) ?? ''))).toEqual([]);
  });

  test('each screen has its own name, and each file of kept names its screen', () => {
    const names = SCREENS.map(({ name }) => name);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
    const kept = readdirSync(NAMES).map((file) => path.basename(file, '.txt'));
    expect(kept.filter((name) => !names.includes(name))).toEqual([]);
    expect(SCREENS.filter(({ name, onlyAll }) => onlyAll !== true && !kept.includes(name) && !NOT_YET_KEPT.has(name)).map(({ name }) => name)).toEqual([]);
    expect([...NOT_YET_KEPT].filter((name) => kept.includes(name) || !names.includes(name))).toEqual([]);
  });
});
