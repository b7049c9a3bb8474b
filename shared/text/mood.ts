import { RELIEF_TURNS, RELIEF_WORDS, TROUBLE_TURNS, TROUBLE_WORDS } from './mood-words.ts';

/** How much a text tells of trouble and of relief, each from 0 to about 4, with the words it rests on. */
export interface Mood {
  readonly trouble: number;
  readonly relief: number;
  readonly words: { readonly trouble: readonly string[]; readonly relief: readonly string[] };
}

interface WordWeights {
  readonly whole: ReadonlyMap<string, number>;
  readonly stems: ReadonlyMap<string, number>;
  readonly inner: readonly (readonly [string, number])[];
}

function weightsOf(lists: Readonly<Record<number, string>>): WordWeights {
  const whole = new Map<string, number>();
  const stems = new Map<string, number>();
  const inner: [string, number][] = [];
  for (const [weight, list] of Object.entries(lists)) {
    const value = Number(weight) / 10;
    for (const entry of list.split(/\s+/u)) {
      if (entry.startsWith('=')) whole.set(entry.slice(1), value);
      else if (entry.startsWith('~')) inner.push([entry.slice(1), value]);
      else if (entry.length < 4) whole.set(entry, value);
      else stems.set(entry, Math.max(value, stems.get(entry) ?? 0));
    }
  }
  return { whole, stems, inner };
}

const TROUBLE = weightsOf(TROUBLE_WORDS);
const RELIEF = weightsOf(RELIEF_WORDS);
const LONGEST_STEM = 20;

function weigh(word: string, lists: WordWeights): number {
  const whole = lists.whole.get(word);
  if (whole !== undefined) return whole;
  for (let size = Math.min(word.length, LONGEST_STEM); size >= 4; size -= 1) {
    const found = lists.stems.get(word.slice(0, size));
    if (found !== undefined) return found;
  }
  for (const [part, value] of lists.inner) if (word.includes(part)) return value;
  return 0;
}

const known = new Map<string, readonly [number, number]>();

function weightsOfWord(word: string): readonly [number, number] {
  const before = known.get(word);
  if (before !== undefined) return before;
  const found = [weigh(word, TROUBLE), weigh(word, RELIEF)] as const;
  // Words come without end; the cache must not.
  if (known.size > 20_000) known.clear();
  known.set(word, found);
  return found;
}

const NEGATION = /^(?:nicht|nich|kein|keine|keinen|keinem|keiner|nie|niemals|ohne|weder|kaum|net|ned|nix|not|no|never)$/u;
const MARKS = /https?:\/\/\S+|www\.\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.[\p{L}.]+|@[\p{L}\p{N}_]+/gu;

/** Where the service or the writer is spoken of: what stands beside it tells of the service, what stands elsewhere may be about anything. */
const ABOUT =
  /(?<![\p{L}])(?:\p{L}*bahn\p{L}*|db|dbahn|\p{L}*z[uü]ge?n?s?|ice?s?|re\d*|busse?n?|gdl|evg|lokführer\p{L}*|\p{L}*strecken?|gleis\p{L}*|bahnhof\p{L}*|bahnsteig\p{L}*|hbf|telekom|vodafone|o2|internet|\p{L}*netz|anschluss|vertrag|router|hotline|strom|paket\p{L}*|lieferung|app|ticket\p{L}*|fahrkarte\p{L}*|service|kunden\p{L}*|ich|mir|mich|mein\p{L}*|wir|uns|ihr|euch|euer|eure\p{L}*)(?![\p{L}])/u;

let last: { readonly text: string; readonly mood: Mood } | undefined;

/** Trouble and relief in a text: words and turns of phrase, turned round by a negation, weaker the more of them there are and the further from the service. The last answer is kept. */
export function moodOf(text: string): Mood {
  if (last === undefined || last.text !== text) last = { text, mood: felt(text) };
  return last.mood;
}

function felt(text: string): Mood {
  const lower = text.normalize('NFC').toLowerCase().replace(MARKS, ' ').replace(/&amp;/gu, '&').replace(/#/gu, ' #');
  const trouble = new Map<string, number>();
  const relief = new Map<string, number>();
  const note = (into: Map<string, number>, word: string, value: number): void => {
    into.set(word, Math.max(value, into.get(word) ?? 0));
  };
  const parts = lower.split(/(?<=[.!?;\n])\s|\s[-–—|]\s|\+{2,}|\.{3,}|…/u).filter((part) => part.trim() !== '');
  const brief = lower.length < 160;
  let count = 0;
  for (const part of parts) {
    const near = brief || ABOUT.test(part) ? 1 : 0.5;
    // What is asked for is not there yet.
    const asked = part.includes('?') ? 0.5 : 1;
    const words = part.match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu) ?? [];
    count += words.length;
    words.forEach((word, i) => {
      let [bad, good] = weightsOfWord(word);
      if (bad === 0 && good === 0) return;
      const negated = [words[i - 1], words[i - 2], words[i - 3]].some((one) => one !== undefined && NEGATION.test(one));
      if (negated) [bad, good] = [good >= 0.9 ? 1 : bad * 0.3, bad >= 0.9 ? 0.5 : 0];
      if (bad > 0) note(trouble, word, bad * near);
      if (good > 0) note(relief, word, good * near * asked);
    });
    for (const [pattern, weight] of TROUBLE_TURNS) {
      const match = pattern.exec(part);
      if (match !== null) note(trouble, match[0].trim(), weight * near);
    }
    for (const [pattern, weight] of RELIEF_TURNS) {
      const match = pattern.exec(part);
      if (match !== null) note(relief, match[0].trim(), weight * near * asked);
    }
  }
  const damp = 1 / Math.sqrt(Math.max(1, count / 22));
  return {
    trouble: total(trouble) * damp,
    relief: total(relief) * damp,
    words: { trouble: strongest(trouble), relief: strongest(relief) },
  };
}

/** Each further word counts less: the third complaint about one thing is no third thing. */
function total(found: ReadonlyMap<string, number>): number {
  return [...found.values()].toSorted((a, b) => b - a).reduce((sum, value, i) => sum + value * 0.75 ** i, 0);
}

function strongest(found: ReadonlyMap<string, number>): readonly string[] {
  return [...found]
    .filter(([, value]) => value >= 0.45)
    .toSorted((a, b) => b[1] - a[1])
    .map(([word]) => word)
    .slice(0, 4);
}
