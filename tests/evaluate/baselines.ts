import { bagOfWords } from '../../shared/text/features.ts';
import { accuracy, macroF1 } from './figures.ts';
import type { Judged } from './figures.ts';

export interface Baselines {
  readonly majority: { readonly accuracy: number; readonly macroF1: number };
  readonly bagOfWords: { readonly accuracy: number; readonly macroF1: number };
}

/**
 * What two simple ways reach on the same rows: always the commonest label, and a naive Bayes over plain words that is trained on the very file by
 * five-fold cross-validation. The second knows the file's own labels, which the product does not.
 */
export function baselines(rows: readonly { readonly text: string; readonly truth: string }[]): Baselines {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.truth, (counts.get(row.truth) ?? 0) + 1);
  const common = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  const majority = rows.map((row): Judged => ({ truth: row.truth, said: common, confidence: 1 }));
  const words = rows.map((row) => [...new Set(bagOfWords(row.text))]);
  const said = rows.map(() => common);
  for (let fold = 0; fold < 5; fold += 1) {
    const model = learn(rows.flatMap((row, i) => (i % 5 === fold ? [] : [{ truth: row.truth, words: words[i] ?? [] }])));
    rows.forEach((_, i) => {
      if (i % 5 === fold) said[i] = model(words[i] ?? []) ?? common;
    });
  }
  const bag = rows.map((row, i): Judged => ({ truth: row.truth, said: said[i] ?? common, confidence: 1 }));
  return {
    majority: { accuracy: accuracy(majority), macroF1: macroF1(majority) },
    bagOfWords: { accuracy: accuracy(bag), macroF1: macroF1(bag) },
  };
}

function learn(
  rows: readonly { readonly truth: string; readonly words: readonly string[] }[],
): (words: readonly string[]) => string | undefined {
  const labels = new Map<string, { n: number; words: Map<string, number>; total: number }>();
  const vocabulary = new Set<string>();
  for (const row of rows) {
    const one = labels.get(row.truth) ?? { n: 0, words: new Map<string, number>(), total: 0 };
    one.n += 1;
    for (const word of row.words) {
      vocabulary.add(word);
      one.words.set(word, (one.words.get(word) ?? 0) + 1);
      one.total += 1;
    }
    labels.set(row.truth, one);
  }
  return (words) => {
    let best: string | undefined;
    let most = -Infinity;
    for (const [label, one] of labels) {
      let score = Math.log(one.n / rows.length);
      for (const word of words)
        if (vocabulary.has(word)) score += Math.log(((one.words.get(word) ?? 0) + 1) / (one.total + vocabulary.size));
      if (score > most) {
        most = score;
        best = label;
      }
    }
    return best;
  };
}
