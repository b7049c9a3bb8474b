import path from 'node:path';
import { importsOf } from './imports.ts';
import { NAME_ONLY_IN, ONLY_IN, ROWS, type Row } from './import-rules.ts';
import { lineAt, parseSource, type Finding, type Source, type SyntaxNode } from './source.ts';

const PORT_FILE = /(^|\/|-)ports?\.ts$/;

/** Checks one file's imports against the table; a folder the table does not know may not import or hold anything. */
export function checkBoundaries(source: Source, program: SyntaxNode = parseSource(source)): Finding[] {
  const findings: Finding[] = [];
  const row = rowOf(source.path);
  const report = (offset: number, message: string): void => {
    findings.push({ path: source.path, line: lineAt(source.text, offset), rule: 'boundaries', message });
  };
  if (row === undefined) {
    report(0, 'This place is not in the table of who may import whom (tools/check/import-rules.ts).');
    return findings;
  }
  for (const { specifier, names, offset } of importsOf(program)) {
    if (specifier === undefined) {
      if (row.from !== 'tools' && row.from !== 'tests') report(offset, 'A computed import cannot be checked; name the file.');
    } else if (specifier.startsWith('.')) {
      const target = path.posix.join(path.posix.dirname(source.path), specifier.replace(/\?.*$/, ''));
      if (!mayReach(source.path, row, target)) report(offset, `${row.from} may not import ${target}.`);
    } else if (specifier.startsWith('/') || specifier.startsWith('#') || specifier.startsWith('file:')) {
      report(offset, `Relative imports only, not "${specifier}".`);
    } else {
      const refusal = refusePackage(source.path, row, specifier, names);
      if (refusal !== undefined) report(offset, refusal);
    }
  }
  return findings;
}

/** The deepest row whose place holds the path. */
export function rowOf(filePath: string): Row | undefined {
  return ROWS.filter((row) => placeOf(row, filePath) !== undefined).toSorted((a, b) => depth(b) - depth(a))[0];
}

function depth(row: Row): number {
  // A named place beats a `*` of the same depth.
  return row.from.split('/').length * 2 - (row.from.endsWith('/*') ? 1 : 0);
}

/** The concrete folder or file a row stands for at this path: `server/*` stands for `server/log` at `server/log/port.ts`. */
function placeOf(row: Row, filePath: string): string | undefined {
  if (!row.from.endsWith('/*')) return isWithin(filePath, row.from) ? row.from : undefined;
  const parent = row.from.slice(0, -2);
  const rest = isWithin(filePath, parent) ? filePath.slice(parent.length + 1).split('/') : [];
  return rest.length >= 2 ? `${parent}/${rest[0]}` : undefined;
}

function mayReach(from: string, row: Row, target: string): boolean {
  if (isWithin(target, 'tests')) return row.from === 'tests';
  const own = placeOf(row, from) ?? row.from;
  // Its own place, but not a deeper one that has a row of its own.
  if (isWithin(target, own) && (rowOf(target) === row || isCode(target) === false)) return true;
  if (row.may.some((place) => isWithin(target, place))) return true;
  return (row.portsOf ?? []).some((place) => isWithin(target, place) && PORT_FILE.test(target));
}

function isCode(target: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(target);
}

function refusePackage(filePath: string, row: Row, specifier: string, names: readonly string[]): string | undefined {
  if (row.from === 'tests') return undefined;
  const name = specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
  const homes = ONLY_IN[name];
  if (homes !== undefined && !homes.some((home) => isWithin(filePath, home))) return `${name} has its home in ${homes.join(', ')} only.`;
  if (row.packages !== 'any' && !row.packages.includes(name)) return `${row.from} may not use ${name}.`;
  for (const rule of NAME_ONLY_IN) {
    const used = rule.specifier === name && (names.includes(rule.name) || names.includes('*') || names.includes('default'));
    const all = names.includes(rule.name) ? rule.name : `the whole of ${specifier} (with ${rule.name})`;
    if (used && !rule.in.some((home) => isWithin(filePath, home)))
      return `${all} belongs to ${rule.in.join(', ')}; import what you need by name.`;
  }
  return undefined;
}

function isWithin(filePath: string, place: string): boolean {
  return filePath === place || filePath.startsWith(`${place}/`);
}
