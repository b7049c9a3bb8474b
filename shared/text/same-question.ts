import pairModel from './models/same-question.json' with { type: 'json' };
import { featuresOf } from './features.ts';
import { lazyModel, scoresOf } from './linear-model.ts';
import { areOpposed, isStopWord, meaningsOf, weightOf } from './question-words.ts';
import topicFile from './models/topics.json' with { type: 'json' };
import { blankMarks, tokenize } from './tokens.ts';

/** A question made ready to be compared with many others. */
export interface PreparedQuestion {
  readonly text: string;
  readonly meanings: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly grams: ReadonlyMap<string, number>;
  readonly norm: number;
  readonly ask: string;
  readonly runs: ReadonlyMap<string, number>;
  readonly all: readonly string[];
  readonly negated: boolean;
  /** "next", "last", "best", "this": what narrows a thing down. */
  readonly modifiers: ReadonlySet<string>;
  readonly english: boolean;
  /** Chances over known topics, for English texts only. */
  readonly topics: readonly number[] | undefined;
}

const topicModel = lazyModel(topicFile);
const NUMBER_WORDS: Readonly<Record<string, string>> = {
  eins: '1',
  zwei: '2',
  drei: '3',
  vier: '4',
  fünf: '5',
  sechs: '6',
  sieben: '7',
  acht: '8',
  neun: '9',
  zehn: '10',
  zwölf: '12',
  one: '1',
  two: '2',
  three: '3',
  five: '5',
  ten: '10',
};
const TIMES =
  /^(?:montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|morgen|gestern|heute|übermorgen|wochenende|woche|monat|jahr|mittag|abend|nachmittag|nacht|vormittag|morgens|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|täglich|wöchentlich|stunde|stunden|minuten|today|tomorrow|yesterday|week|month)$/u;

const MODIFIER = /^(?:nächst|letzt|best|neu|erst|dies|jede|beliebt|meist|next|last|latest|best|first|this|every)/u;
/** Names of machines people talk to: they say nothing about what is asked. */
const CALLED: ReadonlySet<string> = new Set(['olly', 'pda', 'alexa', 'siri', 'hey', 'google', 'hallo', 'bitte']);

/** Makes a text ready for comparison; cheap enough for every message that comes in. */
export function prepareQuestion(text: string): PreparedQuestion {
  const tokens = tokenize(blankMarks(text));
  const lowers = tokens.map((token) => token.lower);
  const content = tokens.filter((token) => !isStopWord(token.lower));
  const meanings = new Set(content.flatMap((token) => meaningsOf(token.lower)));
  const grams = new Map<string, number>();
  for (const token of content) {
    const padded = ` ${token.lower} `;
    for (let i = 0; i + 3 <= padded.length; i += 1) {
      const gram = padded.slice(i, i + 3);
      grams.set(gram, (grams.get(gram) ?? 0) + 1);
    }
  }
  let norm = 0;
  for (const count of grams.values()) norm += count * count;
  const english =
    lowers.filter((word) => /^(?:the|my|is|i|to|what|how|do|can|it|a|why|have|has|was|in|of|for|on|when|not|will)$/u.test(word)).length >
    lowers.filter((word) => /^(?:der|die|das|ich|ist|mein|meine|wie|kann|ein|eine|nicht|und|bitte|mir|sie|zu)$/u.test(word)).length;
  return {
    text,
    meanings,
    words: new Set(content.map((token) => token.lower)),
    numbers: new Set(
      lowers.flatMap((word) =>
        /\d/u.test(word) ? (word.match(/\d+/gu) ?? []) : (NUMBER_WORDS[word] ?? (TIMES.test(word) ? word.replace(/s$/u, '') : [])),
      ),
    ),
    names: new Set(
      tokens
        .filter((token, i) => i > 0 && /^\p{Lu}/u.test(token.text) && !/[.!?:]/u.test(token.before) && !isStopWord(token.lower))
        .map((token) => token.lower),
    ),
    grams,
    norm: Math.sqrt(norm),
    ask: askOf(lowers.join(' ')),
    runs: runsOf(
      lowers.filter((word) => !CALLED.has(word)),
      4,
    ),
    all: lowers,
    modifiers: new Set(lowers.flatMap((word) => MODIFIER.exec(word)?.[0] ?? [])),
    negated: lowers.some((word) =>
      /^(?:nicht|kein|keine|keinen|nie|ohne|not|no|never|cannot|can't|isn't|doesn't|hasn't|haven't|won't|didn't)$/u.test(word),
    ),
    english,
    topics: english ? sharp(scoresOf(topicModel(), featuresOf(text, topicModel().bits))) : undefined,
  };
}

function sharp(scores: readonly number[]): readonly number[] {
  return scores.map((score) => (score < 0.01 ? 0 : score));
}

/** Names of the comparison's features, in the order of `compareFeatures`. */
export const COMPARE_FEATURES = [
  'bias',
  'meaning',
  'contain',
  'letters',
  'words',
  'missing',
  'numberClash',
  'nameClash',
  'numberShare',
  'ask',
  'negation',
  'length',
  'short',
  'opposed',
  'both',
  'topics',
  'topicsKnown',
  'nameShare',
  'lettersSquared',
  'runs',
  'askShared',
  'modifier',
] as const;

/** What two questions have in common and what sets them apart; each between 0 and about 1. */
export function compareFeatures(a: PreparedQuestion, b: PreparedQuestion): readonly number[] {
  const shared = weighOverlap(a.meanings, b.meanings);
  const ofA = weighAll(a.meanings);
  const ofB = weighAll(b.meanings);
  const least = Math.max(0.45, Math.min(ofA, ofB));
  const all = Math.max(0.45, ofA + ofB - shared);
  const jaccard = shared / all;
  const contain = shared / least;
  const letters = cosine(a, b);
  const sameWords = overlap(a.words, b.words) / Math.max(1, a.words.size + b.words.size - overlap(a.words, b.words));
  const numbers = overlap(a.numbers, b.numbers);
  const numberAll = a.numbers.size + b.numbers.size - numbers;
  const names = overlap(a.names, b.names);
  const nameAll = a.names.size + b.names.size - names;
  const topics = a.topics === undefined || b.topics === undefined ? 0 : dot(a.topics, b.topics);
  return [
    1,
    jaccard,
    contain,
    letters,
    sameWords,
    Math.min(1, (all - shared) / 6),
    numberAll === 0 ? 0 : (numberAll - numbers) / numberAll,
    nameAll === 0 ? 0 : (nameAll - names) / nameAll,
    numberAll === 0 ? 0 : numbers / numberAll,
    a.ask !== '' && b.ask !== '' && a.ask !== b.ask ? 1 : 0,
    a.negated !== b.negated ? 1 : 0,
    Math.abs(a.words.size - b.words.size) / Math.max(1, a.words.size, b.words.size),
    least <= 1 ? 1 : 0,
    areOpposed(a.all, b.all) ? 1 : 0,
    jaccard * letters,
    topics,
    a.topics !== undefined && b.topics !== undefined ? 1 : 0,
    nameAll === 0 ? 0 : names / nameAll,
    letters * letters,
    diceOf(a.runs, b.runs),
    a.ask !== '' && a.ask === b.ask ? jaccard : 0,
    overlap(a.modifiers, b.modifiers) === Math.max(a.modifiers.size, b.modifiers.size) ? 0 : 1,
  ];
}

const OPPOSED = COMPARE_FEATURES.indexOf('opposed');

/** Chance that both ask the same, 0 to 1. Who wants it on does not ask what those ask who want it off. */
export function sameQuestionScore(a: PreparedQuestion, b: PreparedQuestion): number {
  const features = compareFeatures(a, b);
  if (features[OPPOSED] === 1) return 0.1;
  const sum = features.reduce((total, value, i) => total + value * (pairModel.weights[i] ?? 0), 0);
  return 1 / (1 + Math.exp(-sum));
}

/** Whether both ask the same, by the product's own threshold: one for questions of known topics, one for the rest. */
export function isSameQuestion(a: PreparedQuestion, b: PreparedQuestion): boolean {
  if (a.topics !== undefined && b.topics !== undefined && dot(a.topics, b.topics) >= pairModel.topicThreshold) return true;
  return sameQuestionScore(a, b) >= pairModel.threshold;
}

/** The words both have in common by meaning: what a suggestion shows as its reason. */
export function sharedWords(a: PreparedQuestion, b: PreparedQuestion): readonly string[] {
  return [...a.words].filter((word) => meaningsOf(word).some((meaning) => b.meanings.has(meaning)));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const one of a) if (b.has(one)) count += 1;
  return count;
}

function weighAll(meanings: ReadonlySet<string>): number {
  let sum = 0;
  for (const one of meanings) sum += weightOf(one);
  return sum;
}

function weighOverlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let sum = 0;
  for (const one of a) if (b.has(one)) sum += weightOf(one);
  return sum;
}

const ASKS: readonly (readonly [string, RegExp])[] = [
  [
    'time',
    /\b(?:um wie ?viel uhr|wann|when|wie spät|in welchem jahr|(?:an |auf )?welche[mnrs]? (?:tag|datum|uhrzeit|jahr|monat)|wie lange (?:dauert|noch|bis))\b/u,
  ],
  ['place', /\b(?:wo|wohin|where|woher)\b/u],
  ['person', /\b(?:wer|wen|wem|who)\b/u],
  ['reason', /\b(?:warum|wieso|weshalb|why|wofür)\b/u],
  ['amount', /\b(?:wie ?viele?|wie hoch|wie teuer|how (?:much|many))\b/u],
  ['age', /\b(?:wie alt|how old)\b/u],
];

/** What is asked for, where the question word says it: a person, a place, a time, a reason, an amount, an age. */
function askOf(text: string): string {
  return ASKS.find(([, pattern]) => pattern.test(text))?.[0] ?? '';
}

/** Letters of the whole text in runs of `size`, function words included: word order and articles tell near questions apart. */
function runsOf(lowers: readonly string[], size: number): ReadonlyMap<string, number> {
  const text = ` ${lowers.join(' ')} `;
  const found = new Map<string, number>();
  for (let i = 0; i + size <= text.length; i += 1) {
    const run = text.slice(i, i + size);
    found.set(run, (found.get(run) ?? 0) + 1);
  }
  return found;
}

function diceOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  let all = 0;
  for (const [run, count] of a) {
    all += count;
    shared += Math.min(count, b.get(run) ?? 0);
  }
  for (const count of b.values()) all += count;
  return all === 0 ? 0 : (2 * shared) / all;
}

function cosine(a: PreparedQuestion, b: PreparedQuestion): number {
  if (a.norm === 0 || b.norm === 0) return 0;
  const [small, large] = a.grams.size <= b.grams.size ? [a.grams, b.grams] : [b.grams, a.grams];
  let sum = 0;
  for (const [gram, count] of small) sum += count * (large.get(gram) ?? 0);
  return sum / (a.norm * b.norm);
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
