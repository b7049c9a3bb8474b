import { featuresOf } from '../../shared/text/features.ts';
import type { Feature } from '../../shared/text/features.ts';
import type { Example } from './rows.ts';

export interface Settings {
  readonly labels: readonly string[];
  readonly bits: number;
  readonly epochs: number;
  /** Strength of the pull towards zero, per example. */
  readonly decay: number;
  readonly rate: number;
  readonly seed: number;
  /** Weighs the classes so that each counts as `balance` between as it comes (0) and equal (1). */
  readonly balance: number;
  /** Scales each feature by how much it tells the class (as naive Bayes would), which helps where examples are few. */
  readonly priors?: boolean | undefined;
}

export interface Trained {
  readonly labels: readonly string[];
  readonly bits: number;
  readonly weights: readonly Float32Array[];
  readonly biases: readonly number[];
}

/** Mulberry32: small, seeded, the same on every machine. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Multinomial logistic regression by AdaGrad over shuffled examples; the same rows and seed give the same model. */
export function train(examples: readonly Example[], settings: Settings): Trained {
  const size = 1 << settings.bits;
  const roll = dice(settings.seed);
  const classes = settings.labels.length;
  const totals = settings.labels.map((label) => examples.reduce((sum, one) => sum + (one.label === label ? one.weight : 0), 0));
  const all = totals.reduce((a, b) => a + b, 0);
  const classWeights = totals.map((total) => (total === 0 ? 0 : (all / classes / total) ** settings.balance));
  const vectors: (readonly Feature[])[] = examples.map((one) => featuresOf(one.text, settings.bits).features);
  const targets = examples.map((one) => settings.labels.indexOf(one.label));
  const weights = settings.labels.map(() => new Float32Array(size));
  const squares = settings.labels.map(() => new Float32Array(size).fill(1e-6));
  const priors = settings.priors ? ratios(vectors, targets, examples, classes, size) : undefined;
  const biases = new Float64Array(classes);
  const biasSquares = new Float64Array(classes).fill(1e-6);
  const order = examples.map((_, i) => i);
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(roll() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    for (const at of order) {
      const vector = vectors[at] as readonly Feature[];
      const target = targets[at] as number;
      const logits = biases.slice();
      for (let c = 0; c < classes; c += 1) {
        const row = weights[c] as Float32Array;
        let sum = 0;
        const prior = priors?.[c];
        if (prior === undefined) for (const feature of vector) sum += (row[feature.at] as number) * feature.value;
        else for (const feature of vector) sum += (row[feature.at] as number) * feature.value * (prior[feature.at] as number);
        logits[c] = (logits[c] as number) + sum;
      }
      const top = Math.max(...logits);
      let norm = 0;
      for (let c = 0; c < classes; c += 1) norm += Math.exp((logits[c] as number) - top);
      const weight = (examples[at] as Example).weight * (classWeights[target] as number);
      for (let c = 0; c < classes; c += 1) {
        const error = (Math.exp((logits[c] as number) - top) / norm - (c === target ? 1 : 0)) * weight;
        if (Math.abs(error) < 1e-4) continue;
        const row = weights[c] as Float32Array;
        const square = squares[c] as Float32Array;
        for (const feature of vector) {
          const gradient =
            error * feature.value * (priors === undefined ? 1 : ((priors[c] as Float32Array)[feature.at] as number)) +
            settings.decay * (row[feature.at] as number);
          square[feature.at] = (square[feature.at] as number) + gradient * gradient;
          row[feature.at] = (row[feature.at] as number) - (settings.rate * gradient) / Math.sqrt(square[feature.at] as number);
        }
        biasSquares[c] = (biasSquares[c] as number) + error * error;
        biases[c] = (biases[c] as number) - (settings.rate * error) / Math.sqrt(biasSquares[c] as number);
      }
    }
  }
  priors?.forEach((prior, c) => {
    const row = weights[c] as Float32Array;
    for (let i = 0; i < size; i += 1) row[i] = (row[i] as number) * (prior[i] as number);
  });
  return { labels: settings.labels, bits: settings.bits, weights, biases: [...biases] };
}

/** Log-count ratio of every feature per class against the rest, smoothed, in the range of 0.2 to 3 by size. */
function ratios(
  vectors: readonly (readonly Feature[])[],
  targets: readonly number[],
  examples: readonly Example[],
  classes: number,
  size: number,
): Float32Array[] {
  return Array.from({ length: classes }, (_, c) => {
    const inside = new Float32Array(size).fill(1);
    const outside = new Float32Array(size).fill(1);
    let insideAll = size / 64;
    let outsideAll = size / 64;
    vectors.forEach((vector, i) => {
      const weight = (examples[i] as Example).weight;
      const row = targets[i] === c ? inside : outside;
      for (const feature of vector) row[feature.at] = (row[feature.at] as number) + weight;
      if (targets[i] === c) insideAll += weight;
      else outsideAll += weight;
    });
    return inside.map((count, at) => Math.min(3, 0.2 + Math.abs(Math.log(count / insideAll / ((outside[at] as number) / outsideAll)))));
  });
}

/** Chance of each label by the weights as trained, before they are rounded. */
export function predict(model: Trained, text: string): number[] {
  const { features } = featuresOf(text, model.bits);
  const logits = model.weights.map((row, c) =>
    features.reduce((sum, f) => sum + (row[f.at] as number) * f.value, model.biases[c] as number),
  );
  const top = Math.max(...logits);
  const raised = logits.map((logit) => Math.exp(logit - top));
  const norm = raised.reduce((a, b) => a + b, 0);
  return raised.map((one) => one / norm);
}
