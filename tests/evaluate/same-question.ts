import { isSameQuestion, prepareQuestion, sameQuestionScore } from '../../shared/text/same-question.ts';
import type { PreparedQuestion } from '../../shared/text/same-question.ts';
import { createSeededRng } from './dice.ts';
import { calibration, round, roundAll, tallyFigures, tallyInterval } from './figures.ts';
import type { Judged } from './figures.ts';
import { nothing } from './nothing.ts';
import type { Row } from './rows.ts';

interface Pair {
  readonly a: PreparedQuestion;
  readonly b: PreparedQuestion;
  readonly same: boolean;
}

const MOST_TEXTS = 1_500;

/** `{a, b, score}` with "same" from 4 up, or `{text, label}` as groups: then every pair of (at most 1,500 drawn) texts is judged. */
export function measureSameQuestion(rows: readonly Row[]): Record<string, unknown> {
  let skipped = 0;
  const pairs: Pair[] = [];
  const grouped: { text: string; label: string }[] = [];
  for (const row of rows) {
    if (
      typeof row['a'] === 'string' &&
      typeof row['b'] === 'string' &&
      typeof row['score'] !== 'boolean' &&
      Number.isFinite(Number(row['score'] ?? Number.NaN))
    ) {
      pairs.push({ a: prepareQuestion(row['a']), b: prepareQuestion(row['b']), same: Number(row['score']) >= 4 });
    } else if (typeof row['text'] === 'string' && (typeof row['label'] === 'string' || typeof row['label'] === 'number'))
      grouped.push({ text: row['text'], label: String(row['label']) });
    else skipped += 1;
  }
  if (pairs.length === 0 && grouped.length < 2) throw nothing('a, b and score (or text and label)');
  const tally = { hit: 0, wrong: 0, missed: 0, right: 0 };
  const judged: Judged[] = [];
  const judge = (a: PreparedQuestion, b: PreparedQuestion, same: boolean): void => {
    const said = isSameQuestion(a, b);
    tally[said ? (same ? 'hit' : 'wrong') : same ? 'missed' : 'right'] += 1;
    const score = sameQuestionScore(a, b);
    judged.push({ truth: String(same), said: String(said), confidence: said ? Math.max(0.5, score) : Math.max(0.5, 1 - score) });
  };
  const texts = [...pairs.flatMap((pair) => [pair.a.text, pair.b.text]), ...draw(grouped, MOST_TEXTS).map((one) => one.text)];
  for (const text of texts.slice(0, 50)) prepareQuestion(text);
  const prepareBegan = process.hrtime.bigint();
  for (const text of texts) prepareQuestion(text);
  const microsecondsPerText = Number(process.hrtime.bigint() - prepareBegan) / 1_000 / texts.length;
  const drawn = draw(grouped, MOST_TEXTS).map((one) => ({ label: one.label, question: prepareQuestion(one.text) }));
  const began = process.hrtime.bigint();
  for (const pair of pairs) judge(pair.a, pair.b, pair.same);
  drawn.forEach((one, i) => {
    for (const other of drawn.slice(i + 1)) judge(one.question, other.question, one.label === other.label);
  });
  const n = judged.length;
  const microsecondsPerPair = Number(process.hrtime.bigint() - began) / 1_000 / n;
  const figures = tallyFigures(tally);
  const plain = wordOverlap(pairs, drawn);
  const common = tally.hit + tally.missed > tally.wrong + tally.right;
  const majority = tallyFigures(
    common
      ? { hit: tally.hit + tally.missed, wrong: tally.wrong + tally.right, missed: 0, right: 0 }
      : { hit: 0, wrong: 0, missed: tally.hit + tally.missed, right: tally.wrong + tally.right },
  );
  return {
    task: 'same-question',
    n,
    texts: texts.length,
    skipped,
    accuracy: round(figures.accuracy),
    macroF1: round(figures.macroF1),
    macroF1Interval: tallyInterval(tally).map((one) => round(one)),
    ...roundAll(figures.true),
    classes: { true: roundAll(figures.true), false: roundAll(figures.false) },
    ...calibration(judged),
    microsecondsPerText: round(microsecondsPerText, 1),
    microsecondsPerPair: round(microsecondsPerPair, 1),
    baselines: { majority: roundAll({ accuracy: majority.accuracy, macroF1: majority.macroF1 }), bagOfWords: plain },
  };
}

/** The plain way: same when half of all words are shared. Of groups, the first 600 texts. */
function wordOverlap(
  pairs: readonly Pair[],
  drawn: readonly { readonly label: string; readonly question: PreparedQuestion }[],
): Record<string, number> {
  const tally = { hit: 0, wrong: 0, missed: 0, right: 0 };
  const count = (a: PreparedQuestion, b: PreparedQuestion, same: boolean): void => {
    const shared = [...a.words].filter((word) => b.words.has(word)).length;
    const said = shared / Math.max(1, a.words.size + b.words.size - shared) >= 0.5;
    tally[said ? (same ? 'hit' : 'wrong') : same ? 'missed' : 'right'] += 1;
  };
  for (const pair of pairs) count(pair.a, pair.b, pair.same);
  drawn.slice(0, 600).forEach((one, i) => {
    for (const other of drawn.slice(i + 1, 600)) count(one.question, other.question, one.label === other.label);
  });
  const figures = tallyFigures(tally);
  return roundAll({
    accuracy: figures.accuracy,
    macroF1: figures.macroF1,
    precision: figures.true.precision,
    recall: figures.true.recall,
    f1: figures.true.f1,
  });
}

function draw<T>(rows: readonly T[], most: number): T[] {
  const list = [...rows];
  if (list.length <= most) return list;
  const roll = createSeededRng(1_500);
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(roll() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list.slice(0, most);
}
