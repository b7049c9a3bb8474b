import { predict, train } from './logistic.ts';
import { examplesOf } from './rows.ts';
import { save } from './save.ts';
import { foldOf } from './score.ts';

// Topics of English customer questions: two questions whose topics agree are likely the same. `check` leaves a fifth out and prints how
// well pairs of it are told; without it all rows train the file.

const BITS = 14;
const rows = examplesOf('intents_en/train.jsonl', (row) => String(row['label']));
const labels = [...new Set(rows.map((row) => row.label))].toSorted();
const settings = { labels, bits: BITS, epochs: 8, decay: 0, rate: 0.3, seed: 77, balance: 0 };

console.log(`seed ${settings.seed}, ${rows.length} rows`);

if (process.argv[2] === 'check') {
  const model = train(
    rows.filter((row) => foldOf(row.text, 5) !== 0),
    settings,
  );
  const held = rows.filter((row) => foldOf(row.text, 5) === 0).map((row) => ({ label: row.label, topics: predict(model, row.text) }));
  const right = held.filter((one) => labels[one.topics.indexOf(Math.max(...one.topics))] === one.label).length;
  console.log(`accuracy ${(right / held.length).toFixed(3)} on ${held.length}`);
  for (const threshold of [0.2, 0.3, 0.4, 0.5, 0.6, 0.7]) {
    let hit = 0;
    let wrong = 0;
    let missed = 0;
    held.forEach((a, i) => {
      for (const b of held.slice(i + 1)) {
        const said = a.topics.reduce((sum, value, c) => sum + value * (b.topics[c] as number), 0) >= threshold;
        if (said && a.label === b.label) hit += 1;
        else if (said) wrong += 1;
        else if (a.label === b.label) missed += 1;
      }
    });
    console.log(`${threshold}: precision ${(hit / (hit + wrong)).toFixed(3)} recall ${(hit / (hit + missed)).toFixed(3)}`);
  }
} else {
  save('topics', train(rows, settings), ['BANKING77 (intents_en/train), CC BY 4.0']);
}
