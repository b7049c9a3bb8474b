import { describe, expect, test } from 'vitest';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import type { LengthRule } from '../../shared/domain/length-rule.ts';
import { addressForm } from '../../shared/text/address-form.ts';
import { asksBesides, commonMeanings } from '../../shared/text/besides.ts';
import { personName } from '../../shared/text/given-name.ts';
import { stripSignature } from '../../shared/text/signature.ts';
import { buildVariant, greetingOf, rewrittenCore, type VariantCore, type VariantReader } from '../../shared/text/variant.ts';
import { gravity, readerRisks, variantRisks, VARIANT_RISKS } from '../../shared/text/variant-risks.ts';
import { measure } from '../../shared/text/weighted-length.ts';

const RULES: readonly LengthRule[] = [{ kind: 'weighted', max: 280 }, { kind: 'characters', max: 500 }, { kind: 'graphemesAndBytes', max: 300, maxBytes: 3_000 }, { kind: 'characters', max: 10_000 }];
const POST = RULES[0] as LengthRule;
const WORDING = 'Dein Anschluss ist von der Störung betroffen. Wir arbeiten daran und sind bis 18 Uhr fertig. Starte danach bitte deinen Router neu.';
const CORE: VariantCore = { wording: WORDING, addressForm: 'du', unknownAs: 'look', greeting: true };
const reader = (more: Partial<VariantReader> = {}): VariantReader => ({ name: 'Anna Berger', addressForm: 'du', rule: POST, initials: 'AB', isLetter: false, hour: 12, ...more });

describe('a variant', () => {
  test('BULK-10 du and Sie, name, greeting and signature are the reader’s', () => {
    expect(buildVariant(CORE, reader())).toMatchObject({ text: `Hallo Anna! ${WORDING}`, parts: [`Hallo Anna! ${WORDING} ^AB`], form: 'du', named: true });
    const polite = buildVariant(CORE, reader({ addressForm: 'sie' }));
    expect(polite.text).toBe('Guten Tag Anna Berger! Ihr Anschluss ist von der Störung betroffen. Wir arbeiten daran und sind bis 18 Uhr fertig. Starten Sie danach bitte Ihren Router neu.');
    expect(addressForm(polite.text).label).toBe('Sie');
    expect(buildVariant(CORE, reader({ isLetter: true, rule: RULES[3] as LengthRule, initials: undefined })).text).toBe(`Hallo Anna!\n\n${WORDING}`);
  });

  test('BULK-10 who addresses us in no form gets the core’s own, or what a person said for all of them', () => {
    for (const form of [undefined, 'none'] as const) {
      expect(buildVariant(CORE, reader({ addressForm: form })).form).toBe('du');
      expect(buildVariant({ ...CORE, unknownAs: 'sie' }, reader({ addressForm: form })).form).toBe('sie');
    }
    expect(buildVariant({ ...CORE, addressForm: 'none', wording: 'Die Störung ist behoben.' }, reader({ addressForm: 'sie' })).text).toBe('Guten Tag Anna Berger! Die Störung ist behoben.');
  });

  test('BULK-10 the greeting gives way before the answer is cut, the name before the greeting', () => {
    const fits = (extra: number): string => 'x'.repeat(280 - ' ^AB'.length - extra);
    const wording = (extra: number): VariantCore => ({ ...CORE, addressForm: 'none', wording: fits(extra) });
    expect(buildVariant(wording('Hallo Anna! '.length), reader()).text.startsWith('Hallo Anna! ')).toBe(true);
    expect(buildVariant(wording('Hallo! '.length), reader()).text.startsWith('Hallo! x')).toBe(true);
    expect(buildVariant(wording(0), reader())).toMatchObject({ greetingDropped: true, named: false, parts: [`${fits(0)} ^AB`] });
    const long = buildVariant({ ...CORE, wording: `${WORDING} `.repeat(4) }, reader());
    expect(long.parts.length).toBeGreaterThan(1);
    expect(long.text.startsWith('Hallo Anna! ')).toBe(true);
  });

  test('BULK-10 a greeting of one’s own and a place for the name are honoured', () => {
    expect(buildVariant({ ...CORE, wording: `Hallo {name}, ${WORDING}` }, reader()).text).toBe(`Hallo Anna, ${WORDING}`);
    expect(buildVariant({ ...CORE, wording: `Hallo {name}, ${WORDING}` }, reader({ name: 'xX_drache_Xx' })).text).toBe(`Hallo, ${WORDING}`);
    expect(buildVariant({ ...CORE, greeting: false }, reader()).text).toBe(WORDING);
    expect(buildVariant({ ...CORE, wording: `${WORDING} ^ZZ` }, reader()).parts).toEqual([`Hallo Anna! ${WORDING} ^AB`]);
  });

  test('BULK-10 by the hour', () => {
    expect([7, 12, 20, 2].map((hour) => greetingOf('du', hour, 'Anna'))).toEqual(['Guten Morgen Anna!', 'Hallo Anna!', 'Guten Abend Anna!', 'Guten Abend Anna!']);
    expect(greetingOf('sie', 12, '')).toBe('Guten Tag!');
  });

  const seed = Number(process.env['SEED'] ?? 20_261_122);
  test(`BULK-10 of 3,000 random cores and readers each variant is whole, signed once, within the rule and built the same twice (seed ${seed})`, () => {
    const rng = seededRng(seed);
    const pick = <T>(list: readonly T[]): T => list[rng.int(list.length)] as T;
    const sentences = ['Dein Anschluss ist betroffen.', 'Wir melden uns bei dir.', 'Bitte starte deinen Router neu!', 'Mehr dazu: https://example.org/stoerung?id=7', 'Das dauert bis 18 Uhr.', 'Kannst du uns deine Postleitzahl schicken?', 'Danke für deine Geduld 🙏', 'Tut uns leid, {name}.'];
    const names = ['Anna Berger', 'jo', 'Anni 🌸', 'MaxMuster99', 'Karl-Heinz von der Aue', '', 'Team Sonnenschein', 'Özlem Yılmaz', 'Ed.', '😀', 'Anna B.'];
    for (let i = 0; i < 3_000; i += 1) {
      const core: VariantCore = { wording: Array.from({ length: 1 + rng.int(7) }, () => pick(sentences)).join(' '), addressForm: pick(['du', 'sie', 'none'] as const), unknownAs: pick(['look', 'du', 'sie'] as const), greeting: rng.int(3) > 0 };
      const to = reader({ name: pick(names), addressForm: pick(['du', 'sie', 'none', undefined] as const), rule: pick(RULES), initials: rng.int(3) === 0 ? undefined : 'AB', isLetter: rng.int(4) === 0, hour: rng.int(24) });
      const variant = buildVariant(core, to);
      expect(buildVariant(core, to, rewrittenCore(core))).toEqual(variant);
      expect(variant.text).not.toContain('{name}');
      expect(variant.text.trim()).not.toBe('');
      expect(variant.parts.every((part) => measure(part, to.rule).fits)).toBe(true);
      if (to.initials !== undefined) expect(variant.parts.every((part) => part.endsWith(' ^AB') && !stripSignature(part).includes('^AB'))).toBe(true);
      // Whoever the reader is, the words of the core in their form are all there, in order, and nothing else but a greeting.
      const words = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();
      const body = words(rewrittenCore(core)[variant.form]);
      const name = personName(to.name);
      const bodies = (name === undefined ? [body.replaceAll(/,?\s*\{name\}/gu, '')] : [body.replaceAll('{name}', name.whole), body.replaceAll('{name}', name.given)]).map(words);
      const said = words(variant.text);
      const before = bodies.flatMap((one) => (said.endsWith(one) ? [said.slice(0, said.length - one.length)] : []));
      expect(before.some((greeting) => /^(?:(?:Hallo|Guten (?:Morgen|Tag|Abend))(?: [\p{L} '’-]+)?! )?$/u.test(greeting)), said).toBe(true);
    }
  });

  test('BULK-10 readers of one form and name get the same words: nothing is varied to look different', () => {
    const texts = Array.from({ length: 200 }, (_, i) => buildVariant(CORE, reader({ name: 'Anna Berger', hour: 12, initials: i % 2 === 0 ? 'AB' : undefined })).text);
    expect(new Set(texts).size).toBe(1);
  });
});

test('BULK-10 a name is used only where it plainly is one', () => {
  expect(['Anna Berger', 'Anna 🌸', 'Karl-Heinz', 'Ana de la Cruz', 'Anna B.', 'Özlem', 'Øyvind', 'Иван'].map((name) => personName(name)?.given)).toEqual(['Anna', 'Anna', 'Karl-Heinz', 'Ana', 'Anna', 'Özlem', 'Øyvind', 'Иван']);
  for (const none of ['', 'anna', 'ANNA', 'MaxMuster99', 'Team Sonne', 'Die Grünen', 'xX_Drache_Xx', '@anna', 'Hotel Adler', 'Herr Müller', 'A', 'Hh Pendlerin', 'Pst', 'Ein sehr langer Name mit Worten']) expect(personName(none), none).toBeUndefined();
});

describe('what may be wrong with one', () => {
  const OPEN = { text: 'Wann geht mein Internet wieder?', addressForm: 'du', flags: [], asksBesides: false, hasDraft: false, wroteSince: false } as const;

  test('BULK-11 each mark has its cause, and without a cause there is none', () => {
    expect(readerRisks(OPEN, 'de')).toEqual([]);
    expect(readerRisks({ ...OPEN, text: 'Ich bringe mich um, ich kann nicht mehr leben' }, 'de')).toContain('danger');
    expect(readerRisks({ ...OPEN, text: 'Wenn das so weitergeht, kündige ich meinen Vertrag.' }, 'de')).toContain('threatToCancel');
    expect(readerRisks({ ...OPEN, text: 'Das ist eine FRECHHEIT, wann geht das Internet wieder?', sentiment: 'negative' }, 'de')).toContain('angry');
    expect(readerRisks({ ...OPEN, sentiment: 'negative' }, 'de'), 'who is unhappy is not yet angry').toEqual([]);
    expect(readerRisks({ ...OPEN, text: 'WANN geht mein INTERNET wieder?', sentiment: 'negative' }, 'de')).toEqual(['angry']);
    expect(readerRisks({ ...OPEN, text: 'Meine Nummer ist 0171 2345678, wann geht das Internet?' }, 'de')).toContain('personalData');
    expect(readerRisks({ ...OPEN, text: 'When will my internet be working again, please?' }, 'de')).toContain('otherLanguage');
    expect(readerRisks({ ...OPEN, addressForm: undefined }, 'de')).toEqual(['addressUnknown']);
    expect(readerRisks({ ...OPEN, flags: ['abuse'], followers: 20_000, windowLeftMs: 60_000, asksBesides: true, hasDraft: true, wroteSince: true }, 'de')).toEqual(['abuse', 'asksBesides', 'draftThere', 'wroteSince', 'reach', 'windowCloses']);
  });

  test('BULK-11 the variant’s own marks, and the one a person has decided', () => {
    expect(variantRisks(['addressUnknown'], { parts: ['x'], form: 'none' }, false)).toEqual([]);
    expect(variantRisks(['addressUnknown'], { parts: ['x'], form: 'du' }, false, 'du')).toEqual([]);
    expect(variantRisks(['addressUnknown'], { parts: ['x', 'y'], form: 'du' }, true)).toEqual(['split', 'addressUnknown', 'identical']);
    expect(variantRisks([], { parts: [], form: 'du' }, false)).toEqual(['tooLong']);
  });

  test('BULK-11 the gravest stands first', () => {
    const lists = [[], ['identical'], ['danger', 'identical'], ['asksBesides']] as const;
    expect(lists.toSorted((a, b) => gravity(a) - gravity(b))).toEqual([['danger', 'identical'], ['asksBesides'], ['identical'], []]);
    expect(gravity([])).toBe(VARIANT_RISKS.length);
  });
});

describe('what they ask besides', () => {
  const outage = ['Internet in Köln ausgefallen, wann geht es wieder?', 'Seit heute morgen kein Internet in Köln. Wann geht das wieder?', 'Internet weg in Köln!', 'Ist in Köln das Internet ausgefallen?', 'Hallo, wann geht das Internet in Köln wieder?'];
  const common = commonMeanings(outage);
  const besides = (text: string): string[] => asksBesides(text, common).map(({ start, end }) => text.slice(start, end));

  test('BULK-11 a sentence of its own is found with its place; the common question is not', () => {
    expect(besides('Internet in Köln ausgefallen. Und warum ist meine Rechnung diesen Monat doppelt so hoch?')).toEqual(['Und warum ist meine Rechnung diesen Monat doppelt so hoch?']);
    expect(besides('Kein Internet in Köln seit heute. Außerdem brauche ich eine Kopie der letzten Rechnung.')).toEqual(['Außerdem brauche ich eine Kopie der letzten Rechnung.']);
    for (const text of outage) expect(besides(text), text).toEqual([]);
    expect(besides('Internet in Köln weg. Danke und schönen Tag noch!')).toEqual([]);
    expect(besides('Warum ist meine Rechnung so hoch?')).toEqual([]);
  });
});
