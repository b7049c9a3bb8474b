import type { StrategyDiff, StrategyRules } from './strategy.ts';

const MOST = 100;

/** Every value that differs, by its place; lists count as one value, an empty one as none. At most 100, in the order of their places. */
export function strategyDiff(from: StrategyRules, to: StrategyRules): StrategyDiff[] {
  const before = leaves(from);
  const after = leaves(to);
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((path) => (said(before.get(path)) === said(after.get(path)) ? [] : [entry(path, before.get(path), after.get(path))])).slice(0, MOST);
}

/** A list without anything in it says what no list says. */
const said = (json: string | undefined): string | undefined => (json === '[]' ? undefined : json);

function entry(path: string, from: string | undefined, to: string | undefined): StrategyDiff {
  return { path: path.slice(0, 300), ...(from === undefined ? {} : { from: from.slice(0, 400) }), ...(to === undefined ? {} : { to: to.slice(0, 400) }) };
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    if (value !== undefined) found.set(path, JSON.stringify(value));
    return found;
  }
  for (const [key, inner] of Object.entries(value)) leaves(inner, path === '' ? key : `${path}.${key}`, found);
  return found;
}
