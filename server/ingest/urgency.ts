import type { Queue } from '../../shared/domain/queue.ts';
import type { SkillNeed } from '../../shared/domain/skill.ts';
import type { Reading } from '../../shared/domain/reading.ts';
import { strategyInForce, type MessageLanguage, type ReadCause, type SpecialMailKind } from '../../shared/domain/strategy.ts';
import { DANGER_PRIORITY, type WorkItem } from '../../shared/domain/work-item.ts';
import { rescindOffer } from '../../shared/deciders/assignment.ts';
import { becomesDanger, dangerNeeds, letGoUnless } from '../../shared/deciders/danger.ts';
import type { Facts } from '../../shared/deciders/index.ts';
import type { NewEvent } from '../../shared/events/index.ts';

// R11, R13 and the rules for what was read: what a message says that changes where it goes.

export interface Urgency {
  readonly isDanger: boolean;
  readonly special?: SpecialMailKind | undefined;
  /** R1: absent where it cannot be told. */
  readonly language?: MessageLanguage | undefined;
  /** What was read that a rule of the strategy may name (T3, T5, T8, T11), with how sure (0 to 1). */
  readonly causes: ReadonlyMap<ReadCause, number>;
}
export const NOTHING_URGENT: Urgency = { isDanger: false, causes: new Map() };

/** Below it a language is a guess: the platform's own word counts, if it has one. */
const LANGUAGE_SURE = 0.7;

/** `declared`: the language the platform names, as a BCP 47 tag. */
export function urgencyOf(reading: Reading, declared?: string): Urgency {
  const special = reading.special[0]?.kind;
  const language = reading.language.confidence >= LANGUAGE_SURE ? reading.language.label : tagged(declared);
  return { ...(language === undefined ? {} : { language }), isDanger: reading.signals.some((signal) => signal.kind === 'danger'), ...(special === undefined ? {} : { special }), causes: causesOf(reading) };
}

function causesOf({ caseType, sentiment, abuse, relevant, answer, signals, marks }: Reading): ReadonlyMap<ReadCause, number> {
  const causes = new Map<ReadCause, number>();
  if (caseType.label !== 'other') causes.set(caseType.label, caseType.confidence);
  if (sentiment.label === 'negative') causes.set('negative', sentiment.confidence);
  if (abuse.label === 'offense') causes.set('abuse', abuse.confidence);
  if (relevant.label === 'false') causes.set('noise', relevant.confidence);
  if (answer.label === 'false') causes.set('noAnswer', answer.confidence);
  for (const { kind, confidence } of signals) if (kind !== 'danger') causes.set(kind, Math.max(confidence, causes.get(kind) ?? 0));
  if (marks.impostor !== undefined) causes.set('impostor', 1);
  if (marks.reach !== undefined) causes.set('reach', 1);
  if (marks.perHour !== undefined) causes.set('velocity', 1);
  return causes;
}

/** What the rules make of what was read: needs, the least priority, and which causes had a say. */
function readRules(facts: Facts, causes: Urgency['causes']): { readonly needs: readonly SkillNeed[]; readonly priority: number; readonly readAs: ReadCause[] } {
  const { reading } = strategyInForce(facts.get('strategy', 'center')).rules;
  let needs: readonly SkillNeed[] = [];
  let priority = 0;
  const readAs: ReadCause[] = [];
  for (const [cause, confidence] of causes) {
    const rule = reading[cause];
    if (rule === undefined || (rule.needs.length === 0 && rule.priority === 0) || confidence * 100 < rule.surePercent) continue;
    readAs.push(cause);
    if (rule.needs.length > 0) needs = dangerNeeds(needs, rule.needs);
    priority = Math.max(priority, rule.priority);
  }
  return { needs, priority, readAs };
}

function tagged(declared: string | undefined): MessageLanguage | undefined {
  const primary = declared?.split(/[-_]/, 1)[0]?.toLowerCase();
  // `und`, `mul`, `zxx` and X's `qme` and the like name no language.
  if (primary === undefined || !/^[a-z]{2}$/.test(primary)) return undefined;
  return primary === 'de' || primary === 'en' ? primary : 'other';
}

export interface Receipt {
  readonly messageId: string;
  readonly sentAt: number;
  /** HMAC of the text under the center's key, hex. */
  readonly digest: string;
}

interface Route {
  readonly queueId: string;
  readonly needs: SkillNeed[];
  readonly priority: number;
  readonly dueAt: number;
  /** Which verdicts had a say in needs or priority. */
  readonly readAs: ReadCause[];
}

/** Where a new item goes: as its queue says, as the special route says (R13), with what its language needs (R1) and the needs of danger on top (R11). */
export function routeOf(facts: Facts, urgency: Urgency, queue: Queue, dueAt: number, now: number): Route {
  const { rules } = strategyInForce(facts.get('strategy', 'center'));
  const special = urgency.special === undefined ? undefined : rules.special[urgency.special];
  const target = special?.queueId === undefined ? queue : (facts.get('queue', special.queueId) ?? queue);
  const own = special === undefined ? queue.needs : dangerNeeds(target === queue ? queue.needs : target.needs, special.needs);
  const spoken = urgency.language === undefined ? [] : (rules.languages[urgency.language] ?? []);
  const asked = spoken.length === 0 ? own : dangerNeeds(own, spoken);
  const read = readRules(facts, urgency.causes);
  const needs = read.needs.length === 0 ? asked : dangerNeeds(asked, read.needs);
  return {
    queueId: target.id,
    needs: urgency.isDanger ? dangerNeeds(needs, rules.danger.needs) : needs,
    priority: urgency.isDanger ? DANGER_PRIORITY : Math.max(queue.priority, special?.priority ?? 0, read.priority),
    readAs: read.readAs,
    dueAt: special === undefined ? dueAt : urgency.isDanger ? Math.min(dueAt, now + special.dueMs) : now + special.dueMs,
  };
}

/** R13: the proof of when it came; none where the rules know no route for this kind. */
export function receiptOf(facts: Facts, urgency: Urgency, item: { readonly id: string; readonly conversationId: string }, receipt: Receipt, now: number): NewEvent[] {
  const kind = urgency.special;
  const route = kind === undefined ? undefined : strategyInForce(facts.get('strategy', 'center')).rules.special[kind];
  if (kind === undefined || route === undefined) return [];
  return [{ type: 'receipt.recorded', data: { workItemId: item.id, conversationId: item.conversationId, messageId: receipt.messageId, kind, sentAt: receipt.sentAt, receivedAt: now, dueAt: now + route.dueMs, digest: receipt.digest } }];
}

/** What a further message makes of an open item. It is moved to its route only if nobody able holds it. */
export function furtherUrgency(facts: Facts, urgency: Urgency, item: WorkItem, receipt: Receipt, now: number): NewEvent[] {
  const events: NewEvent[] = [];
  const route = urgency.special === undefined || item.special !== undefined ? undefined : strategyInForce(facts.get('strategy', 'center')).rules.special[urgency.special];
  if (route !== undefined) {
    events.push(...receiptOf(facts, urgency, item, receipt, now));
    if (!urgency.isDanger && item.priority < DANGER_PRIORITY) {
      const queue = route.queueId === undefined ? undefined : facts.get('queue', route.queueId);
      const needs = dangerNeeds(queue?.needs ?? item.needs, route.needs);
      events.push(...letGoUnless(facts, item, needs, now));
      events.push({ type: 'workItem.moved', data: { workItemId: item.id, conversationId: item.conversationId, queueId: queue?.id ?? item.queueId, needs, priority: Math.max(item.priority, route.priority), at: now } });
    }
  }
  if (urgency.isDanger) events.push(...becomesDanger(facts, item, now));
  else if (route === undefined) events.push(...furtherRead(facts, urgency, item, now));
  return events;
}

/** What a further message was read as may move a waiting item up; whoever holds one keeps it as it is and sees it on the line. */
function furtherRead(facts: Facts, urgency: Urgency, item: WorkItem, now: number): NewEvent[] {
  if (item.ownerAgentId !== undefined || item.priority >= DANGER_PRIORITY) return [];
  const read = readRules(facts, urgency.causes);
  const needs = read.needs.length === 0 ? item.needs : dangerNeeds(item.needs, read.needs);
  const isMore = read.priority > item.priority || needs.length !== item.needs.length || needs.some((need) => !item.needs.some((had) => had.skillId === need.skillId && had.minLevel >= need.minLevel));
  if (!isMore) return [];
  const readAs = [...new Set([...(item.readAs ?? []), ...read.readAs])];
  return [...rescindOffer(facts, item, now), { type: 'workItem.moved', data: { workItemId: item.id, conversationId: item.conversationId, queueId: item.queueId, needs, priority: Math.max(item.priority, read.priority), readAs, at: now } }];
}
