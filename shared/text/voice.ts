import { tokenize } from './tokens.ts';

// Who speaks to whom: a customer to the brand, people among themselves, or the news. Relevance, kind of case and "should the desk answer"
// rest on these marks together.

/** What is known of the brand a desk works for. Names and handles are compared in small letters. */
export interface BrandContext {
  readonly names: readonly string[];
  /** Words that sound like the brand and are not ("Autobahn", "Rhätische Bahn"). */
  readonly notNames?: readonly string[] | undefined;
  /** True where whatever comes in is meant for the brand: mail, chat, direct messages, comments on its own posts. */
  readonly addressed?: boolean | undefined;
}

export interface Voice {
  /** Begins with a handle, or names one outside a share. */
  readonly summons: boolean;
  /** The first handle is the brand's. */
  readonly direct: boolean;
  /** Speaks to another person first. */
  readonly toPerson: boolean;
  /** An answer the brand itself gave. */
  readonly own: boolean;
  /** Names the brand or, where none is set up, its line of business. */
  readonly namesBrand: boolean;
  /** A comment on the brand's own page ("Re: DB Bahn …"), or one that greets the brand. */
  readonly onBrandPage: boolean;
  readonly elsewhere: boolean;
  readonly shared: boolean;
  readonly news: boolean;
  readonly ticker: boolean;
  readonly advert: boolean;
  readonly first: number;
  readonly second: boolean;
  /** Speaks to several or politely, as one speaks to a company. */
  readonly politely: boolean;
  readonly present: boolean;
  readonly asks: boolean;
  readonly words: number;
  readonly evidence: readonly string[];
}

/** Where no brand is set up: words of a line of business with customers on the road, on the net or at a meter. */
const BUSINESS =
  /(?:\b(?:[Ss]-?)?(?:[Bb]ahn(?:en|tickets?|card|fahren|fahrt|reise|navigator)?|BAHN)\b|\bDB[ -]Navigator\b|\b[Dd](?:eutschen?|t\.) [Bb]ahn|\bDB\b|\b[UR]-?[Bb]ahn|\bZ[uü]ge?n?\b|\bICE?\d*\b|\bBusse?\b|\bTelekom|\bVodafone|\bO2\b|\bInternet|\b[Nn]etz\b|\bVertrag|\bRouter|\bHotline|\bStrom\b|\bR[EB] ?\d|\bS-?\d{1,2}\b|\bStadtwerke|\bGlasfaser|\bKunden(?:dienst|service|konto|hotline|center)|\bPakete?s?\b|\bSendung\b|\bPaketbote|\bRechnung|\b[Tt]arife?s?\b|\bAnschluss|\bEmpfang\b|\bSchaffner|\bZugbegleiter|\bBusfahrer|\bLokführer(?:in)? (?:hat|war|ist)|\bAufzug|\bRolltreppe|\bWarmwasser|\bErstattung|\bAbrechnung|#[Bb]ahn|#[Dd][Bb]\b)/u;
const FIRST =
  /^(?:ich|mich|mir|mein|meine|meinen|meinem|meiner|meines|wir|uns|unser|unsere|unseren|unserem|i|my|me|we|our|hab|hab's|bin|warte|stehe|sitze|habe|fahre|komme|versuche)$/u;
const SECOND =
  /(?:\beuch\b|\beure?[nmrs]?\b|\bihr\b(?= (?:\p{L}+ ){0,3}\p{L}*t\b)|\b[Kk]önnt\b|\b[Hh]abt\b|\b[Ss]eid\b|\b(?<=\p{Ll} |, )Sie\b|\bIhnen\b|\b(?<=\p{Ll} )Ihre?[nmrs]?\b|\bdu\b|\b[Bb]itte\b|\byou\b|\byour\b)/u;
const POLITELY =
  /(?:\beuch\b|\beure?[nmrs]?\b|\b[Kk]önnt(?:et)?\b|\b[Hh]abt\b|\b[Ss]eid\b|(?<=\p{Ll} |, )Sie\b|\bIhnen\b|\b(?:[Kk]önnen|[Kk]önnten|[Hh]aben|[Ww]ürden) Sie\b)/u;
const PRESENT =
  /\b(?:gerade|jetzt|heute|aktuell|momentan|eben|seit|schon wieder|mal wieder|wieder mal|immer noch|noch immer|gestern|vorhin|inzwischen|right now|still|today|again)\b/iu;
/** Handles of organisations where no brand is set up: transport, network and power companies, and names of service accounts. */
const ORGANISATION =
  /(?:bahn|^db_|_db$|bvg|hvv|mvg|mvv|vrr|vbb|rmv|kvb|vgf|hochbahn|oebb|öbb|sbb|flixbus|flixtrain|westbahn|verkehr|nahverkehr|busse|telekom|vodafone|o2|congstar|unitymedia|kabel|1und1|einsundeins|aldi_?talk|klarmobil|freenet|drillisch|blau_de|swisscom|sunrise|a1telekom|magenta|drei_at|stadtwerke|energie|netze?|dhl|hermes|dpd|gls|deutschepost|hilft|service|support|care|help|dialog|info$|kundenservice|presse$|comcast|xfinity|tmobile|verizon|sprint|att\b|att(?:cares)?$|spectrum|cox)/u;
/** The brand's own answers carry initials: "/ki", "^AB", "*cd". */
const SIGNED = /(?:\s|^)(?:\/\p{L}{2,3}|\^\p{Lu}{2,3}|\*\p{L}{2})\s*$/u;
const TICKER =
  /(?:\(Stand:?\s|\bStand:? \d|\+\+\+|\bStörung beendet|has changed state|\bStörticker\b|\bStreckenagent\b|Verspätung \+\d|hat \d:\d\d:\d\d Verspätung|\b0:\d\d:\d\d\b|#T\d\b|\bTakt10\b|\bvsl\.)/u;
const NEWS =
  /(?:\(dpa[)\s/-]|\bdpa\b|\(ots\)|\bvia @|\b(?:POL|FW|BPOL)-?[A-Z]*:|\bBreaking News|\bLiveticker\b|\bPressemitteilung\b|\bmelde[tn]\b|\bberichtet\b|\bteilte? .{0,40} mit\b|\bnach Angaben\b|\bTarif(?:konflikt|verhandlung)|\bSchlichtung|\bGewerkschaft|\bGDL\b|\bEVG\b|\bMinister|\bPolizei\b|\bBundestag\b|\bAktie|\bUmfrage\b|\bStudie\b|\bKonzern\b|\bAufsichtsrat|\bVorstand\b|\bMillionen\b|\bMilliarden\b)/u;
const ADVERT =
  /(?:\bgewinnspiel\b|\brabatt\b|\bgutschein\b|\bjetzt bestellen\b|\bangebot\b.{0,30}€|\bstellenangebot|\b(?:m\/w\/d|m\/w|w\/m)\b|\bwohnung\b.{0,60}\b(?:miete|zimmer|qm|m²)|\bhotel\b|\bferienwohnung|\bzu verschenken|\bsuche.{0,20}biete|\bjob\b|\bporn|\bxxx\b|\bkredit ohne|\bcasino\b|\bdating\b|\bzu verkaufen\b|\bimmobilie|\bprovisionsfrei)/iu;

let last: { readonly text: string; readonly brand: BrandContext | undefined; readonly voice: Voice } | undefined;

/** Who speaks to whom. Several verdicts ask this of the same text one after the other, so the last answer is kept. */
export function voiceOf(text: string, brand?: BrandContext): Voice {
  if (last === undefined || last.text !== text || last.brand !== brand) last = { text, brand, voice: heard(text, brand) };
  return last.voice;
}

function heard(text: string, brand?: BrandContext): Voice {
  const head = /^Re:\s+(.{1,60}?)\s/u.exec(text);
  const shared = /^\s*"?RT\s*@/u.test(text) || /\bRT @/u.test(text.slice(0, 40));
  const names = brand?.names.map((name) => name.toLowerCase()) ?? [];
  const lower = text.toLowerCase();
  const reply = /^Re:\s+/u.test(text);
  const page = reply ? lower.slice(4, 60) : '';
  const pageOfBrand =
    reply &&
    (names.length > 0
      ? names.some((name) => page.startsWith(name))
      : /^(?:db bahn|deutsche bahn|s-bahn|.{0,30}(?:verkehrsbetriebe|verkehrs-betriebe|verkehrsverbund))/u.test(page));
  const handles = [...text.matchAll(/(?<![\p{L}\p{N}])@([\p{L}\p{N}_]+)/gu)].map((match) => (match[1] ?? '').toLowerCase());
  const compact = names.map((name) => name.replace(/[^\p{L}\p{N}]/gu, ''));
  const isBrand = (handle: string): boolean =>
    compact.length > 0 ? compact.some((name) => handle.replace(/_/gu, '').includes(name)) : ORGANISATION.test(handle);
  const leading = /^[\s."„]*((?:@[\p{L}\p{N}_]+\s*)+)/u.exec(text)?.[1]?.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const brandHandle = handles.some(isBrand);
  const direct = leading.length > 0 && isBrand((leading[0] ?? '').toLowerCase());
  const toPerson = leading.length > 0 && !direct && brand?.addressed !== true;
  const greets =
    /\b(?:liebe[rs]?|hallo|hey|hi|moin|danke|guten (?:morgen|tag|abend)|servus) (?:db|(?:deutsche )?bahn|s-bahn|bvg|hvv|mvg|telekom|vodafone|o2|team)\b/iu.test(
      text,
    );
  const words = tokenize(text).map((token) => token.lower);
  const first = words.filter((word) => FIRST.test(word));
  const url = /https?:\/\/|www\./u.test(text);
  const asksMark = text.includes('?');
  const headline = url && brand?.addressed !== true && first.length === 0 && !asksMark && !/^\s*\.?@/u.test(text);
  return {
    summons: !shared && brandHandle,
    direct: !shared && (direct || brand?.addressed === true),
    toPerson,
    own: SIGNED.test(text),
    namesBrand:
      brand?.addressed === true || (names.length > 0 ? names.some((name) => lower.includes(name)) : BUSINESS.test(text) || brandHandle),
    onBrandPage: pageOfBrand || greets,
    elsewhere: reply && !pageOfBrand && head !== null,
    shared,
    news: NEWS.test(text) || headline,
    ticker: TICKER.test(text),
    advert: ADVERT.test(text),
    first: first.length,
    second: SECOND.test(text),
    politely: POLITELY.test(text),
    present: PRESENT.test(text),
    asks:
      asksMark ||
      /\b(?:warum|wieso|weshalb|wann|wie lange|wie komme|wo (?:kann|finde|ist|bleibt)|kann (?:ich|man)|könnt ihr|können sie|gibt es|gibt's|gibts|weiß jemand|wer kann|brauche hilfe|hilfe|kurze frage|eine frage|wollte (?:nur )?fragen|how (?:do|can|long)|when will|can (?:i|you)|please help)\b/iu.test(
        text,
      ),
    words: words.length,
    evidence: [...new Set([...handles.slice(0, 1).map((handle) => `@${handle}`), ...first.slice(0, 2)])],
  };
}
