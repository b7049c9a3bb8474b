import { findPersonalData } from './personal-data.ts';
import { languageOf } from './language.ts';
import { signalsOf } from './signals.ts';
import type { Variant } from './variant.ts';

// What a person should look at before a variant goes out. The order is the order of the list: what may hurt most stands first.

export const VARIANT_RISKS = ['danger', 'threatToCancel', 'abuse', 'angry', 'asksBesides', 'personalData', 'draftThere', 'wroteSince', 'tooLong', 'split', 'addressUnknown', 'otherLanguage', 'reach', 'windowCloses', 'identical'] as const;
export type VariantRisk = (typeof VARIANT_RISKS)[number];

/** What a text says by itself: the part that takes time. */
export interface TextRisks {
  readonly danger: boolean;
  readonly threatToCancel: boolean;
  readonly heated: boolean;
  readonly personal: boolean;
  readonly language: string;
  readonly languageConfidence: number;
}

export function textRisks(text: string): TextRisks {
  const signals = signalsOf(text).map(({ kind }) => kind);
  const language = languageOf(text);
  return { danger: signals.includes('danger'), threatToCancel: signals.includes('threatToCancel'), heated: ANGRY.test(text) || SHOUTS.test(text), personal: findPersonalData(text).length > 0, language: language.label, languageConfidence: language.confidence };
}

export interface RiskyReader {
  /** Of the text, where it was read before. */
  readonly read?: TextRisks | undefined;
  /** What they said, all that is open. */
  readonly text: string;
  readonly addressForm: 'du' | 'sie' | 'none' | undefined;
  /** What the desk read of it before (flags of the conversation), where it did. */
  readonly flags: readonly string[];
  readonly sentiment?: 'negative' | 'neutral' | 'positive' | undefined;
  readonly followers?: number | undefined;
  /** ms until the channel takes no answer any more. */
  readonly windowLeftMs?: number | undefined;
  readonly asksBesides: boolean;
  /** Somebody had begun an answer of their own. */
  readonly hasDraft: boolean;
  /** They wrote after the variant was confirmed. */
  readonly wroteSince: boolean;
}

export const MANY_FOLLOWERS = 10_000;
/** Within this a window counts as closing. */
export const WINDOW_SOON_MS = 2 * 3_600_000;

const ANGRY = /!{2,}|unverschämt|frechheit|sauerei|wütend|stinksauer|unfassbar|lächerlich|katastrophe|zumutung/iu;
/** Two words in capitals. */
const SHOUTS = /(?<!\p{L})\p{Lu}{4,}(?!\p{L})[\s\S]*(?<!\p{L})\p{Lu}{4,}(?!\p{L})/u;

/** Marks that need no variant: of the reader alone. */
export function readerRisks(reader: RiskyReader, coreLanguage: string): readonly VariantRisk[] {
  const read = reader.read ?? textRisks(reader.text);
  const found = new Set<VariantRisk>();
  const put = (risk: VariantRisk, is: boolean): void => void (is && found.add(risk));
  put('danger', read.danger || reader.flags.includes('danger'));
  put('threatToCancel', read.threatToCancel || reader.flags.includes('threatToCancel'));
  put('abuse', reader.flags.includes('abuse'));
  put('angry', reader.sentiment === 'negative' && read.heated);
  put('asksBesides', reader.asksBesides);
  put('personalData', read.personal || reader.flags.includes('personalData'));
  put('draftThere', reader.hasDraft);
  put('wroteSince', reader.wroteSince);
  put('addressUnknown', reader.addressForm === undefined || reader.addressForm === 'none');
  put('otherLanguage', coreLanguage !== 'other' && read.language !== coreLanguage && read.languageConfidence >= 0.8 && reader.text.length >= 20);
  put('reach', (reader.followers ?? 0) >= MANY_FOLLOWERS || reader.flags.includes('reach') || reader.flags.includes('velocity'));
  put('windowCloses', reader.windowLeftMs !== undefined && reader.windowLeftMs < WINDOW_SOON_MS);
  return VARIANT_RISKS.filter((risk) => found.has(risk));
}

/** Marks of what it came to. `isIdentical`: these words went out, or go to another one on a channel that refuses them twice. */
export function variantRisks(reader: readonly VariantRisk[], variant: Pick<Variant, 'parts' | 'form'>, isIdentical: boolean, unknownAs: 'look' | 'du' | 'sie' = 'look'): readonly VariantRisk[] {
  const found = new Set(reader);
  // Who said how all of them are addressed has decided it for each.
  if (variant.form === 'none' || unknownAs !== 'look') found.delete('addressUnknown');
  if (variant.parts.length === 0) found.add('tooLong');
  if (variant.parts.length > 1) found.add('split');
  if (isIdentical) found.add('identical');
  return VARIANT_RISKS.filter((risk) => found.has(risk));
}

/** The gravest mark's place; the length of the list where there is none. */
export function gravity(risks: readonly VariantRisk[]): number {
  return risks[0] === undefined ? VARIANT_RISKS.length : VARIANT_RISKS.indexOf(risks[0]);
}
