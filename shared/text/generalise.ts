import { addressForm } from './address-form.ts';
import { findPersonalData, type PersonalKind } from './personal-data.ts';
import { promisesIn } from './promises.ts';
import { isStopWord } from './question-words.ts';
import { stripSignature } from './signature.ts';
import { blankMarks, tokenize } from './tokens.ts';
import type { WritingTime } from './when-words.ts';

const NAMES: Readonly<Record<PersonalKind, string>> = {
  email: 'e-mail',
  phone: 'telefon',
  iban: 'iban',
  card: 'karte',
  address: 'adresse',
  birthdate: 'geburtsdatum',
  customerNumber: 'kundennummer',
  orderNumber: 'bestellnummer',
  identity: 'ausweis',
  secret: 'kennwort',
};

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

const GREETING =
  /(?<=^\s*(?:@\S+\s+)*(?:hallo|hi|hey|moin|servus|guten (?:tag|morgen|abend)|liebe[r]?|sehr geehrte[r]?|grüß (?:dich|sie)|dear|hello)\s+)(?!(?:zusammen|kund\p{L}*|ihr|du|und|damen|team|leute|alle|there|all)\b)(?:(?:Frau|Herr|Herrn|Ms|Mrs|Mr)\.?\s+)?(?:(?:Dr|Prof)\.\s+)*[\p{Lu}@][\p{L}\p{N}_.-]*(?:\s\p{Lu}[\p{L}-]+)?(?=\s*[,!.]|\s*\n|\s*$)/iu;
/** "Viele Grüße, Anna" and "Dein Max vom Team" at the end. */
const CLOSING =
  /(?<=(?:grüße|gruß|lg|vg|mfg|regards|cheers|dein|deine|ihr|ihre)[,!]?\s+)\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)?(?=\s*(?:[.!]|vom |von |aus |$|\n))/iu;
const LONG_NUMBER = /(?<![\p{L}\p{N}{])(?:\d[\s./-]?){5,}\d?(?![\p{N}}]|\s?(?:€|Euro|%|Uhr|MB|GB|Mbit))/gu;

/**
 * The answer without who it was for: names, personal data, long numbers, handles and times promised become placeholders, the signature goes. `names`: of the
 * customer and of who wrote it, each as one knows it.
 */
export function generaliseAnswer(text: string, names: readonly string[], at: WritingTime): string {
  let said = stripSignature(text.trim());
  // What stands right behind another piece is seen once that is gone.
  for (let round = 0; round < 4; round += 1) {
    const next = generalisedOnce(said, names, at);
    if (next === said) break;
    said = next;
  }
  return said;
}

function generalisedOnce(bare: string, names: readonly string[], at: WritingTime): string {
  const pieces: Piece[] = findPersonalData(bare).map(({ kind, start, end }) => ({ start, end, put: `{${NAMES[kind]}}` }));
  const put = (match: RegExpMatchArray | null, word: string): void => {
    if (match?.index !== undefined) pieces.push({ start: match.index, end: match.index + match[0].length, put: `{${word}}` });
  };
  put(GREETING.exec(bare), 'name');
  put(CLOSING.exec(bare), 'ich');
  for (const match of bare.matchAll(/(?<![\p{L}\p{N}.])@[\p{L}\p{N}_.-]*[\p{L}\p{N}_]/gu)) put(match, 'name');
  for (const name of names.flatMap(partsOf)) for (const match of bare.matchAll(new RegExp(`(?<![\\p{L}\\p{N}{])${escaped(name)}(?![\\p{L}\\p{N}}])`, 'gu'))) put(match, 'name');
  for (const { start, end } of promisesIn(bare, at, true)) pieces.push(withoutPreposition(bare, start, end));
  for (const match of bare.matchAll(LONG_NUMBER)) put(match, 'nummer');
  return tidy(applied(bare, pieces));
}

/** "bis Freitag" becomes "bis {bis}", not "{bis}". */
function withoutPreposition(text: string, start: number, end: number): Piece {
  const before = /^(?:bis (?:zum |spätestens )?|spätestens |until |by )/iu.exec(text.slice(start, end))?.[0].length ?? 0;
  return { start: start + before, end, put: '{bis}' };
}

function applied(text: string, pieces: readonly Piece[]): string {
  let out = '';
  let last = 0;
  for (const { start, end, put } of pieces.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < last) continue;
    const tail = /\s+$/u.exec(text.slice(start, end))?.[0] ?? '';
    out += text.slice(last, start) + put + tail;
    last = end;
  }
  return out + text.slice(last);
}

/** "{name} {name}" is one name; a mention in front of everything is no word of the answer. */
function tidy(text: string): string {
  return text
    .replace(/(\{\p{L}[\p{L}-]*\})(?:[\s,-]+\1)+/gu, '$1')
    .replace(/^(?:\{name\}\s+)+(?=\p{Lu}?\p{L}+ \{name\})/u, '')
    .trim();
}

function partsOf(name: string): string[] {
  const bare = name.replace(/^@/u, '').trim();
  const parts = bare.split(/[\s,]+/u).filter((part) => part.length >= 3 && /^\p{Lu}/u.test(part));
  return [...new Set([bare, ...parts])].filter((part) => part.length >= 2);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');

const GREETS = /^(?:hallo|hi|hey|moin|servus|guten (?:tag|morgen|abend)|hello|dear)\b[^,!.?\n]{0,40}[,!.]?\s*/iu;

/** The question in one line, without who asked and without what identifies them: a title to begin with. At most 120 characters. */
export function questionTitle(asked: string, names: readonly string[], at: WritingTime): string {
  const bare = generaliseAnswer(asked, names, at).replace(/@\S+/gu, '').trim().replace(GREETS, '');
  const sentences = bare.split(/(?<=[!?])\s+|(?<=\p{L}[.])\s+(?=\p{Lu})|\n+/gu).map((one) => one.trim());
  // A question that says what it is about; "Was kann ich tun?" alone does not.
  const rate = (one: string): number => Math.min(4, contentOf(one)) + (one.endsWith('?') ? 1.5 : 0);
  const best = sentences.toSorted((a, b) => rate(b) - rate(a))[0] ?? '';
  const line = best.replace(/\s*\{[^}]*\}/gu, '').replace(/\s+/gu, ' ').trim();
  return [...line].length <= 120 ? line : `${[...line].slice(0, 119).join('').replace(/\s\S*$/u, '')}…`;
}

function contentOf(sentence: string): number {
  return tokenize(sentence).filter(({ lower }) => lower.length > 2 && !isStopWord(lower)).length;
}

/** What the question is about: its nouns and rarer words, in its order, at most eight. */
export function questionWords(asked: string, names: readonly string[], at: WritingTime): string[] {
  const bare = generaliseAnswer(asked, names, at).replace(/\{[^}]*\}/gu, ' ');
  const found = new Map<string, string>();
  for (const token of tokenize(blankMarks(bare))) {
    if (token.lower.length < 4 || isStopWord(token.lower) || /\d/u.test(token.lower)) continue;
    const isNoun = /^\p{Lu}/u.test(token.text) && token.start > 0 && !/[.!?]\s*$/u.test(token.before);
    if (isNoun || token.lower.length >= 7) found.set(token.lower, isNoun ? token.text : (found.get(token.lower) ?? token.lower));
  }
  return [...found.values()].slice(0, 8);
}

/** Which form of a body this text is. */
export function formOf(text: string): 'du' | 'sie' | 'plain' {
  const { label } = addressForm(text);
  return label === 'du' ? 'du' : label === 'Sie' ? 'sie' : 'plain';
}
