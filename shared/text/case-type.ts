import { voiceOf } from './voice.ts';
import type { BrandContext, Voice } from './voice.ts';
import type { Verdict } from './verdict.ts';

/** What a message is about for the desk. */
export type CaseType = 'fault' | 'complaint' | 'request' | 'praise' | 'other';

const FAULT =
  /(?:\b(?:\p{L}*verspätung\p{L}*|\p{L}*verspaetung\p{L}*|verspätet\p{L}*|\+\s?\d{1,3}(?: ?min\p{L}*)?(?![\d.,])|zu spät|später als|\p{L}*störung\p{L}*|gestört\p{L}*|\p{L}*ausfall|ausgefallen\p{L}*|ausfällt|fällt (?:\p{L}+ )?aus|fällt \p{L}+ \p{L}+ aus|fallen (?:\p{L}+ )?aus|ausfallen\p{L}*|kommt (?:\p{L}+ )?nicht|kommt (?:einfach )?ni+cht|defekt\p{L}*|kaputt\p{L}*|funktionier\p{L}* (?:\p{L}+ ){0,4}nicht|nicht funktionier\p{L}*|geht (?:\p{L}+ ){0,3}nicht|gehen (?:\p{L}+ ){0,2}nicht|klappt (?:\p{L}+ ){0,3}nicht|läuft (?:\p{L}+ ){0,2}nicht|kein(?:e|en)? (?:netz|internet|empfang|verbindung|strom|wlan|signal|zugriff|heizung|licht|durchsage\p{L}*|ansage\p{L}*)|stehen? (?:\p{L}+ ){0,3}(?:seit|schon|immer noch|fest|rum)|(?:steht|stehen) still|sitze? (?:\p{L}+ ){0,5}fest|festsitz\p{L}*|saß (?:\p{L}+ ){0,6}fest|hänge(?:n)? (?:\p{L}+ ){0,3}fest|\p{L}*schaden|totalausfall|abgestürzt|stürzt (?:\p{L}+ )?ab|abbruch|abgebrochen|bricht (?:\p{L}+ )?ab|fehlermeldung|lädt nicht|lässt sich nicht|anschluss (?:verpasst|weg)|verpasst|gesperrt|chaos|verzöger\p{L}*|\d+ ?(?:h|min|minuten|stunden) (?:später|zu spät|gewartet|warten|standen|gestanden|dauerte)|noch nie funktioniert|nichts gebracht|halt in|kommt \p{L}*(?:iiii|cht)|ersatzlos|oberleitung\p{L}*|schon \d+ (?:stunden|minuten|tage|wochen)|immer noch (?:kein\p{L}*|nicht)|überfüllt|down|outage|not working|broken|delayed|no (?:service|signal|internet)|doesn'?t work)\b)/iu;
const COMPLAINT =
  /(?:\b(?:unverschämt\p{L}*|frechheit|dreist\p{L}*|unmöglich\p{L}*|unfähig\p{L}*|inkompetent\p{L}*|unfreundlich\p{L}*|enttäusch\p{L}*|sauer|wütend|ärger\p{L}*|nerv(?:t|en|ig\p{L}*)|abzock\p{L}*|betrug|wucher|zu teuer|teuer\p{L}*|saftladen|sauladen|mist|scheiß\p{L}*|scheiss\p{L}*|schei\.+|sch\.\.\.|peinlich\p{L}*|armselig\p{L}*|lächerlich\p{L}*|schlecht\p{L}*|miserabel\p{L}*|katastroph\p{L}*|beschwer\p{L}*|skandal\p{L}*|zumut\p{L}*|unzumutbar\p{L}*|unzuverlässig\p{L}*|stinkt|stink\p{L}*|dreckig\p{L}*|überfüllt\p{L}*|hasse|immer dasselbe|immer das gleiche|dieselbe|typisch|mal wieder|schon wieder|wie immer|jeden (?:verdammten )?tag|jedes (?:jahr|mal)|immer wieder|ständig|nirgendwo|nicht mal|netmal|sollten? lieber|wer (?:be)?zahlt|bekommt (?:man|ihr) nicht|bekommen (?:ja )?die|kriege? ich nicht|überfordern|langweilig|keine? einzige\p{L}*|mist baut|bloß nicht|lachhaft\p{L}*|witz|schade|leider|danke für nichts|nie wieder|reicht(?:'s| es| mir)?|kundenfreundlich\p{L}* (?:ist|geht) anders|verarsch\p{L}*|keine antwort|niemand (?:antwortet|reagiert|hilft)|nicht (?:mehr )?(?:sicher|möglich|zuverlässig)|unbrauchbar\p{L}*|lappen|versager|kotzt|zum kotzen|kotz\p{L}*|geldgier\p{L}*|bekomme (?:ich )?(?:das|mein) geld nicht|worst|terrible|awful|ridiculous|unacceptable|disappointed|pathetic|sucks)\b|🙄|😡|🤬|😠|😤|👎)/iu;
const NO_TROUBLE =
  /(?:\bohne (?:\p{L}+ )?(?:\p{L}+ )?(?:verspätung|störung|probleme?|ausfall)|\bnichts zu meckern|\bkeine? (?:verspätung|probleme?|störung)|\bnicht stinkt|stinkt nicht)\b/iu;
const PRAISE =
  /(?:\b(?:lob|danke?(?:schön)?|vielen dank|super|toll\p{L}*|klasse|prima|spitze|perfekt\p{L}*|großartig\p{L}*|top|freundlich\p{L}*|nett\p{L}*|hilfsbereit\p{L}*|pünktlich\p{L}*|zuverlässig\p{L}*|empfehl\p{L}*|begeistert|zufrieden|geklappt|klappt|hat sich erledigt|erledigt|problemlos|nichts zu meckern|echt gut|sehr gut|gut gemacht|besten|respekt|bravo|glückwunsch|freue? mich|gefällt|thanks|thank you|great|awesome|amazing|love)\b|👍|😍|🙏|❤|👏|🎉)/iu;
const SARCASM =
  /(?:\b(?:ach ja|achja|gaa+nz toll|na toll|na super|toll(?:,)? (?:db|bahn|dass)|super(?:,)? (?:bahn|db|dass)|danke(?:,)? (?:@?[\p{L}_]+,? )?(?:bahn|dass|für nichts|für die verspätung|db)|bravo|herzlichen glückwunsch|geilo|respekt!|hurra|yay|läuft bei|wie schön dass|schön dass|was für eine überraschung)\b|#fail|#ironie|#saftladen)/iu;
const ASK_ONLY =
  /\b(?:wollte (?:nur )?fragen|frage|wie (?:komme|kann|lange|viel|hoch)|wann|wo (?:kann|finde|ist)|kann (?:ich|man)|darf (?:ich|man)|muss (?:ich|man)|gibt es|gibts|gibt's|könnt ihr|können sie|könntet ihr|könnten sie|möchte|ich (?:will|suche|brauche|hätte)|welche[rsn]?|ist (?:das|es) (?:erlaubt|möglich|richtig)|oder\?|stimmt (?:das|es)|bitte (?:um|helf\p{L}*|melden|prüf\p{L}*|schick\p{L}*|send\p{L}*|sag\p{L}*)|konkret geht es|geht es um|daher nochmals|how (?:do|can)|can (?:i|you)|is it possible)\b/iu;
const BLAME =
  /\b(?:warum|wieso|weshalb|was soll|wie kann (?:es|das) sein|wer bezahlt|habt ihr (?:eigentlich|noch)|euer ernst|ernsthaft|geht'?s noch)\b/iu;

/** Which of the five a message is, and whether it is a customer's voice at all; a share, news or talk among others is "other". */
export function caseType(text: string, brand?: BrandContext): Verdict<CaseType> {
  const voice = voiceOf(text, brand);
  const marks = marksOf(text, voice);
  const customer = customerScore(voice, marks);
  if (customer < 1) return { label: 'other', confidence: Math.min(0.95, 0.6 + (1 - customer) * 0.12), evidence: marks.none };
  const order: [CaseType, number][] = [
    ['praise', marks.praise],
    ['request', marks.request],
    ['fault', marks.fault],
    ['complaint', marks.complaint],
  ];
  const best = order.reduce((a, b) => (b[1] > a[1] ? b : a));
  if (best[1] < 0.9) return { label: 'other', confidence: 0.55, evidence: [] };
  const rest = order.filter((one) => one !== best).reduce((sum, one) => sum + one[1], 0);
  return { label: best[0], confidence: Math.min(0.95, 0.45 + (0.5 * best[1]) / (best[1] + rest)), evidence: marks.words[best[0]] };
}

export interface CaseMarks {
  readonly fault: number;
  readonly complaint: number;
  readonly request: number;
  readonly praise: number;
  readonly words: Readonly<Record<CaseType, readonly string[]>>;
  readonly none: readonly string[];
}

let last: { readonly text: string; readonly voice: Voice; readonly marks: CaseMarks } | undefined;

/** How strongly a text bears the marks of each kind, 0 to about 3. The last answer is kept, as several verdicts ask for it. */
export function marksOf(text: string, voice: Voice): CaseMarks {
  if (last === undefined || last.text !== text || last.voice !== voice) last = { text, voice, marks: marked(text, voice) };
  return last.marks;
}

function marked(text: string, voice: Voice): CaseMarks {
  const found = (pattern: RegExp): readonly string[] =>
    [...new Set([...text.matchAll(new RegExp(pattern, 'giu'))].map((match) => match[0].trim()))].slice(0, 4);
  const calm = NO_TROUBLE.test(text);
  const faults = calm ? [] : found(FAULT);
  const complaints = calm ? [] : found(COMPLAINT);
  const praises = found(PRAISE);
  const sarcasm = SARCASM.test(text);
  const negated = !calm && /\b(?:nicht|kein\p{L}*|nie|leider|aber)\b/iu.test(text);
  const asking = ASK_ONLY.test(text);
  const blame = BLAME.test(text);
  const bad = faults.length + complaints.length;
  const praise = praises.length === 0 || sarcasm ? 0 : praises.length + (negated ? -0.6 : 0.4) - bad * 0.9 - (voice.asks ? 0.8 : 0);
  const request =
    (voice.asks ? 1.2 : 0) +
    (asking ? 0.9 : 0) -
    (blame ? 0.5 : 0) -
    complaints.length * 0.5 -
    Math.min(2, faults.length) * 0.5 -
    (voice.second && voice.asks ? -0.3 : 0);
  const fault = faults.length === 0 ? 0 : 0.7 + faults.length * 0.6 + (voice.present ? 0.4 : 0);
  const complaint =
    complaints.length * 0.95 +
    (sarcasm ? 0.8 : 0) +
    (blame ? 0.5 : 0) +
    (/\b\p{Lu}{4,}\b.*\b\p{Lu}{3,}\b/u.test(text) ? 0.4 : 0) +
    (bad > 0 && /!/u.test(text) ? 0.2 : 0) +
    (voice.direct || (voice.summons && !voice.toPerson) ? 0.5 : 0) +
    (/\b(?:NICHT|KEINE?N?|NIE|IMMER|NULL)\b/u.test(text) ? 0.5 : 0);
  return {
    fault,
    complaint,
    request,
    praise,
    words: { fault: faults, complaint: complaints, request: found(ASK_ONLY), praise: praises, other: [] },
    none: voice.shared ? ['RT'] : [],
  };
}

/** From 1 on a customer speaks to or about the brand; news, shares and small talk stay below. */
export function customerScore(voice: Voice, marks: CaseMarks): number {
  if (voice.shared || voice.ticker || voice.advert || voice.own) return -1;
  const trouble = marks.fault > 0 || marks.complaint > 0.7;
  let score = 0;
  if (voice.direct) score += 1.2;
  else if (voice.summons && !voice.toPerson) score += 1;
  else if (voice.summons) score += 0.5;
  if (voice.onBrandPage) score += 1;
  if (voice.first > 0) score += 0.3;
  if (trouble && voice.namesBrand) score += 1;
  if (marks.fault > 0 && (voice.present || voice.first > 0)) score += 0.3;
  if (marks.complaint > 1.4) score += 0.3;
  if (voice.news) score -= 0.8;
  if (voice.elsewhere) score -= 0.3;
  if (voice.toPerson && !voice.summons) score -= 0.8;
  if (voice.words > 60) score -= 0.3;
  return score;
}
