import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { COMPARE_FEATURES, compareFeatures, prepareQuestion } from '../../shared/text/same-question.ts';
import { dice } from './logistic.ts';
import { readRows } from './rows.ts';

// Weighs what two questions have in common. Same from a score of 4 up. Ten-fold: every pair is judged by weights that never saw it, and the
// threshold is set on those judgements, for nine in ten (the final weights see a tenth more rows than the judged ones).

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
  for (let step = 0; step < 3000; step += 1) {
    const gradient = weights.map((w, i) => (i === 0 ? 0 : 0.01 * w));
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
  return 1 / (1 + Math.exp(-features.reduce((sum, value, i) => sum + value * (weights[i] as number), 0)));
}

const roll = dice(11);
const folds = pairs.map(() => Math.floor(roll() * 10));
const judged = pairs.map(() => 0);
for (let fold = 0; fold < 10; fold += 1) {
  const weights = fit(pairs.filter((_, i) => folds[i] !== fold));
  pairs.forEach((pair, i) => {
    if (folds[i] === fold) judged[i] = chance(weights, pair.features);
  });
}

function at(threshold: number): { precision: number; recall: number } {
  let hit = 0;
  let said = 0;
  let all = 0;
  pairs.forEach((pair, i) => {
    all += pair.same;
    if ((judged[i] as number) < threshold) return;
    said += 1;
    hit += pair.same;
  });
  return { precision: hit / Math.max(1, said), recall: hit / all };
}

// Near the mark precision jumps with single pairs: the middle of where it first comes close and where it first is there.
const first = (wanted: number): number =>
  Array.from({ length: 37 }, (_, i) => 0.6 + i / 100).find((t) => at(t).precision >= wanted) ?? 0.97;
const threshold = (first(0.895) + first(0.9)) / 2;
for (const t of [0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]) console.log(t, at(t));
const weights = fit(pairs);
console.log('threshold', threshold.toFixed(2), at(threshold));
console.log(COMPARE_FEATURES.map((name, i) => `${name} ${(weights[i] as number).toFixed(2)}`).join(', '));
writeFileSync(
  path.resolve(import.meta.dirname, '../../shared/text/models/same-question.json'),
  `${JSON.stringify({ kind: 'same-question', features: COMPARE_FEATURES, weights: weights.map((w) => Number(w.toFixed(4))), threshold: Number(threshold.toFixed(2)), topicThreshold: 0.7, trainedOn: ['NLU-Evaluation-Data-de-en (similarity_de/pairs), CC BY 4.0'] })}\n`,
);
