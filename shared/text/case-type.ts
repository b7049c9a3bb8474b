import { moodOf } from './mood.ts';
import { voiceOf } from './voice.ts';
import type { BrandContext, Voice } from './voice.ts';
import type { Verdict } from './verdict.ts';

/** What a message is about for the desk. */
export type CaseType = 'fault' | 'complaint' | 'request' | 'praise' | 'other';

const FAULT =
  /(?:\b(?:\p{L}*verspätung\p{L}*|\p{L}*verspaetung\p{L}*|verspätet\p{L}*|\+\s?\d{1,3}(?: ?min\p{L}*)?(?![\d.,])|zu spät|später als|\p{L}*störung\p{L}*|gestört\p{L}*|\p{L}*ausfall|ausgefallen\p{L}*|ausfällt|fällt (?:\p{L}+ )?aus|fällt \p{L}+ \p{L}+ aus|fallen (?:\p{L}+ )?aus|ausfallen\p{L}*|kommt (?:\p{L}+ )?nicht|kommt (?:einfach )?ni+cht|defekt\p{L}*|kaputt\p{L}*|funktionier\p{L}* (?:\p{L}+ ){0,4}nicht|nicht funktionier\p{L}*|geht (?:\p{L}+ ){0,3}nicht|gehen (?:\p{L}+ ){0,2}nicht|klappt (?:\p{L}+ ){0,3}nicht|läuft (?:\p{L}+ ){0,2}nicht|kein(?:e|en)? (?:netz|internet|empfang|verbindung|strom|wlan|signal|zugriff|heizung|licht|durchsage\p{L}*|ansage\p{L}*)|stehen? (?:\p{L}+ ){0,3}(?:seit|schon|immer noch|fest|rum)|(?:steht|stehen) still|sitze? (?:\p{L}+ ){0,5}fest|festsitz\p{L}*|saß (?:\p{L}+ ){0,6}fest|hänge(?:n)? (?:\p{L}+ ){0,3}fest|\p{L}*schaden|totalausfall|abgestürzt|stürzt (?:\p{L}+ )?ab|abbruch|abgebrochen|bricht (?:\p{L}+ )?ab|fehlermeldung|lädt nicht|lässt sich nicht|anschluss (?:verpasst|weg)|verpasst|gesperrt|chaos|verzöger\p{L}*|\d+ ?(?:h|min|minuten|stunden) (?:später|zu spät|gewartet|warten|standen|gestanden|dauerte)|noch nie funktioniert|nichts gebracht|halt in|kommt \p{L}*(?:iiii|cht)|ersatzlos|oberleitung\p{L}*|schon \d+ (?:stunden|minuten|tage|wochen)|immer noch (?:kein\p{L}*|nicht)|überfüllt|down|outage|not working|broken|delayed|no (?:service|signal|internet)|doesn'?t work)\b)/iu;
/** Something that does not work, said in other ways; `+25` needs no word before it. */
const BROKEN =
  /(?<![\p{L}\d])\+\s?\d{1,3}(?: ?min\p{L}*)?(?![\d.,])|(?<![\p{L}])(?:außer betrieb|ausser betrieb|nicht in betrieb|stillgelegt|stillstehend\p{L}*|stillstand|steht (?:seit|schon|wieder|auf freier|\p{L}+ still)|ohne (?:licht|beleuchtung|strom|netz|heizung|klimaanlage|ersatz|internet|empfang|\p{L}*information\p{L}*)|defe[ck]{1,2}t\p{L}*|tot|hinüber|spinnt|streikt|hakt|ruckelt|flackert|blinkt|reparier\p{L}*|keinerlei \p{L}+|falsch (?:angezeigt|geschaltet|angesagt)|(?:nicht|nie|kein\p{L}*) (?:\p{L}+ ){0,3}(?:angezeigt|angekommen|geliefert|zugestellt|erreichbar|gefahren|gekommen|gehalten|freigeschaltet|aktiviert|gebucht)|(?:steht|liegt|hängt) (?:\p{L}+ ){0,3}(?:herum|rum|fest)|verzögerung\p{L}* im betriebsablauf|wegenverz\p{L}*|noch (?:immer|nicht) (?:da|weg|geliefert|angekommen|gekommen)|(?:geht|läuft|lädt|tut) (?:\p{L}+ ){0,3}(?:nicht|ned|net|nix|gar nichts)|störanfällig\p{L}*|langsam\p{L}* (?:internet|netz|leitung|verbindung)|(?:internet|netz|leitung|verbindung) (?:\p{L}+ ){0,3}langsam|bricht (?:\p{L}+ ){0,4}(?:ab|zusammen|weg)|fehler(?:code|hinweis)?|(?:netz|internet|strom|telefon|empfang|signal|wlan|wasser|warmwasser|gas|fernsehen|tv|heizung|licht|leitung|verbindung|bild|ton) (?:\p{L}+ ){0,4}(?:weg|aus|down|tot)|kein(?:en?)? (?:bild|ton|zugriff|freizeichen|wasser|gas|dsl|login|code|anzeige|einwahl|rückmeldung)|(?:lässt|lassen) sich (?:\p{L}+ ){0,5}nicht|kann (?:mich |man |ich )?(?:\p{L}+ ){0,3}nicht (?:einloggen|anmelden|buchen|bezahlen|telefonieren|öffnen|laden|aufrufen|einwählen|bestellen|einlösen)|(?:fährt|kommt|kommen|fahren) (?:(?:\p{L}|\d)+ ){0,4}(?:nicht|nie|nichts)|nichts (?:fährt|geht|läuft|kommt)|steht (?:\p{L}+ ){0,4}(?:auf|bei|vor|in|im)|unverändert|\d+ ?(?:min|minuten) (?:drauf|drüber|plus|mehr)|hängt (?:\p{L}+ ){0,2}(?:seit|schon|immer noch|fest|in)|(?:komme?|kommt man) nicht (?:in|ins|auf|an|rein|durch)|(?:weißer|schwarzer|leerer|weißen|schwarzen|leeren) bildschirm|(?:türen?|tür) (?:\p{L}+ ){0,3}(?:nicht|zu)|stehen? (?:\p{L}+ ){0,4}(?:vor|seit|auf freier)|(?:fällt|fallen|fiel|fielen)(?: \p{L}+){0,4} aus|(?:entfällt|entfallen))(?![\p{L}])/iu;
/** The trouble is over. */
const MENDED =
  /(?<![\p{L}])(?:behoben|wieder (?:betriebsbereit|frei|in betrieb|da|erreichbar|normal|online|am netz)|(?:läuft|rollt|fährt|fahren|geht|funktioniert) (?:(?!schon|mal|immer)\p{L}+ ){0,2}wieder(?! (?:nicht|nix|mal|nichts))|has changed state)(?![\p{L}])/iu;
/** Other people on board: nobody's service. */
const PEOPLE =
  /(?<![\p{L}])(?:leute|menschen|idioten?|typ(?:en)?|kinder|\p{L}*kids|teenies?|jugendliche\p{L}*|fans|frauen?|männer|mann|oma|opa|sitznachbar\p{L}*|mädchen|jungs|pärchen|betrunkene\p{L}*|besoffene\p{L}*)(?![\p{L}])/iu;
const COMPLAINT =
  /(?:\b(?:unverschämt\p{L}*|frechheit|dreist\p{L}*|unmöglich\p{L}*|unfähig\p{L}*|inkompetent\p{L}*|unfreundlich\p{L}*|enttäusch\p{L}*|sauer|wütend|ärger\p{L}*|nerv(?:t|en|ig\p{L}*)|abzock\p{L}*|betrug|wucher|zu teuer|teuer\p{L}*|saftladen|sauladen|mist|scheiß\p{L}*|scheiss\p{L}*|schei\.+|sch\.\.\.|peinlich\p{L}*|armselig\p{L}*|lächerlich\p{L}*|schlecht\p{L}*|miserabel\p{L}*|katastroph\p{L}*|beschwer\p{L}*|skandal\p{L}*|zumut\p{L}*|unzumutbar\p{L}*|unzuverlässig\p{L}*|stinkt|stink\p{L}*|dreckig\p{L}*|überfüllt\p{L}*|hasse|immer dasselbe|immer das gleiche|dieselbe|typisch|mal wieder|schon wieder|wie immer|jeden (?:verdammten )?tag|jedes (?:jahr|mal)|immer wieder|ständig|nirgendwo|nicht mal|netmal|sollten? lieber|wer (?:be)?zahlt|bekommt (?:man|ihr) nicht|bekommen (?:ja )?die|kriege? ich nicht|überfordern|langweilig|keine? einzige\p{L}*|mist baut|bloß nicht|lachhaft\p{L}*|witz|schade|leider|danke für nichts|nie wieder|reicht(?:'s| es| mir)?|kundenfreundlich\p{L}* (?:ist|geht) anders|verarsch\p{L}*|keine antwort|niemand (?:antwortet|reagiert|hilft)|nicht (?:mehr )?(?:sicher|möglich|zuverlässig)|unbrauchbar\p{L}*|lappen|versager|kotzt|zum kotzen|kotz\p{L}*|geldgier\p{L}*|bekomme (?:ich )?(?:das|mein) geld nicht|worst|terrible|awful|ridiculous|unacceptable|disappointed|pathetic|sucks)\b|🙄|😡|🤬|😠|😤|👎)/iu;
/** Contempt and grievance in turns that hold in every trade. */
const GRIEVANCE =
  /(?<![\p{L}])(?:das (?:aller)?letzte|unter aller \p{L}+|rückschritt|(?:die )?(?:nase|schnauze) (?:gestrichen )?voll|geht (?:mal )?gar nicht|warteschleife|aufgelegt|vertröstet|hingehalten|abgewimmelt|abgespeist|im stich gelassen|falsch beraten|verschlechter\p{L}*|abkassier\p{L}*|verspr(?:ochen|echen) und|obwohl ich|\p{L}*verarsche|so (?:behandelt|geht) man|kundenunfreundlich\p{L}*|macht ihr kein\p{L}*|wer plant|wie lange (?:\p{L}+ ){0,3}noch|zum (?:dritten|vierten|fünften|zehnten|x-ten) mal|verlangt ihr|keiner (?:zuständig|hilft|meldet sich|antwortet|reagiert)|niemand (?:zuständig|hilft|meldet sich|geht ran)|\p{L}*katastrophe|zustand|zustände|respektlos\p{L}*|ignoriert\p{L}*|behandelt wie|unseriös\p{L}*|ohne (?:meine |unsere )?(?:zustimmung|einwilligung|rückfrage|vorwarnung)|lieblos\p{L}*|fünf (?:anrufe|auskünfte)|rausgeschmissen\p{L}*|jahrelang\p{L}*|immer (?:schlechter|schlimmer|teurer)|bodenlos\p{L}*|kundendienst ist)(?![\p{L}])/iu;
const NO_TROUBLE =
  /(?:\bohne (?:\p{L}+ )?(?:\p{L}+ )?(?:verspätung|störung|probleme?|ausfall)|\bnichts zu meckern|\bkeine? (?:verspätung|probleme?|störung)|\bnicht stinkt|stinkt nicht)\b/iu;
const PRAISE =
  /(?:\b(?:lob|danke?(?:schön)?|vielen dank|super|toll\p{L}*|(?<!\d\.\s?)klasse|prima|spitze|perfekt\p{L}*|großartig\p{L}*|top|freundlich\p{L}*|nett\p{L}*|hilfsbereit\p{L}*|pünktlich\p{L}*|zuverlässig\p{L}*|empfehl\p{L}*|begeistert|zufrieden|geklappt|klappt|hat sich erledigt|erledigt|problemlos|nichts zu meckern|echt gut|sehr gut|gut gemacht|besten|respekt|bravo|glückwunsch|freue? mich|gefällt|thanks|thank you|great|awesome|amazing|love)\b|👍|😍|🙏|❤|👏|🎉)/iu;
const SARCASM =
  /(?:\b(?:ach ja|achja|gaa+nz toll|na toll|na super|toll(?:,)? (?:db|bahn|dass)|super(?:,)? (?:bahn|db|dass)|danke(?:,)? (?:@?[\p{L}_]+,? )?(?:bahn|dass|für nichts|für die verspätung|db)|bravo|herzlichen glückwunsch|geilo|respekt!|hurra|yay|läuft bei|wie schön dass|schön dass|was für eine überraschung)\b|#fail|#ironie|#saftladen)/iu;
const ASK_ONLY =
  /\b(?:wollte (?:nur )?fragen|frage|wie (?:komme|kann|lange|viel|hoch)|wann|wo (?:kann|finde|ist)|kann (?:ich|man)|darf (?:ich|man)|muss (?:ich|man)|gibt es|gibts|gibt's|könnt ihr|können sie|könntet ihr|könnten sie|möchte|ich (?:will|suche|brauche|hätte)|welche[rsn]?|ist (?:das|es) (?:erlaubt|möglich|richtig)|oder\?|stimmt (?:das|es)|bitte (?:um|helf\p{L}*|melden|prüf\p{L}*|schick\p{L}*|send\p{L}*|sag\p{L}*)|würde (?:ich )?gerne? (?:\p{L}+ ){0,3}wissen|hätte gerne?|wo geht das|wie geht das|an wen|wer kann|kriege ich|bekomme ich|darf man|muss man|braucht man|stimmt es|weiß (?:jemand|wer)|habt ihr|haben sie|fährt (?:der|die|heute|morgen)|gilt (?:das|die|der|mein\p{L}*)|ist (?:in|im|bei)|konkret geht es|geht es um|daher nochmals|how (?:do|can)|can (?:i|you)|is it possible)\b/iu;
const BLAME =
  /\b(?:warum|wieso|weshalb|was soll|wie kann (?:es|das) sein|wer bezahlt|habt ihr (?:eigentlich|noch)|euer ernst|ernsthaft|geht'?s noch)\b/iu;

/** Which of the five a message is, and whether it is a customer's voice at all; a share, news or talk among others is "other". */
export function caseType(text: string, brand?: BrandContext): Verdict<CaseType> {
  const voice = voiceOf(text, brand);
  const marks = marksOf(text, voice);
  const customer = customerScore(voice, marks);
  if (customer < 1) return { label: 'other', confidence: Math.min(0.97, 0.84 + (1 - customer) * 0.08), evidence: marks.none };
  const order: [CaseType, number][] = [
    ['praise', marks.praise],
    ['request', marks.request],
    ['fault', marks.fault],
    ['complaint', marks.complaint],
  ];
  const best = order.reduce((a, b) => (b[1] > a[1] ? b : a));
  if (best[1] < (voice.direct ? 0.75 : 0.9)) return { label: 'other', confidence: 0.55, evidence: [] };
  const rest = order.filter((one) => one !== best).reduce((sum, one) => sum + one[1], 0);
  return { label: best[0], confidence: Math.min(0.9, 0.42 + (0.34 * best[1]) / (best[1] + rest)), evidence: marks.words[best[0]] };
}

export interface CaseMarks {
  readonly fault: number;
  readonly complaint: number;
  readonly request: number;
  readonly praise: number;
  /** Speaks of other people. */
  readonly people: boolean;
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
  const mended = MENDED.test(text);
  const faults = calm ? [] : [...found(FAULT), ...found(BROKEN)].slice(0, 4);
  const mood = moodOf(text);
  const complaints = calm ? [] : [...found(COMPLAINT), ...found(GRIEVANCE)].slice(0, 4);
  const praises = found(PRAISE);
  const sarcasm = SARCASM.test(text);
  const negated = !calm && /\b(?:nicht|kein\p{L}*|nie|leider|aber)\b/iu.test(text);
  const asking = ASK_ONLY.test(text);
  const blame = BLAME.test(text);
  const pleads =
    /(?<![\p{L}])(?:bitte|könnt(?:et)? ihr|können sie|könnten sie|kann (?:mir|uns) (?:jemand|wer)|was (?:tun|mache ich))(?![\p{L}])/iu.test(
      text,
    );
  const bad = faults.length + complaints.length;
  const relieved =
    mood.relief >= 1 &&
    mood.trouble < 0.5 &&
    !voice.asks &&
    !voice.news &&
    !voice.toPerson &&
    (voice.direct || voice.politely || voice.onBrandPage)
      ? 0.7 + 0.3 * mood.relief
      : 0;
  const praise = sarcasm
    ? 0
    : praises.length === 0
      ? relieved
      : praises.length + (negated ? -0.6 : 0.4) - bad * 0.9 - (voice.asks ? 0.8 : 0) - (pleads ? 0.6 : 0);
  const request =
    (voice.asks ? 1.2 : 0) +
    (asking ? 0.9 : 0) +
    (pleads ? 0.5 : 0) +
    (voice.asks && voice.onBrandPage ? 0.4 : 0) -
    (blame ? 0.5 : 0) -
    complaints.length * 0.5 -
    Math.min(2, faults.length) * 0.5 -
    (voice.second && voice.asks ? -0.3 : 0);
  const fault = faults.length === 0 ? 0 : (0.7 + faults.length * 0.6 + (voice.present ? 0.4 : 0)) * (mended ? 0.4 : 1);
  const complaint =
    complaints.length * 0.95 +
    (complaints.length === 0 && faults.length === 0 ? (voice.direct || voice.onBrandPage ? 0.65 : 0.3) * Math.min(2, mood.trouble) : 0) +
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
    people: PEOPLE.test(text),
    words: {
      fault: faults,
      complaint: complaints,
      request: found(ASK_ONLY),
      praise: praises.length > 0 ? praises : praise > 0 ? mood.words.relief : [],
      other: [],
    },
    none: voice.shared ? ['RT'] : [],
  };
}

/** From 1 on a customer speaks to or about the brand; news, shares and small talk stay below. */
export function customerScore(voice: Voice, marks: CaseMarks): number {
  if (voice.shared || voice.ticker || (voice.advert && !voice.direct) || voice.own) return -1;
  const trouble = marks.fault > 0 || marks.complaint > 0.7;
  let score = 0;
  if (voice.direct) score += 1.2;
  else if (voice.summons && !voice.toPerson) score += 1;
  else if (voice.summons) score += 0.5;
  if (voice.onBrandPage) score += 1;
  if (voice.first > 0) score += 0.3;
  // Who asks "you" and speaks to nobody else speaks to the brand.
  if (!voice.toPerson && !voice.elsewhere && voice.politely && voice.first > 0 && voice.namesBrand) score += 0.7;
  if (!voice.toPerson && !voice.elsewhere && !voice.news && voice.first > 0 && marks.request >= 2 && voice.namesBrand) score += 0.4;
  if (trouble && voice.namesBrand) score += 1;
  if (marks.fault > 0 && (voice.present || voice.first > 0)) score += 0.3;
  if (marks.complaint > 1.4) score += 0.3;
  if (voice.news) score -= 0.8;
  if (voice.elsewhere) score -= 0.3;
  if (voice.toPerson && !voice.summons) score -= 0.8;
  if (voice.words > 60) score -= 0.3;
  // What people say about other people on board is no case for the desk.
  if (marks.complaint > marks.fault && !voice.summons && !voice.onBrandPage && marks.people) score -= 0.6;
  if (marks.praise >= 1 && (voice.namesBrand || voice.politely) && !voice.news) score += 0.7;
  return score;
}
