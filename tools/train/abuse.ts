import { ABUSE_THRESHOLD } from '../../shared/text/abuse.ts';
import { trainBoth } from './ensemble.ts';
import { predict } from './logistic.ts';
import type { Trained } from './logistic.ts';
import { correctionsFor, examplesOf } from './rows.ts';
import type { Example } from './rows.ts';
import { save } from './save.ts';
import { foldOf, scoreOf } from './score.ts';
import { correctionsHelp, refuse } from './weigh-corrections.ts';

// Abuse in German posts. `check` judges every row by a model that never saw it (five folds) and prints the figures per threshold.

const labels = ['other', 'offense'];
const rows = examplesOf('abuse_de/train.jsonl', (row) => String(row['label']));
const settings = { labels, bits: 18, epochs: 5, decay: 1e-5, rate: 0.1, seed: 7, balance: 0.7 };

const fit = (list: readonly Example[]): Trained => trainBoth(list, settings);
const judge = (model: Trained, text: string): string => ((predict(model, text)[1] as number) >= ABUSE_THRESHOLD ? 'offense' : 'other');
console.log(`seed ${settings.seed}, ${rows.length} rows`);

if (process.argv[2] === 'check') {
  const judged = rows.map(() => 0);
  for (let fold = 0; fold < 5; fold += 1) {
    const model = fit(rows.filter((row) => foldOf(row.text, 5) !== fold));
    rows.forEach((row, i) => {
      if (foldOf(row.text, 5) === fold) judged[i] = predict(model, row.text)[1] as number;
    });
  }
  const truth = rows.map((row) => row.label);
  for (const threshold of [0.3, 0.35, 0.4, 0.45, 0.5]) {
    const score = scoreOf(
      truth,
      judged.map((chance) => (chance >= threshold ? 'offense' : 'other')),
      labels,
    );
    console.log(
      `${threshold}: macroF1 ${score.macroF1.toFixed(3)} offense ${score.f1['offense']?.toFixed(3)} accuracy ${score.accuracy.toFixed(3)}`,
    );
  }
} else {
  const corrections = correctionsFor('abuse', labels);
  if (correctionsHelp({ labels, rows, corrections, train: fit, judge }) === undefined) refuse('abuse');
  else save('abuse', fit([...rows, ...corrections]), ['GermEval 2018 (abuse_de/train), CC BY 4.0']);
}
