import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ID = /^[A-Z]{1,6}-?\d+$/;

interface Rules {
  /** Rules the code keeps today, with the page that says so. */
  readonly kept: ReadonlyMap<string, string>;
  readonly twice: readonly string[];
}

/** A rule is a line that begins with its id: `- **ING-1** …`, `**VIS-1** …`, `| PUSH-3 | …`, `## R7 …`. Nothing under a heading "Not yet" counts. */
export function rulesIn(pages: Readonly<Record<string, string>>): Rules {
  const kept = new Map<string, string>();
  const twice: string[] = [];
  for (const [page, text] of Object.entries(pages)) {
    let notYet = false;
    for (const line of text.split('\n')) {
      if (line.startsWith('#')) notYet = /not yet/i.test(line);
      if (notYet) continue;
      const id = /^(?:#{2,4} |[-*] |\| )?(?:\*\*|`)?([A-Z]{1,6}-?\d+)(?:\*\*|`)?(?=[\s:.|]|$)/.exec(line)?.[1];
      if (id === undefined || !ID.test(id)) continue;
      if (kept.has(id)) twice.push(id);
      kept.set(id, page);
    }
  }
  return { kept, twice };
}

/** Ids that stand at the beginning of a string: `'ING-1 R7 what is so'`. Those without a dash must be followed by words, so that `'C1'` is no quote. */
export function quotedIn(source: string, families: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const [literal] of source.matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*"/g)) {
    const [beginning = ''] = /^(?:[A-Z]{1,6}-?\d+(?: |$))+/.exec(literal.slice(1, -1)) ?? [];
    const whole = beginning.length === literal.length - 2;
    for (const id of beginning.split(' ')) if (families.has(id.replace(/\d+$/, '')) && (!whole || id.includes('-'))) found.add(id);
  }
  return found;
}

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')));
}

const pages = Object.fromEntries(['docs/SPEC.md', 'docs/visibility.md', ...filesUnder('docs/spec', /\.md$/)].map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]));
const rules = rulesIn(pages);
const families = new Set([...rules.kept.keys()].map((id) => id.replace(/\d+$/, '')));
const quotes = new Map<string, string[]>();
for (const file of filesUnder('tests', /\.(test|spec|suite)\.tsx?$/)) {
  if (file === 'tests/gates/spec.test.ts') continue;
  for (const id of quotedIn(readFileSync(path.join(ROOT, file), 'utf8'), families)) quotes.set(id, [...(quotes.get(id) ?? []), file]);
}

describe('rules and tests', () => {
  test('there are rules, and each has one place', () => {
    expect(rules.kept.size).toBeGreaterThan(100);
    expect(rules.twice).toEqual([]);
  });

  test('every rule is quoted by at least one test', () => {
    expect([...rules.kept].filter(([id]) => !quotes.has(id)).map(([id, page]) => `${id} (${page})`), 'no test quotes these: write one, or move the rule to "Not yet"').toEqual([]);
  });

  test('every rule a test quotes exists', () => {
    expect([...quotes].filter(([id]) => !rules.kept.has(id)).map(([id, files]) => `${id} in ${files.join(', ')}`), 'add the rule to docs/SPEC.md or docs/spec, or correct the id').toEqual([]);
  });

  test('links between the pages lead somewhere', () => {
    const broken = Object.entries(pages).flatMap(([page, text]) =>
      [...text.matchAll(/\]\(([^)#\s]+)\)/g)].flatMap(([, link = '']) => (/^[a-z]+:/.test(link) || existsSync(path.join(ROOT, path.dirname(page), link)) ? [] : [`${page}: ${link}`])),
    );
    expect(broken).toEqual([]);
  });
});

describe('the gate itself', () => {
  const page = '# T\n- **ING-1** a\n## R7 Home\n| PUSH-3 | x |\n**VIS-1** b\n- see ING-9\n## Not yet\n- **ING-2** c\n## Again\n- **ING-1** d';

  test('finds rules by the beginning of their line, none under "Not yet", and doubles', () => {
    const found = rulesIn({ 'x.md': page });
    expect([...found.kept.keys()]).toEqual(['ING-1', 'R7', 'PUSH-3', 'VIS-1']);
    expect(found.twice).toEqual(['ING-1']);
  });

  test('finds quotes in names, of known families only, and not inside other words', () => {
    const source = "test('ING-1 R7 a', () => {}); // 'PUSH-3'\ndescribe(`VIS-1 UTF-8 ${x}`, f); rule('VIS-2'); const r = ['ING-55x', 'see ING-9', 'R8', 'SHA-256 x'];";
    expect([...quotedIn(source, new Set(['ING-', 'R', 'PUSH-', 'VIS-']))]).toEqual(['ING-1', 'R7', 'PUSH-3', 'VIS-1', 'VIS-2']);
  });
});
