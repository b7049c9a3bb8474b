import { getChannel } from '../../../shared/channels/index.ts';
import { BULK_WAITING, type BulkCore, type BulkMemberState } from '../../../shared/domain/bulk-answer.ts';
import type { LengthRule } from '../../../shared/domain/length-rule.ts';
import type { BulkReader } from '../../../shared/ipc/index.ts';
import { asksBesides, commonMeanings, type Besides } from '../../../shared/text/besides.ts';
import { languageOf } from '../../../shared/text/language.ts';
import { buildVariant, partsOf, rewrittenCore } from '../../../shared/text/variant.ts';
import { gravity, readerRisks, textRisks, variantRisks, type TextRisks, type VariantRisk } from '../../../shared/text/variant-risks.ts';

/** One member of an answer for many as the screen lists it. */
export interface BulkLine {
  readonly reader: BulkReader;
  readonly id: string;
  readonly state: BulkMemberState;
  /** What it will say, without signature. */
  readonly text: string;
  /** As the platform gets it; none where it does not fit. */
  readonly parts: readonly string[];
  readonly rule: LengthRule;
  readonly risks: readonly VariantRisk[];
  /** Written by hand for this one. */
  readonly edited: boolean;
  /** The platform forbids answering many at once: a person sends it. */
  readonly byHand: boolean;
  /** What of their text asks something besides. */
  readonly besides: readonly Besides[];
}

export interface LinesInput {
  readonly core: BulkCore;
  readonly readers: readonly BulkReader[];
  /** Texts written by hand in this list. */
  readonly edits: ReadonlyMap<string, string>;
  /** Of whoever answers. */
  readonly initials: string;
  /** ms. */
  readonly now: number;
}

const GERMAN_HOUR = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', hour: 'numeric', hourCycle: 'h23' });
export const hourOf = (at: number): number => Number(GERMAN_HOUR.formatToParts(at).find(({ type }) => type === 'hour')?.value ?? 12);

/** Every member with what it would be sent, what needs a look first, then what is still to confirm, under way, done. */
export function bulkLines({ core, readers, edits, initials, now }: LinesInput): readonly BulkLine[] {
  const read = readOnce(readers.map(({ text }) => text));
  const rewritten = rewrittenCore(core);
  const coreLanguage = core.wording === '' ? 'other' : languageOf(core.wording).label;
  const hour = hourOf(now);
  const said = new Map<string, number>();
  const lines = readers.map((reader): BulkLine => {
    const { member } = reader;
    const channel = getChannel(reader.channel);
    const rule = channel?.length[reader.visibility] ?? { kind: 'characters', max: 10_000 };
    const signed = channel?.signature === true && reader.visibility === 'public' && initials !== '' ? initials : undefined;
    const variant = buildVariant(core, { name: reader.name, addressForm: reader.addressForm, rule, initials: signed, isLetter: channel?.subject === true, hour }, rewritten);
    const byHand = channel?.bulk !== 'allowed';
    const isOpen = BULK_WAITING.has(member.state);
    const edit = edits.get(member.conversationId);
    const own = edit ?? (member.state === 'proposed' && edit === undefined && reader.draft === undefined ? undefined : reader.draft?.text);
    const text = own ?? variant.text;
    const parts = own === undefined ? variant.parts : partsOf(own, rule, signed);
    const key = `${reader.channel} ${parts.join(' ')}`;
    if (channel?.identicalText === 'refused') said.set(key, (said.get(key) ?? 0) + 1);
    const besides = kept(read.besides, reader.text, () => asksBesides(reader.text, read.common));
    const risks = isOpen
      ? variantRisks(
          readerRisks(
            {
              text: reader.text,
              read: kept(read.risks, reader.text, () => textRisks(reader.text)),
              addressForm: reader.addressForm,
              flags: reader.flags,
              sentiment: reader.sentiment,
              followers: reader.followers,
              windowLeftMs: reader.windowUntilAt === undefined ? undefined : reader.windowUntilAt - now,
              asksBesides: besides.length > 0,
              hasDraft: member.state === 'proposed' && edit === undefined && reader.draft !== undefined,
              wroteSince: member.state === 'failed' && member.code === 'NEWER_MESSAGE',
            },
            coreLanguage,
          ),
          { parts, form: own === undefined ? variant.form : 'none' },
          (said.get(key) ?? 0) > 1,
          core.unknownAs,
        )
      : [];
    return { reader, id: member.conversationId, state: member.state, text, parts, rule, risks, edited: edit !== undefined || member.edited === true, byHand, besides };
  });
  return lines.toSorted((a, b) => placeOf(a) - placeOf(b) || gravity(a.risks) - gravity(b.risks) || (a.reader.dueAt ?? 0) - (b.reader.dueAt ?? 0) || (a.id < b.id ? -1 : 1));
}

/** The list is drawn anew at each letter and each answer that goes out; what people wrote is read once. */
let known: { readonly texts: readonly string[]; readonly common: ReadonlySet<string>; readonly besides: Map<string, readonly Besides[]>; readonly risks: Map<string, TextRisks> } | undefined;

function readOnce(texts: readonly string[]): NonNullable<typeof known> {
  if (known?.texts.length === texts.length && known.texts.every((text, at) => text === texts[at])) return known;
  known = { texts, common: commonMeanings(texts), besides: new Map(), risks: new Map() };
  return known;
}

function kept<T>(table: Map<string, T>, text: string, read: () => T): T {
  const there = table.get(text);
  if (there !== undefined) return there;
  const made = read();
  table.set(text, made);
  return made;
}

const PLACE: Readonly<Record<BulkMemberState, number>> = { failed: 0, unclear: 0, proposed: 1, sending: 2, confirmed: 3, sent: 4, handedOut: 5, taken: 6, skipped: 6 };
const placeOf = (line: BulkLine): number => PLACE[line.state];

/** Nothing marks it: it may be confirmed with the others. */
export function isCalm(line: BulkLine): boolean {
  // A person who sends it later sees for themselves whether the platform still knows the words.
  return line.state === 'proposed' && line.risks.every((risk) => line.byHand && risk === 'identical') && canConfirm(line);
}

/** A text that fits, the message it answers, and nobody in danger. */
export function canConfirm(line: BulkLine): boolean {
  return BULK_WAITING.has(line.state) && line.parts.length > 0 && line.text.trim() !== '' && line.reader.throughMessageId !== undefined && line.reader.text !== '' && !line.risks.includes('danger');
}
