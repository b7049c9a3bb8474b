import { dottedName, isNode, lineAt, parseSource, visit, type Finding, type Source, type SyntaxNode } from './source.ts';

// Time, sleep, random and ids come in through the door here, or no run could be repeated.
const PURE = ['shared/', 'server/routing/core/'];
const BRIDGE = 'renderer/src/bridge/';

const CLOCKS_AND_DICE = new Set([
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'fetch',
  'process',
]);
const DATE_MEMBERS = new Set(['Date.UTC', 'Date.parse', 'Date.prototype']);
const ROOTS = /^(globalThis|window|self|global)\./;

/** No clock, no random, no timer in pure folders; `window.workstation` in the bridge only. */
export function checkPurity(source: Source, program: SyntaxNode = parseSource(source)): Finding[] {
  const pure = PURE.some((folder) => source.path.startsWith(folder));
  const bridged = source.path.startsWith(BRIDGE) || source.path.startsWith('tests/') || source.path.startsWith('tools/');
  const findings: Finding[] = [];
  const report = (node: SyntaxNode, rule: string, message: string): void => {
    findings.push({ path: source.path, line: lineAt(source.text, node.start), rule, message });
  };
  visit(program, (node, parent) => {
    if (!bridged && isWorkstation(node))
      report(node, 'bridge', `window.workstation is used by ${BRIDGE} only; screens go through the bridge.`);
    if (!pure) return;
    const impure = impurityOf(node, parent);
    if (impure !== undefined)
      report(node, 'purity', `${impure} is not allowed here; take a Clock, Rng, IdSource or Timers (shared/util/ports.ts).`);
  });
  return findings;
}

function isWorkstation(node: SyntaxNode): boolean {
  if (node.type === 'VariableDeclarator' && isNode(node['init']) && node['init']['name'] === 'window') {
    return isNode(node['id']) && JSON.stringify(node['id']).includes('"workstation"');
  }
  const name = dottedName(node);
  return name !== undefined && ROOTS.test(name) && name.replace(ROOTS, '') === 'workstation';
}

function impurityOf(node: SyntaxNode, parent: SyntaxNode | undefined): string | undefined {
  if (node.type === 'MemberExpression') {
    const name = dottedName(node)?.replace(ROOTS, '');
    if (name === 'Math.random' || name === 'Date.now') return name;
    const global =
      dottedName(node['object']) === 'globalThis' && name !== undefined && (CLOCKS_AND_DICE.has(name) || name === 'Date')
        ? name
        : undefined;
    return global;
  }
  if (node.type !== 'Identifier' || !isFreeReference(node, parent)) return undefined;
  const name = node['name'] as string;
  if (CLOCKS_AND_DICE.has(name)) return name;
  if (name === 'Math') return isObjectOf(node, parent) ? undefined : 'Math taken apart';
  if (name !== 'Date' || parent === undefined) return undefined;
  if (parent.type === 'NewExpression') return (parent['arguments'] as unknown[]).length === 0 ? 'new Date()' : undefined;
  if (isObjectOf(node, parent)) {
    const member = dottedName(parent);
    return member === 'Date.now' || (member !== undefined && DATE_MEMBERS.has(member)) ? undefined : 'Date taken apart'; // Date.now is reported once, above
  }
  if (parent.type === 'BinaryExpression' && parent['operator'] === 'instanceof') return undefined;
  return parent.type === 'CallExpression' ? 'Date()' : 'Date taken apart';
}

function isObjectOf(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  return parent?.type === 'MemberExpression' && parent['object'] === node;
}

/** True where an identifier reads a name of the outside; false for property names, declarations and types. */
function isFreeReference(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (parent === undefined || parent.type.startsWith('TS'))
    return parent?.type === 'TSAsExpression' || parent?.type === 'TSNonNullExpression';
  if (parent.type === 'MemberExpression') return parent['object'] === node || parent['computed'] === true;
  if (parent.type === 'Property') return parent['value'] === node;
  if (parent.type === 'VariableDeclarator') return parent['init'] === node;
  if (/^(Import|Export)/.test(parent.type) || /^(MethodDefinition|PropertyDefinition|LabeledStatement)$/.test(parent.type))
    return parent['value'] === node;
  if (/Function/.test(parent.type)) return parent['body'] === node;
  return parent.type !== 'AssignmentPattern' || parent['right'] === node;
}
