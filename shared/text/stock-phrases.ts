import { whenWords, type WritingTime } from './when-words.ts';

/** Words that say nothing: what they leave out, and where they stand (UTF-16, `end` exclusive). */
export interface StockFound {
  readonly missing: 'when' | 'what' | 'both';
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

// Three kinds. A time that is none; a deed without saying which; courtesy in place of an answer.
const VAGUE_TIME =
  /(?<!\p{L})(?:schnellst ?möglich\p{L}*|so (?:schnell|bald|rasch) (?:wie|es) (?:uns )?(?:nur )?(?:möglich|geht)|zeitnah\p{L}*|in kürze|baldmöglichst|baldigst|demnächst|alsbald|in bälde|zu gegebener zeit|sobald wie möglich|as soon as (?:we can|possible)|asap|in due course|in the near future)(?!\p{L})/giu;
const VAGUE_ACTION =
  /(?<!\p{L})(?:kümmer\p{L}* (?:wir |ich )?(?:uns|mich) (?:schon |bereits |gerne? |sofort |natürlich )?(?:darum|drum|um (?:ihr|dein|das|den|die|euer)\p{L}*(?: (?:anliegen|problem|vorgang|thema|fall|sache))?)|(?:ihr|dein|euer|das|den|die|ihre|deine)\p{L}* (?:anliegen|nachricht|anfrage|beschwerde|hinweis|vorgang|feedback|fall) (?:\p{L}+ ){0,4}?weiter ?(?:geleitet|gegeben|gereicht)|(?:haben|habe) (?:es|das|dies) (?:\p{L}+ ){0,5}?weiter ?(?:geleitet|gegeben|gereicht)|(?:befindet sich |ist |sind )(?:\p{L}+ ){0,2}?in (?:bearbeitung|klärung|prüfung)|arbeiten (?:\p{L}+ ){0,3}?(?:mit hochdruck|auf hochtouren|an einer lösung)(?: daran)?|setzen alles daran|tun (?:unser bestes|unser möglichstes|alles)|prüfen (?:ihr|dein|das|den|die|euer)\p{L}* (?:anliegen|anfrage|vorgang|sachverhalt|fall)|gehen (?:der sache|dem) nach|are (?:looking into|working (?:hard )?on) (?:it|this|your \p{L}+|a solution)|(?:has|have) (?:been )?(?:forwarded|passed)(?: it| this)?(?: on)?|doing (?:our best|everything we can))(?!\p{L})/giu;
const HOLLOW =
  /(?<!\p{L})(?:bitten (?:\p{L}+ ){0,3}?um (?:ihr |dein |euer |etwas |noch etwas |ein wenig )?(?:verständnis|geduld)|bitten (?:\p{L}+ ){0,4}?(?:die|für die|um) (?:\p{L}+ )?(?:unannehmlichkeiten|entschuldigung)(?: zu entschuldigen)?|entschuldigen (?:wir )?(?:uns )?(?:\p{L}+ ){0,2}?für (?:die|etwaige|alle|diese) (?:\p{L}+ )?(?:unannehmlichkeiten|umstände)|(?:ihre|deine|eure)\p{L}* (?:zufriedenheit|meinung|anliegen) (?:\p{L}+ ){0,3}?(?:wichtig|am herzen)|(?:ihr|dein|euer) (?:anliegen|feedback) (?:ist uns (?:\p{L}+ )?wichtig|nehmen wir (?:\p{L}+ )?ernst)|nehmen (?:wir )?(?:ihr|dein|euer|ihre|deine|das|dies)\p{L}* (?:\p{L}+ )?(?:feedback|kritik|anregung|hinweis|anliegen|beschwerde)?\p{L}* ?(?:gerne? auf|sehr ernst|ernst|zum anlass)|haben (?:ihre|deine|eure) (?:nachricht|anfrage|mitteilung) erhalten|(?:sorry|apologi[sz]e) for (?:the|any) (?:\p{L}+ )?inconvenience|(?:value|appreciate) your (?:feedback|patience|opinion)|(?:bear|stay) with us|ask for your (?:patience|understanding)|is (?:very )?important to us|received your (?:message|request|inquiry))(?!\p{L})/giu;

/** Greeting, thanks and farewell: they fill no gap, and they are none. */
const POLITE =
  /^(?:\s|@\S+|\p{P}|\p{Emoji_Presentation})*(?:(?:hallo|hi|hey|moin|guten (?:tag|morgen|abend)|servus|liebe[rs]?|sehr geehrte[rs]?|dear|hello|good (?:morning|afternoon|evening))(?!\p{L})|(?:vielen |herzlichen |lieben )?dank(?:e)?(?!\p{L})|thank(?:s| you)|(?:viele|liebe|beste|schöne|freundliche|herzliche) grüße|mit freundlichen|(?:ein(?:en)? )?(?:schönen?|guten) (?:tag|abend|wochenende|woche)|schönes wochenende|kind regards|best regards|have a|(?:das |es )?tut (?:mir|uns) (?:\p{L}+ )?leid|sorry|(?:ihr|dein|euer) \p{Lu}\p{L}*-?team)/iu;

const GREETING = /^(?:\s|@\S+)*(?:hallo|hi|hey|moin|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|dear|hello)(?!\p{L})[^,!.\n]{0,40}[,!\n]/iu;

const FEWEST_WORDS = 4;

/**
 * Stock phrases of a draft that lack a *what* and a *by when*; undefined where it says either, or says nothing of the kind. Small talk and short thanks
 * hold no stock phrase. German and English.
 */
export function stockPhrases(draft: string, at: WritingTime): StockFound | undefined {
  const time = places(draft, VAGUE_TIME);
  const empty = [...places(draft, VAGUE_ACTION), ...places(draft, HOLLOW)];
  if (time.length + empty.length === 0) return undefined;
  const hasWhen = whenWords(draft, at).some((when) => when.at > at.now);
  const hasWhat = sentencesOf(draft).some((sentence) => saysWhat(sentence));
  if (hasWhen) return undefined;
  if (!hasWhat && empty.length > 0) return { missing: 'both', places: inOrder([...time, ...empty]) };
  if (time.length === 0) return undefined;
  return { missing: hasWhat ? 'when' : 'both', places: inOrder(time) };
}

function places(draft: string, pattern: RegExp): { start: number; end: number }[] {
  return [...draft.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function inOrder(found: readonly { start: number; end: number }[]): readonly { start: number; end: number }[] {
  return found.toSorted((a, b) => a.start - b.start);
}

function sentencesOf(draft: string): readonly string[] {
  return draft.split(/(?<=[.!?…])\s+|\n+/u).filter((sentence) => sentence.trim() !== '');
}

/** A sentence beyond courtesy and stock words, with enough in it to say something. A question or an address to go to says what is next. */
function saysWhat(whole: string): boolean {
  const sentence = whole.replace(GREETING, '');
  if (/https?:\/\/|www\./iu.test(sentence)) return true;
  const isStock = [VAGUE_TIME, VAGUE_ACTION, HOLLOW].some((pattern) => places(sentence, pattern).length > 0);
  const rest = [VAGUE_TIME, VAGUE_ACTION, HOLLOW].reduce((text, pattern) => text.replace(pattern, ' '), sentence.replace(POLITE, ' '));
  const words = rest.match(/\p{L}{2,}/gu)?.length ?? 0;
  if (isStock) return /(?<!\p{L})(?:weil|denn|ursache|grund|because|due to)(?!\p{L})|\d{3}/iu.test(rest) || words > 12;
  if (POLITE.test(sentence)) return words > 6;
  return words >= FEWEST_WORDS;
}
