import { isStopWord, meaningsOf, weightOf } from './question-words.ts';
import { blankMarks, tokenize } from './tokens.ts';

// What somebody asks besides the question they share with the others: sentences of theirs that have little to do with it.

/** A sentence of a text, [start, end) in UTF-16 units. */
export interface Besides {
  readonly start: number;
  readonly end: number;
}

const ASKS =
  /\?|(?:^|[\s,])(?:außerdem|übrigens|zusätzlich|nebenbei|desweiteren|des weiteren|zudem|ferner|noch was|noch etwas|noch eine frage|zweite frage|und wann|und wie|und was|und wo|und warum|wann|wieso|warum|weshalb|könnt ihr|können sie|kannst du|könnten sie|könnte man|ich brauche|ich benötige|ich möchte|ich will|ich hätte gern|also|besides|by the way|can you|could you|i need|i want|when|why)(?=[\s,.!?:]|$)/iu;
const SENTENCE = /[^.!?…\n]+[.!?…]*/gu;
/** Below this part of its weight in common words a sentence is about something else. */
const OWN_BELOW = 0.25;
/** A meaning is common from this part of the texts on. */
const COMMON_FROM = 0.2;

/** The meanings that the texts of one question share. */
export function commonMeanings(texts: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const meaning of new Set(contentOf(text))) counts.set(meaning, (counts.get(meaning) ?? 0) + 1);
  const least = Math.max(2, Math.ceil(texts.length * COMMON_FROM));
  return new Set([...counts].flatMap(([meaning, count]) => (count >= least ? [meaning] : [])));
}

/** Sentences that ask for something and are not about what all of them ask. Never the only sentence: somebody of the cluster asks its question. */
export function asksBesides(text: string, common: ReadonlySet<string>): readonly Besides[] {
  const sentences = [...text.matchAll(SENTENCE)].filter(([sentence]) => sentence.trim() !== '');
  if (sentences.length < 2 || common.size === 0) return [];
  return sentences.flatMap((match) => {
    const sentence = match[0];
    const own = contentOf(sentence);
    if (own.length < 2 || !ASKS.test(sentence)) return [];
    const weight = own.reduce((sum, meaning) => sum + weightOf(meaning), 0);
    const shared = own.reduce((sum, meaning) => sum + (common.has(meaning) ? weightOf(meaning) : 0), 0);
    const lead = sentence.length - sentence.trimStart().length;
    return shared / weight < OWN_BELOW ? [{ start: match.index + lead, end: match.index + sentence.trimEnd().length }] : [];
  });
}

function contentOf(text: string): string[] {
  return tokenize(blankMarks(text)).flatMap((token) => (isStopWord(token.lower) ? [] : meaningsOf(token.lower)));
}
