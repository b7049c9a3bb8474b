export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'mention'; readonly text: string }
  | { readonly kind: 'signature'; readonly text: string }
  /** A sign that shows nothing or turns the direction of what follows. */
  | { readonly kind: 'hidden'; readonly code: string; readonly name: string };

const NAMES: Readonly<Record<string, string>> = {
  '\u00ad': 'SHY',
  '\u061c': 'ALM',
  '\u180e': 'MVS',
  '\u200b': 'ZWSP',
  '\u200c': 'ZWNJ',
  '\u200d': 'ZWJ',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2028': 'LS',
  '\u2029': 'PS',
  '\u2060': 'WJ',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\ufeff': 'BOM',
  '\u034f': 'CGJ',
  '\u2800': 'BLANK',
  '\u3164': 'HF',
};
/**
 * Signs that show nothing, take part in no word, or turn the direction of what follows: Unicode's ignorable and directional ones, fillers, separators of lines
 * and blanks that look like nothing. Selectors of a picture's look (FE00–FE0F) are part of the picture.
 */
const HIDDEN = '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}';
/** Tags and what else Unicode keeps for signs nobody sees. */
const UNSEEN_PLANE = '\\u{e0000}-\\u{e0fff}';
const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';
const NOT_IN_URL = `\\s<>"'${HIDDEN}${UNSEEN_PLANE}${CONTROLS}`;
// Everything that stands out of plain text, in the order it is tried at each place. An address ends where something hidden begins.
const PARTS = new RegExp(
  `(?<url>https?:\\/\\/[^${NOT_IN_URL}]+[^${NOT_IN_URL}.,;:!?)\\]}…])|(?<mention>(?<![\\p{L}\\p{N}_])@[\\p{L}\\p{N}_]+(?:[.-][\\p{L}\\p{N}_]+)*)|(?<hidden>[${HIDDEN}${UNSEEN_PLANE}${CONTROLS}])`,
  'gu',
);
const SIGNATURE = /\s\^[\p{Lu}\d]{2,3}$/u;
const EMOJI = /[\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}]/u;

/** Splits untrusted text into parts that can be shown as they are; nothing of it is ever read as markup. */
export function splitText(raw: string, options: { readonly signed?: boolean | undefined } = {}): TextPart[] {
  const signature = options.signed === true ? SIGNATURE.exec(raw) : null;
  const text = (signature === null ? raw : raw.slice(0, signature.index)).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const parts: TextPart[] = [];
  let from = 0;
  const plain = (to: number): void => {
    if (to > from) parts.push({ kind: 'text', text: text.slice(from, to) });
  };
  for (const match of text.matchAll(PARTS)) {
    const [found] = match;
    if (match.groups?.['hidden'] !== undefined && joinsEmoji(text, match.index, found)) continue;
    plain(match.index);
    if (match.groups?.['url'] !== undefined) parts.push({ kind: 'link', text: found, url: found });
    else if (match.groups?.['mention'] !== undefined) parts.push({ kind: 'mention', text: found });
    else parts.push({ kind: 'hidden', code: codeOf(found), name: NAMES[found] ?? codeOf(found) });
    from = match.index + found.length;
  }
  plain(text.length);
  if (signature !== null) parts.push({ kind: 'signature', text: signature[0].trim() });
  return parts;
}

export interface MarkedPart {
  readonly part: TextPart;
  readonly isMarked: boolean;
}

/** The parts with plain text cut where a mark begins or ends. `spans`: flat pairs of places in the text as it came. */
export function markParts(raw: string, parts: readonly TextPart[], spans: readonly number[]): MarkedPart[] {
  if (spans.length < 2) return parts.map((part) => ({ part, isMarked: false }));
  // Carriage returns are dropped when the text is split: places behind them move up.
  const dropped = (at: number): number => raw.slice(0, at).split('\r\n').length - 1;
  const cuts = spans.map((at) => at - dropped(at));
  const isIn = (at: number): boolean => cuts.some((start, i) => i % 2 === 0 && at >= start && at < (cuts[i + 1] ?? start));
  const marked: MarkedPart[] = [];
  let at = 0;
  for (const part of parts) {
    const length = part.kind === 'hidden' ? String.fromCodePoint(Number.parseInt(part.code.slice(2), 16)).length : part.text.length;
    if (part.kind !== 'text') marked.push({ part, isMarked: isIn(at) });
    else {
      const inside = [...new Set([at, ...cuts.filter((cut) => cut > at && cut < at + length), at + length])].toSorted((a, b) => a - b);
      for (const [i, from] of inside.slice(0, -1).entries()) marked.push({ part: { kind: 'text', text: part.text.slice(from - at, (inside[i + 1] ?? from) - at) }, isMarked: isIn(from) });
    }
    at += length;
  }
  return marked;
}

/** Families and flags are written with joiners and tags: those belong to a picture and hide nothing. */
function joinsEmoji(text: string, at: number, sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  if (sign !== '\u200d' && (code < 0xe0020 || code > 0xe007f)) return false;
  const left = [...text.slice(Math.max(0, at - 8), at)].at(-1) ?? '';
  return EMOJI.test(left) || (left.codePointAt(0) ?? 0) >= 0xe0020;
}

function codeOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The line without the handles it is addressed to: they say nothing that the row does not say already. */
export function withoutAddressees(line: string): string {
  const bare = line.replace(/^(?:\.?@[\p{L}\p{N}_.-]+[\s,:]+)+/u, '');
  return bare === '' ? line : bare;
}

/** One line of untrusted text with hidden signs written out in brackets. */
export function showHidden(raw: string): string {
  return splitText(raw)
    .map((part) => (part.kind === 'hidden' ? `⟦${part.name}⟧` : part.text))
    .join('');
}

/** An excerpt in pieces: what was looked for stands between U+2039 and U+203A in it. */
export function foundParts(excerpt: string): { readonly text: string; readonly isFound: boolean }[] {
  return excerpt.split(/‹([^‹›]+)›/u).flatMap((text, place) => (text === '' ? [] : [{ text, isFound: place % 2 === 1 }]));
}
