import type { FlagReason, RuleFlag } from './approval.ts';
import { labelOf } from './reading-summary.ts';
import type { MessageReading, Reading } from './reading.ts';
import { specialMailKindSchema, type ContactMark, type FlagCause, type FlagRule, type MessageLanguage } from './strategy.ts';
import { foldedTag } from './tag.ts';

// FLAG-1: whether a rule of the house fits a message. Pure, so that what is tried is what happens.

/** Below it a language is a guess. */
const LANGUAGE_SURE = 0.7;

/** A message and where it stands, as a rule sees it. */
export interface FlagSubject {
  /** How sure, 0 to 1; what a person said of it is sure. */
  readonly read: ReadonlyMap<FlagCause, number>;
  readonly language?: MessageLanguage | undefined;
  readonly channel: string;
  readonly accountId: string;
  readonly visibility: 'public' | 'private';
  readonly queueId?: string | undefined;
  /** Folded: as given and as they are called now. */
  readonly tags: ReadonlySet<string>;
  readonly marks: ReadonlySet<ContactMark>;
  /** Whether it has a word this rule looks for. */
  hasWords(ruleId: string): boolean;
}

/** What was read of a message, as rules name it, with how sure (0 to 1); what people put right counts. */
export function readAs(reading: Reading & Pick<MessageReading, 'corrections'>, isDanger: boolean): Map<FlagCause, number> {
  const found = new Map<FlagCause, number>();
  const verdict = (cause: FlagCause, task: 'caseType' | 'sentiment' | 'abuse' | 'relevant' | 'answer', label: string): void => {
    if (labelOf(reading, task) === label) found.set(cause, reading.corrections?.[task] === undefined ? reading[task].confidence : 1);
  };
  for (const kind of ['fault', 'complaint', 'request', 'praise'] as const) verdict(kind, 'caseType', kind);
  verdict('negative', 'sentiment', 'negative');
  verdict('abuse', 'abuse', 'offense');
  verdict('noise', 'relevant', 'false');
  verdict('noAnswer', 'answer', 'false');
  const signals = [...reading.signals, ...reading.special];
  for (const kind of ['danger', 'outage', 'threatToCancel', 'praise', ...specialMailKindSchema.options] as const) {
    if (labelOf(reading, kind) !== 'true') continue;
    const sure = reading.corrections?.[kind] === undefined ? Math.max(0, ...signals.filter((one) => one.kind === kind).map(({ confidence }) => confidence)) : 1;
    found.set(kind, Math.max(sure, found.get(kind) ?? 0));
  }
  // R11 waits for no certainty.
  if (isDanger || found.has('danger')) found.set('danger', 1);
  if (reading.marks.impostor !== undefined) found.set('impostor', 1);
  if (reading.marks.reach !== undefined) found.set('reach', 1);
  if (reading.marks.perHour !== undefined) found.set('velocity', 1);
  return found;
}

/** The language, where it can be told. */
export function languageOf(reading: Reading & Pick<MessageReading, 'corrections'>): MessageLanguage | undefined {
  return reading.corrections?.language === undefined && reading.language.confidence < LANGUAGE_SURE ? undefined : (labelOf(reading, 'language') as MessageLanguage);
}

/** Why a rule fits; undefined: it does not. Of every kind the rule names one must fit. */
export function whyFlagged(ruleId: string, rule: FlagRule, subject: FlagSubject): FlagReason[] | undefined {
  if (!rule.isOn) return undefined;
  const { when } = rule;
  const reasons: FlagReason[] = [];
  const asks = (kind: FlagReason['kind'], asked: readonly string[], fits: (value: string) => boolean): boolean => {
    if (asked.length === 0) return true;
    const found = asked.filter(fits);
    reasons.push(...found.map((value) => ({ kind, value })));
    return found.length > 0;
  };
  const fits =
    asks('channel', when.channels, (channel) => channel === subject.channel) &&
    asks('account', when.accounts, (accountId) => accountId === subject.accountId) &&
    asks('visibility', when.visibility, (visibility) => visibility === subject.visibility) &&
    asks('queue', when.queues, (queueId) => queueId === subject.queueId) &&
    asks('language', when.languages, (language) => language === subject.language) &&
    asks('read', when.read, (cause) => (subject.read.get(cause as FlagCause) ?? -1) * 100 >= rule.surePercent) &&
    asks('tag', when.tags, (tag) => subject.tags.has(foldedTag(tag))) &&
    asks('contact', when.contact, (mark) => subject.marks.has(mark as ContactMark)) &&
    (when.words.length === 0 || subject.hasWords(ruleId));
  if (!fits) return undefined;
  if (when.words.length > 0) reasons.push({ kind: 'words' });
  return reasons.length === 0 ? undefined : reasons.slice(0, 20);
}

/** Every rule that fits, by name. */
export function rulesThatFit(rules: Readonly<Record<string, FlagRule>>, messageId: string, subject: FlagSubject): RuleFlag[] {
  const found: RuleFlag[] = [];
  for (const [ruleId, rule] of Object.entries(rules)) {
    const reasons = whyFlagged(ruleId, rule, subject);
    if (reasons === undefined) continue;
    const { name, approverId, standInId, dueMs } = rule;
    found.push({ ruleId, messageId, name, reasons, ...(approverId === undefined ? {} : { approverId }), ...(standInId === undefined ? {} : { standInId }), ...(dueMs === undefined ? {} : { dueMs }) });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

