import { bagOfWords } from '../../shared/text/features.ts';
import { indexKnowledge, rankKnowledge, type KnowledgeText } from '../../shared/text/knowledge.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { createSeededRng } from './dice.ts';
import { round } from './figures.ts';
import type { Row } from './rows.ts';

interface Asked {
  readonly text: string;
  readonly right: ReadonlySet<string>;
}

/** So many texts of a group stand for its article: one is its title, the others its text. */
const TEXTS_OF_ARTICLE = 5;
const DEPTH = 50;

/**
 * Does the right article come up for a question? Rows `{query, article}` with rows `{id, title, keywords, text | du | sie}` in the same file; or, where no such row
 * is there, `article` is the article's own text. Or `{text, label}`: a few texts of each label stand for its article, all others ask for it.
 */
export function measureKnowledge(rows: readonly Row[]): Record<string, unknown> {
  const { articles, asked, skipped } = read(rows);
  if (articles.length < 2 || asked.length === 0) throw new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: 'No rows have query and article (with articles), or text and label.' });
  const index = indexKnowledge(articles);
  for (const one of asked.slice(0, 50)) rankKnowledge(index, one.text, DEPTH);
  const began = process.hrtime.bigint();
  const ranks = asked.map((one) => rankOf(rankKnowledge(index, one.text, DEPTH).map(({ id }) => id), one.right));
  const microsecondsPerText = Number(process.hrtime.bigint() - began) / 1_000 / asked.length;
  return {
    task: 'knowledge',
    n: asked.length,
    articles: articles.length,
    skipped,
    ...figuresOf(ranks),
    ...intervals(ranks),
    microsecondsPerText: round(microsecondsPerText, 1),
    baselines: { majority: figuresOf(majority(asked)), bagOfWords: figuresOf(plainWords(articles, asked)) },
  };
}

function read(rows: readonly Row[]): { articles: KnowledgeText[]; asked: Asked[]; skipped: number } {
  const articles: KnowledgeText[] = [];
  const queries: { text: string; names: string[] }[] = [];
  const groups = new Map<string, string[]>();
  let skipped = 0;
  for (const row of rows) {
    const { query, article, id, title, text, label } = row;
    if (typeof query === 'string' && (typeof article === 'string' || Array.isArray(article))) queries.push({ text: query, names: [article].flat().map(String) });
    else if (typeof title === 'string') articles.push({ id: typeof id === 'string' ? id : title, title, keywords: words(row['keywords']), texts: [text, row['du'], row['sie'], row['Sie'], row['body']].filter((one): one is string => typeof one === 'string') });
    else if (typeof text === 'string' && (typeof label === 'string' || typeof label === 'number')) groups.set(String(label), [...(groups.get(String(label)) ?? []), text]);
    else skipped += 1;
  }
  if (queries.length > 0) {
    const known = new Set(articles.map((one) => one.id));
    for (const name of new Set(queries.flatMap((one) => one.names))) if (!known.has(name)) articles.push({ id: name, title: '', keywords: [], texts: [name] });
    return { articles, asked: queries.map(({ text, names }) => ({ text, right: new Set(names) })), skipped };
  }
  const roll = createSeededRng(77);
  const asked: Asked[] = [];
  for (const [label, texts] of groups) {
    // A group of two still has one that asks.
    const mixed = shuffled(texts, roll);
    const most = Math.min(TEXTS_OF_ARTICLE, Math.max(1, Math.floor(mixed.length / 2)));
    const [title = '', ...more] = mixed.slice(0, most);
    articles.push({ id: label, title, keywords: [], texts: more });
    for (const text of mixed.slice(most)) asked.push({ text, right: new Set([label]) });
  }
  return { articles, asked, skipped };
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(/[,;|]/u).map((one) => one.trim()) : [];
}

function shuffled<T>(list: readonly T[], roll: () => number): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = Math.floor(roll() * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

/** 1 is first; 0: not among those that came up. */
function rankOf(ids: readonly string[], right: ReadonlySet<string>): number {
  return ids.findIndex((id) => right.has(id)) + 1;
}

interface Figures {
  readonly recallAt1: number;
  readonly recallAt3: number;
  readonly mrr: number;
}

function figuresOf(ranks: readonly number[]): Figures {
  const share = (count: (rank: number) => number): number => round(ranks.reduce((sum, rank) => sum + count(rank), 0) / Math.max(1, ranks.length));
  return { recallAt1: share((rank) => (rank === 1 ? 1 : 0)), recallAt3: share((rank) => (rank > 0 && rank <= 3 ? 1 : 0)), mrr: share((rank) => (rank === 0 ? 0 : 1 / rank)) };
}

/** 95 %, by drawing the questions anew. */
function intervals(ranks: readonly number[]): Record<string, readonly number[]> {
  const roll = createSeededRng(20_260_101);
  const rounds = ranks.length > 4_000 ? 300 : 1_000;
  const drawn = Array.from({ length: rounds }, () => figuresOf(Array.from(ranks, () => ranks[Math.floor(roll() * ranks.length)] as number)));
  const of = (key: keyof Figures): readonly number[] => {
    const sorted = drawn.map((one) => one[key]).toSorted((a, b) => a - b);
    return [sorted[Math.floor(rounds * 0.025)] ?? 0, sorted[Math.ceil(rounds * 0.975) - 1] ?? 0];
  };
  return { recallAt1Interval: of('recallAt1'), recallAt3Interval: of('recallAt3'), mrrInterval: of('mrr') };
}

/** Whatever is asked, the articles most often asked for. */
function majority(asked: readonly Asked[]): number[] {
  const counts = new Map<string, number>();
  for (const one of asked) for (const id of one.right) counts.set(id, (counts.get(id) ?? 0) + 1);
  const ids = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, DEPTH).map(([id]) => id);
  return asked.map((one) => rankOf(ids, one.right));
}

/** Cosine of the counts of all words, nothing known of the language. */
function plainWords(articles: readonly KnowledgeText[], asked: readonly Asked[]): number[] {
  const vector = (text: string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const word of bagOfWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };
  const norm = (counts: ReadonlyMap<string, number>): number => Math.sqrt([...counts.values()].reduce((sum, one) => sum + one * one, 0)) || 1;
  const known = articles.map(({ id, title, keywords, texts }) => {
    const counts = vector([title, ...keywords, ...texts].join(' '));
    return { id, counts, norm: norm(counts) };
  });
  return asked.map((one) => {
    const counts = vector(one.text);
    const scored = known.map((article) => {
      let sum = 0;
      for (const [word, count] of counts) sum += count * (article.counts.get(word) ?? 0);
      return { id: article.id, score: sum / article.norm };
    });
    return rankOf(scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score).slice(0, DEPTH).map(({ id }) => id), one.right);
  });
}
