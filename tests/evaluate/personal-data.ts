import { findPersonalData } from '../../shared/text/personal-data.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { baselines } from './baselines.ts';
import { accuracy, calibration, classFigures, interval, macroF1, round, roundAll, tallyFigures } from './figures.ts';
import type { Judged } from './figures.ts';
import { nothing } from './nothing.ts';
import { lineOf } from './rows.ts';
import type { Row } from './rows.ts';

/**
 * `{text, spans: [{kind, text}]}`: a found piece is right when it overlaps a true one; or `{text, personal}` / `{text, label}` with true or false
 * for the whole text.
 */
export function measurePersonalData(rows: readonly Row[]): Record<string, unknown> {
  let skipped = 0;
  const spans = { hit: 0, wrong: 0, missed: 0, kind: 0 };
  const kinds = new Map<string, { hit: number; wrong: number; missed: number }>();
  const count = (kind: unknown, what: 'hit' | 'wrong' | 'missed'): void => {
    const one = kinds.get(String(kind)) ?? { hit: 0, wrong: 0, missed: 0 };
    one[what] += 1;
    kinds.set(String(kind), one);
  };
  const judged: (Judged & { readonly text: string })[] = [];
  const began = process.hrtime.bigint();
  for (const row of rows) {
    const { text } = row;
    const truth = row['personal'] ?? row['label'];
    const listed = row['spans'];
    if (typeof text !== 'string' || (!Array.isArray(listed) && truth === undefined)) {
      skipped += 1;
      continue;
    }
    const found = findPersonalData(text);
    const confidence = found.reduce((most, one) => Math.max(most, one.confidence), 0);
    const said = found.length > 0;
    if (Array.isArray(listed)) {
      const open = found.map((one) => ({ ...one, used: false }));
      for (const one of listed as ({ kind?: unknown; text?: unknown } | null)[]) {
        if (one === null || typeof one.text !== 'string' || !text.includes(one.text))
          throw new CodedError('EVALUATE_DATA_INVALID', {
            field: 'data',
            detail: `Line ${lineOf(row)}: a piece does not stand in the text.`,
          });
        const start = text.indexOf(String(one.text));
        const match = open.find((other) => !other.used && other.start < start + String(one.text).length && start < other.end);
        if (match === undefined) {
          spans.missed += 1;
          count(one.kind, 'missed');
        } else {
          match.used = true;
          spans.hit += 1;
          count(one.kind, 'hit');
          if (one.kind === match.kind) spans.kind += 1;
        }
      }
      for (const one of open.filter((other) => !other.used)) {
        spans.wrong += 1;
        count(one.kind, 'wrong');
      }
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
    classes: { true: roundAll(classFigures(judged, 'true')), false: roundAll(classFigures(judged, 'false')) },
    ...(listed ? { kinds: kindFigures(kinds) } : {}),
    ...calibration(judged),
    microsecondsPerText: round(microsecondsPerText, 1),
    baselines: { majority: roundAll(simple.majority), bagOfWords: roundAll(simple.bagOfWords) },
  };
}

function kindFigures(kinds: ReadonlyMap<string, { hit: number; wrong: number; missed: number }>): Record<string, unknown> {
  return Object.fromEntries(
    [...kinds].map(([kind, { hit, wrong, missed }]) => [kind, roundAll(tallyFigures({ hit, wrong, missed, right: 0 }).true)]),
  );
}
