import { predict } from './logistic.ts';
import type { Trained } from './logistic.ts';
import { companyRows, everydayRows, fieldRows, fitField, fitMood, MOODS, MOOD_SEED, seedRows } from './mood-rows.ts';
import { correctionsFor } from './rows.ts';
import type { Example } from './rows.ts';
import { save } from './save.ts';
import { trustInModel } from '../../shared/text/mood-field.ts';
import { weighMood } from '../../shared/text/sentiment.ts';
import { foldOf, scoreOf } from './score.ts';
import { correctionsHelp, refuse } from './weigh-corrections.ts';

// Mood of German posts, from everyday tweets and from tweets to transport companies. Mixed ones are left out. `check` leaves a fifth out, of this
// model and of the one that says what kind of text it is.

const everyday = everydayRows();
const brands = companyRows();
const seeds = seedRows();
const labels = MOODS;
const best = (chances: readonly number[]): string => labels[chances.indexOf(Math.max(...chances))] as string;
const isHeld = (text: string): boolean => foldOf(text, 5) === 0;
const fieldWithout = (left: (row: Example) => boolean): Trained => fitField(fieldRows().filter((row) => !left(row)));

/** As the product says it: the model weighed with words and turns, as far as the text is of its kind. */
const chancesOf = (model: Trained, field: Trained, text: string, share = 1): readonly number[] =>
  weighMood(text, predict(model, text), { share, trust: trustInModel(text, predict(field, text)) });

const rows = [...everyday, ...brands, ...seeds];
console.log(`seed ${MOOD_SEED}, ${rows.length} rows`);

/** By how much confidences miss how often the label is right, on average over tenths of confidence. */
function calibrationError(truth: readonly string[], chances: readonly (readonly number[])[]): number {
  const tenths = Array.from({ length: 10 }, () => 0);
  chances.forEach((one, i) => {
    const sure = Math.max(...one);
    const at = Math.min(9, Math.floor(sure * 10));
    tenths[at] = (tenths[at] ?? 0) + sure - (best(one) === truth[i] ? 1 : 0);
  });
  return tenths.reduce((sum, one) => sum + Math.abs(one), 0) / Math.max(1, truth.length);
}

function report(name: string, list: readonly Example[], judge: (text: string) => readonly number[]): void {
  const truth = list.map((row) => row.label);
  const chances = list.map((row) => judge(row.text));
  console.log(`${name}: ${JSON.stringify({ n: list.length, ...scoreOf(truth, chances.map(best), labels), calibrationError: calibrationError(truth, chances) })}`);
}

function reportAll(name: string, model: Trained, field: Trained, list: readonly Example[]): void {
  report(`${name}, product`, list, (text) => chancesOf(model, field, text));
  report(`${name}, model alone`, list, (text) => predict(model, text));
  report(`${name}, words and turns`, list, (text) => weighMood(text, predict(model, text)));
}

if (process.argv[2] === 'check') {
  const held = (row: Example): boolean => row.weight !== 3 && isHeld(row.text);
  const model = fitMood(rows.filter((row) => !held(row)));
  const field = fieldWithout((row) => isHeld(row.text));
  reportAll('everyday', model, field, everyday.filter(held));
  reportAll('brands', model, field, brands.filter(held));
  // Without one field at all: how far it carries to a field neither model has ever seen.
  reportAll('everyday, never seen', fitMood([...brands, ...seeds]), fieldWithout((row) => row.label === 'everyday'), everyday);
  reportAll('brands, never seen', fitMood([...everyday, ...seeds]), fieldWithout((row) => row.label === 'companies'), brands);
} else {
  const corrections = correctionsFor('sentiment', labels);
  const field = corrections.length === 0 ? undefined : fieldWithout((row) => isHeld(row.text));
  const judge = (model: Trained, text: string, share: number): string =>
    best(field === undefined ? predict(model, text) : chancesOf(model, field, text, share));
  const share = correctionsHelp({ labels, rows, corrections, train: fitMood, judge, shares: corrections.length < 100 ? [1] : [1, 2, 3] });
  if (share === undefined) refuse('sentiment');
  else {
    const sources = [
      'PotTS (sentiment_de), MIT',
      'MobASA (brand_tweets_de), CC BY 4.0',
      'our own sentences (tools/train/seeds.ts, seeds-feed.ts), Apache-2.0',
    ];
    save('sentiment', fitMood([...rows, ...corrections]), sources, share);
  }
}
