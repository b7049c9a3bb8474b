import { KNOWN_TLDS } from './tlds.ts';

/** A web address within a text, by UTF-16 index; `end` is exclusive. */
export interface FoundUrl {
  readonly start: number;
  readonly end: number;
}

const LATIN = '\\u00c0-\\u024f\\u0253-\\u02bb\\u0300-\\u036f\\u1e00-\\u1eff';
const CYRILLIC = '\\u0400-\\u04ff';
const IN_PATH = `[a-z0-9${LATIN}${CYRILLIC}!*';:=+,.$/%#\\[\\]\\u2013_~@|&\\-]`;
const AT_PATH_END = `[a-z0-9${LATIN}${CYRILLIC}+=_#/\\-]`;
/** Brackets belong to an address only in pairs: "(see example.com/a)" ends before the last one. */
const PAIR = `\\((?:${IN_PATH}+|${IN_PATH}*\\(${IN_PATH}+\\)${IN_PATH}*)\\)`;
const PATH = `(?:/(?:(?:${IN_PATH}|${PAIR})*(?:${AT_PATH_END}|${PAIR}))?)`;
const QUERY = `(?:\\?[a-z0-9!?*'@();:&=+$/%#\\[\\]_.,~|\\-]*[a-z0-9_&=#/\\-])`;
const TAIL = `(?::[0-9]+)?${PATH}*${QUERY}?`;
const LABEL = '[\\p{L}\\p{N}\\p{M}](?:[\\p{L}\\p{N}\\p{M}_\\-]*[\\p{L}\\p{N}\\p{M}])?';
const ASCII_LABEL = '[a-z0-9](?:[a-z0-9_\\-]*[a-z0-9])?';

const WITH_PROTOCOL = new RegExp(
  `(?<![a-z0-9@＠$#＃])https?://((?:${LABEL}\\.)+[\\p{L}\\p{M}]{2,}|(?:${LABEL}\\.)+xn--[a-z0-9\\-]+)${TAIL}`,
  'giu',
);
const BARE = new RegExp(`(?<![a-z0-9@＠$#＃_./\\-])((?:${ASCII_LABEL}\\.)+([a-z]{2,}))(?![a-z0-9@])${TAIL}`, 'gi');
const LONGEST_URL = 4_096;

/** Addresses in the order of the text, not overlapping. A bare domain counts by its ending; an e-mail address is none. */
export function findUrls(text: string): readonly FoundUrl[] {
  if (!text.includes('.')) return [];
  const found: FoundUrl[] = [];
  const protocols: FoundUrl[] = [];
  for (const match of text.matchAll(WITH_PROTOCOL)) {
    const span = { start: match.index, end: match.index + match[0].length };
    protocols.push(span);
    if (match[0].length <= LONGEST_URL && isDomain(match[1] ?? '')) found.push(span);
  }
  for (const match of text.matchAll(BARE)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (protocols.some((p) => span.start < p.end && p.start < span.end)) continue;
    if (KNOWN_TLDS.has((match[2] ?? '').toLowerCase()) && isDomain(match[1] ?? '')) found.push(span);
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** A label may have 63 characters, a domain 253, as they go over the network. */
function isDomain(domain: string): boolean {
  let length = -1;
  for (const label of domain.split('.')) {
    const size = encodedLength(label);
    if (size > 63) return false;
    length += size + 1;
  }
  return length <= 253;
}

/** Length of a label in its ASCII form (RFC 3492, Punycode). */
function encodedLength(label: string): number {
  const points = [...label.toLowerCase().normalize('NFC')].map((c) => c.codePointAt(0) ?? 0);
  const basic = points.filter((p) => p < 128).length;
  if (basic === points.length) return label.length;
  let length = 4 + basic + (basic > 0 ? 1 : 0);
  let n = 128;
  let delta = 0;
  let bias = 72;
  for (let handled = basic; handled < points.length;) {
    const next = Math.min(...points.filter((p) => p >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta += 1;
      if (point !== n) continue;
      let rest = delta;
      for (let k = 36; ; k += 36) {
        const threshold = Math.min(26, Math.max(1, k - bias));
        length += 1;
        if (rest < threshold) break;
        rest = Math.floor((rest - threshold) / (36 - threshold));
      }
      bias = adapted(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    n += 1;
  }
  return length;
}

function adapted(delta: number, points: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
