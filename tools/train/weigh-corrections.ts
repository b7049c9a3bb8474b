import { CodedError } from '../../shared/util/errors.ts';
import type { Trained } from './logistic.ts';
import type { Example } from './rows.ts';
import { foldOf, scoreOf } from './score.ts';

/** How much the macro-F1 on the rows nobody corrected may fall by a retraining. */
const MAY_LOSE = 0.01;
const FOLDS = 5;

interface Weighing {
  readonly labels: readonly string[];
  readonly rows: readonly Example[];
  readonly corrections: readonly Example[];
  readonly train: (rows: readonly Example[]) => Trained;
  /** The label the product would show by this model, counting so much. */
  readonly judge: (model: Trained, text: string, share: number) => string;
  /** How much the model may count, where it is one of several voices: the first is the share without corrections. */
  readonly shares?: readonly number[] | undefined;
}

/**
 * What corrections do to a model, told on rows it did not see: a fifth of the corrections and a fifth of the other rows are left out, one model is
 * trained without the corrections, one with them. Prints both. Gives the share that is right most often on the corrections left out (the least
 * such) and costs the other rows little, or nothing when every share is worse on either.
 */
export function correctionsHelp({ labels, rows, corrections, train, judge, shares = [1] }: Weighing): number | undefined {
  const usual = shares[0] ?? 1;
  if (corrections.length === 0) return usual;
  const held = (list: readonly Example[]): readonly Example[] => list.filter((row) => foldOf(row.text, FOLDS) === 0);
  const seen = (list: readonly Example[]): readonly Example[] => list.filter((row) => foldOf(row.text, FOLDS) !== 0);
  const figures = (model: Trained, list: readonly Example[], share: number): { macroF1: number; accuracy: number } =>
    scoreOf(
      list.map((row) => row.label),
      list.map((row) => judge(model, row.text, share)),
      labels,
    );
  const before = train(seen(rows));
  const after = train([...seen(rows), ...seen(corrections)]);
  const [ours, others] = [held(corrections), held(rows)];
  const was = { ours: figures(before, ours, usual), others: figures(before, others, usual) };
  let best: { share: number; accuracy: number } | undefined;
  for (const share of shares) {
    const is = { ours: figures(after, ours, share), others: figures(after, others, share) };
    console.log(
      `held back, share ${share}: corrections (${ours.length}) accuracy ${was.ours.accuracy.toFixed(3)} -> ${is.ours.accuracy.toFixed(3)}, ` +
        `other rows (${others.length}) macroF1 ${was.others.macroF1.toFixed(3)} -> ${is.others.macroF1.toFixed(3)}`,
    );
    if (is.ours.accuracy < was.ours.accuracy || is.others.macroF1 < was.others.macroF1 - MAY_LOSE) continue;
    if (best === undefined || is.ours.accuracy > best.accuracy) best = { share, accuracy: is.ours.accuracy };
  }
  return best?.share;
}

/** Says so and ends the training of this model without writing it. */
export function refuse(name: string): void {
  console.error(new CodedError('TRAIN_MODEL_WORSE', { field: name }).message);
  process.exitCode = 3;
}
