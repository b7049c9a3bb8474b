import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FEATURE_VERSION } from '../../shared/text/features.ts';
import type { Trained } from './logistic.ts';

const MODELS = path.resolve(import.meta.dirname, '../../shared/text/models');

/** Where models are written: `--out FOLDER`, else where the product reads them. */
export function folder(): string {
  const at = process.argv.indexOf('--out');
  const out = at < 0 ? undefined : process.argv[at + 1];
  if (out === undefined) return MODELS;
  mkdirSync(path.resolve(out), { recursive: true });
  return path.resolve(out);
}

/** Rounds the weights to signed bytes and writes shared/text/models/NAME.json. `trainedOn` names every source with its licence. */
export function save(name: string, model: Trained, trainedOn: readonly string[], share = 1): void {
  const size = 1 << model.bits;
  const bytes = new Int8Array(size * model.labels.length);
  const scales = model.weights.map((row, c) => {
    // A few outliers would cost every small weight its precision: they are clipped at the 99.95th percentile of what is not zero.
    const sizes = [...row]
      .filter((w) => w !== 0)
      .map(Math.abs)
      .toSorted((a, b) => a - b);
    const top = sizes[Math.floor((sizes.length - 1) * 0.9995)] ?? 1;
    const step = top / 127;
    row.forEach((weight, i) => {
      bytes[c * size + i] = Math.max(-127, Math.min(127, Math.round(weight / step)));
    });
    return step;
  });
  const file = {
    kind: name,
    features: FEATURE_VERSION,
    bits: model.bits,
    labels: model.labels,
    scales: scales.map((s) => Number(s.toPrecision(6))),
    biases: model.biases.map((b) => Number(b.toPrecision(6))),
    trainedOn,
    ...(share === 1 ? {} : { share }),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
  const text = `${JSON.stringify(file)}\n`;
  writeFileSync(path.join(folder(), `${name}.json`), text);
  console.log(`${name}.json: sha256 ${createHash('sha256').update(text).digest('hex').slice(0, 16)}, ${text.length} bytes`);
}
