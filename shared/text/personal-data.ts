import { ibanAtStart, isCardNumber } from './iban.ts';
import { findUrls } from './urls.ts';

export type PersonalKind =
  | 'email'
  | 'phone'
  | 'iban'
  | 'card'
  | 'address'
  | 'birthdate'
  | 'customerNumber'
  | 'orderNumber'
  | 'identity'
  | 'secret';

/** One piece of personal data, by UTF-16 index; `end` is exclusive. */
export interface PersonalData {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly confidence: number;
}

/** A brand's own form of number, as set up by its admin: customer, contract or order. `pattern` is a regular expression without flags. */
export interface NumberPattern {
  readonly kind: 'customerNumber' | 'orderNumber';
  readonly pattern: string;
}

interface Finder {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  readonly confidence: number;
  /** Which group holds the data; the whole match without one. */
  readonly group?: number;
  /** What may stand before the data within the match and is none of it. */
  readonly trim?: RegExp;
  readonly accept?: (found: string, text: string, start: number) => boolean;
}

const LABEL_END = '(?:\\s*(?:\\.|:|=|#|ist(?:\\sdie)?|hat die|lautet|wäre|war|is|-|–|\\(|nr\\.?|nummer|no\\.?)){0,3}\\s*';
const CUSTOMER =
  'kunden?-?\\s?(?:nummer|nr|id|konto|kennung)|kd\\.?-?\\s?(?:nr|nummer|id)|kdnr|kundin nummer|vertrags?-?\\s?(?:nummer|nr|konto|kontonummer)|vertragskonto|mitglieds?-?\\s?(?:nummer|nr)|mitgliedsnummer|versicherungs?-?\\s?(?:nummer|nr|schein(?:nummer)?)|versichertennummer|sozialversicherungsnummer|zähler-?\\s?(?:nummer|nr)|bahncard-?\\s?(?:nummer|nr)|abo-?\\s?(?:nummer|nr)|konto-?\\s?(?:nummer|nr)|teilnehmernummer|anschlusskennung|zugangsnummer|benutzerkennung|customer (?:number|no|id)|account (?:number|no|id)|contract (?:number|no)|member(?:ship)? (?:number|no|id)|kundennr|vertragsnr|policen?-?\\s?(?:nummer|nr)|kund(?:e|in)|vertrag|zähler|mitglied|police|versichertenkarte|kundenkarte|bahncard|gerätenummer|depot(?:nummer)?|kundenkto\\.?|k-?nr';
const ORDER =
  'bestell-?\\s?(?:nummer|nr|id)|bestellnr|auftrags?-?\\s?(?:nummer|nr|id)|auftragsnr|buchungs?-?\\s?(?:nummer|nr|code)|rechnungs?-?\\s?(?:nummer|nr)|sendungs?-?\\s?(?:nummer|nr|verfolgungsnummer)|sendungsverfolgungsnummer|paket-?\\s?(?:nummer|nr)|tracking-?\\s?(?:nummer|nr|id|number|code)|reservierungs?-?\\s?(?:nummer|code|nr)|retouren-?\\s?(?:nummer|nr)|order (?:number|no|id)|booking (?:number|reference|code)|invoice (?:number|no)|tracking (?:number|no)|auftrag|bestellung|sendung|order|rechnung|buchung|reservierung|retoure|reklamation|bestell-?nr|lieferschein(?:nummer)?|lieferung|paket|invoice|booking';
const VALUE = '((?:[a-z]{1,2}\\s(?=\\d{3,}))?[a-z]{0,4}[-/]?\\d[\\w]*(?:[-/. ]?\\d[\\w]*){0,6})';

const MONTH =
  '(?:jan(?:uar)?|feb(?:ruar)?|mär(?:z)?|maerz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?|january|february|march|may|june|july|october|december)';
const DATE = `(?:\\d{1,2}\\s?[./-]\\s?\\d{1,2}\\s?[./-]\\s?(?:19|20)?\\d{2}|\\d{1,2}\\.?\\s?${MONTH}\\.?,?\\s(?:19|20)?\\d{2}|(?:19|20)\\d{2}-\\d{2}-\\d{2}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\\d{2})`;
const STREET_NAME = '(?:\\p{Lu}[\\p{L}-]*\\.?\\s){0,3}';
const STREET_END =
  '(?:straße|strasse|str\\.|str|weg|allee|platz|gasse|ring|damm|ufer|chaussee|steig|stieg|pfad|promenade|hof|markt|graben|berg|wall|kamp|garten|winkel|zeile|steg|brücke|tor|bogen|park|höhe|feld|busch|rain|anger|twiete|redder|kai)';
const HOUSE =
  '\\d{1,3}\\s?[a-hA-H]?(?:\\s?[-/]\\s?\\d{1,3}\\s?[a-hA-H]?)?(?![\\d.,:]*\\d|\\p{L}|\\s?(?:%|€|Euro|Uhr|min|Minuten|km|Meter|h\\b|Tage|Personen|Leute|x\\b))';

const FINDERS: readonly Finder[] = [
  {
    kind: 'email',
    confidence: 0.99,
    pattern:
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}(?:\s?(?:@|\(at\)|\[at\]|\{at\})\s?|\sat\s(?=[\p{L}\p{N}-]{1,63}\s(?:punkt|dot)\s))[\p{L}\p{N}-]{1,63}(?:(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?|\s?\(punkt\)\s?|\s(?:punkt|dot)\s)[\p{L}\p{N}-]{1,63}){0,4}(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?|\s?\(punkt\)\s?|\s(?:punkt|dot)\s)[\p{L}]{2,12}(?![\p{L}\p{N}])/giu,
  },
  { kind: 'iban', confidence: 0.99, pattern: /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{1,4}){3,9}/giu },
  {
    kind: 'card',
    confidence: 0.97,
    pattern: /(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)|(?<!\d)3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?!\d)/gu,
    accept: isCardNumber,
  },
  {
    kind: 'birthdate',
    confidence: 0.97,
    group: 1,
    pattern: new RegExp(
      `(?:geb(?:urts?)?\\.?-?\\s?(?:datum|tag|dat)|\\bgeb\\.?|geboren|gebdat|jahrgang|date of birth|dob|born|birth ?day)(?:\\s(?:am|bin|ist|on|der|vom|is|war|von|mir|meiner|meines|tochter|sohn|frau|mann|ich)){0,4}\\s?[:.,]?\\s?(?:am\\s)?(${DATE})`,
      'giu',
    ),
  },
  {
    kind: 'birthdate',
    confidence: 0.8,
    group: 1,
    pattern:
      /(?:meine daten|name|versicherte[rn]?|patient(?:in)?)[^\n.\d]{0,50}?[,:]?\s(\d{1,2}\.\s?\d{1,2}\.\s?(?:19\d\d|200\d))(?!\d)/giu,
  },
  { kind: 'birthdate', confidence: 0.95, group: 1, pattern: new RegExp(`(${DATE})\\s(?:geboren|born)\\b`, 'giu') },
  { kind: 'birthdate', confidence: 0.8, group: 1, pattern: /(?:^|[\s(])\*\s?(\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2})/gu },
  {
    kind: 'identity',
    confidence: 0.95,
    group: 1,
    pattern:
      /(?:personalausweis|perso|ausweis|reisepass|pass|führerschein|steuer-?id|steueridentifikations|steuer|id card|passport)-?\s?(?:nummer|nr\.?|id|no\.?|number|identifikationsnummer)?\s*(?:ist|lautet|:|is)?\s*([A-Z0-9]{9,11}|\d{2} ?\d{3} ?\d{3} ?\d{3})(?![\p{L}\p{N}])/giu,
    accept: (found) => /\d{2}/u.test(found) && /\d.*\d.*\d/u.test(found),
  },
  {
    kind: 'secret',
    confidence: 0.97,
    group: 1,
    pattern:
      /(?:passwort|kennwort|password|passwd|pin|puk|tan|cvc|cvv|kundenkennwort|servicekennwort|sicherheitscode)(?:-?code|-?nummer)?\s*(?:ist|lautet|:|=|is|war)\s*["„“'»]?([^\s"“”'«,;]{3,30})/giu,
    accept: (found) => /\d/u.test(found) || /[^\p{L}.!?]/u.test(found) || /^[A-ZÄÖÜ][\p{L}]+\d/u.test(found),
  },
  {
    kind: 'secret',
    confidence: 0.9,
    group: 1,
    pattern: /(?<![\p{L}\p{N}])(?:pin|puk|tan|cvc|cvv)(?:-?code|-?nummer)?\s(\d{3,8})(?![\d.,:]*\d|\s?(?:€|Euro|Uhr|mal|x\b|Versuche))/giu,
  },
  {
    kind: 'customerNumber',
    confidence: 0.97,
    group: 1,
    pattern: new RegExp(`(?<![\\p{L}])(?:${CUSTOMER})${LABEL_END}${VALUE}`, 'giu'),
    accept: isNumberEnough,
  },
  {
    kind: 'customerNumber',
    confidence: 0.85,
    group: 1,
    pattern: new RegExp(
      `(?<![\\p{L}])(?:meine|unsere|deren|ihre)\\s(?:nr\\.?|nummer)(?:\\sbei\\s(?:euch|ihnen|dir))?${LABEL_END}${VALUE}`,
      'giu',
    ),
    // "meine Nummer 0171 …" is a telephone.
    accept: (found, text, start) => !/^[0+(]/u.test(found) && isNumberEnough(found, text, start),
  },
  {
    kind: 'orderNumber',
    confidence: 0.95,
    group: 1,
    pattern: new RegExp(`(?<![\\p{L}])(?:${ORDER})${LABEL_END}${VALUE}`, 'giu'),
    accept: isNumberEnough,
  },
  {
    kind: 'orderNumber',
    confidence: 0.93,
    group: 1,
    pattern:
      /(?:(?:[Bb]uchungs-?|[Rr]eservierungs-?|[Bb]ooking )\s?(?:code|nummer|nr\.?|reference)|\b[Bb]uchung|\b[Rr]eservierung|\bPNR)\s*(?:ist|lautet|:|is)?\s*([A-Z0-9]{6})(?![\p{L}\p{N}])/gu,
    accept: (found) => /\d/u.test(found) && /[A-Z]/u.test(found),
  },
  {
    kind: 'address',
    confidence: 0.95,
    pattern: new RegExp(
      `(?<![\\p{L}])(?<!\\p{L}-)(?:${STREET_NAME}(?:(?:\\p{Lu}[\\p{L}]*-){0,3}\\p{Lu}[\\p{L}]*-?)?(?:${STREET_END}|${cap(STREET_END)})|(?:Am|An der|An den|Im|In der|In den|Auf der|Auf dem|Zum|Zur|Unter den|Hinter der|Hinter dem|Alte[rn]?|Neue[rn]?)\\s\\p{Lu}[\\p{L}-]+)\\s?${HOUSE}(?:,?\\s?(?:in\\s)?\\d{5}(?:\\s\\p{Lu}[\\p{L}-]+)?|,\\s(?:A-|CH-)?\\d{4}\\s\\p{Lu}[\\p{L}-]+)?`,
      'gu',
    ),
    accept: isStreet,
    trim: /^(?:(?:Liefer|Rechnungs|Post|Wohn)?[Aa]dresse|Anschrift|Haus|Anschluss|Wohnhaft|Wohnort|Straße|Strasse|Familie|Fam\.|Herr|Frau|Wir|Ich|Bin|Hier|Bei)\s/u,
  },
  {
    kind: 'address',
    confidence: 0.95,
    pattern: /(?<![\p{L}\d])\p{Lu}[\p{L}-]{2,}(?:\s\p{Lu}[\p{L}-]+)?\s\d{1,3}\s?[a-h]?,?\s(?:in\s)?(?:D-)?\d{5}\s\p{Lu}[\p{L}-]{2,}/gu,
    accept: (found) => !/^(?:Gleis|Linie|Bus|Tram|Zug|RE|RB|IC|ICE|Wagen|Seite|Tarif|Version|Router|Model+|Uhr)\s/u.test(found),
  },
  {
    kind: 'address',
    confidence: 0.85,
    pattern:
      /(?<![\p{L}\d])(?:PLZ:?\s?)?(?:0[1-9]|[1-9]\d)\d{3}\s(?:Bad\s|Sankt\s|St\.\s)?\p{Lu}\p{Ll}{2,}(?:[- ](?:am|an der|im|ob der|\p{Lu}[\p{L}]+))?/gu,
    accept: (found, text, start) => isTown(found, text, start),
  },
  {
    kind: 'phone',
    confidence: 0.95,
    pattern:
      /(?<![\p{L}\d€$.,:/-]|#)(?:(?:\+|00)[1-9]\d{0,2}[\s/().-]*(?:\(0\)[\s-]*)?|\(?0[1-9]\d{1,4}\)?[\s/.-]*|0 ?[1-9]\d ?\/ ?|(?<=[Tt]el\.? |[Tt]elefon |[Nn]ummer )0[1-9][\s/-])\d(?:[\s/.()-]{0,2}\d){4,12}(?![\d]|[.,:]\d|\s?(?:€|Euro|%|Uhr|km|MB|GB|ms))/gu,
    accept: isPhone,
  },
];

function cap(list: string): string {
  return list.replace(/(?<=[(|?:])(\p{Ll})/gu, (letter) => letter.toUpperCase());
}

const TAKEN_BEFORE: readonly PersonalKind[] = [
  'email',
  'iban',
  'card',
  'birthdate',
  'identity',
  'secret',
  'customerNumber',
  'orderNumber',
  'address',
  'phone',
];

/**
 * Personal data standing open in a text, in the order of the text, not overlapping: e-mail, phone, IBAN and card by checksum, postal address,
 * date of birth, customer and order numbers by their name or a brand's pattern, identity papers, secrets. Prices, times, models are none.
 */
export function findPersonalData(text: string, patterns: readonly NumberPattern[] = []): readonly PersonalData[] {
  if (!/[\d@]|\bat\b|wort|word/iu.test(text)) return [];
  const urls = findUrls(text);
  const found: PersonalData[] = [];
  const claim = (kind: PersonalKind, start: number, value: string, confidence: number): void => {
    const end = start + value.length;
    if (found.some((one) => start < one.end && one.start < end)) return;
    if (kind !== 'email' && urls.some((url) => start >= url.start && start < url.end)) return;
    found.push({ kind, start, end, text: value, confidence });
  };
  for (const one of patterns) {
    for (const match of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${one.pattern})(?![\\p{L}\\p{N}])`, 'gu')))
      claim(one.kind, match.index, match[0], 0.98);
  }
  for (const finder of FINDERS) {
    for (const match of text.matchAll(finder.pattern)) {
      const whole = (finder.group === undefined ? match[0] : (match[finder.group] ?? '')).replace(/[\s.,;:/-]+$/u, '');
      const value = finder.trim === undefined ? whole : whole.replace(finder.trim, '');
      const start =
        (finder.group === undefined ? match.index : match.index + match[0].lastIndexOf(match[finder.group] ?? '')) +
        (whole.length - value.length);
      if (finder.kind === 'iban') {
        const iban = ibanAtStart(value);
        if (iban !== undefined) claim('iban', start, iban, 0.99);
        continue;
      }
      if (value === '' || (finder.accept !== undefined && !finder.accept(value, text, start))) continue;
      claim(finder.kind, start, value, finder.confidence);
    }
  }
  return found.toSorted((a, b) => a.start - b.start || TAKEN_BEFORE.indexOf(a.kind) - TAKEN_BEFORE.indexOf(b.kind));
}

/** The text with each piece of personal data shown as a mark of its kind, for logs and previews. */
export function maskPersonalData(text: string, patterns: readonly NumberPattern[] = []): string {
  let out = '';
  let at = 0;
  for (const one of findPersonalData(text, patterns)) {
    out += `${text.slice(at, one.start)}[${one.kind}]`;
    at = one.end;
  }
  return out + text.slice(at);
}

/** A number by name needs five digits, or four with letters; years, amounts, dates and clock times are none. */
function isNumberEnough(found: string, text: string, start: number): boolean {
  const value = found.trim();
  const digits = value.replace(/\D/gu, '').length;
  if (digits < 5 && !(digits >= 4 && /[a-z]/iu.test(value))) return false;
  if (/^\d{1,2}[. ]\s?\d{1,2}[. ]\s?(?:\d{2}|\d{4})?$/u.test(value) || /^(?:19|20)\d{2}$/u.test(value)) return false;
  const after = text.slice(start + found.length, start + found.length + 8);
  const before = text.slice(Math.max(0, start - 4), start);
  if (/^\s?(?:€|euro|eur\b|uhr|%|,-|cent)/iu.test(after) || /^[.,]\d/u.test(after) || /€\s?$/u.test(before)) return false;
  return true;
}

const NO_STREET =
  /^(?:Ecke|Kreuzung|Höhe|Richtung|Gleis|Auf Platz|Auf Seite|Auf Gleis|Auf Kanal|Linie|Bus|Tram|Bahnhof|Bahnsteig|Haltestelle|Abschnitt|Am Gleis|Im Wagen|Im Zug|Am Montag|Am Dienstag|Am Mittwoch|Am Donnerstag|Am Freitag|Am Samstag|Am Sonntag|Im Januar|Im Februar|Im März|Im April|Im Mai|Im Juni|Im Juli|Im August|Im September|Im Oktober|Im November|Im Dezember|Zum Preis|Im Tarif|Im ICE|Im IC|Im RE|Im Vertrag|In der Linie|Im Abteil|Im Jahr|Am Tag|Am Bahnsteig|Im Bus|Am Ausgang|Am Terminal|In der S|In der U|In der RB|Zur Stunde|Im Schnitt|Im Paket|In den Wagen|In der Version|Am Schalter|Im Kapitel|Neue Version|Neuer Router|Alte Version|Neues|Zum Tarif|Im Umkreis|Im Alter|Am Platz|In der Klasse|Im Kreis|Im Chat|Im Laden|Neuer Tarif|Neue[rn]? \p{Lu}+\b|Am Automat|Am Schalter|Im Stockwerk|Im Raum|Im Zeitraum|In der Zeit|Am Anfang|In der Woche|Im Monat|Im Minus|Im Plus|Am Gate)(?:en|es|s)?\s/u;
const STATION =
  /\b(?:Bahnhof|Bhf|Hbf|Haltestelle|U-Bahnhof|S-Bahnhof|Station|Hst|Gleis|Linie|Aufzug|Rolltreppe|Filiale|Shop|Store|Laden|Geschäftsstelle|Kundencenter|Servicecenter|Reisezentrum)\b/u;
const OWN =
  /\b(?:wohne?|wohnhaft|meine? (?:adresse|anschrift|straße)|adresse|anschrift|lieferadresse|rechnungsadresse|ich bin|bei mir|mein name|liefern|zugestellt|geschickt|schicken|ziehe|umzug|umgezogen|zu mir|unsere|unser haus|nachbar|anschluss|herr|frau|familie|live at|address)\b/iu;

function isStreet(found: string, text: string, start: number): boolean {
  if (NO_STREET.test(found)) return false;
  if (/^(?:Weg|Platz|Hof|Markt|Ring|Tor|Park|Berg|Feld|Wall|Steig|Kai|Bogen|Brücke|Garten)\s?\d/u.test(found)) return false;
  if (
    /(?:[Bb]ahnhof|Hauptbahnhof|Flughafen|Bauernhof|Friedhof|[Ss]tellplatz|[Pp]arkplatz|[Ss]itzplatz|[Aa]rbeitsplatz|[Ll]iegeplatz|[Mm]otor|[Mm]onitor|[Rr]epeater|[Aa]bfahrt|[Vv]ertrag|[Tt]estfeld|[Bb]ahnsteig|[Ss]portplatz|[Bb]etrag|[Ee]intrag|[Vv]orrat|[Aa]nstieg|[Uu]mstieg|[Ee]instieg|[Aa]usstieg|[Rr]ückweg|[Hh]inweg|[Uu]mweg|[Aa]rbeitsweg|[Ss]chulweg|[Gg]ewerbepark|[Ff]reizeitpark|[Ff]uhrpark)\s?\d/u.test(
      found,
    )
  )
    return false;
  if (
    /^(?:Am|Im|Zum|Zur|In|An|Auf|Unter|Hinter|Alte|Neue)/u.test(found) &&
    !/\d{5}\s?\p{Lu}|(?:straße|strasse|str\.?|weg|allee|platz|gasse|ring|ufer)\s?\d/iu.test(found)
  ) {
    return OWN.test(text) && !STATION.test(text.slice(Math.max(0, start - 40), start));
  }
  if (STATION.test(found)) return false;
  // "Am Marktplatz 4 Ampeln kaputt": the number counts what follows.
  if (!/\d{4}/u.test(found) && /^\s\p{Lu}\p{Ll}+(?:en|er|el|e|n|s)\b/u.test(text.slice(start + found.length)) && !OWN.test(text))
    return false;
  // A house that stands for a stop or a shop is nobody's home.
  const near = text.slice(Math.max(0, start - 34), start);
  if (/\b(?:[Ee]cke|[Kk]reuzung|[Hh]öhe|[Rr]ichtung)\s$/u.test(near)) return false;
  if (/\d{5}/u.test(found)) return !/\b(?:Filiale|Shop|Store|Kundencenter|Servicecenter|Reisezentrum|Geschäftsstelle)\b/u.test(near);
  return !STATION.test(near) || OWN.test(near);
}

function isTown(found: string, text: string, start: number): boolean {
  const town = found.replace(/^(?:PLZ:?\s?)?\d{5}\s/u, '');
  if (
    /^(?:Euro|EUR|Kunden|Menschen|Leute|Mal|Fans|Follower|Zuschauer|Personen|Mitarbeiter|Haushalte|Nutzer|Uhr|Stunden|Tage|Minuten|Kilometer|Meter|Punkte|Schritte|Einwohner|Unterschriften|Stimmen|Besucher|Fahrgäste|Pendler|Teilnehmer|Zeichen|Aufrufe|Likes|Bahn|Züge|Jahre|Exemplare|Tickets|Beschwerden|Anrufe|Meldungen|Dollar|Franken|Anschlüsse|Geräte|Reisende|Downloads|Bewertungen|Schüler|Studenten|Soldaten|Flüchtlinge|Liter|Watt|Volt|Kalorien|Bäume|Wohnungen|Arbeitsplätze|Stellen|Städte|Gäste|Bürger|Kinder|Frauen|Männer|Tonnen|Quadratmeter|Bestellungen|Pakete|Mails|Nachrichten|Tweets|Abonnenten|Mbit|Kbit|Megabit|Stück|Wörter|Seiten|Höhenmeter|Autos|Fahrzeuge|Fälle|Tote|Infizierte|Läufer|Plätze|Patienten|Mitglieder|Aktien|Prozent)/u.test(
      town,
    )
  )
    return false;
  if (/(?:kunden|leute|nutzer|gäste|menschen|anschlüsse|haushalte|mitarbeiter)$/iu.test(town)) return false;
  const before = text.slice(Math.max(0, start - 24), start);
  // "In 80331 München geht nichts": a district, unless the writer lives there.
  if (/(?:^|\s)(?:in|nach|um|für|raum|gebiet|region|und|oder|auch|umkreis(?: von)?)\s$/iu.test(before) && !OWN.test(text)) return false;
  if (
    /(?:rund|etwa|über|fast|knapp|mehr als|circa|ca\.|insgesamt|bis zu|wegen|code|fehler|version|modell|nr\.?|nummer|zug|ic|ice|re|rb)\s$/iu.test(
      before,
    )
  )
    return false;
  return !/\b(?:Filiale|Shop|Store|Bahnhof)\b/u.test(before);
}

const PHONE_LABEL =
  /(?<!\p{L})(?:tel|telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|rufnummer|nummer|phone|call me|mobile|whatsapp|anrufen|erreichbar|erreichen|ruf|rückruf|festnetz|durchwahl|unter|fon)\W{0,3}(?:(?:ist|lautet|an|is|mich|auf|der|die|meine|unter|an)\W{1,2}){0,3}$/iu;
const NO_PHONE_BEFORE =
  /(?:fehler(?:code|nummer)?|error|code|ticket(?:nummer|nr\.?)?|(?:zähler)?stand|fall(?:nummer|-?nr\.?)|rma|vorgang(?:snummer|s-?nr\.?)?|seriennummer|serien-?nr\.?|artikel(?:nummer|-?nr\.?)?|modell|model|version|firmware|sn|imei|mac|isbn|ean|wkn|aktenzeichen|az\.?|referenz|ref\.?|ip|wagen|wagennummer|zug(?:nummer)?|baureihe|br|fahrzeug(?:nummer)?|hotline(?:nummer)?|servicenummer|service-nummer|kundenhotline|plz|konto|störungsnummer|bus|linie|preis)\W{0,3}(?:(?:ist|lautet|unter|der|die|von)\W{1,2}){0,2}$/iu;

/** Grouped like a phone number and as long as one; a plain string of digits needs a mobile's beginning or a word that says so. */
function isPhone(found: string, text: string, start: number): boolean {
  const digits = found.replace(/\D/gu, '');
  if (digits.length < 7 || digits.length > 15) return false;
  const before = text.slice(Math.max(0, start - 40), start);
  if (NO_PHONE_BEFORE.test(before) || /[A-Z]{2}\d{2}[ \d]*$/u.test(before)) return false;
  // Dates, clock times and free numbers everybody may call are nobody's phone.
  if (/^0?\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)?\d{2}$/u.test(found) || /^\d{2}[.:]\d{2}\s?[-–]\s?\d{2}[.:]\d{2}$/u.test(found))
    return false;
  if (/^(?:\(?0\)?|(?:\+49|0049)[\s/(-]*(?:\(0\))?[\s-]*)(?:800|180|900|137|700|32\b|11[0-9]\b|1806|1805)/u.test(found)) return false;
  if (/^\d{1,2}[.\s-]\d{1,2}[.\s-]\d{4}\b/u.test(found)) return false;
  // A house's exchange is nobody's own line.
  if (/\D0$/u.test(found) && /-\s?0$/u.test(found)) return false;
  const labelled = PHONE_LABEL.test(before);
  if (labelled) return true;
  if (/^(?:\+|00[1-9])/u.test(found)) return digits.length >= 9;
  if (/^\(?01[567]\d/u.test(found)) return digits.length >= 10 && digits.length <= 13;
  const grouped = /^\(?0\d{1,4}\)?\s?[\s/.-]\s?\d/u.test(found);
  return grouped && digits.length >= 8 && !/\d\.\d{3}\b/u.test(found) && !/^\d{2}\.\d{2}/u.test(found);
}
