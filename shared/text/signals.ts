/** What must not be missed in a message, beside its kind. Each finding carries the words it rests on. */
export type SignalKind = 'danger' | 'outage' | 'threatToCancel' | 'praise';
export type SpecialMail = 'press' | 'lawyer' | 'regulator' | 'police' | 'privacyRequest' | 'cancellation' | 'withdrawal';

export interface Signal<K extends string> {
  readonly kind: K;
  readonly confidence: number;
  readonly evidence: readonly string[];
}

interface Rule<K extends string> {
  readonly kind: K;
  readonly pattern: RegExp;
  readonly confidence: number;
  /** When this is found as well, the rule says nothing. */
  readonly unless?: RegExp;
}

const NOT_SELF = /\b(?:film|serie|spiel|song|lied|buch|theaterstück|lache|lachen|spaß|witz|zum sterben schön|todmüde)\b/iu;

const SIGNALS: readonly Rule<SignalKind>[] = [
  {
    kind: 'danger',
    confidence: 0.97,
    pattern:
      /\b(?:bring(?:e|en)? mich (?:jetzt |noch |selbst )?um|umbringen|(?:will|möchte|mag|kann) nicht mehr (?:leben|da sein|weiterleben)|nicht mehr leben (?:will|möchte|wollen)|selbst(?:mord|tötung)|suizid\p{L}*|mir das leben nehmen|mich umzubringen|leben (?:ein|zu) ende(?: setzen| machen)?|spring(?:e)? (?:gleich |jetzt )?(?:von der brücke|vor (?:den|einen|die) (?:zug|bahn))|vor (?:den|einen|die) (?:zug|bahn) (?:werfen|springen|stürzen)|alles keinen sinn mehr|ritze? mich|abschiedsbrief|kill myself|suicid\p{L}*|end my life|want to die|(?:will|möchte) (?:nur noch |einfach )?sterben)\b/iu,
    unless: NOT_SELF,
  },
  {
    kind: 'danger',
    confidence: 0.95,
    pattern:
      /\b(?:(?:ich |werde |ich werd )?(?:bring(?:e)? (?:euch|sie|dich|ihn|den|die)(?: \p{L}+){0,3} um|stech(?:e)? (?:euch|sie|dich|ihn)(?: \p{L}+){0,2} ab|erschieß(?:e)? (?:euch|sie|dich|ihn)|zünde? (?:euch|euren|den|das)(?: \p{L}+){0,4} an|komme? (?:bei euch|zu euch) (?:vorbei )?mit (?:der|dem|einer|einem) (?:waffe|messer|axt|pistole))|bombendrohung|ich habe eine (?:bombe|waffe)|amok(?:lauf)?)\b/iu,
    unless: NOT_SELF,
  },
  {
    kind: 'danger',
    confidence: 0.93,
    pattern:
      /\b(?:(?:brauche|brauchen|ruft|rufen sie|bitte) (?:dringend |sofort |bitte )*(?:einen |den |einen )?(?:notarzt|krankenwagen|rettungswagen|rettungsdienst|notruf)|notruf (?:geht|funktioniert) nicht|kann (?:keinen|den) notruf|keinen notruf|hausnotruf|herzinfarkt|bewusstlos|atmet nicht|keine luft|stromschlag|es brennt\b|brennt (?:es|im|in der|bei)|gasgeruch|riecht nach gas|rauch (?:im|in der|aus)|eingeklemmt|im aufzug (?:fest|eingesperrt|gefangen|eingeschlossen)|steck(?:e|en|t)? (?:seit \p{L}+ \p{L}+ )?im (?:aufzug|fahrstuhl|lift) fest|person (?:im|auf dem|auf den) gleis\p{L}*|kind (?:allein )?(?:im|auf dem|auf den) gleis\p{L}*|auf den gleisen|liegt (?:am|auf dem) boden|beatmungsgerät|sauerstoffgerät|lebensgefahr|häusliche gewalt|schlägt mich|bedroht mich|werde (?:bedroht|verfolgt|gestalkt)|hilflos am boden|call an ambulance|heart attack)/iu,
    unless: NOT_SELF,
  },
  {
    kind: 'outage',
    confidence: 0.85,
    pattern:
      /\b(?:(?:total|komplett|flächendeckend\p{L}*|bundesweit\p{L}*|großflächig\p{L}*)\s?(?:aus(?:fall|gefallen)|störung|tot|down)|totalausfall|großstörung|netzausfall|stromausfall|(?:kein|null) (?:netz|internet|empfang|strom|wlan|telefon|signal|dsl)|internet (?:ist |schon wieder |wieder |seit \p{L}+ )*(?:weg|tot|down|ausgefallen)|netz (?:ist |schon wieder |wieder )*(?:weg|tot|down|ausgefallen)|alles (?:tot|down|ausgefallen)|ganze (?:straße|stadt|ort|viertel|dorf|haus)(?: \p{L}+){0,3} (?:ohne|kein)|(?:geht|funktioniert|läuft) (?:gar )?nichts mehr|oberleitungs(?:schaden|störung)|stellwerks(?:störung|ausfall)|signalstörung|weichenstörung|strecke (?:ist )?(?:gesperrt|unterbrochen)|app (?:ist )?down|server (?:ist |sind )?down|outage|no (?:signal|internet|service)|service (?:is )?down|nationwide)\b/iu,
  },
  {
    kind: 'threatToCancel',
    confidence: 0.9,
    pattern:
      /\b(?:(?:dann|werde|will|muss|ich|wir)(?: \p{L}+){0,4} kündig(?:e|en)|kündige (?:ich|jetzt|dann|meinen|den|alles|mein)|(?:den |zum |einen )?anbieter(?: \p{L}+){0,2} wechs(?:eln|le)|wechs(?:le|el|eln)(?: \p{L}+){0,3} (?:zur konkurrenz|den anbieter|zu (?:einem )?anderen?|zu (?:vodafone|telekom|o2|1&1|congstar))|zur konkurrenz|(?:ihr |sie )?(?:verliert|verlieren)(?: \p{L}+){0,3} (?:einen |als )?(?:treuen |langjährigen )?kund(?:en|in)|seht mich nie wieder|letzte mal(?: \p{L}+){0,3} (?:kunde|bestellt|gefahren)|bin (?:ich )?(?:dann )?weg\b|ende (?:unserer|der) (?:geschäftsbeziehung|kundschaft)|sonderkündigung\p{L}*|(?:going to|will|gonna) (?:cancel|switch)|i'?m (?:leaving|switching|cancell?ing)|switching to (?:verizon|sprint|att|tmobile)|nie wieder (?:kunde|bei euch|bei ihnen|mit euch|vertrag|telekom|vodafone|o2))\b/iu,
  },
  {
    kind: 'praise',
    confidence: 0.85,
    pattern:
      /\b(?:(?:großes |dickes |riesen|ein |mal ein )?lob (?:an|für)|(?:vielen|herzlichen|tausend|lieben|besten) dank(?: \p{L}+){0,5} (?:für|an)|danke(?: \p{L}+){0,3} für (?:die|den|das|eure|ihre)(?: \p{L}+)? ?(?:schnelle|tolle|super|nette|gute|prompte|kompetente|freundliche)?|(?:super|toller?|top|klasse|spitzen|bester?|genialer?|großartiger?|hervorragender?) ?-?(?:service|team|support|hilfe|beratung|mitarbeiter\p{L}*)|(?:sehr|echt|wirklich|super) (?:nett|freundlich|kompetent|hilfsbereit|zufrieden|schnell geholfen)|ihr seid (?:die besten|super|toll|spitze|klasse)|weiter so|bin begeistert|(?:absolut |sehr |nur zu )empfehl\p{L}+|great (?:service|job|support)|thank you so much|amazing (?:service|support))\b/iu,
    unless: /\b(?:danke für nichts|nicht gerade|leider|aber|trotzdem nicht|ironie|not|haha danke|super service.{0,30}nicht)\b/iu,
  },
];

const SPECIAL: readonly Rule<SpecialMail>[] = [
  {
    kind: 'press',
    confidence: 0.9,
    pattern:
      /\b(?:presseanfrage|pressestelle|pressesprecher\p{L}*|redaktion(?:sschluss)?|(?:ich bin|als|bin) (?:freie[r]? )?(?:journalist|redakteur|reporter)\p{L}*|(?:für|bei) (?:die |den |das |unsere[nr]? )?(?:zeitung|sendung|magazin|recherche|berichterstattung|artikel)(?: \p{L}+){0,6} (?:stellungnahme|interview|zitat|statement)|um (?:eine )?(?:schriftliche )?stellungnahme(?: \p{L}+){0,4} (?:bis|für)|drehanfrage|drehgenehmigung|interviewanfrage|media (?:inquiry|enquiry)|press (?:inquiry|enquiry|office)|request for comment|on deadline)\b/iu,
  },
  {
    kind: 'lawyer',
    confidence: 0.92,
    pattern:
      /\b(?:(?:mein(?:e[nmr]?)?|unser(?:e[nmr]?)?|unter einschaltung|einen|dem|den|zum|vom) (?:rechts)?anw(?:alt|ält\p{L}*)|rechtsanw(?:alt|ält\p{L}*)|anwaltlich\p{L}*|kanzlei|(?:meine[rn]? |unsere[rn]? )mandant\p{L}*|namens und in vollmacht|in vollmacht|rechtliche schritte|klage (?:einreichen|erheben|gegen)|verklag\p{L}+|mahnbescheid|unterlassungs\p{L}+|abmahnung|rechtsschutz\p{L}*|schadensersatz\p{L}*|gerichtlich\p{L}*|vor gericht|my (?:lawyer|attorney)|legal action|law firm|sue you)\b/iu,
  },
  {
    kind: 'regulator',
    confidence: 0.92,
    pattern:
      /\b(?:bundesnetzagentur|bnetza|bafin|eisenbahn-?bundesamt|verbraucherzentrale|verbraucherschutz(?:zentrale)?|schlichtungs(?:stelle|antrag|verfahren)|söp|ombudsmann|ombudsstelle|aufsichtsbehörde|datenschutzbehörde|landesdatenschutz\p{L}*|kartellamt|bundeskartellamt|gewerbeaufsicht|regulierungsbehörde|rtr|bakom|wettbewerbszentrale|marktwächter|ofcom|fcc|better business bureau|bbb complaint)\b/iu,
  },
  {
    kind: 'police',
    confidence: 0.9,
    pattern:
      /\b(?:(?:bundes|landes|kriminal)?polizei(?:inspektion|direktion|präsidium|revier|dienststelle|wache)|kriminalhauptkommissar\p{L}*|kriminal(?:polizei|kommissar\p{L}*)|staatsanwaltschaft|ermittlungsverfahren|strafanzeige|anzeige (?:erstattet|gegen|bei der polizei|erstatten)|auskunftsersuchen|(?:§|paragraph|gemäß §) ?(?:161|163|100[a-z]?) ?stpo|stpo|durchsuchungsbeschluss|richterlicher beschluss|aktenzeichen(?: der)? (?:polizei|staatsanwaltschaft)|bei der polizei (?:gemeldet|angezeigt)|police report|subpoena|law enforcement)\b/iu,
  },
  {
    kind: 'privacyRequest',
    confidence: 0.94,
    pattern:
      /\b(?:art(?:ikel|\.)? ?(?:15|16|17|18|20|21|77) ?(?:abs(?:atz|\.)? ?\d )?(?:der )?ds-?gvo|ds-?gvo|datenauskunft|selbstauskunft|auskunft (?:über|zu) (?:meine|die zu meiner person|alle|sämtliche)(?: \p{L}+){0,4} daten|(?:löschung|löschen sie|löscht|lösche|berichtigung)(?: \p{L}+){0,4} (?:meine[rn]?|aller|alle|sämtliche[rn]?)(?: \p{L}+){0,3} (?:daten|accounts?|konto|kontos)|(?:meine|alle|sämtliche)(?: \p{L}+){0,3} daten (?:zu |bitte )?(?:gelöscht|löschen)|datenschutz(?:beauftragte\p{L}*|anfrage|beschwerde)|welche daten(?: \p{L}+){0,4} (?:gespeichert|speichern|speichert|habt ihr)|widerspr(?:eche|uch)(?: \p{L}+){0,6} (?:werbung|verarbeitung|weitergabe)|recht auf (?:vergessen\p{L}*|löschung|auskunft)|gdpr|data subject|delete my (?:data|account)|right to be forgotten|subject access request)\b/iu,
  },
  {
    kind: 'withdrawal',
    confidence: 0.94,
    pattern:
      /\b(?:widerruf(?:e|s\p{L}*)? (?:ich|hiermit|meinen|den|meine|fristgerecht|des|meiner|meines)|hiermit widerrufe|(?:mache|mach)(?: \p{L}+){0,4} widerrufsrecht(?:s)?(?: \p{L}+)? gebrauch|vom (?:vertrag|kauf) zurück(?:treten|zutreten)|trete(?: \p{L}+){0,5} vom (?:vertrag|kauf) zurück|widerruf (?:meine[sr]|des|der)|(?:erkläre|erklären)(?: \p{L}+){0,3} (?:den )?widerruf|right of withdrawal|withdraw from (?:the|my) contract)\b/iu,
  },
  {
    kind: 'cancellation',
    confidence: 0.93,
    pattern:
      /\b(?:hiermit kündige|kündige (?:ich )?hiermit|kündigung (?:meine[sr]|des|der|zum|unseres)|(?:fristgerecht|fristlos|außerordentlich|ordentlich|zum nächstmöglichen|schriftlich)\p{L}*(?: \p{L}+){0,5} (?:kündig\p{L}+|kündigung)|kündig(?:e|en)(?: \p{L}+){0,6} (?:fristgerecht|fristlos|zum nächstmöglichen|außerordentlich|zum \d)|(?:bestätigen sie|bestätigung|bestätigt)(?: \p{L}+){0,4} kündigung|möchte(?: \p{L}+){0,5} (?:vertrag|abo|tarif|mitgliedschaft|bahncard)(?: \p{L}+){0,3} kündigen|sonderkündigungsrecht|bitte kündigen sie|(?:want|wish|like) to cancel my (?:contract|subscription|account|plan|service)|cancel my (?:contract|subscription|plan) (?:effective|immediately|as of))\b/iu,
  },
];

function run<K extends string>(rules: readonly Rule<K>[], text: string): readonly Signal<K>[] {
  const found = new Map<K, Signal<K>>();
  for (const rule of rules) {
    if (found.has(rule.kind)) continue;
    const match = rule.pattern.exec(text);
    if (match === null || rule.unless?.test(text) === true) continue;
    found.set(rule.kind, { kind: rule.kind, confidence: rule.confidence, evidence: [match[0].trim()] });
  }
  return [...found.values()];
}

/** Danger to a person, outage, threat to cancel, praise. */
export function signalsOf(text: string): readonly Signal<SignalKind>[] {
  return run(SIGNALS, text);
}

/** Letters that go to few people and have clocks of their own. A declared cancellation is no threat. */
export function specialMailOf(text: string): readonly Signal<SpecialMail>[] {
  return run(SPECIAL, text);
}
