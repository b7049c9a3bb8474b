import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from './root.ts';

/** One file per screen: what a screen reader says of it in German. `E2E_NAMES=write` writes them anew. */
const FOLDER = path.join(ROOT, 'tests/e2e/names');
export const isWriting = process.env['E2E_NAMES'] === 'write';

/** What the center happens to hold is no part of a screen: of these the kind counts and not the name. */
const DATA = new Set(['row', 'option', 'listitem', 'article', 'cell', 'gridcell', 'rowheader', 'img', 'meter', 'progressbar', 'term', 'definition', 'time', 'rowgroup']);
/** Come and go by themselves, or say nothing but their text. */
const DROPPED = new Set(['status', 'alert', 'log', 'timer', 'text', 'paragraph', 'strong', 'emphasis', 'mark', 'generic', 'code', 'superscript', 'note', 'figure', 'separator', 'tooltip', 'presentation', 'none']);
const LINE = /^(?<indent> *)- '?(?<role>[a-z]+)(?: "(?<name>(?:[^"\\]|\\.)*)")?(?<rest>[^:]*)/u;

interface Node {
  readonly role: string;
  readonly name: string;
  readonly state: string;
  readonly inside: Node[];
}

/** Numbers, times and what hangs on them are the day's. */
function steady(name: string): string {
  return name
    .replaceAll(/\b(?:Heute|Gestern|Morgen|Today|Yesterday|Tomorrow|Mo|Di|Mi|Do|Fr|Sa|So|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,? (?=\d)/gu, '')
    .replaceAll(/\d+(?:[.:,]\d+)*/gu, '#')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function treeOf(aria: string): Node {
  const top: Node = { role: '', name: '', state: '', inside: [] };
  const open: { readonly depth: number; readonly node: Node }[] = [{ depth: -1, node: top }];
  let skipped = Number.POSITIVE_INFINITY;
  for (const line of aria.split('\n')) {
    const found = LINE.exec(line);
    if (found?.groups === undefined) continue;
    const depth = (found.groups['indent'] ?? '').length / 2;
    if (depth > skipped) continue;
    skipped = Number.POSITIVE_INFINITY;
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const role = found.groups['role'] ?? '';
    if (role === 'status' || role === 'alert' || role === 'log' || role === 'timer') {
      skipped = depth;
      continue;
    }
    const parent = open.at(-1)?.node ?? top;
    if (DROPPED.has(role)) {
      open.push({ depth, node: parent });
      continue;
    }
    const state = ['checked', 'disabled', 'expanded', 'pressed', 'selected', 'level=\\d'].flatMap((word) => new RegExp(`\\[${word}\\]`, 'u').exec(found.groups?.['rest'] ?? '')?.[0] ?? []).join(' ');
    const node: Node = { role, name: DATA.has(role) ? '' : steady((found.groups['name'] ?? '').replaceAll('\\"', '“')), state, inside: [] };
    parent.inside.push(node);
    open.push({ depth, node });
  }
  return top;
}

/** Of things that repeat, one of each shape stands for all. */
function linesOf(node: Node, depth: number): string[] {
  const seen = new Set<string>();
  return node.inside.flatMap((one) => {
    const lines = [`${'  '.repeat(depth)}${one.role}${one.name === '' ? '' : ` „${one.name}“`}${one.state === '' ? '' : ` ${one.state}`}`, ...linesOf(one, depth + 1)];
    const key = lines.join('\n');
    if (seen.has(key)) return [];
    seen.add(key);
    return lines;
  });
}

/** Where a screen is: the dialog that lies over everything, else the part it is about (a test id), else the page. */
export async function partOf(page: Page, about: string | undefined): Promise<string> {
  return (await page.getByRole('dialog').count()) > 0 ? '[role=dialog]' : about === undefined ? 'body' : `[data-testid="${about}"]`;
}

/** Kinds and names, without what is only text. */
export async function namesOf(page: Page, about: string | undefined): Promise<string> {
  const part = page.locator(await partOf(page, about)).first();
  return `${linesOf(treeOf(await part.ariaSnapshot()), 0).join('\n')}\n`;
}

/** What has to be called something and is not. */
export const nameless = (names: string): string[] => names.split('\n').filter((line) => /^ *(?:button|link|textbox|searchbox|spinbutton|combobox|checkbox|radio|radiogroup|switch|tab|tablist|menu|menuitem|listbox|dialog|region|heading|complementary|slider)(?: \[|$)/u.test(line));

/** What was kept of this screen; undefined where nothing was. */
export function keptNames(screen: string): string | undefined {
  const file = path.join(FOLDER, `${screen}.txt`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export function keepNames(screen: string, names: string): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${screen}.txt`), names);
}
