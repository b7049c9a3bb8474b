import type { LengthRule } from '../domain/length-rule.ts';
import { findUrls } from './urls.ts';

export interface Measured {
  /** In the rule's own unit: weighted characters, characters (code points) or graphemes. */
  readonly length: number;
  readonly max: number;
  /** Negative when too long; where bytes are what is exceeded, by bytes. */
  readonly remaining: number;
  readonly fits: boolean;
}

/** How long a text is by the rule of a channel. Never throws. */
export function measure(text: string, rule: LengthRule): Measured {
  if (rule.kind === 'graphemesAndBytes') {
    const length = graphemes(text);
    const bytesLeft = rule.maxBytes - utf8Length(text);
    const remaining = bytesLeft < 0 ? Math.min(rule.max - length, bytesLeft) : rule.max - length;
    return { length, max: rule.max, remaining, fits: remaining >= 0 };
  }
  const length = rule.kind === 'weighted' ? weightedLength(text) : rule.perLink === undefined ? codePoints(text) : linkedLength(text, rule.perLink);
  return { length, max: rule.max, remaining: rule.max - length, fits: length <= rule.max };
}

const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/giu;

/** Characters as a reader counts them, with every written-out address at one length. */
function linkedLength(text: string, perLink: number): number {
  const links = text.match(LINK) ?? [];
  return graphemes(text.normalize('NFC').replace(LINK, '')) + links.length * perLink;
}

const URL_LENGTH = 23;
const EMOJI = new RegExp('[0-9#*]\\uFE0F?\\u20E3|\\p{RGI_Emoji}', 'gv');

/**
 * Length as X counts it (twitter-text, configuration 3): normalised to NFC; a web address is 23, an emoji of however many code points 2;
 * Latin, Greek, Cyrillic, Arabic and common punctuation 1, everything else 2.
 */
export function weightedLength(text: string): number {
  const normal = text.normalize('NFC');
  let length = 0;
  let from = 0;
  for (const url of findUrls(normal)) {
    length += weigh(normal.slice(from, url.start)) + URL_LENGTH;
    from = url.end;
  }
  return length + weigh(normal.slice(from));
}

function weigh(text: string): number {
  if (/^[\u0020-\u007e\n]*$/u.test(text) && !text.includes('\u20e3')) return text.length;
  let length = 0;
  let from = 0;
  for (const emoji of text.matchAll(EMOJI)) {
    length += weighPoints(text.slice(from, emoji.index)) + 2;
    from = emoji.index + emoji[0].length;
  }
  return length + weighPoints(text.slice(from));
}

function weighPoints(text: string): number {
  let length = 0;
  for (const character of text) length += isLight(character.codePointAt(0) ?? 0) ? 1 : 2;
  return length;
}

function isLight(point: number): boolean {
  return point <= 4351 || (point >= 8192 && point <= 8205) || (point >= 8208 && point <= 8223) || (point >= 8242 && point <= 8247);
}

function codePoints(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

function graphemes(text: string): number {
  let length = 0;
  for (const _ of segmenter.segment(text)) length += 1;
  return length;
}

/** A lone surrogate counts as the three bytes of its replacement. */
function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return length;
}
