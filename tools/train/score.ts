/** Macro-F1 and per-class figures of predictions; labels that never occur in the truth are left out of the mean. */
export function scoreOf(
  truth: readonly string[],
  said: readonly string[],
  labels: readonly string[],
): { macroF1: number; accuracy: number; f1: Record<string, number> } {
  const f1: Record<string, number> = {};
  let sum = 0;
  let counted = 0;
  for (const label of labels) {
    let hit = 0;
    let wrong = 0;
    let missed = 0;
    truth.forEach((t, i) => {
      if (said[i] === label && t === label) hit += 1;
      else if (said[i] === label) wrong += 1;
      else if (t === label) missed += 1;
    });
    f1[label] = hit === 0 ? 0 : (2 * hit) / (2 * hit + wrong + missed);
    if (hit + missed === 0) continue;
    sum += f1[label];
    counted += 1;
  }
  return { macroF1: sum / Math.max(1, counted), accuracy: truth.filter((t, i) => said[i] === t).length / Math.max(1, truth.length), f1 };
}

/** Fold of a text by its own hash, so that a duplicate never stands on both sides. */
export function foldOf(text: string, folds: number): number {
  let hash = 7;
  for (const char of text
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '')
    .slice(0, 60))
    hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % folds;
}
