import { createSeededRng } from './dice.ts';

export interface Judged {
  readonly truth: string;
  readonly said: string;
  readonly confidence: number;
}

export interface ClassFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly n: number;
}

/** Precision, recall and F1 of one class; 0 where nothing was said or true. */
export function classFigures(judged: readonly Judged[], label: string): ClassFigures {
  let hit = 0;
  let said = 0;
  let n = 0;
  for (const one of judged) {
    if (one.said === label) said += 1;
    if (one.truth === label) n += 1;
    if (one.said === label && one.truth === label) hit += 1;
  }
  const precision = said === 0 ? 0 : hit / said;
  const recall = n === 0 ? 0 : hit / n;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall), n };
}

/** Mean F1 over the classes that occur in the truth. */
export function macroF1(judged: readonly Judged[]): number {
  const labels = [...new Set(judged.map((one) => one.truth))];
  return labels.reduce((sum, label) => sum + classFigures(judged, label).f1, 0) / Math.max(1, labels.length);
}

export function accuracy(judged: readonly Judged[]): number {
  return judged.filter((one) => one.truth === one.said).length / Math.max(1, judged.length);
}

/** 95 % interval of a figure by drawing the rows anew 1,000 times (fewer for large sets), seeded. */
export function interval(judged: readonly Judged[], figure: (rows: readonly Judged[]) => number): [number, number] {
  const roll = createSeededRng(20_260_101);
  const rounds = judged.length > 20_000 ? 100 : judged.length > 4_000 ? 300 : 1_000;
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    drawn.push(figure(Array.from(judged, () => judged[Math.floor(roll() * judged.length)] as Judged)));
  }
  drawn.sort((a, b) => a - b);
  return [drawn[Math.floor(rounds * 0.025)] ?? 0, drawn[Math.ceil(rounds * 0.975) - 1] ?? 0];
}

/** Expected calibration error over ten bins: how far confidence and being right lie apart, on average. */
export function calibrationError(judged: readonly Judged[]): number {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, right: 0, confidence: 0 }));
  for (const one of judged) {
    const bin = bins[Math.min(9, Math.floor(one.confidence * 10))];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.right += one.truth === one.said ? 1 : 0;
    bin.confidence += one.confidence;
  }
  return bins.reduce((sum, bin) => sum + (bin.n === 0 ? 0 : (Math.abs(bin.right - bin.confidence) / bin.n) * (bin.n / judged.length)), 0);
}

/** Edits between two word lists (insert, delete, replace). */
export function wordEdits(a: readonly string[], b: readonly string[]): number {
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  a.forEach((word, i) => {
    const row = [i + 1];
    b.forEach((other, j) => {
      row.push(Math.min((last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, (last[j] ?? 0) + (word === other ? 0 : 1)));
    });
    last = row;
  });
  return last[b.length] ?? 0;
}

export function round(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}
