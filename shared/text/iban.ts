/** Length of an IBAN by country; others are no IBAN. */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MR: 27,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
};

/** True for a complete IBAN with the right check digits (ISO 7064, 97-10); blanks and hyphens between are allowed. */
export function isIban(text: string): boolean {
  const bare = text.replace(/[\s-]/gu, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/u.test(bare) || bare.length !== LENGTHS[bare.slice(0, 2)]) return false;
  let rest = 0;
  for (const char of bare.slice(4) + bare.slice(0, 4)) {
    const value = /\d/u.test(char) ? Number(char) : char.charCodeAt(0) - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** The IBAN at the beginning of a text, as it stands there, when its country's length and check digits fit. */
export function ibanAtStart(text: string): string | undefined {
  const wanted = LENGTHS[text.slice(0, 2).toUpperCase()];
  if (wanted === undefined) return undefined;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (/[A-Z0-9]/iu.test(text[at] ?? '')) count += 1;
    if (count < wanted) continue;
    const found = text.slice(0, at + 1);
    return isIban(found) ? found : undefined;
  }
  return undefined;
}

/** True for a card number with the right check digit (Luhn) and a beginning that card issuers use. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[\s-]/gu, '');
  if (!/^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12})$/u.test(digits)) return false;
  let sum = 0;
  [...digits].toReversed().forEach((char, i) => {
    const value = Number(char) * (i % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}
