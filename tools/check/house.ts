import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkBoundaries } from './boundaries.ts';
import { checkPurity } from './purity.ts';
import { isNode, lineAt, listSources, parseSource, visit, type Finding, type Source, type SyntaxNode } from './source.ts';

export const LONGEST_FILE = 400;

const MAY_NAME_CHANNELS = ['shared/channels/', 'server/channels/', 'electron/main/channels/', 'sandbox/', 'tools/', 'tests/'];
// Platforms that may come: their names are refused elsewhere even before they have a descriptor.
const PLATFORMS = ['twitter', 'facebook', 'instagram', 'messenger', 'mastodon', 'bluesky', 'linkedin', 'whatsapp'];
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.[a-z]+$/;
const PASCAL_COMPONENT = /^([A-Z][a-z0-9]*)+(\.[a-z0-9-]+)*\.tsx$/;

/** All checks of the house over the tree at `root`. */
export function checkHouse(root: string): Finding[] {
  const sources = listSources(root).map((at): Source => ({ path: at, text: readFileSync(path.join(root, at), 'utf8') }));
  return checkSources(sources);
}

/** All checks over the given files; channel names are learnt from the descriptors among them. */
export function checkSources(sources: readonly Source[]): Finding[] {
  const programs = new Map(sources.map((source) => [source.path, parseSource(source)]));
  const channels = new Set([
    ...PLATFORMS,
    ...sources.flatMap((source) => descriptorNames(source, programs.get(source.path) as SyntaxNode)),
  ]);
  return sources.flatMap((source) => {
    const program = programs.get(source.path) as SyntaxNode;
    return [
      ...checkBoundaries(source, program),
      ...checkPurity(source, program),
      ...checkFile(source),
      ...checkChannelNames(source, channels, program),
    ];
  });
}

/** Length and name of one file. */
export function checkFile(source: Source): Finding[] {
  const findings: Finding[] = [];
  const lines = source.text.split('\n').length - (source.text.endsWith('\n') ? 1 : 0);
  if (lines > LONGEST_FILE) {
    findings.push({
      path: source.path,
      line: LONGEST_FILE + 1,
      rule: 'length',
      message: `${lines} lines; ${LONGEST_FILE} is the cap. Split it by idea.`,
    });
  }
  const name = path.posix.basename(source.path);
  if (!KEBAB.test(name) && !PASCAL_COMPONENT.test(name)) {
    findings.push({ path: source.path, line: 1, rule: 'name', message: 'Files are kebab-case, component files PascalCase.tsx.' });
  }
  return findings;
}

/** A channel's name as a literal, anywhere but in the channel folders. */
export function checkChannelNames(source: Source, channels: ReadonlySet<string>, program: SyntaxNode = parseSource(source)): Finding[] {
  if (MAY_NAME_CHANNELS.some((folder) => source.path.startsWith(folder))) return [];
  const findings: Finding[] = [];
  // A letter on the keyboard is no channel.
  const keys = new Set<SyntaxNode>();
  visit(program, (node) => {
    if (node.type !== 'Property' || (node['key'] as { name?: unknown }).name !== 'keys' || !isNode(node['value'])) return;
    const given = (node['value'] as unknown as { elements?: readonly unknown[] }).elements ?? [];
    for (const one of given) if (isNode(one)) keys.add(one);
  });
  visit(program, (node) => {
    if (keys.has(node)) return;
    const value =
      node.type === 'Literal' ? node['value'] : node.type === 'TemplateElement' ? (node['value'] as { cooked: string }).cooked : undefined;
    if (typeof value !== 'string' || !channels.has(value)) return;
    findings.push({
      path: source.path,
      line: lineAt(source.text, node.start),
      rule: 'channel-name',
      message: `'${value}' names a channel; ask its descriptor's capabilities instead.`,
    });
  });
  return findings;
}

/** Names of the descriptors a file declares: of the constant typed `ChannelDescriptor` itself, not of what its fields and scopes are called. */
function descriptorNames(source: Source, program: SyntaxNode): string[] {
  if (!source.path.startsWith('shared/channels/')) return [];
  const names: string[] = [];
  visit(program, (node) => {
    if (node.type !== 'VariableDeclarator' || !isNode(node['init']) || !declaresDescriptor(source, node)) return;
    const properties = node['init']['properties'];
    for (const property of Array.isArray(properties) ? properties.filter(isNode) : []) {
      const value = property['value'];
      if (property.type === 'Property' && isNode(property['key']) && property['key']['name'] === 'name' && isNode(value) && value.type === 'Literal' && typeof value['value'] === 'string') names.push(value['value']);
    }
  });
  return names;
}

function declaresDescriptor(source: Source, declarator: SyntaxNode): boolean {
  const id = declarator['id'];
  const init = declarator['init'];
  return isNode(id) && isNode(init) && /:\s*ChannelDescriptor\s*=/.test(source.text.slice(id.start, init.start));
}
