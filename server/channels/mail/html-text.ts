// The text of an HTML mail, for reading, search and triage. A scanner, no DOM: nothing is run, loaded or followed, and time is linear in the input.

const BLOCKS = new Set(['p', 'div', 'br', 'tr', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'ul', 'ol', 'hr', 'pre', 'section', 'article', 'header', 'footer', 'dd', 'dt']);
const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'object', 'svg', 'math']);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', euro: '€', ndash: '–', mdash: '—', hellip: '…', bdquo: '„', ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’', copy: '©', shy: '', zwnj: '', ensp: ' ', emsp: ' ', middot: '·', bull: '•' };
const MOST = 4_000_000;

/** Quotations (`blockquote`, Gmail's and Outlook's wrappers) come out as lines with `> `, so that the same rules strip them. */
export function htmlText(html: string): string {
  const source = html.slice(0, MOST);
  const out: string[] = [];
  const silent: string[] = [];
  let depth = 0;
  let line = '';
  const flush = (): void => {
    out.push(`${'> '.repeat(Math.min(depth, 5))}${line.replaceAll(/[ \t\f\v\u00a0]+/g, ' ').trim()}`);
    line = '';
  };
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('<', at);
    const text = open < 0 ? source.slice(at) : source.slice(at, open);
    if (silent.length === 0 && text !== '') line += decode(text.replaceAll(/\s+/g, ' '));
    if (open < 0) break;
    if (source.startsWith('<!--', open)) {
      const end = source.indexOf('-->', open + 4);
      at = end < 0 ? source.length : end + 3;
      continue;
    }
    const close = source.indexOf('>', open + 1);
    if (close < 0) break;
    const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9:]*)/.exec(source.slice(open, Math.min(close, open + 64) + 1));
    at = close + 1;
    if (tag === null) continue;
    const isEnd = tag[1] === '/';
    const name = (tag[2] ?? '').toLowerCase();
    if (SILENT.has(name)) {
      if (!isEnd && !source.slice(open, close + 1).endsWith('/>')) silent.push(name);
      else if (isEnd && silent.includes(name)) silent.splice(silent.lastIndexOf(name));
      // A head that nobody closes must not swallow the body.
      continue;
    }
    if (name === 'body' && !isEnd) silent.length = 0;
    if (silent.length > 0) continue;
    if (name === 'blockquote') {
      flush();
      depth = Math.max(0, depth + (isEnd ? -1 : 1));
    } else if (BLOCKS.has(name)) flush();
    else if (name === 'td' || name === 'th') line += ' ';
  }
  flush();
  return out.join('\n').replaceAll(/(\n\s*){3,}/g, '\n\n').trim();
}

function decode(text: string): string {
  return text.replaceAll(/&(#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return Number.isFinite(code) && code > 0 && code <= 0x10_ff_ff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
  });
}
