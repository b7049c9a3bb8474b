import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** A source file as the checks see it: `path` is relative to the project, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** A node of the syntax tree, read loosely: the checks ask a few named fields. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

const SKIPPED = new Set(['node_modules', 'out', 'artifacts', 'coverage', 'test-results', 'playwright-report']);
const SOURCE_FILE = /\.(ts|tsx|mts|cts|js|mjs|cjs)$/;

/** Project-relative paths of all source files under `root`, sorted. */
export function listSources(root: string): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
      const at = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(at);
      else if (SOURCE_FILE.test(entry.name)) found.push(at);
    }
  };
  walk('');
  return found.toSorted();
}

/** Parses or throws with the file's name: a file that cannot be read cannot be trusted. */
export function parseSource(source: Source): SyntaxNode {
  const result = parseSync(source.path, source.text);
  const error = result.errors[0];
  if (error !== undefined) throw new Error(`${source.path}: ${error.message}`);
  return result.program as unknown as SyntaxNode;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** Visits every node, parents before children. */
export function visit(node: SyntaxNode, look: (node: SyntaxNode, parent: SyntaxNode | undefined) => void, parent?: SyntaxNode): void {
  look(node, parent);
  for (const field of Object.values(node)) {
    if (isNode(field)) visit(field, look, node);
    else if (Array.isArray(field)) for (const one of field) if (isNode(one)) visit(one, look, node);
  }
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

/** `a.b.c` for a chain of plain names, else undefined. */
export function dottedName(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return node['name'] as string;
  if (node.type !== 'MemberExpression') return undefined;
  const object = dottedName(node['object']);
  const property = node['property'];
  if (object === undefined || !isNode(property)) return undefined;
  if (node['computed'] === true) return property.type === 'Literal' ? `${object}.${String(property['value'])}` : undefined;
  return `${object}.${property['name'] as string}`;
}
