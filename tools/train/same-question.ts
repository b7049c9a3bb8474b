import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { COMPARE_FEATURES, compareFeatures, prepareQuestion } from '../../shared/text/same-question.ts';
import { dice } from './logistic.ts';
import { readRows } from './rows.ts';
import { folder } from './save.ts';

// Weighs what two questions have in common. Same from a score of 4 up. Ten-fold, three times over: every pair is judged by weights that never
// saw it. The threshold lies halfway between the highest that still proposes half of the true pairs and the lowest that is right nine times in
// ten, so that both have some room.

interface Pair {
  readonly features: readonly number[];
  readonly same: number;
}

const pairs: Pair[] = readRows('similarity_de/pairs.jsonl').map((row) => ({
  features: compareFeatures(prepareQuestion(String(row['a'])), prepareQuestion(String(row['b']))),
  same: Number(row['score']) >= 4 ? 1 : 0,
}));

function fit(rows: readonly Pair[]): number[] {
  const weights = COMPARE_FEATURES.map(() => 0);
  for (let step = 0; step < 2000; step += 1) {
    const gradient = weights.map((w, i) => (i === 0 ? 0 : 0.003 * w));
    for (const row of rows) {
      const error = chance(weights, row.features) - row.same;
      row.features.forEach((value, i) => {
        gradient[i] = (gradient[i] as number) + (error * value) / rows.length;
      });
    }
    gradient.forEach((g, i) => {
      weights[i] = (weights[i] as number) - 2 * g;
    });
  }
  return weights;
}

function chance(weights: readonly number[], features: readonly number[]): number {
  if (features[COMPARE_FEATURES.indexOf('opposed')] === 1) return 0.1;
  return 1 / (1 + Math.exp(-features.reduce((sum, value, i) => sum + value * (weights[i] as number), 0)));
}

const SEEDS = [11, 12, 13];
const rounds = SEEDS.map((seed) => {
  const roll = dice(seed);
  const folds = pairs.map(() => Math.floor(roll() * 10));
  const judged = pairs.map(() => 0);
  for (let fold = 0; fold < 10; fold += 1) {
    const weights = fit(pairs.filter((_, i) => folds[i] !== fold));
    pairs.forEach((pair, i) => {
      if (folds[i] === fold) judged[i] = chance(weights, pair.features);
    });
  }
  return judged;
});

/** Precision and recall at a threshold, over all rounds. */
function at(threshold: number): { precision: number; recall: number } {
  let hit = 0;
  let said = 0;
  let all = 0;
  for (const judged of rounds)
    pairs.forEach((pair, i) => {
      all += pair.same;
      if ((judged[i] as number) < threshold) return;
      said += 1;
      hit += pair.same;
    });
  return { precision: hit / Math.max(1, said), recall: hit / all };
}

const STEPS = Array.from({ length: 48 }, (_, i) => 0.5 + i / 100);
const right = STEPS.find((t) => at(t).precision >= 0.9) ?? 0.97;
const half = STEPS.findLast((t) => at(t).recall >= 0.5) ?? 0.5;
const threshold = (right + half) / 2;
console.log(`seeds ${SEEDS.join(', ')}; nine in ten right from ${right.toFixed(2)}, half proposed up to ${half.toFixed(2)}`);
for (const t of [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]) console.log(t, at(t));
const weights = fit(pairs);
console.log('threshold', threshold.toFixed(2), at(threshold));
console.log(COMPARE_FEATURES.map((name, i) => `${name} ${(weights[i] as number).toFixed(2)}`).join(', '));
const file = {
  kind: 'same-question',
  features: COMPARE_FEATURES,
  weights: weights.map((w) => Number(w.toFixed(4))),
  threshold: Number(threshold.toFixed(2)),
  topicThreshold: 0.7,
  trainedOn: ['NLU-Evaluation-Data-de-en (similarity_de/pairs), CC BY 4.0'],
};
if (process.argv[2] !== 'check') writeFileSync(path.join(folder(), 'same-question.json'), `${JSON.stringify(file)}\n`);
