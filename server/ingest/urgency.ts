import type { Queue } from '../../shared/domain/queue.ts';
import type { SkillNeed } from '../../shared/domain/skill.ts';
import { specialMailKindSchema, strategyInForce, type MessageLanguage, type SpecialMailKind } from '../../shared/domain/strategy.ts';
import { DANGER_PRIORITY, type WorkItem } from '../../shared/domain/work-item.ts';
import { becomesDanger, dangerNeeds, letGoUnless } from '../../shared/deciders/danger.ts';
import type { Facts } from '../../shared/deciders/index.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { languageOf } from '../../shared/text/language.ts';
import { LONGEST_READ } from '../../shared/text/longest-read.ts';
import { signalsOf, specialMailOf } from '../../shared/text/signals.ts';

// R11 and R13: what a message says that changes where it goes. Read once, before its text is sealed.

export interface Urgency {
  readonly isDanger: boolean;
  readonly special?: SpecialMailKind | undefined;
  /** R1: absent where it cannot be told. */
  readonly language?: MessageLanguage | undefined;
}

/** Below it a language is a guess: the platform's own word counts, if it has one. */
const LANGUAGE_SURE = 0.7;

/** `declared`: the language the platform names, as a BCP 47 tag. */
export function readUrgency(text: string, declared?: string): Urgency {
  const read = text.slice(0, LONGEST_READ);
  const special = specialMailKindSchema.safeParse(specialMailOf(read)[0]?.kind);
  const found = languageOf(read);
  const language = found.confidence >= LANGUAGE_SURE ? found.label : tagged(declared);
  return { ...(language === undefined ? {} : { language }), isDanger: signalsOf(read).some((signal) => signal.kind === 'danger'), ...(special.success ? { special: special.data } : {}) };
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
}

/** Where a new item goes: as its queue says, as the special route says (R13), with what its language needs (R1) and the needs of danger on top (R11). */
export function routeOf(facts: Facts, urgency: Urgency, queue: Queue, dueAt: number, now: number): Route {
  const { rules } = strategyInForce(facts.get('strategy', 'center'));
  const special = urgency.special === undefined ? undefined : rules.special[urgency.special];
  const target = special?.queueId === undefined ? queue : (facts.get('queue', special.queueId) ?? queue);
  const own = special === undefined ? queue.needs : dangerNeeds(target === queue ? queue.needs : target.needs, special.needs);
  const spoken = urgency.language === undefined ? [] : (rules.languages[urgency.language] ?? []);
  const needs = spoken.length === 0 ? own : dangerNeeds(own, spoken);
  return {
    queueId: target.id,
    needs: urgency.isDanger ? dangerNeeds(needs, rules.danger.needs) : needs,
    priority: urgency.isDanger ? DANGER_PRIORITY : Math.max(queue.priority, special?.priority ?? 0),
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
  return events;
}
