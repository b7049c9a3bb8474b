/**
 * Where the words stand that a verdict rests on: flat pairs [start, end, …) into `text`, in its order, none overlapping. A word that is not there as it
 * stands (the machine may have folded it) is looked for without regard to case; one that is not there at all is left out.
 */
export function spansOf(text: string, evidence: readonly string[], most = 8): number[] {
  if (evidence.length === 0) return [];
  const lower = text.toLowerCase();
  // Some letters are longer in small: then places would not be those of the text.
  const sameLength = lower.length === text.length;
  const found: [number, number][] = [];
  for (const word of evidence) {
    if (word === '' || found.length >= most) continue;
    const place = placeOf(text, word, found) ?? (sameLength ? placeOf(lower, word.toLowerCase(), found) : undefined);
    if (place !== undefined) found.push(place);
  }
  return found.toSorted((a, b) => a[0] - b[0]).flat();
}

function placeOf(text: string, word: string, taken: readonly (readonly [number, number])[]): [number, number] | undefined {
  let inside: [number, number] | undefined;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (taken.some(([start, stop]) => at < stop && start < end)) continue;
    if (!isInWord(text, at) && !isInWord(text, end)) return [at, end];
    inside ??= [at, end];
  }
  return inside;
}

/** Whether a word goes on across this place. */
function isInWord(text: string, at: number): boolean {
  return /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1));
}
