import type { AddressForm, Visibility } from './channel.ts';
import type { Contact } from './contact.ts';
import type { Conversation } from './conversation.ts';
import type { AddressSource, ConversationReading, CorrectionTask, MessageReading, Reading, ReadingFlag, ReadingSummary, VerdictTask } from './reading.ts';
import { VERDICT_TASKS } from './reading.ts';

// What was read, with what people put right on top, and in short.

type Read = Reading & Pick<MessageReading, 'corrections'>;

export const isVerdictTask = (task: string): task is VerdictTask => (VERDICT_TASKS as readonly string[]).includes(task);

/** What counts now: a person's word, else what was read; for signals and special mail `true` or `false`. */
export function labelOf(reading: Read, task: CorrectionTask): string {
  return reading.corrections?.[task]?.label ?? readLabel(reading, task);
}

/** What the machine read, whatever anybody said of it since. */
export function readLabel(reading: Reading, task: CorrectionTask): string {
  if (isVerdictTask(task)) return reading[task].label;
  return String(reading.signals.some((one) => one.kind === task) || reading.special.some((one) => one.kind === task));
}

/** From this on a verdict of abuse or of noise warns on the line. */
const WARN_FROM = 0.6;

/** One message in short. `isPublic`: personal data matters where anybody can read along. */
export function summaryOf(reading: Read, visibility: Visibility): ReadingSummary {
  const is = (task: CorrectionTask): boolean => labelOf(reading, task) === 'true';
  const flags: ReadingFlag[] = [];
  for (const kind of ['danger', 'outage', 'threatToCancel'] as const) if (is(kind)) flags.push(kind);
  if (labelOf(reading, 'abuse') === 'offense' && (reading.corrections?.abuse !== undefined || reading.abuse.confidence >= WARN_FROM)) flags.push('abuse');
  if (visibility === 'public' && reading.personal.length > 0) flags.push('personalData');
  const { impostor, wave, reach, perHour } = reading.marks;
  if (impostor !== undefined) flags.push('impostor');
  if (wave !== undefined) flags.push('spamWave');
  if (reach !== undefined) flags.push('reach');
  if (perHour !== undefined) flags.push('velocity');
  if (labelOf(reading, 'relevant') === 'false' && (reading.corrections?.relevant !== undefined || reading.relevant.confidence >= WARN_FROM)) flags.push('noise');
  if (is('praise')) flags.push('praise');
  for (const kind of ['press', 'lawyer', 'regulator', 'police', 'privacyRequest', 'cancellation', 'withdrawal'] as const) if (is(kind)) flags.push(kind);
  return {
    sentiment: labelOf(reading, 'sentiment') as ReadingSummary['sentiment'],
    caseType: labelOf(reading, 'caseType') as ReadingSummary['caseType'],
    needsAnswer: labelOf(reading, 'answer') === 'true',
    language: labelOf(reading, 'language') as ReadingSummary['language'],
    confidence: reading.corrections?.caseType === undefined ? reading.caseType.confidence : 1,
    flags,
    ...(wave === undefined ? {} : { waveId: wave.id }),
  };
}

const FLAG_CAP = 60;

/** The conversation in short after this message was read, or was read anew. */
export function withMessageRead(before: ConversationReading | undefined, open: readonly string[], messageId: string, summary: ReadingSummary, isLast: boolean): ConversationReading {
  const kept = (before?.flags ?? []).filter((one) => one.messageId !== messageId && open.includes(one.messageId));
  const flags = [...kept, ...summary.flags.map((flag) => ({ flag, messageId }))].slice(-FLAG_CAP);
  const { flags: _own, ...short } = summary;
  if (before !== undefined && !isLast) return { ...before, flags };
  return { ...short, messageId, flags };
}

/** For a queue line: each flag once. */
export function rowReading(reading: ConversationReading): ReadingSummary {
  const { messageId: _id, flags, ...short } = reading;
  return { ...short, flags: [...new Set(flags.map((one) => one.flag))] };
}

const RANK: Readonly<Record<AddressSource, number>> = { guess: 1, customer: 2, agent: 3 };

/** Whether a word on the form of address counts against the one known: the same source's newer word, or a better source's. */
export function overrules(by: AddressSource, known: AddressSource | undefined): boolean {
  return RANK[by] >= (known === undefined ? 0 : RANK[known]);
}

/** How somebody is to be addressed in this conversation: an agent's word, else their own words (here before elsewhere), else a guess. */
export function addressIn(conversation: Pick<Conversation, 'addressForm' | 'addressFormBy'> | undefined, contact: Pick<Contact, 'addressForm' | 'addressFormBy'> | undefined): { readonly form: AddressForm; readonly by: AddressSource } | undefined {
  const known = [conversation, contact].flatMap((one) => (one?.addressForm === undefined ? [] : [{ form: one.addressForm, by: one.addressFormBy ?? ('agent' as const) }]));
  return known.toSorted((a, b) => RANK[b.by] - RANK[a.by])[0];
}

/** From this confidence on the form of address is the customer's own word; below it a guess. */
export const OWN_WORD_FROM = 0.9;
export function addressSource(confidence: number): AddressSource {
  return confidence >= OWN_WORD_FROM ? 'customer' : 'guess';
}

const NEAREST: Readonly<Partial<Record<VerdictTask, Readonly<Record<string, string>>>>> = {
  caseType: { fault: 'complaint', complaint: 'fault', request: 'other', praise: 'other', other: 'request' },
  sentiment: { negative: 'neutral', neutral: 'negative', positive: 'neutral' },
  address: { du: 'sie', sie: 'du', none: 'sie' },
  language: { de: 'other', en: 'other', other: 'en' },
  abuse: { offense: 'other', other: 'offense' },
};

/** What a label is most often mistaken for: what one key changes it to. */
export function alternativeOf(task: CorrectionTask, label: string): string {
  return (isVerdictTask(task) ? NEAREST[task]?.[label] : undefined) ?? (label === 'true' ? 'false' : 'true');
}

/** As verdicts are shown and numbered: what one acts on first. */
export const READING_ORDER: readonly VerdictTask[] = ['caseType', 'sentiment', 'answer', 'address', 'relevant', 'abuse', 'language'];
/** What nearly every message is read as: nobody is asked whether it is so. */
const USUALLY: Readonly<Partial<Record<VerdictTask, readonly string[]>>> = { address: ['none'], relevant: ['true'], abuse: ['other'], language: ['de', 'en', 'other'] };

/** The verdict nobody has confirmed or put right that is least sure; the order settles equals. */
export function leastSure(reading: Read): { readonly task: VerdictTask; readonly label: string; readonly alternative: string; readonly confidence: number } | undefined {
  const open = READING_ORDER.filter((task) => reading.corrections?.[task] === undefined && (!USUALLY[task]?.includes(reading[task].label)));
  const task = open.toSorted((a, b) => reading[a].confidence - reading[b].confidence)[0];
  if (task === undefined) return undefined;
  const { label, confidence } = reading[task];
  return { task, label, alternative: alternativeOf(task, label), confidence };
}
