import { save } from './save.ts';
import { fieldRows, fitField, MOOD_SEED } from './mood-rows.ts';

// Which texts are of the kind the mood model learned from: everyday tweets, tweets to companies, and texts of every other kind we have. How it does
// on rows left out shows in the `check` of sentiment.ts, where it is trained without them.

if (process.argv[2] !== 'check') {
  const rows = fieldRows();
  console.log(`seed ${MOOD_SEED}, ${rows.length} rows`);
  save('mood-field', fitField(rows), [
    'PotTS (sentiment_de), MIT',
    'MobASA (brand_tweets_de), CC BY 4.0',
    'GermEval 2018 (abuse_de), CC BY 4.0',
    'NLU Evaluation Data (similarity_de), CC BY 4.0',
    'our own sentences (tools/train/seeds.ts, seeds-feed.ts), Apache-2.0',
  ]);
}
