import { findPersonalData } from '../../shared/text/personal-data.ts';
import { rewriteAddress } from '../../shared/text/rewrite-address.ts';
import { isSameQuestion, prepareQuestion, sameQuestionScore } from '../../shared/text/same-question.ts';
import type { PreparedQuestion } from '../../shared/text/same-question.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { baselines } from './baselines.ts';
import { createSeededRng } from './dice.ts';
import { accuracy, calibrationError, classFigures, interval, macroF1, round, wordEdits } from './figures.ts';
import type { Judged } from './figures.ts';
import type { Row } from './rows.ts';

/** `{text, to, reference}`, or pairs `{du, Sie}` taken in both directions. */
export function measureRewrite(rows: readonly Row[]): Record<string, unknown> {
  let skipped = 0;
  const asked: { text: string; to: 'du' | 'Sie'; reference: string }[] = [];
  for (const row of rows) {
    const { text, to, reference, du, Sie } = row;
    if (typeof text === 'string' && typeof reference === 'string' && (to === 'du' || to === 'Sie')) asked.push({ text, to, reference });
    else if (typeof du === 'string' && typeof Sie === 'string')
      asked.push({ text: du, to: 'Sie', reference: Sie }, { text: Sie, to: 'du', reference: du });
    else skipped += 1;
  }
  if (asked.length === 0) throw nothing('text, to and reference');
  for (const one of asked.slice(0, 30)) rewriteAddress(one.text, one.to);
  const began = process.hrtime.bigint();
  const outputs = asked.map((one) => rewriteAddress(one.text, one.to));
  const microsecondsPerText = Number(process.hrtime.bigint() - began) / 1_000 / asked.length;
  const words = (text: string): string[] => text.trim().split(/\s+/u);
  const figures = (to?: 'du' | 'Sie', said: readonly string[] = outputs): { n: number; exact: number; wordError: number } => {
    let n = 0;
    let exact = 0;
    let edits = 0;
    let length = 0;
    asked.forEach((one, i) => {
      if (to !== undefined && one.to !== to) return;
      n += 1;
      exact += said[i]?.trim() === one.reference.trim() ? 1 : 0;
      edits += wordEdits(words(said[i] ?? ''), words(one.reference));
      length += words(one.reference).length;
    });
    return { n, exact: round(exact / Math.max(1, n)), wordError: round(edits / Math.max(1, length)) };
  };
  const exact = asked.map((one, i): Judged => ({
    truth: 'exact',
    said: outputs[i]?.trim() === one.reference.trim() ? 'exact' : 'not',
    confidence: 1,
  }));
  return {
    task: 'rewrite-address',
    ...figures(),
    skipped,
    exactInterval: interval(exact, accuracy).map((one) => round(one)),
    toSie: figures('Sie'),
    toDu: figures('du'),
    microsecondsPerText: round(microsecondsPerText, 1),
    baselines: {
      unchanged: figures(
        undefined,
        asked.map((one) => one.text),
      ),
    },
  };
}

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
    if (typeof row['a'] === 'string' && typeof row['b'] === 'string' && Number.isFinite(Number(row['score'] ?? Number.NaN))) {
      pairs.push({ a: prepareQuestion(row['a']), b: prepareQuestion(row['b']), same: Number(row['score']) >= 4 });
    } else if (typeof row['text'] === 'string' && (typeof row['label'] === 'string' || typeof row['label'] === 'number'))
      grouped.push({ text: row['text'], label: String(row['label']) });
    else skipped += 1;
  }
  if (pairs.length === 0 && grouped.length < 2) throw nothing('a, b and score (or text and label)');
  const began = process.hrtime.bigint();
  const tally = { hit: 0, wrong: 0, missed: 0, right: 0 };
  const judged: Judged[] = [];
  const judge = (a: PreparedQuestion, b: PreparedQuestion, same: boolean, keep: boolean): void => {
    const said = isSameQuestion(a, b);
    tally[said ? (same ? 'hit' : 'wrong') : same ? 'missed' : 'right'] += 1;
    if (!keep) return;
    const score = sameQuestionScore(a, b);
    judged.push({ truth: String(same), said: String(said), confidence: said ? Math.max(0.5, score) : Math.max(0.5, 1 - score) });
  };
  for (const pair of pairs) judge(pair.a, pair.b, pair.same, true);
  const drawn = draw(grouped, MOST_TEXTS).map((one) => ({ label: one.label, question: prepareQuestion(one.text) }));
  drawn.forEach((one, i) => {
    for (const other of drawn.slice(i + 1)) judge(one.question, other.question, one.label === other.label, false);
  });
  const n = tally.hit + tally.wrong + tally.missed + tally.right;
  const microseconds = Number(process.hrtime.bigint() - began) / 1_000 / Math.max(1, pairs.length * 2 + drawn.length);
  const precision = tally.hit / Math.max(1, tally.hit + tally.wrong);
  const recall = tally.hit / Math.max(1, tally.hit + tally.missed);
  const common = Math.max(tally.hit + tally.missed, tally.wrong + tally.right) / n;
  return {
    task: 'same-question',
    n,
    texts: pairs.length * 2 + drawn.length,
    skipped,
    accuracy: round((tally.hit + tally.right) / n),
    precision: round(precision),
    recall: round(recall),
    f1: round(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
    support: tally.hit + tally.missed,
    ...(judged.length === 0
      ? {}
      : {
          macroF1: round(macroF1(judged)),
          macroF1Interval: interval(judged, macroF1).map((one) => round(one)),
          calibrationError: round(calibrationError(judged)),
          classes: { true: classFigures(judged, 'true'), false: classFigures(judged, 'false') },
        }),
    microsecondsPerText: round(microseconds, 1),
    baselines: { majority: { accuracy: round(common) }, bagOfWords: wordOverlap(pairs, drawn) },
  };
}

/** The plain way: same when half of all words are shared. */
function wordOverlap(
  pairs: readonly Pair[],
  drawn: readonly { readonly label: string; readonly question: PreparedQuestion }[],
): Record<string, number> {
  let hit = 0;
  let wrong = 0;
  let missed = 0;
  const count = (a: PreparedQuestion, b: PreparedQuestion, same: boolean): void => {
    const shared = [...a.words].filter((word) => b.words.has(word)).length;
    const said = shared / Math.max(1, a.words.size + b.words.size - shared) >= 0.5;
    if (said && same) hit += 1;
    else if (said) wrong += 1;
    else if (same) missed += 1;
  };
  for (const pair of pairs) count(pair.a, pair.b, pair.same);
  drawn.slice(0, 600).forEach((one, i) => {
    for (const other of drawn.slice(i + 1, 600)) count(one.question, other.question, one.label === other.label);
  });
  return { precision: round(hit / Math.max(1, hit + wrong)), recall: round(hit / Math.max(1, hit + missed)) };
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

/**
 * `{text, spans: [{kind, text}]}`: a found piece is right when it overlaps a true one; or `{text, personal}` / `{text, label}` with true or false
 * for the whole text.
 */
export function measurePersonalData(rows: readonly Row[]): Record<string, unknown> {
  let skipped = 0;
  const spans = { hit: 0, wrong: 0, missed: 0, kind: 0 };
  const judged: (Judged & { readonly text: string })[] = [];
  const texts: string[] = [];
  const began = process.hrtime.bigint();
  for (const row of rows) {
    const { text } = row;
    const truth = row['personal'] ?? row['label'];
    const listed = row['spans'];
    if (typeof text !== 'string' || (!Array.isArray(listed) && truth === undefined)) {
      skipped += 1;
      continue;
    }
    texts.push(text);
    const found = findPersonalData(text);
    const confidence = found.reduce((most, one) => Math.max(most, one.confidence), 0);
    const said = found.length > 0;
    if (Array.isArray(listed)) {
      const open = found.map((one) => ({ ...one, used: false }));
      for (const one of listed as { kind?: unknown; text?: unknown }[]) {
        const start = text.indexOf(String(one.text));
        const match = open.find((other) => !other.used && other.start < start + String(one.text).length && start < other.end);
        if (match === undefined) spans.missed += 1;
        else {
          match.used = true;
          spans.hit += 1;
          if (one.kind === match.kind) spans.kind += 1;
        }
      }
      spans.wrong += open.filter((one) => !one.used).length;
    }
    const isPersonal = Array.isArray(listed) ? listed.length > 0 : /^(?:true|personal|yes|1)$/u.test(String(truth));
    judged.push({ text, truth: String(isPersonal), said: String(said), confidence: said ? confidence : 0.97 });
  }
  if (judged.length === 0) throw nothing('text and spans (or personal)');
  const microsecondsPerText = Number(process.hrtime.bigint() - began) / 1_000 / judged.length;
  const listed = spans.hit + spans.missed + spans.wrong > 0;
  const whole = classFigures(judged, 'true');
  const precision = listed ? spans.hit / Math.max(1, spans.hit + spans.wrong) : whole.precision;
  const recall = listed ? spans.hit / Math.max(1, spans.hit + spans.missed) : whole.recall;
  const simple = baselines(judged);
  return {
    task: 'personal-data',
    n: judged.length,
    skipped,
    accuracy: round(accuracy(judged)),
    macroF1: round(macroF1(judged)),
    macroF1Interval: interval(judged, macroF1).map((one) => round(one)),
    precision: round(precision),
    recall: round(recall),
    f1: round((2 * precision * recall) / Math.max(1e-9, precision + recall)),
    counted: listed ? 'pieces' : 'texts',
    ...(listed ? { pieces: spans.hit + spans.missed, kindRight: round(spans.kind / Math.max(1, spans.hit)) } : {}),
    classes: { true: classFigures(judged, 'true'), false: classFigures(judged, 'false') },
    calibrationError: round(calibrationError(judged)),
    microsecondsPerText: round(microsecondsPerText, 1),
    baselines: simple,
  };
}

function nothing(fields: string): CodedError {
  return new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: `No row has ${fields}.` });
}
