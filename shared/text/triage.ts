import { abuseOf } from './abuse.ts';
import { addressForm } from './address-form.ts';
import type { AddressForm } from './address-form.ts';
import { shouldAnswer } from './answer.ts';
import { caseType } from './case-type.ts';
import type { CaseType } from './case-type.ts';
import { LONGEST_READ } from './longest-read.ts';
import { languageOf } from './language.ts';
import type { Language } from './language.ts';
import { findPersonalData } from './personal-data.ts';
import type { NumberPattern, PersonalData } from './personal-data.ts';
import { relevanceOf } from './relevance.ts';
import { sentimentOf } from './sentiment.ts';
import type { Sentiment } from './sentiment.ts';
import { signalsOf, specialMailOf } from './signals.ts';
import type { Signal, SignalKind, SpecialMail } from './signals.ts';
import type { Verdict } from './verdict.ts';
import type { BrandContext } from './voice.ts';

/** All that the desk reads from one message before a person looks. */
export interface Triage {
  readonly language: Verdict<Language>;
  readonly relevant: Verdict<'true' | 'false'>;
  readonly sentiment: Verdict<Sentiment>;
  readonly caseType: Verdict<CaseType>;
  readonly answer: Verdict<'true' | 'false'>;
  readonly address: Verdict<AddressForm>;
  readonly abuse: Verdict<'offense' | 'other'>;
  readonly signals: readonly Signal<SignalKind>[];
  readonly specialMail: readonly Signal<SpecialMail>[];
  readonly personalData: readonly PersonalData[];
}

export interface TriageContext {
  readonly brand?: BrandContext | undefined;
  readonly numbers?: readonly NumberPattern[] | undefined;
}

export { LONGEST_READ };

/** Reads one message. Pure: the same text and context give the same verdicts. Never throws on a text. */
export function triage(text: string, context: TriageContext = {}): Triage {
  const read = text.slice(0, LONGEST_READ);
  const specialMail = specialMailOf(read);
  // Who has declared it no longer threatens with it.
  const declared = specialMail.some((one) => one.kind === 'cancellation' || one.kind === 'withdrawal');
  const signals = signalsOf(read).filter((one) => !(declared && one.kind === 'threatToCancel'));
  const answer = shouldAnswer(read, context.brand);
  // Danger and letters with clocks of their own are answered whatever the tone.
  const must = signals.find((one) => one.kind === 'danger') ?? specialMail[0];
  return {
    language: languageOf(read),
    relevant:
      must === undefined ? relevanceOf(read, context.brand) : { label: 'true', confidence: must.confidence, evidence: must.evidence },
    sentiment: sentimentOf(read, context.brand),
    caseType: caseType(read, context.brand),
    answer: must === undefined ? answer : { label: 'true', confidence: must.confidence, evidence: must.evidence },
    address: addressForm(read),
    abuse: abuseOf(read),
    signals,
    specialMail,
    personalData: findPersonalData(read, context.numbers),
  };
}
