import type { AddressForm } from '../domain/channel.ts';
import type { LengthRule } from '../domain/length-rule.ts';
import { personName } from './given-name.ts';
import { rewriteAddress } from './rewrite-address.ts';
import { splitParts, stripSignature } from './signature.ts';
import { measure } from './weighted-length.ts';

// D6: one answer, each reader's own. What may differ from reader to reader is their form of address, the greeting and their name: wording is never varied
// to look different, for that is what a platform's rules against bulk are about.

/** What is said to all of them. */
export interface VariantCore {
  readonly wording: string;
  /** In which it is written; `none`: it addresses nobody and goes as it is. */
  readonly addressForm: AddressForm;
  /** How whoever is addressed in no known form is spoken to; `look`: in the core's own, and a person looks at each. */
  readonly unknownAs: 'look' | 'du' | 'sie';
  readonly greeting: boolean;
}

export interface VariantReader {
  /** As the platform shows it; used only where it plainly is a person's name. */
  readonly name: string;
  /** Undefined: nobody knows; they get the core's own form. */
  readonly addressForm: AddressForm | undefined;
  readonly rule: LengthRule;
  /** Of who answers, where the channel is signed. */
  readonly initials?: string | undefined;
  /** A letter, where the greeting has a line of its own. */
  readonly isLetter: boolean;
  /** 0–23, where the reader is answered. */
  readonly hour: number;
}

export interface Variant {
  /** Without signature: what the composer would hold. */
  readonly text: string;
  /** As the platform gets it, in order. None where it does not fit into twenty. */
  readonly parts: readonly string[];
  readonly form: AddressForm;
  /** The name in the greeting. */
  readonly named: boolean;
  /** For want of room the greeting was left out. */
  readonly greetingDropped: boolean;
}

const OWN_GREETING = /^\s*(?:hallo|hi|hey|moin|servus|grüß|guten\s+(?:morgen|tag|abend)|liebe[rs]?\s|sehr\s+geehrte|hello|dear\s|good\s+(?:morning|afternoon|evening))/iu;
const FALLBACK_NAME = /,?\s*\{name\}/gu;

/** The variant of one reader. Pure: the same core and reader give the same text. Never throws. */
export function buildVariant(core: VariantCore, reader: VariantReader, rewritten = rewrittenCore(core)): Variant {
  const form = formFor(core, reader);
  const name = personName(reader.name);
  // A wording that addresses nobody still greets each reader in their own form; where none is known, politely.
  const greets = formFor({ ...core, addressForm: core.addressForm === 'none' ? 'sie' : core.addressForm }, reader);
  const called = name === undefined ? undefined : greets === 'sie' ? name.whole : name.given;
  const body = withName(stripSignature(rewritten[form].trim()), called);
  const wants = core.greeting && body !== '' && !OWN_GREETING.test(body);
  const tries = wants ? [...(called === undefined ? [] : [called]), ''].map((one) => ({ text: greeted(body, greetingOf(greets, reader.hour, one), reader.isLetter), called: one })) : [];
  for (const one of tries) if (fitsWhole(one.text, reader)) return made(one.text, reader, form, one.called !== '' || usesName(rewritten[form], called), false);
  // The greeting gives way before the answer is cut.
  if (fitsWhole(body, reader) || tries.length === 0) return made(body, reader, form, usesName(rewritten[form], called), wants);
  const first = tries[0];
  return made(first?.text ?? body, reader, form, first?.called !== '', false);
}

/** The core in every form, so that it is rewritten once and not for each reader. */
export function rewrittenCore({ wording, addressForm }: VariantCore): Readonly<Record<AddressForm, string>> {
  if (addressForm === 'none') return { du: wording, sie: wording, none: wording };
  return { du: addressForm === 'du' ? wording : rewriteAddress(wording, 'du'), sie: addressForm === 'sie' ? wording : rewriteAddress(wording, 'Sie'), none: wording };
}

/** Whoever addresses us in no form, or of whom nobody knows, gets the form the core is written in. */
function formFor(core: VariantCore, reader: VariantReader): AddressForm {
  if (core.addressForm === 'none') return 'none';
  if (reader.addressForm !== undefined && reader.addressForm !== 'none') return reader.addressForm;
  return core.unknownAs === 'look' ? core.addressForm : core.unknownAs;
}

/** The greeting by hour, and by how the reader is addressed. */
export function greetingOf(form: AddressForm, hour: number, name: string): string {
  const word = hour >= 5 && hour < 10 ? 'Guten Morgen' : hour >= 18 || hour < 5 ? 'Guten Abend' : form === 'sie' ? 'Guten Tag' : 'Hallo';
  return name === '' ? `${word}!` : `${word} ${name}!`;
}

const greeted = (body: string, greeting: string, isLetter: boolean): string => `${greeting}${isLetter ? '\n\n' : ' '}${body}`;

/** A place kept for the name is filled, or closed where there is none. */
function withName(text: string, name: string | undefined): string {
  return name === undefined ? text.replaceAll(FALLBACK_NAME, '') : text.replaceAll('{name}', name);
}

const usesName = (wording: string, name: string | undefined): boolean => name !== undefined && wording.includes('{name}');

function fitsWhole(text: string, { rule, initials }: VariantReader): boolean {
  return measure(initials === undefined ? text : `${text} ^${initials}`, rule).fits;
}

function made(text: string, { rule, initials }: VariantReader, form: AddressForm, named: boolean, greetingDropped: boolean): Variant {
  return { text, parts: partsOf(text, rule, initials), form, named, greetingDropped };
}

/** As the platform will get a text a person wrote instead. Empty where it does not fit. */
export function partsOf(text: string, rule: LengthRule, initials: string | undefined): readonly string[] {
  try {
    return splitParts(text, rule, initials);
  } catch {
    return [];
  }
}

/** What one person may say to all of them in one public post: the core, to nobody by name. */
export function statusPostOf(core: VariantCore): string {
  return stripSignature(core.wording.trim()).replaceAll(FALLBACK_NAME, '');
}
