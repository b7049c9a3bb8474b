import { articleContentSchema, ARTICLE_LIMITS, type ArticleBody, type ArticleContent } from '../domain/article.ts';
import { parseCsv } from './csv.ts';
import { formOf } from './generalise.ts';

// Articles in files of the user's own: CSV with a head line, JSON, Markdown. What cannot be read is said with its line and stays whole; the rest goes in.

export type ArticleFileKind = 'csv' | 'json' | 'markdown';

export type ArticleFileProblemCode = 'ARTICLE_FILE_SYNTAX' | 'ARTICLE_FILE_TITLE' | 'ARTICLE_FILE_TEXT' | 'ARTICLE_FILE_VALUE' | 'ARTICLE_FILE_TWICE';

export interface ArticleFileProblem {
  readonly code: ArticleFileProblemCode;
  /** From 1. */
  readonly line: number;
  readonly field?: string | undefined;
  /** What stands there, at most 200 characters. */
  readonly raw: string;
}

export interface ArticleFromFile {
  readonly line: number;
  readonly articleId: string;
  readonly content: ArticleContent;
}

export interface ArticleFile {
  readonly articles: readonly ArticleFromFile[];
  readonly problems: readonly ArticleFileProblem[];
}

/** What a line or section says, before it is judged. */
export interface ArticleFields {
  readonly line: number;
  readonly raw: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export function kindOfFile(name: string): ArticleFileKind | undefined {
  const ending = /\.(csv|json|md|markdown)$/iu.exec(name)?.[1]?.toLowerCase();
  return ending === 'csv' || ending === 'json' ? ending : ending === undefined ? undefined : 'markdown';
}

export function readArticleFile(text: string, kind: ArticleFileKind): ArticleFile {
  const bare = text.replace(/^\uFEFF/u, '').replace(/\r\n?/gu, '\n');
  const problems: ArticleFileProblem[] = [];
  const fields = kind === 'csv' ? fromCsv(bare, problems) : kind === 'json' ? fromJson(bare, problems) : fromMarkdown(bare);
  const found = new Map<string, ArticleFromFile>();
  for (const one of fields) {
    const read = toArticle(one);
    if ('code' in read) problems.push(read);
    else {
      const before = found.get(read.articleId);
      if (before === undefined) found.set(read.articleId, read);
      else {
        const joined = withLanguages(before, read);
        if (joined === undefined) problems.push({ code: 'ARTICLE_FILE_TWICE', line: one.line, field: 'id', raw: cut(one.raw) });
        else found.set(read.articleId, joined);
      }
    }
  }
  return { articles: [...found.values()], problems: problems.toSorted((a, b) => a.line - b.line) };
}

/** Lines of one article in further languages: the same id and no language twice. */
function withLanguages(before: ArticleFromFile, more: ArticleFromFile): ArticleFromFile | undefined {
  const bodies = [...before.content.bodies, ...more.content.bodies];
  if (new Set(bodies.map(({ language }) => language)).size < bodies.length || bodies.length > ARTICLE_LIMITS.bodies) return undefined;
  return { ...before, content: { ...before.content, bodies } };
}

function fromCsv(text: string, problems: ArticleFileProblem[]): ArticleFields[] {
  const { rows, unclosedAt } = parseCsv(text);
  if (unclosedAt !== undefined) problems.push({ code: 'ARTICLE_FILE_SYNTAX', line: unclosedAt, raw: cut(text.split('\n')[unclosedAt - 1] ?? '') });
  const [head, ...lines] = rows;
  if (head === undefined) return [];
  const names = head.cells.map(nameOf);
  if (!names.includes('title')) {
    problems.push({ code: 'ARTICLE_FILE_TITLE', line: head.line, field: 'title', raw: cut(head.cells.join(',')) });
    return [];
  }
  return lines.flatMap(({ line, cells }) => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    if (cells.length > names.length) {
      problems.push({ code: 'ARTICLE_FILE_SYNTAX', line, raw: cut(cells.join(',')) });
      return [];
    }
    return [{ line, raw: cells.join(','), values: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])) }];
  });
}

function fromJson(text: string, problems: ArticleFileProblem[]): ArticleFields[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const at = Number(/position (\d+)/u.exec(String(error))?.[1] ?? 0);
    const line = text.slice(0, at).split('\n').length;
    problems.push({ code: 'ARTICLE_FILE_SYNTAX', line, raw: cut(text.split('\n')[line - 1] ?? '') });
    return [];
  }
  const list: unknown = Array.isArray(value) ? value : (value as { articles?: unknown } | null)?.articles;
  if (!Array.isArray(list)) {
    problems.push({ code: 'ARTICLE_FILE_SYNTAX', line: 1, raw: cut(text) });
    return [];
  }
  // Which line an entry begins on: good enough from the titles, in their order.
  let from = 0;
  return list.flatMap((one: unknown): ArticleFields[] => {
    const title = typeof one === 'object' && one !== null ? (one as { title?: unknown }).title : undefined;
    const at = typeof title === 'string' ? text.indexOf(JSON.stringify(title), from) : -1;
    if (at >= 0) from = at + 1;
    const line = text.slice(0, Math.max(0, at)).split('\n').length;
    const raw = JSON.stringify(one) ?? '';
    if (typeof one !== 'object' || one === null || Array.isArray(one)) {
      problems.push({ code: 'ARTICLE_FILE_SYNTAX', line, raw: cut(raw) });
      return [];
    }
    return [{ line, raw, values: Object.fromEntries(Object.entries(one).map(([name, cell]) => [nameOf(name), cell])) }];
  });
}

/** `# Title`, then lines `name: value`, then the text; `## du`, `## Sie`, `## en`, `## en du` begin a form or a language. */
function fromMarkdown(text: string): ArticleFields[] {
  const found: { line: number; raw: string[]; values: Record<string, unknown>; bodies: Record<string, Record<string, string[]>> }[] = [];
  let section: string[] | undefined;
  let isHead = false;
  text.split('\n').forEach((row, i) => {
    const title = /^#\s+(.+?)\s*$/u.exec(row)?.[1];
    if (title !== undefined) {
      found.push({ line: i + 1, raw: [row], values: { title }, bodies: {} });
      [section, isHead] = [undefined, true];
      return;
    }
    const article = found.at(-1);
    if (article === undefined) {
      if (row.trim() !== '') found.push({ line: i + 1, raw: [row], values: {}, bodies: {} });
      return;
    }
    article.raw.push(row);
    const heading = /^##\s+(?:([a-z]{2})(?:\s+|$))?(du|sie|text|plain)?\s*$/iu.exec(row);
    if (heading !== null && (heading[1] !== undefined || heading[2] !== undefined)) {
      const isForm = /^du$/iu.test(heading[1] ?? '');
      section = part(article.bodies, isForm ? '' : (heading[1] ?? '').toLowerCase(), isForm ? 'du' : (heading[2] ?? 'text').toLowerCase());
      isHead = false;
      return;
    }
    const pair = isHead ? /^([\p{L}][\p{L} ]{1,20}):\s*(.*)$/u.exec(row) : null;
    const name = nameOf(pair?.[1] ?? '');
    if (pair !== null && KNOWN.has(name)) article.values[name] = pair[2] ?? '';
    else if (row.trim() !== '' || section !== undefined) {
      isHead = false;
      section ??= part(article.bodies, '', 'text');
      section.push(row.replace(/^\\(?=\\*#)/u, ''));
    }
  });
  return found.map(({ line, raw, values, bodies }) => ({ line, raw: raw.join('\n'), values: { ...values, bodies: Object.entries(bodies).map(([language, forms]) => ({ ...(language === '' ? {} : { language }), ...Object.fromEntries(Object.entries(forms).map(([form, rows]) => [form, rows.join('\n').trim()])) })) } }));
}

function part(bodies: Record<string, Record<string, string[]>>, language: string, form: string): string[] {
  const body = (bodies[language] ??= {});
  return (body[form] ??= []);
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  id: ['id', 'nummer', 'nr'],
  kind: ['kind', 'art', 'typ', 'type'],
  title: ['title', 'titel', 'frage', 'question', 'name'],
  keywords: ['keywords', 'stichworte', 'stichwörter', 'schlagworte', 'tags'],
  language: ['language', 'sprache'],
  du: ['du', 'text du', 'antwort du'],
  sie: ['sie', 'text sie', 'antwort sie'],
  text: ['text', 'antwort', 'answer', 'inhalt', 'body'],
  plain: ['plain'],
  channels: ['channels', 'kanäle', 'kanal', 'channel'],
  brands: ['brands', 'marken', 'marke', 'brand'],
  accountids: ['accountids', 'accounts', 'konten', 'konto'],
  validfrom: ['validfrom', 'gültig ab', 'von', 'valid from'],
  validuntil: ['validuntil', 'gültig bis', 'bis', 'valid until'],
  bodies: ['bodies', 'texte'],
};
const KNOWN: ReadonlySet<string> = new Set(Object.keys(NAMES));
const nameFor = new Map(Object.entries(NAMES).flatMap(([name, all]) => all.map((one): [string, string] => [one, name])));
function nameOf(written: string): string {
  const lower = written.trim().toLowerCase().replace(/[_-]/gu, ' ');
  return nameFor.get(lower) ?? lower;
}

function toArticle({ line, raw, values }: ArticleFields): ArticleFromFile | ArticleFileProblem {
  const problem = (code: ArticleFileProblemCode, field: string): ArticleFileProblem => ({ code, line, field, raw: cut(raw) });
  const title = typeof values['title'] === 'string' ? values['title'].trim() : '';
  if (title === '' || title.length > ARTICLE_LIMITS.title) return problem('ARTICLE_FILE_TITLE', 'title');
  const bodies = bodiesOf(values);
  if (bodies.length === 0) return problem('ARTICLE_FILE_TEXT', 'text');
  const from = instantOf(values['validfrom'], false);
  const until = instantOf(values['validuntil'], true);
  if (from === null) return problem('ARTICLE_FILE_VALUE', 'validFrom');
  if (until === null) return problem('ARTICLE_FILE_VALUE', 'validUntil');
  const kind = textOf(values['kind']).toLowerCase();
  if (!['', 'article', 'snippet', 'artikel', 'baustein'].includes(kind)) return problem('ARTICLE_FILE_VALUE', 'kind');
  const content = articleContentSchema.safeParse({
    kind: kind === 'snippet' || kind === 'baustein' ? 'snippet' : 'article',
    title,
    keywords: listOf(values['keywords']),
    bodies,
    channels: listOf(values['channels']),
    brands: listOf(values['brands']),
    accountIds: listOf(values['accountids']),
    ...(from === undefined ? {} : { validFrom: from }),
    ...(until === undefined ? {} : { validUntil: until }),
  });
  if (!content.success) return problem('ARTICLE_FILE_VALUE', String(content.error.issues[0]?.path[0] ?? ''));
  const id = textOf(values['id']).trim();
  if (id !== '' && !/^[\w.:@-]{1,128}$/u.test(id)) return problem('ARTICLE_FILE_VALUE', 'id');
  return { line, articleId: id === '' ? idOfTitle(title) : id, content: content.data };
}

function bodiesOf(values: Readonly<Record<string, unknown>>): ArticleBody[] {
  const given = values['bodies'];
  const list = Array.isArray(given) && given.length > 0 ? (given as Record<string, unknown>[]) : [values];
  return list.flatMap((one): ArticleBody[] => {
    if (typeof one !== 'object' || one === null) return [];
    const cell = (name: string): string => textOf(one[name]).trim();
    const language = (cell('language') || textOf(values['language']).trim() || 'de').toLowerCase();
    const [du, sie] = [cell('du'), cell('sie') || cell('Sie')];
    const plain = cell('plain');
    const text = plain || cell('text');
    // Marked as nobody's form only where it truly addresses nobody.
    const form = plain !== '' || language !== 'de' ? 'plain' : formOf(text);
    const body = { language, ...(du === '' ? {} : { du }), ...(sie === '' ? {} : { sie }), ...(text === '' ? {} : { [form]: text }) };
    return du === '' && sie === '' && text === '' ? [] : [body];
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

function listOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value.map(textOf) : textOf(value).split(/[;|]/u);
  return [...new Set(list.map((one) => one.trim()).filter((one) => one !== ''))];
}

const DAY_MS = 86_400_000;

/** An instant (ms), an ISO date or `31.12.2026`; a bare day counts whole. undefined: none; null: not to be read. */
function instantOf(value: unknown, isEnd: boolean): number | undefined | null {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null;
  const text = textOf(value).trim();
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/u.exec(text);
  const iso = german === null ? text : `${german[3]}-${german[2]?.padStart(2, '0')}-${german[1]?.padStart(2, '0')}`;
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/u.test(iso)) return null;
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return null;
  return iso.includes('T') ? at : isEnd ? at + DAY_MS : at;
}

/** The same title gives the same id, so that a file read twice changes nothing. */
export function idOfTitle(title: string): string {
  const slug = title.toLowerCase().replace(/ä/gu, 'ae').replace(/ö/gu, 'oe').replace(/ü/gu, 'ue').replace(/ß/gu, 'ss').normalize('NFKD').replace(/[^a-z0-9]+/gu, '-').replace(/^-+|-+$/gu, '');
  let hash = 0;
  for (const char of title) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return `${slug.slice(0, 80)}${slug === '' ? '' : '-'}${hash.toString(36)}`;
}

function cut(text: string): string {
  const points = [...text];
  return points.length <= 200 ? text : `${points.slice(0, 199).join('')}…`;
}
