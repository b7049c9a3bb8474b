import { isNode, visit, type SyntaxNode } from './source.ts';

export interface ImportFact {
  /** What stands between the quotes; undefined when it is computed and nobody can tell. */
  readonly specifier: string | undefined;
  /** Imported names; `*` for the whole module. */
  readonly names: readonly string[];
  readonly offset: number;
}

const CARRIERS = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
]);

/** Every way a file can reach another one: static, re-exported, dynamic, type position, require. */
export function importsOf(program: SyntaxNode): ImportFact[] {
  const facts: ImportFact[] = [];
  visit(program, (node) => {
    if (node.type === 'CallExpression' && isRequire(node['callee'])) {
      const first = (node['arguments'] as unknown[])[0];
      facts.push({ specifier: literal(first), names: ['*'], offset: node.start });
    }
    if (!CARRIERS.has(node.type)) return;
    const source = node['source'] ?? node['argument'] ?? node['expression'];
    if (!isNode(source)) return; // an export without a source
    facts.push({ specifier: literal(source), names: namesOf(node), offset: node.start });
  });
  return facts;
}

function isRequire(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === 'Identifier') return callee['name'] === 'require';
  return callee.type === 'MemberExpression' && isNode(callee['object']) && callee['object']['name'] === 'require';
}

function literal(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'TSLiteralType') return literal(node['literal']);
  if (node.type === 'TemplateLiteral') {
    const quasis = node['quasis'] as { value: { cooked: string } }[];
    return quasis.length === 1 ? quasis[0]?.value.cooked : undefined;
  }
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function namesOf(node: SyntaxNode): string[] {
  const specifiers = node['specifiers'];
  if (!Array.isArray(specifiers)) return ['*'];
  return specifiers.filter(isNode).map((one) => {
    const name = one['imported'] ?? one['local'];
    if (one.type === 'ImportNamespaceSpecifier' || !isNode(name)) return '*';
    return one.type === 'ImportDefaultSpecifier' ? 'default' : String(name['name'] ?? name['value']);
  });
}
