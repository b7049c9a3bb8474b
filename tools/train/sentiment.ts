import { trainBoth } from './ensemble.ts';
import { predict } from './logistic.ts';
import { correctionsFor, examplesOf, untokenise } from './rows.ts';
import type { Example } from './rows.ts';
import { moodSeeds } from './seeds.ts';
import { save } from './save.ts';
import { foldOf, scoreOf } from './score.ts';

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

if (process.argv[2] === 'check') {
  const model = trainBoth(
    [...everyday, ...brands, ...seeds].filter((row) => row.weight === 3 || foldOf(row.text, 5) !== 0),
    settings,
  );
  for (const [name, rows] of [
    ['everyday', everyday],
    ['brands', brands],
  ] as const) {
    const held = rows.filter((row) => foldOf(row.text, 5) === 0);
    const said = held.map((row) => {
      const chances = predict(model, row.text);
      return labels[chances.indexOf(Math.max(...chances))] as string;
    });
    console.log(
      name,
      JSON.stringify(
        scoreOf(
          held.map((row) => row.label),
          said,
          labels,
        ),
      ),
    );
  }
} else {
  save('sentiment', trainBoth([...everyday, ...brands, ...seeds, ...correctionsFor('sentiment', labels)], settings), [
    'PotTS (sentiment_de), MIT',
    'MobASA (brand_tweets_de), CC BY 4.0',
    'our own sentences (tools/train/seeds.ts), Apache-2.0',
  ]);
}
