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
  /** The label the product would show by this model. */
  readonly judge: (model: Trained, text: string) => string;
}

/**
 * What corrections do to a model, told on rows it did not see: a fifth of the corrections and a fifth of the other rows are left out, one model is
 * trained without the corrections, one with them. Prints both; false when the second is worse on either.
 */
export function correctionsHelp(weighing: Weighing): boolean {
  const { labels, rows, corrections, train, judge } = weighing;
  if (corrections.length === 0) return true;
  const held = (list: readonly Example[]): readonly Example[] => list.filter((row) => foldOf(row.text, FOLDS) === 0);
  const seen = (list: readonly Example[]): readonly Example[] => list.filter((row) => foldOf(row.text, FOLDS) !== 0);
  const before = train(seen(rows));
  const after = train([...seen(rows), ...seen(corrections)]);
  const figures = (model: Trained, list: readonly Example[]): { macroF1: number; accuracy: number } =>
    scoreOf(
      list.map((row) => row.label),
      list.map((row) => judge(model, row.text)),
      labels,
    );
  let better = true;
  for (const [name, list, may] of [
    ['corrections', held(corrections), 0],
    ['other rows', held(rows), MAY_LOSE],
  ] as const) {
    if (list.length === 0) {
      console.log(`held back, ${name}: none`);
      continue;
    }
    const was = figures(before, list);
    const is = figures(after, list);
    console.log(
      `held back, ${name} (${list.length}): macroF1 ${was.macroF1.toFixed(3)} -> ${is.macroF1.toFixed(3)}, accuracy ${was.accuracy.toFixed(3)} -> ${is.accuracy.toFixed(3)}`,
    );
    if (name === 'corrections' ? is.accuracy < was.accuracy : is.macroF1 < was.macroF1 - may) better = false;
  }
  return better;
}

/** Says so and ends the training of this model without writing it. */
export function refuse(name: string): void {
  console.error(new CodedError('TRAIN_MODEL_WORSE', { field: name }).message);
  process.exitCode = 3;
}
