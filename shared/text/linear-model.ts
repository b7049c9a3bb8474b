import { featuresOf, FEATURE_VERSION } from './features.ts';
import type { Featured } from './features.ts';
import type { Verdict } from './verdict.ts';

/** A trained model as it lies in shared/text/models: weights as signed bytes, class after class, in base64. */
export interface ModelFile {
  readonly kind: string;
  readonly features: number;
  readonly bits: number;
  readonly labels: readonly string[];
  /** What one step of a weight is worth, per class. */
  readonly scales: readonly number[];
  readonly biases: readonly number[];
  readonly weights: string;
  readonly trainedOn: readonly string[];
  /** How much the model counts beside rules, where it is one of several voices; 1 when left out. */
  readonly share?: number | undefined;
}

export interface LinearModel {
  readonly labels: readonly string[];
  readonly bits: number;
  readonly weights: readonly Int8Array[];
  readonly scales: readonly number[];
  readonly biases: readonly number[];
  readonly share: number;
}

/** Reads a model file; throws a RangeError when it was made for other features than this build has. */
export function readModel(file: ModelFile): LinearModel {
  if (file.features !== FEATURE_VERSION)
    throw new RangeError(`The model was trained for features ${file.features}, this build has ${FEATURE_VERSION}; train it anew.`);
  const size = 1 << file.bits;
  const bytes = fromBase64(file.weights);
  if (bytes.length !== size * file.labels.length) throw new RangeError('The model file is cut short.');
  return {
    labels: file.labels,
    bits: file.bits,
    weights: file.labels.map((_, i) => new Int8Array(bytes.buffer, i * size, size)),
    scales: file.scales,
    biases: file.biases,
    share: file.share ?? 1,
  };
}

/** A model that is decoded on first use, so that starting up costs nothing. */
export function lazyModel(file: unknown): () => LinearModel {
  let model: LinearModel | undefined;
  return () => (model ??= readModel(file as ModelFile));
}

/** Chance of each label; they add up to 1. */
export function scoresOf(model: LinearModel, featured: Featured): readonly number[] {
  return softmax(model.weights.map((_, i) => logitOf(model, featured, i)));
}

function logitOf(model: LinearModel, featured: Featured, label: number): number {
  const weights = model.weights[label];
  if (weights === undefined) return 0;
  let sum = 0;
  for (const feature of featured.features) sum += (weights[feature.at] ?? 0) * feature.value;
  return sum * (model.scales[label] ?? 0) + (model.biases[label] ?? 0);
}

export function softmax(logits: readonly number[]): readonly number[] {
  const top = Math.max(...logits);
  const raised = logits.map((logit) => Math.exp(logit - top));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((one) => one / sum);
}

/** The words that spoke most for a label against the mean of the others, at most `most`. */
export function wordsFor(model: LinearModel, featured: Featured, label: number, most = 3): readonly string[] {
  const sums = new Map<number, number>();
  const count = model.labels.length;
  for (const feature of featured.features) {
    let value = 0;
    for (let i = 0; i < count; i += 1) {
      const weight = (model.weights[i]?.[feature.at] ?? 0) * (model.scales[i] ?? 0);
      value += i === label ? weight : -weight / Math.max(1, count - 1);
    }
    sums.set(feature.word, (sums.get(feature.word) ?? 0) + value * feature.value);
  }
  return [...sums.entries()]
    .filter(([, value]) => value > 0)
    .toSorted((a, b) => b[1] - a[1])
    .map(([word]) => featured.words[word] ?? '')
    .filter((word) => /^[\p{L}\p{Extended_Pictographic}]/u.test(word))
    .slice(0, most);
}

/** The likeliest label with its words. */
export function judge<L extends string>(model: LinearModel, text: string): Verdict<L> {
  const featured = featuresOf(text, model.bits);
  const scores = scoresOf(model, featured);
  const best = scores.indexOf(Math.max(...scores));
  return { label: (model.labels[best] ?? '') as L, confidence: scores[best] ?? 0, evidence: wordsFor(model, featured, best) };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 without the help of a browser or Node, neither of which this folder knows. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(128);
  for (let i = 0; i < 64; i += 1) table[ALPHABET.charCodeAt(i)] = i;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    const group =
      ((table[text.charCodeAt(i)] ?? 0) << 18) |
      ((table[text.charCodeAt(i + 1)] ?? 0) << 12) |
      ((table[text.charCodeAt(i + 2) & 127] ?? 0) << 6) |
      (table[text.charCodeAt(i + 3) & 127] ?? 0);
    bytes[at] = group >> 16;
    at += 1;
    if (at < bytes.length) bytes[at] = (group >> 8) & 255;
    at += 1;
    if (at < bytes.length) bytes[at] = group & 255;
    at += 1;
  }
  return bytes;
}
