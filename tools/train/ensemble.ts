import { train } from './logistic.ts';
import type { Settings, Trained } from './logistic.ts';
import type { Example } from './rows.ts';

/** The mean of two regressions, one plain and one scaled by naive Bayes; as both are linear, the mean is one model again. */
export function trainBoth(examples: readonly Example[], settings: Settings): Trained {
  const plain = train(examples, settings);
  const scaled = train(examples, { ...settings, priors: true });
  return {
    labels: plain.labels,
    bits: plain.bits,
    weights: plain.weights.map((row, c) => row.map((w, i) => (w + ((scaled.weights[c] as Float32Array)[i] as number)) / 2)),
    biases: plain.biases.map((b, c) => (b + (scaled.biases[c] as number)) / 2),
  };
}
