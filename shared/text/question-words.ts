// Words that make two questions the same in other words, and words that say nothing about what is asked. By general knowledge of German and
// English service talk; stems match the beginning of a word.

/** Every line is one meaning. */
const MEANINGS = `
kündig storno stornier annullier cancel
rechnung abrechn abbuch invoice bill betrag
kaputt defekt gestört störung ausfall ausgefall geht_nicht broken fault outage
internet netz wlan wifi leitung dsl anschluss verbindung
handy telefon smartphone mobil phone
router fritzbox modem speedport
liefer versand versend zustell sendung paket deliver delivery shipping arriv ankomm angekommen
bestell order kauf besorg buch purchase reservier
bezahl zahl pay payment überweis transfer
geld erstatt refund zurückerhalt rückzahl entschädig gutschrift
passwort kennwort password login anmeld einlogg passcode pin
verspät später delay verzögert warten warte pending
zug bahn ice train
karte card kreditkarte
öffn start beginn anfang begonn aufmach launch open stattfind
schließ beend stopp abbrech anhalt stop aufhör schluss
spiel abspiel wiedergeb hör play anhör wiedergabe laufen_lass
musik song lied lieder songs track titel melodie music
wecker alarm weck
erinner erinnerung mahnung benachrichtig notification reminder bescheid
termin besprech meeting treffen ereignis veranstalt event kalendereintrag kalender terminplan
lösch entfern streich remove delete
hinzufüg füg ergänz eintrag add setz aufnehm
licht beleucht lampe lichter light hell
leis stumm mute ruhig
laut lauter lautstärke volume
recherch search ermittl
zeig anzeig nenn erzähl mitteil inform erklär beschreib tell show vorles lies lese lesen teil find finde suche such befind nachschau nachschlag google abruf wissen detail
nachricht neuigkeit schlagzeile news meldung bericht
wetter wetterlage temperatur regen regn vorhersage weather grad warm kalt
essen restaurant mahlzeit lebensmittel gericht food
liste listen list checkliste einkaufsliste
mail email e-mail e-mails posteingang mails
schreib verfass send schick antwort write reply
twitter tweet tweete post poste facebook retweet
taxi uber fahrdienst cab
fahrkarte ticket zugticket fahrschein bahnticket
film filme kino movie
hörbuch audiobuch audible buch
radio sender fm frequenz radiosender
einstell stell änder wechsl wechsel umstell anpass change
ein_schalt einschalt anmach aktivier anschalt turn_on
ausschalt ausmach deaktivier abschalt abstell turn_off
hilf helf unterstütz help assist
danke dank thanks thank schätz
falsch fehler irr vermasselt wrong
toll super großartig fantastisch erstaunlich ausgezeichnet klasse gut
wiederhol nochmal erneut repeat again noch_einmal
zeit uhrzeit spät time uhr
verkehr stau traffic
rezept koch zubereit recipe zubereitung
lieblings favorit bevorzugt favourite favorite beliebt mag
beschwer reklam complain beschwerde
welt international global
geburtstag geboren born birthday
anzieh trag tragen anhab
laden geschäft shop store einkaufszentrum läden
nächst kommend folgend bevorstehend next anstehend
neuest aktuell jüngst letzt latest heutig
kosten preis kostet teuer price fee gebühr cost
prüf check kontrollier überprüf status stand verify
mitarbeiter dienst kundendienst kundenservice service hotline support
mach tu erledig erstell anleg erzeug richte create
saug reinig putz staubsauger sauber
kaffee kaffeemaschine cappuccino espresso
witz witze joke lustig
aktie aktien börse kurs stock
wechselkurs umrechn tauschkurs exchange
bedeut bedeutung sinn definition meaning heißt
sänger künstler interpret band singer artist
fahrplan zugzeiten abfahr abfahrt abfährt abfahrtszeit ankunftszeit schedule timetable
vorhab geplant plan pläne planung aufgabe aufgaben todo vorhaben
stress anstreng müd erschöpf
speicher sicher sichern save merk
kontostand guthaben saldo balance
vertrag tarif abo contract subscription
zähler zählerstand strom energie meter
adresse anschrift umzug umzieh umgezogen address
techniker monteur installateur technician
wohn wohnt lebt zuhause haus wohnung home
schnell geschwind tempo speed bandbreite langsam
kündigungsfrist frist laufzeit
sitzplatz platz reservierung seat
gepäck koffer tasche luggage
fundbüro verlor verloren lost vergess
fahrrad rad bike
hund tier haustier pet dog
nahe nähe umgebung umkreis nearby örtlich lokal
arbeit job büro
`;

const STOP =
  "der die das den dem des ein eine einen einem einer eines und oder aber ich mich mir mein meine meinen meinem meiner du dich dir dein deine sie ihnen ihr ihre wir uns unser es er man ist sind bin war wird werden würde wurde habe hat haben hatte kann kannst können könnten könntest könnt darf dürfte soll sollte muss möchte mag will wollen lass lassen bitte gerne mal doch denn auch noch schon so wie was wer welche welcher welches welchen wo wann warum für von vom im in am an auf aus bei mit nach über um zu zum zur als dass ob wenn nicht1 hey hallo hi olly pda alexa siri google1 ok okay jetzt gerade heute1 etwas alles irgendwelche irgendein einfach sofort bitte danke1 gibt geben gib sagen sag sich da hier dieses diesen dieser diese dies jeder jede sehr the a an i my me you your is are was be to of for on in at it do does did can could would will how what why when where which please have has had with this that there from by and or if am just so get been not1 them their they we our us im ive about need want viel hoch nein ja uhh uh ups äh hmm verdammt nö werd werde hatte hatten wäre wären war sei sein gewesen nur statt1 lauten lautet wozu wonach darum gibt's gibts wieviel ca gewünscht bestimmte bestimmten schon alle aller ab ein auch würd hätte tun tut leid dafür daran daraus davon damit ihnen irgendwas irgendwelchen gerne vielleicht eigentlich wirklich brauche brauch".replace(
    /\p{L}+1 ?/gu,
    '',
  );

const stop = new Set(STOP.split(/\s+/u));
const stems: [string, string][] = [];
MEANINGS.trim()
  .split('\n')
  .forEach((line, i) => {
    for (const stem of line.split(' ')) stems.push([stem, `§${i}`]);
  });
stems.sort((a, b) => b[0].length - a[0].length);
const byStart = new Map<string, [string, string][]>();
for (const entry of stems) {
  const key = entry[0].slice(0, 2);
  byStart.set(key, [...(byStart.get(key) ?? []), entry]);
}

export function isStopWord(word: string): boolean {
  return stop.has(word);
}

/** The meaning of a word: a group's name where a stem fits (short ones only whole, give or take an ending), else its stem. */
export function meaningOf(word: string): string {
  for (const [stem, name] of byStart.get(word.slice(0, 2)) ?? []) {
    if (
      word === stem ||
      (stem.length >= 4 && word.startsWith(stem) && word.length <= stem.length + 6) ||
      (stem.length === 3 && word.startsWith(stem) && word.length <= 6)
    )
      return name;
  }
  return stemOf(word);
}

const LIGHT_WORDS = [
  'zeig',
  'erstell',
  'einstell',
  'neuest',
  'nächst',
  'hinzufüg',
  'mach',
  'hilf',
  'prüf',
  'toll',
  'bestell',
  'öffn',
  'abspiel',
];
const lightGroups = new Set(LIGHT_WORDS.map((word) => meaningOf(word)));

/** How much a meaning weighs: verbs of showing, making and opening say less than what is shown, made or opened. */
export function weightOf(meaning: string): number {
  if (lightGroups.has(meaning)) return 0.45;
  return /^(?:heut|morg|aktuell|neu|gut|best|diese?|all|wort|ganz|recht|einmal|wied)$/u.test(meaning) ? 0.45 : 1;
}

/** The meanings of a word; a compound has those of its parts ("Börsennachrichten": stock, news). */
export function meaningsOf(word: string): readonly string[] {
  if (word.includes('-'))
    return word
      .split('-')
      .filter((part) => part.length > 1)
      .flatMap((part) => meaningsOf(part));
  const whole = meaningOf(word);
  if (whole.startsWith('§') || word.length < 8) return [whole];
  for (let at = 3; at <= word.length - 4; at += 1) {
    const last = meaningOf(word.slice(at));
    if (!last.startsWith('§') || word.slice(at).length < 4) continue;
    return [meaningOf(word.slice(0, at).replace(/(?<=\p{L}{3})(?:s|n|en)$/u, '')), last];
  }
  return [whole];
}

const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:erhöh|lauter|heller|mehr|aufdreh|höher|increase|louder|raise)/u,
    /^(?:verringer|reduzier|leiser|dunkler|weniger|senk|niedriger|decrease|lower|dimm)/u,
  ],
  [
    /^(?:ein|an|einschalt|anmach|aktivier|anschalt|on|enable)(?:en|e)?$/u,
    /^(?:aus|ab|ausschalt|ausmach|deaktivier|abschalt|off|disable|stumm)(?:en|e)?$/u,
  ],
  [/^(?:öffn|start|beginn|open)/u, /^(?:schließ|stopp|beend|close|end)/u],
  [/^(?:hinzufüg|füg|add|erstell|eintrag)/u, /^(?:lösch|entfern|remove|delete)/u],
  [/^(?:anzeig|zeig|les|lies)/u, /^(?:lösch|anhör|hör|erstell|schreib|send)/u],
  [/^(?:laut|lauter|heller|wärmer|schneller|mehr)$/u, /^(?:aus|ausschalten|stumm|leise|leiser|dunkler|kälter|langsamer|weniger)$/u],
  [/^(?:kauf|bestell|buch)/u, /^(?:stornier|kündig|cancel|rückgab|zurückgeb)/u],
  [/^(?:einzahl|gutschrift|eingang|deposit|top)/u, /^(?:auszahl|abbuch|abheb|withdraw)/u],
];

/** True when one text raises, switches on, opens or adds what the other lowers, switches off, closes or removes. */
export function areOpposed(a: readonly string[], b: readonly string[]): boolean {
  return OPPOSITES.some(([up, down]) => {
    const [aUp, aDown, bUp, bDown] = [
      a.some((w) => up.test(w)),
      a.some((w) => down.test(w)),
      b.some((w) => up.test(w)),
      b.some((w) => down.test(w)),
    ];
    return (aUp && !aDown && bDown && !bUp) || (aDown && !aUp && bUp && !bDown);
  });
}

/** A light stemmer for German and English. */
export function stemOf(word: string): string {
  let out = word.replace(/ä/gu, 'a').replace(/ö/gu, 'o').replace(/ü/gu, 'u').replace(/ß/gu, 'ss');
  if (out.length > 5) out = out.replace(/(?:ungen|ung|heit|keit|lich|isch|ern|em|en|er|es|est|st|ing|ed|ly|s|e|n|t)$/u, '');
  else if (out.length > 3) out = out.replace(/(?:en|er|es|e|n|s)$/u, '');
  return out.length > 5 ? out.replace(/(?:e|er|en|n|t)$/u, '') : out;
}
