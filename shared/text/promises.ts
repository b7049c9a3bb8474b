import { blankMarks } from './tokens.ts';
import { whenWords, type WritingTime } from './when-words.ts';

/** Something an answer promises by a time. */
export interface PromiseFound {
  /** Place of the words that name the time, UTF-16, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Those words. */
  readonly text: string;
  /** The sentence they stand in: what is promised. */
  readonly sentence: string;
  /** ms. */
  readonly dueAt: number;
}

// A sentence promises when we do something, or something of ours comes, and names the time by which. It does not when it asks, looks back, quotes
// opening hours, or tells the customer by when to act.
const OURS = /(?<![\p{L}])(?:ich|wir|uns|unser\p{L}*|mein\p{L}* (?:kolleg|team)\p{L}*|kolleg\p{L}*|team|techniker\p{L}*|technik|monteur\p{L}*|fachabteilung\p{L}*|störung\p{L}*|entstörung|anschluss|leitung|netz|internet|router|sim(?:-karte)?|karte|paket|lieferung|sendung|gutschrift|erstattung|geld|betrag|rückruf|antwort|rückmeldung|termin|ersatz\p{L}*|gerät|freischaltung|umzug|portierung|bescheid|lösung|i|we|our|us|technician|engineer|colleague\p{L}*|refund|credit|delivery|package|parcel|replacement|outage|line|callback|reply|answer|i['’]ll|we['’]ll)(?![\p{L}])/iu;
const ASKED_OF_YOU = /(?<![\p{L}])(?:(?:du hast|sie haben|ihr habt|ihnen bleibt|dir bleibt|bleibt (?:dir|ihnen|euch)|you have|you['’]ve got)\b|(?:kannst|könntest|musst|müsstest|solltest) du|(?:können|könnten|müssen|müssten|sollten|haben) sie|du (?:kannst|musst|solltest)|sie (?:können|müssen|sollten|haben)|bitte (?!um |entschuldig|noch um )(?:\p{L}+ )?(?:melde\p{L}*|schick\p{L}*|send\p{L}*|ruf\p{L}*|gib|geben|wart\p{L}*|probier\p{L}*|prüf\p{L}*|antworte\p{L}*)|please (?:\p{L}+ )?(?:send|call|reply|let us|give|try|wait))/iu;
const LOOKS_BACK = /(?<![\p{L}])(?:seit|war|waren|wurde|wurden|hatte|hatten|gestern|vorgestern|letzte[nrms]?|was|were|had|yesterday|last)(?![\p{L}])/iu;
const HOURS = /(?<![\p{L}])(?:geöffnet|öffnungszeiten|erreichbar|servicezeiten|hotline|mo\.?\s?[-–]\s?(?:fr|sa|so)|täglich|open (?:from|daily)|opening hours)(?![\p{L}])/iu;
/** "Ich melde mich bei Ihnen" and "we will" outweigh a word about the customer in the same sentence. */
const WE_ACT = /(?<![\p{L}])(?:(?:ich|wir) (?!bitte|brauche|hoffe|würde)\p{L}+|\p{L}+ (?:ich|wir) (?:mich|uns|dir|ihnen|euch|das|es|dich|sie)|(?:meld|kümmer|schau|prüf|ruf|schick|sag|geb)\p{L}* (?:ich|wir)|(?:i|we)(?: will|['’]ll| are going to| shall))(?![\p{L}])/iu;

/**
 * What a draft promises, in the order of the text. Times in the past are none, but where it does not matter when it was said (`evenPassed`). German and
 * English; a few hundred microseconds.
 */
export function promisesIn(draft: string, at: WritingTime, evenPassed = false): readonly PromiseFound[] {
  const clean = blankMarks(draft);
  const found: PromiseFound[] = [];
  for (const sentence of sentences(clean)) {
    if (!isPromise(sentence.text)) continue;
    for (const when of whenWords(sentence.text, at)) {
      if ((when.at <= at.now && !evenPassed) || (!when.isLimit && !/(?<![\p{L}])(?:wird|werden|kommt|kommen|komme|ist|sind|geht|gehen|bekommst|bekommen|erhältst|erhalten|melde\p{L}*|ruf\p{L}*|schick\p{L}*|will|['’]ll|is coming|comes)(?![\p{L}])/iu.test(sentence.text))) continue;
      const start = sentence.start + when.start;
      found.push({ start, end: sentence.start + when.end, text: draft.slice(start, sentence.start + when.end), sentence: draft.slice(sentence.start, sentence.start + sentence.text.length).trim(), dueAt: when.at });
    }
  }
  return found;
}

function isPromise(sentence: string): boolean {
  if (/\?\s*$/u.test(sentence) || HOURS.test(sentence)) return false;
  const weAct = WE_ACT.test(sentence);
  if (LOOKS_BACK.test(sentence) && !weAct) return false;
  if (ASKED_OF_YOU.test(sentence) && !weAct) return false;
  return weAct || OURS.test(sentence);
}

/** Ends at a mark that is followed by a capital, a line or nothing: "27.11." and "8.30 Uhr" stay whole. */
function sentences(text: string): readonly { readonly start: number; readonly text: string }[] {
  const found: { start: number; text: string }[] = [];
  for (const match of text.matchAll(/(?:[^.!?\n]|[.](?=\d|\s+\p{Ll}|\s*\d|\S)|(?<=\d)[.](?=\s+\p{Lu}\p{Ll}))+[.!?]*/gu)) if (match[0].trim() !== '') found.push({ start: match.index, text: match[0] });
  return found;
}
