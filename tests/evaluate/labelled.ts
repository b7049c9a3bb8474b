import { abuseOf } from '../../shared/text/abuse.ts';
import { addressForm } from '../../shared/text/address-form.ts';
import { shouldAnswer } from '../../shared/text/answer.ts';
import { caseType } from '../../shared/text/case-type.ts';
import { relevanceOf } from '../../shared/text/relevance.ts';
import { sentimentOf } from '../../shared/text/sentiment.ts';
import type { Verdict } from '../../shared/text/verdict.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { baselines } from './baselines.ts';
import { accuracy, calibration, classFigures, interval, macroF1, round, roundAll } from './figures.ts';
import type { Judged } from './figures.ts';
import { lineOf } from './rows.ts';
import type { Row } from './rows.ts';

interface LabelledTask {
  /** Fields that may hold the truth, the first that a row has counts. */
  readonly fields: readonly string[];
  readonly labels: readonly string[];
  readonly left?: readonly string[];
  readonly positive?: string;
  readonly judge: (text: string) => Verdict;
}

export const LABELLED: Readonly<Record<string, LabelledTask>> = {
  'address-form': { fields: ['label', 'address'], labels: ['du', 'Sie', 'none'], judge: addressForm },
  sentiment: {
    fields: ['sentiment', 'label', 'labels'],
    labels: ['negative', 'neutral', 'positive'],
    left: ['mixed'],
    judge: (text) => sentimentOf(text),
  },
  relevance: { fields: ['relevant'], labels: ['true', 'false'], positive: 'true', judge: (text) => relevanceOf(text) },
  'case-type': {
    fields: ['label', 'caseType'],
    labels: ['fault', 'complaint', 'request', 'praise', 'other'],
    judge: (text) => caseType(text),
  },
  answer: { fields: ['answer'], labels: ['true', 'false'], positive: 'true', judge: (text) => shouldAnswer(text) },
  abuse: { fields: ['label'], labels: ['offense', 'other'], positive: 'offense', judge: abuseOf },
};

/** Measures one of the labelled tasks. Rows without the asked field (or with a null) are skipped and counted. */
export function measureLabelled(name: string, task: LabelledTask, rows: readonly Row[]): Record<string, unknown> {
  let skipped = 0;
  let leftOut = 0;
  const asked: { text: string; truth: string }[] = [];
  for (const row of rows) {
    const field = task.fields.find((one) => row[one] !== undefined && row[one] !== null);
    const value = field === undefined ? undefined : field === 'labels' ? polarityOf(row[field]) : row[field];
    if (typeof row['text'] !== 'string' || !(typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')) {
      skipped += 1;
      continue;
    }
    const truth = String(value);
    if (task.left?.includes(truth) === true) leftOut += 1;
    else if (!task.labels.includes(truth))
      throw new CodedError('EVALUATE_DATA_INVALID', {
        field: field ?? 'label',
        detail: `Line ${lineOf(row)}: "${truth}" is none of ${task.labels.join(', ')}.`,
      });
    else asked.push({ text: row['text'], truth });
  }
  if (asked.length === 0)
    throw new CodedError('EVALUATE_DATA_INVALID', {
      field: task.fields[0] ?? 'label',
      detail: `No row has text and ${task.fields.join(' or ')}.`,
    });
  // The first texts decode the models and warm the compiler; they are judged again within the measured time.
  for (const row of asked.slice(0, 50)) task.judge(row.text);
  const began = process.hrtime.bigint();
  const verdicts = asked.map((row) => task.judge(row.text));
  const microsecondsPerText = Number(process.hrtime.bigint() - began) / 1_000 / asked.length;
  const judged = asked.map((row, i): Judged => ({
    truth: row.truth,
    said: verdicts[i]?.label ?? '',
    confidence: verdicts[i]?.confidence ?? 0,
  }));
  const classes = Object.fromEntries(task.labels.map((label) => [label, roundAll(classFigures(judged, label))]));
  const simple = baselines(asked);
  return {
    task: name,
    n: asked.length,
    skipped,
    ...(task.left === undefined ? {} : { leftOut }),
    accuracy: round(accuracy(judged)),
    macroF1: round(macroF1(judged)),
    macroF1Interval: interval(judged, macroF1).map((one) => round(one)),
    ...(task.positive === undefined ? {} : roundAll(classFigures(judged, task.positive))),
    classes,
    ...calibration(judged),
    microsecondsPerText: round(microsecondsPerText, 1),
    baselines: { majority: roundAll(simple.majority), bagOfWords: roundAll(simple.bagOfWords) },
  };
}

/** The mood of `[[aspect, mood, words], …]`: the one that all share, else mixed. */
function polarityOf(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const said = new Set(value.flatMap((one: unknown) => (Array.isArray(one) && typeof one[1] === 'string' ? [one[1]] : [])));
  return said.size === 0 ? undefined : said.size === 1 ? [...said][0] : 'mixed';
}
