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

export interface CalibrationBin {
  /** Confidences from this one up to the next tenth. */
  readonly from: number;
  readonly n: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** How often the verdicts of each tenth of confidence were right; tenths without a verdict are left out. */
export function calibrationBins(judged: readonly Judged[]): CalibrationBin[] {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, right: 0, confidence: 0 }));
  for (const one of judged) {
    const bin = bins[Math.min(9, Math.max(0, Math.floor(one.confidence * 10)))];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.right += one.truth === one.said ? 1 : 0;
    bin.confidence += one.confidence;
  }
  return bins.flatMap((bin, i) =>
    bin.n === 0 ? [] : [{ from: i / 10, n: bin.n, confidence: bin.confidence / bin.n, accuracy: bin.right / bin.n }],
  );
}

/** Expected calibration error over ten bins: how far confidence and being right lie apart, on average. */
export function calibrationError(judged: readonly Judged[]): number {
  return calibrationBins(judged).reduce((sum, bin) => sum + (Math.abs(bin.accuracy - bin.confidence) * bin.n) / judged.length, 0);
}

/** Both as they are printed. */
export function calibration(judged: readonly Judged[]): { calibrationError: number; calibrationBins: CalibrationBin[] } {
  return {
    calibrationError: round(calibrationError(judged)),
    calibrationBins: calibrationBins(judged).map((bin) => ({ ...bin, confidence: round(bin.confidence), accuracy: round(bin.accuracy) })),
  };
}

/** Yes and no counted against the truth. */
export interface Tally {
  readonly hit: number;
  readonly wrong: number;
  readonly missed: number;
  readonly right: number;
}

export function tallyFigures(tally: Tally): { accuracy: number; macroF1: number; true: ClassFigures; false: ClassFigures } {
  const figures = (hit: number, said: number, n: number): ClassFigures => {
    const precision = said === 0 ? 0 : hit / said;
    const recall = n === 0 ? 0 : hit / n;
    return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall), n };
  };
  const yes = figures(tally.hit, tally.hit + tally.wrong, tally.hit + tally.missed);
  const no = figures(tally.right, tally.right + tally.missed, tally.right + tally.wrong);
  const all = tally.hit + tally.wrong + tally.missed + tally.right;
  const there = [yes, no].filter((one) => one.n > 0);
  return {
    accuracy: (tally.hit + tally.right) / Math.max(1, all),
    macroF1: there.reduce((sum, one) => sum + one.f1, 0) / Math.max(1, there.length),
    true: yes,
    false: no,
  };
}

/** 95 % interval of the macro-F1 of a tally, each count drawn anew as of so many rows (by its normal approximation), 1,000 times, seeded. */
export function tallyInterval(tally: Tally): [number, number] {
  const roll = createSeededRng(20_260_102);
  const gauss = (): number => Math.sqrt(-2 * Math.log(Math.max(1e-12, roll()))) * Math.cos(2 * Math.PI * roll());
  const all = tally.hit + tally.wrong + tally.missed + tally.right;
  const anew = (count: number): number => Math.max(0, count + gauss() * Math.sqrt(count * (1 - count / Math.max(1, all))));
  const drawn = Array.from(
    { length: 1_000 },
    () => tallyFigures({ hit: anew(tally.hit), wrong: anew(tally.wrong), missed: anew(tally.missed), right: anew(tally.right) }).macroF1,
  ).toSorted((a, b) => a - b);
  return [drawn[25] ?? 0, drawn[974] ?? 0];
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

/** Figures rounded for the printed line; a class's `n` is called `support` there, so that it never stands for the count of all rows. */
export function roundAll(figures: object): Record<string, number> {
  const own = Object.fromEntries(Object.entries(figures as Record<string, number>).map(([key, value]) => [key, round(value)]));
  if (!('f1' in own)) return own;
  const { n, ...rest } = own;
  return n === undefined ? rest : { ...rest, support: n };
}
