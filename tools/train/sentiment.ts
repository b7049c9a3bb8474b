import { trainBoth } from './ensemble.ts';
import { predict } from './logistic.ts';
import type { Trained } from './logistic.ts';
import { correctionsFor, examplesOf, untokenise } from './rows.ts';
import type { Example } from './rows.ts';
import { moodSeeds } from './seeds.ts';
import { save } from './save.ts';
import { weighMood } from '../../shared/text/sentiment.ts';
import { foldOf, scoreOf } from './score.ts';
import { correctionsHelp, refuse } from './weigh-corrections.ts';

// Mood of German posts, from everyday tweets and from tweets to transport companies. Mixed ones are left out. `check` leaves a fifth out.

const labels = ['negative', 'neutral', 'positive'];
const plain = (row: Record<string, unknown>): string | undefined =>
  labels.includes(String(row['label'])) ? String(row['label']) : undefined;
const aspects = (row: Record<string, unknown>): string | undefined => {
  const said = new Set((row['labels'] as string[][]).map((one) => one[1]));
  return said.size === 1 ? [...said][0] : undefined;
};
const everyday: Example[] = ['train', 'dev'].flatMap((part) => examplesOf(`sentiment_de/${part}.jsonl`, plain, 1, untokenise));
const brands: Example[] = ['train', 'dev'].flatMap((part) => examplesOf(`brand_tweets_de/${part}.jsonl`, aspects));
const seeds = moodSeeds().map((one) => ({ ...one, weight: 3 }));
const settings = { labels, bits: 17, epochs: 5, decay: 1e-5, rate: 0.1, seed: 7, balance: 0.7 };

/** As the product says it: the model weighed with words and turns. */
const judge = (model: Trained, text: string, share = 1): string => {
  const chances = weighMood(text, predict(model, text), share);
  return labels[chances.indexOf(Math.max(...chances))] as string;
};
const rows = [...everyday, ...brands, ...seeds];
const fit = (list: readonly Example[]): Trained => trainBoth(list, settings);
console.log(`seed ${settings.seed}, ${rows.length} rows`);

if (process.argv[2] === 'check') {
  const held = (row: Example): boolean => row.weight !== 3 && foldOf(row.text, 5) === 0;
  const parts = { everyday: everyday.filter(held), brands: brands.filter(held) };
  const report = (name: string, model: Trained, list: readonly Example[]): void => {
    const truth = list.map((row) => row.label);
    const alone = list.map((row) => {
      const chances = predict(model, row.text);
      return labels[chances.indexOf(Math.max(...chances))] as string;
    });
    console.log(
      `${name}: product ${JSON.stringify(
        scoreOf(
          truth,
          list.map((row) => judge(model, row.text)),
          labels,
        ),
      )}`,
    );
    console.log(`${name}: model alone ${JSON.stringify(scoreOf(truth, alone, labels))}`);
  };
  const model = fit(rows.filter((row) => !held(row)));
  for (const [name, list] of Object.entries(parts)) report(name, model, list);
  // Without one field at all: how far the model carries to a field it has never seen.
  report('everyday, never seen', fit([...brands, ...seeds]), everyday);
  report('brands, never seen', fit([...everyday, ...seeds]), brands);
} else {
  const corrections = correctionsFor('sentiment', labels);
  const share = correctionsHelp({ labels, rows, corrections, train: fit, judge, shares: corrections.length < 100 ? [1] : [1, 2, 3] });
  if (share === undefined) refuse('sentiment');
  else {
    const sources = [
      'PotTS (sentiment_de), MIT',
      'MobASA (brand_tweets_de), CC BY 4.0',
      'our own sentences (tools/train/seeds.ts, seeds-feed.ts), Apache-2.0',
    ];
    save('sentiment', fit([...rows, ...corrections]), sources, share);
  }
}
