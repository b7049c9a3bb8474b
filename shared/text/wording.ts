import { stripSignature } from './signature.ts';

// Whether two answers are the same words: what differs from reader to reader by rights (name, greeting, farewell, signature) does not count.

const GREETING = /^\s*(?:@\S+\s*)*(?:(?:hallo|hi|hey|moin|servus|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|dear|hello|good (?:morning|afternoon|evening))(?!\p{L})[^,!.\n]{0,60}[,!.\n])?/iu;
const FAREWELL = /(?:\n|[.!?]\s)\s*(?:(?:viele|liebe|beste|schöne|freundliche|herzliche) grüße|mit freundlichen grüßen|lg|vg|mfg|kind regards|best regards)(?!\p{L})[\s\S]{0,80}$/iu;
const RUN = 3;
/** Shorter than this, people rightly say the same: "Gern geschehen, schönen Abend noch!" */
const FEWEST_WORDS = 8;
/** Where two texts count as the same: this part of their runs of three words stands in both. */
export const SAME_WORDING = 0.6;

/** The runs of three words of an answer, without what belongs to its reader; empty where it is too short to be compared. */
export function runsOfWords(text: string): ReadonlySet<string> {
  const body = stripSignature(text).replace(GREETING, '').replace(FAREWELL, '').replaceAll(/https?:\/\/\S+|@\S+/gu, ' ');
  const words = body.normalize('NFKC').toLocaleLowerCase('de').match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < FEWEST_WORDS) return new Set();
  return new Set(words.slice(0, 1 - RUN).map((_word, at) => words.slice(at, at + RUN).join(' ')));
}

/** The part of their runs that stands in both, 0 to 1. */
export function likeness(one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): number {
  if (one.size === 0 || other.size === 0) return 0;
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let both = 0;
  for (const run of few) if (many.has(run)) both += 1;
  return both / (one.size + other.size - both);
}
