import { isStopWord, meaningsOf, stemOf, weightOf } from './question-words.ts';
import { blankMarks, tokenize, type Token } from './tokens.ts';

// Which article answers a question: BM25 over meanings (the groups of the same-question comparison, compounds taken apart), over stems, which tell apart what a
// group holds together, over pairs of neighbours and, for what is misspelt, runs of four letters. Nothing is learnt from customers; the weights were chosen by
// hand on questions of another field (docs/knowledge.md).

export interface KnowledgeText {
  readonly id: string;
  readonly title: string;
  readonly keywords: readonly string[];
  /** Each once: of the two forms of address only one. */
  readonly texts: readonly string[];
}

export interface KnowledgeHit {
  readonly id: string;
  /** Only good for ordering hits of one question. */
  readonly score: number;
  /** How much of what was asked the article speaks of, 0 to 1: rare words weigh more. */
  readonly share: number;
  /** How many words of the question its title and key words speak of. */
  readonly headWords: number;
  /** Words of the question that it speaks of, at most six: the reason to show. */
  readonly words: readonly string[];
}

interface Posting {
  readonly at: number;
  readonly count: number;
  /** It stands in the title or among the key words. */
  readonly isHead: boolean;
}

export interface KnowledgeIndex {
  readonly size: number;
  readonly ids: readonly string[];
  readonly lengths: readonly number[];
  readonly meanLength: number;
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
}

const FIELD = { title: 2, keywords: 2, texts: 1 } as const;
const WEIGHT = { stem: 1, stopWord: 0.5, pair: 0.4, letters: 0.25 } as const;
const K1 = 1.6;
const B = 0.4;
/** A long letter says what it wants within so many words. */
const MOST_WORDS = 250;

interface Term {
  readonly term: string;
  readonly weight: number;
  /** Says what it is about: only these count for the share. */
  readonly isContent: boolean;
}

const known = new Map<string, readonly Term[]>();

function termsOfWord(word: string): readonly Term[] {
  const found = known.get(word);
  if (found !== undefined) return found;
  const terms = isStopWord(word) ? [{ term: `=${stemOf(word)}`, weight: WEIGHT.stopWord, isContent: false }] : contentTerms(word);
  if (known.size > 50_000) known.clear();
  known.set(word, terms);
  return terms;
}

function contentTerms(word: string): Term[] {
  const stem = stemOf(word);
  const meanings = [...new Set(meaningsOf(word))];
  const terms = meanings.map((meaning): Term => ({ term: meaning, weight: weightOf(meaning), isContent: meaning.length > 1 }));
  if (!meanings.includes(stem)) terms.push({ term: `=${stem}`, weight: WEIGHT.stem, isContent: false });
  const padded = `<${stem}>`;
  for (let at = 0; at + 4 <= padded.length; at += 1) terms.push({ term: `~${padded.slice(at, at + 4)}`, weight: WEIGHT.letters, isContent: false });
  return terms;
}

const PARTICLE = /^(?:ab|an|auf|aus|ein|fest|frei|mit|nach|um|weg|weiter|zu|zurück|zusammen)$/u;
/** A verb and its particle seldom stand further apart. */
const FURTHEST = 8;

/** "Wir ziehen im Mai um" speaks of umziehen: where a clause ends with a particle, its verb put together with it; by the verb's place. */
function partedVerb(tokens: readonly Token[], verbAt: number): string | undefined {
  const verb = tokens[verbAt];
  if (verb === undefined || verb.lower.length < 4 || !/(?:e|t|en|st)$/u.test(verb.lower) || isStopWord(verb.lower)) return undefined;
  if (/^\p{Lu}/u.test(verb.text) && verbAt > 0) return undefined;
  for (let i = verbAt + 1; i < Math.min(tokens.length, verbAt + FURTHEST); i += 1) {
    const [one, next] = [tokens[i], tokens[i + 1]];
    if (one === undefined || /[,.!?;:\n]/u.test(one.before)) return undefined;
    const isEnd = next === undefined || /[,.!?;:\n]/u.test(next.before) || /^(?:und|oder|weil|wenn|aber)$/u.test(next.lower);
    if (isEnd) return PARTICLE.test(one.lower) ? `${one.lower}${verb.lower}` : undefined;
  }
  return undefined;
}

/** Every term with the word it comes from, as often as it stands there. */
function* termsOf(text: string): Iterable<Term & { readonly word: string }> {
  let before = '';
  const tokens = tokenize(blankMarks(text)).slice(0, MOST_WORDS);
  for (const [i, { lower: word }] of tokens.entries()) {
    const parted = partedVerb(tokens, i);
    if (parted !== undefined) for (const term of termsOfWord(parted)) yield { ...term, word };
    for (const term of termsOfWord(word)) yield { ...term, word };
    const stem = stemOf(word);
    if (before !== '') yield { term: `${before} ${stem}`, weight: WEIGHT.pair, isContent: false, word };
    before = stem;
  }
}

export function indexKnowledge(articles: readonly KnowledgeText[]): KnowledgeIndex {
  // By id, so that equal scores come out in the same order on every desk.
  const sorted = articles.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const postings = new Map<string, Posting[]>();
  const lengths: number[] = [];
  sorted.forEach((article, at) => {
    const counts = new Map<string, number>();
    const head = new Set<string>();
    let length = 0;
    const add = (text: string, weight: number, isHead: boolean): void => {
      for (const { term } of termsOf(text)) {
        length += weight;
        counts.set(term, (counts.get(term) ?? 0) + weight);
        if (isHead) head.add(term);
      }
    };
    add(article.title, FIELD.title, true);
    for (const keyword of article.keywords) add(keyword, FIELD.keywords, true);
    for (const text of article.texts) add(text, FIELD.texts, false);
    lengths.push(length);
    for (const [term, count] of counts) {
      const list = postings.get(term);
      const posting = { at, count, isHead: head.has(term) };
      if (list === undefined) postings.set(term, [posting]);
      else list.push(posting);
    }
  });
  const total = lengths.reduce((sum, one) => sum + one, 0);
  return { size: sorted.length, ids: sorted.map(({ id }) => id), lengths, meanLength: Math.max(1, total / Math.max(1, sorted.length)), postings };
}

/** Best first; without any word in common, none. `limit`: at most so many. `accept`: only these ids. */
export function rankKnowledge(index: KnowledgeIndex, question: string, limit = 10, accept: (id: string) => boolean = () => true): KnowledgeHit[] {
  const asked = new Map<string, { weight: number; times: number; isContent: boolean; words: Set<string> }>();
  for (const { term, weight, isContent, word } of termsOf(question)) {
    const one = asked.get(term);
    if (one === undefined) asked.set(term, { weight, times: 1, isContent, words: new Set([word]) });
    else {
      one.times += 1;
      one.words.add(word);
    }
  }
  const found = new Map<number, { score: number; weight: number; head: Set<string>; words: Map<string, number> }>();
  let all = 0;
  for (const [term, { weight, times, isContent, words }] of asked) {
    const list = index.postings.get(term) ?? [];
    const value = Math.log(1 + (index.size - list.length + 0.5) / (list.length + 0.5)) * weight * (1 + Math.log(times));
    if (isContent) all += value;
    for (const { at, count, isHead } of list) {
      const one = found.get(at) ?? { score: 0, weight: 0, head: new Set<string>(), words: new Map<string, number>() };
      found.set(at, one);
      one.score += (value * count * (K1 + 1)) / (count + K1 * (1 - B + (B * (index.lengths[at] ?? 0)) / index.meanLength));
      if (!isContent) continue;
      one.weight += value;
      for (const word of words) {
        one.words.set(word, Math.max(one.words.get(word) ?? 0, value));
        if (isHead) one.head.add(word);
      }
    }
  }
  const hits: KnowledgeHit[] = [];
  for (const [at, { score, weight, head, words: said }] of found) {
    const id = index.ids[at] ?? '';
    if (!accept(id)) continue;
    const reasons = [...said].toSorted((a, b) => b[1] - a[1]).slice(0, 6);
    hits.push({ id, score, share: all === 0 ? 0 : weight / all, headWords: head.size, words: reasons.map(([word]) => word) });
  }
  return hits.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
}

/** One word in common with the title is enough only where little else was said. */
const SHARE_OF_ONE_WORD = 0.15;

/** The articles to offer for what was asked, best first: none where none has its title or key words spoken of. */
export function suggestKnowledge(index: KnowledgeIndex, question: string, limit = 3, accept?: (id: string) => boolean): KnowledgeHit[] {
  return rankKnowledge(index, question, limit, accept).filter(({ headWords, share }) => headWords > 1 || (headWords === 1 && share >= SHARE_OF_ONE_WORD));
}

/**
 * For what somebody types in search of an article they know of: every word typed must begin a word of the title or the key words, or stand in the text; titles
 * that begin with it come first. Falls back to the ranking by meaning.
 */
export function findTyped(articles: readonly KnowledgeText[], index: KnowledgeIndex, typed: string, limit: number): string[] {
  const wanted = plain(typed).split(/\s+/u).filter((word) => word !== '');
  if (wanted.length === 0) return articles.toSorted((a, b) => collator.compare(a.title, b.title)).slice(0, limit).map(({ id }) => id);
  const scored = articles.flatMap((article) => {
    const title = plain(article.title);
    const near = ` ${title} ${article.keywords.map(plain).join(' ')}`.replace(/[^\p{L}\p{N}]+/gu, ' ');
    let score = title.startsWith(wanted.join(' ')) ? 8 : 0;
    for (const word of wanted) {
      if (near.includes(` ${word}`)) score += 3;
      else if (near.includes(word)) score += 2;
      else if (article.texts.some((text) => plain(text).includes(word))) score += 1;
      else return [];
    }
    return [{ id: article.id, title, score }];
  });
  const direct = scored.toSorted((a, b) => b.score - a.score || collator.compare(a.title, b.title)).map(({ id }) => id);
  const seen = new Set(direct);
  const ids = new Set(articles.map(({ id }) => id));
  const more = direct.length >= limit ? [] : suggestKnowledge(index, typed, limit, (id) => ids.has(id) && !seen.has(id)).map(({ id }) => id);
  return [...direct, ...more].slice(0, limit);
}

const collator = new Intl.Collator('de');
const plain = (text: string): string => text.normalize('NFC').toLowerCase().trim();
