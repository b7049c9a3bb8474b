import { findPersonalData } from './personal-data.ts';

export type ContractKind = 'tariff' | 'balance' | 'bankTail' | 'orderStatus' | 'address' | 'birthdate' | 'customerNumber' | 'iban' | 'card' | 'identity';

/** A fact of somebody's contract that a draft tells, by UTF-16 index; `end` is exclusive. */
export interface ContractData {
  readonly kind: ContractKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What is said of this person's own contract, not of a product. */
const YOURS = /(?<!\p{L})(?:ihr(?:e[mnrs]?)?|dein(?:e[mnrs]?)?|eue?re?[mnrs]?|your|bei (?:ihnen|dir|euch)|(?:sie|du|ihr|you) (?:haben|hast|habt|have|zahlen|zahlst|zahlt|pay)|(?:zahlen|zahlst|zahlt|schulden|schuldest) (?:sie|du|ihr)|(?:ihnen|dir|euch)|noch offen|on file|hinterlegt)(?!\p{L})/iu;
const AMOUNT = /(?<![\d.,])(?:(?:€|EUR|£|\$)\s?\d{1,3}(?:[.,]?\d{3})*(?:[.,]\d{2})?|\d{1,3}(?:\.?\d{3})*(?:[.,]\d{2})?\s?(?:€|EUR\b|Euro\b|,-\s?€|£|pounds\b))/giu;
const TARIFF = /(?<!\p{L})(?:\p{L}*tarif\p{L}*|\p{L}*vertr[aä]g\p{L}*|grundgebühr|grundpreis|abschlag\p{L}*|monatlich\p{L}*|im monat|pro monat|paket|option|plan|contract|subscription|monthly|per month|a month)(?!\p{L})/iu;
const BALANCE = /(?<!\p{L})(?:\p{L}*rechnung\p{L}*|guthaben|kontostand|\p{L}*konto|rückstand|mahn\p{L}*|saldo|restbetrag|\p{L}*betrag|forderung\p{L}*|abgebucht|abbuchung|lastschrift|gutschrift|gutgeschrieben|erstattung\p{L}*|nachzahlung|balance|outstanding|invoice|bill|credited|refund(?:ed)?|charged|debited)(?!\p{L})/iu;
const TERM = /(?<!\p{L})(?:(?:vertrag|laufzeit|contract)\p{L}*(?: \p{L}+){0,4} (?:bis|until|am|endet|ends)(?: zum| am| on)? \d{1,2}[./]\s?(?:\d{1,2}[./]|\p{L}+)\s?(?:20)?\d{0,4})/giu;
const BANK_TAIL = /(?<!\p{L})(?:iban|konto(?:nummer|verbindung)?|kreditkarte|karte|bank(?:verbindung|konto)|account|card)(?!\p{L})[^.!?\n\d]{0,60}?(?:endet|endend|endung|endziffern|ziffern|stellen|ending|ends|last|mit|auf|in)[^.!?\n\d]{0,30}(?:\d ?(?:ziffern|stellen|digits)[^.!?\n\d]{0,12})?(\d{2,6})(?![\d,.€%]|\s?(?:euro|€|uhr|tage))/giu;
const MASKED = /(?<![\p{L}\p{N}])(?:[A-Z]{2}\d{0,2})?[ *xX•…]{4,}\d{2,6}(?!\d)/gu;
const ORDER = /(?<!\p{L})(?:\p{L}*bestellung|auftrag\p{L}*|sendung\p{L}*|paket\p{L}*|lieferung|rufnummernmitnahme|portierung|kündigung|order|shipment|parcel|delivery)(?!\p{L})/iu;
const STATUS = /(?<!\p{L})(?:versandt|versendet|verschickt|unterwegs|zugestellt|storniert|in bearbeitung|bearbeitet|geliefert|angekommen|freigegeben|aktiviert|bestätigt|eingegangen|abgelehnt|kommt (?:am|heute|morgen)|shipped|delivered|cancel+ed|on its way|dispatched|processed|confirmed|arriv(?:es|ed))(?!\p{L})/iu;
const NUMBER = /(?<![\p{L}\d])[A-Z]{0,4}[-/]?\d[\dA-Z]*(?:[-/]?\d[\dA-Z]*){0,4}(?![\d€%])/gu;
const OF_A_CONTRACT: ReadonlySet<string> = new Set<ContractKind>(['address', 'birthdate', 'customerNumber', 'iban', 'card', 'identity']);
const HOME = /(?<!\p{L})(?:adresse|anschrift|hinterlegt|gespeichert|wohn\p{L}*|gemeldet|liefer\p{L}*|zugestellt|address|on file|deliver\p{L}*)(?!\p{L})/iu;

/**
 * What a draft tells of a contract: price paid, balance, term, tail of an IBAN or card, address, an order's number with how it stands. `heard`: what the
 * customer wrote; facts they named themselves are told to nobody new, an order's state is. General prices and offers are none.
 */
export function findContractData(draft: string, heard: string = ''): readonly ContractData[] {
  if (!/\d/u.test(draft)) return [];
  const known = plain(heard);
  const found: ContractData[] = [];
  const claim = (kind: ContractKind, start: number, text: string, isNews = false): void => {
    const end = start + text.length;
    if (found.some((one) => start < one.end && one.start < end)) return;
    const piece = plain(text);
    if (!isNews && piece !== '' && known.includes(piece)) return;
    found.push({ kind, start, end, text });
  };
  const sentences = sentencesOf(draft);
  for (const sentence of sentences) {
    const isYours = YOURS.test(sentence.text);
    const from = sentence.start;
    for (const match of sentence.text.matchAll(BANK_TAIL)) claim('bankTail', from + match.index + match[0].lastIndexOf(match[1] ?? ''), match[1] ?? '');
    for (const match of sentence.text.matchAll(MASKED)) claim('bankTail', from + match.index, match[0].trim());
    if (ORDER.test(sentence.text) && STATUS.test(sentence.text))
      for (const match of sentence.text.matchAll(NUMBER)) if (match[0].replaceAll(/\D/gu, '').length >= 5) claim('orderStatus', from + match.index, match[0], true);
    if (!isYours) continue;
    for (const match of sentence.text.matchAll(TERM)) claim('tariff', from + match.index, match[0]);
    const kind = BALANCE.test(sentence.text) ? 'balance' : TARIFF.test(sentence.text) ? 'tariff' : undefined;
    if (kind !== undefined) for (const match of sentence.text.matchAll(AMOUNT)) claim(kind, from + match.index, match[0].trim());
  }
  for (const one of findPersonalData(draft)) {
    if (!OF_A_CONTRACT.has(one.kind)) continue;
    const sentence = sentences.findLast(({ start }) => start <= one.start)?.text ?? draft;
    // A shop has an address too.
    if (one.kind === 'address' && !HOME.test(sentence) && !YOURS.test(sentence)) continue;
    claim(one.kind as ContractKind, one.start, one.text);
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** Letters and digits alone, so that "12 34" and "1234" are one; amounts keep their cents apart. */
function plain(text: string): string {
  return text.toLowerCase().replace(/euro|eur|€/gu, '').replaceAll(/[^\p{L}\p{N},]/gu, '');
}

/** Ends at a mark before a space and a capital, or at a line: "39.99", "31.12.2027" and "Str. 5" stay whole. */
function sentencesOf(text: string): readonly { readonly start: number; readonly text: string }[] {
  const found: { start: number; text: string }[] = [];
  let start = 0;
  for (const match of text.matchAll(/(?<!\b\p{L}{1,3}|\d)[.](?=\s+\p{Lu})|(?<=\d)[.](?=\s+\p{Lu}\p{Ll}+ \p{Ll})|[!?…](?=\s)|\n/gu)) {
    found.push({ start, text: text.slice(start, match.index + 1) });
    start = match.index + 1;
  }
  found.push({ start, text: text.slice(start) });
  return found;
}
