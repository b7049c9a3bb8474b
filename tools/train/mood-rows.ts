import { trainBoth } from './ensemble.ts';
import { train } from './logistic.ts';
import type { Trained } from './logistic.ts';
import { examplesOf, readRows, untokenise } from './rows.ts';
import type { Example } from './rows.ts';
import { moodSeeds } from './seeds.ts';

export const MOODS = ['negative', 'neutral', 'positive'];
export const MOOD_SEED = 7;
const FIELDS = ['everyday', 'companies', 'other'];

type Pick = (row: Record<string, unknown>) => string | undefined;

const plain: Pick = (row) => (MOODS.includes(String(row['label'])) ? String(row['label']) : undefined);
const aspects: Pick = (row) => {
  const said = new Set((row['labels'] as string[][]).map((one) => one[1]));
  return said.size === 1 ? [...said][0] : undefined;
};

/** Everyday tweets, with their mood or with what `pick` says. */
export function everydayRows(pick: Pick = plain): Example[] {
  return ['train', 'dev'].flatMap((part) => examplesOf(`sentiment_de/${part}.jsonl`, pick, 1, untokenise));
}

/** Tweets to transport companies, with their mood (mixed ones left out) or with what `pick` says. */
export function companyRows(pick: Pick = aspects): Example[] {
  return ['train', 'dev'].flatMap((part) => examplesOf(`brand_tweets_de/${part}.jsonl`, pick));
}

/** Our own sentences with their mood; few, so each counts three times. */
export function seedRows(): Example[] {
  return moodSeeds().map((one) => ({ ...one, weight: 3 }));
}

/** Texts by their kind: the two the mood model learned from, and all others we have. Our own sentences stand for other fields: they tell of services at large. */
export function fieldRows(): Example[] {
  const other = 'other';
  const pairs = readRows('similarity_de/pairs.jsonl').flatMap((row) => [row['a'], row['b']]);
  return [
    ...everydayRows(() => 'everyday'),
    ...companyRows(() => 'companies'),
    ...examplesOf('abuse_de/train.jsonl', () => other),
    ...pairs.map((text) => ({ text: String(text), label: other, weight: 1 })),
    ...seedRows().map((one) => ({ ...one, label: other })),
  ];
}

export function fitField(rows: readonly Example[]): Trained {
  return train(rows, { labels: FIELDS, bits: 15, epochs: 4, decay: 1e-5, rate: 0.1, seed: MOOD_SEED, balance: 1 });
}

export function fitMood(rows: readonly Example[]): Trained {
  return trainBoth(rows, { labels: MOODS, bits: 17, epochs: 5, decay: 1e-5, rate: 0.1, seed: MOOD_SEED, balance: 0.7 });
}
