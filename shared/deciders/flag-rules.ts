import { MOST_RULE_FLAGS, type RuleFlag } from '../domain/approval.ts';
import type { Conversation } from '../domain/conversation.ts';
import { languageOf, readAs, rulesThatFit, type FlagSubject } from '../domain/flag-rules.ts';
import { validCheck } from '../domain/identity-check.ts';
import type { Message } from '../domain/message.ts';
import { anyOfPerson } from '../domain/person.ts';
import { strategyInForce, type ContactMark, type StrategyRules } from '../domain/strategy.ts';
import { foldedTag, tagsByName, type HouseTag } from '../domain/tag.ts';
import { DANGER_PRIORITY } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import type { Facts } from './context.ts';

// S2: conversations that are flagged by themselves. Decided on what has just been folded, and written with it: no leave can be asked for in between.

/** Of a long open turn the last so many messages are looked at when something of the conversation changes. */
const MOST_LOOKED_AT = 20;

/** Flags that follow from these events; `facts` has them already. `tags`: the house's list. */
export function flagEvents(facts: Facts, tags: () => Iterable<HouseTag>, events: readonly NewEvent[], now: number): NewEvent[] {
  const { flags } = strategyInForce(facts.get('strategy', 'center')).rules;
  if (Object.keys(flags).length === 0) return [];
  const changed = new Map<string, Set<string> | undefined>();
  for (const event of events) {
    const touched = touchedBy(facts, event);
    if (touched === undefined) continue;
    const known = changed.get(touched.conversationId);
    if (touched.messageId === undefined) changed.set(touched.conversationId, undefined);
    else if (known !== undefined) known.add(touched.messageId);
    else if (!changed.has(touched.conversationId)) changed.set(touched.conversationId, new Set([touched.messageId]));
  }
  return [...changed].flatMap(([conversationId, messages]) => flagsOf(facts, tags, flags, conversationId, messages, now));
}

/** The conversation a rule may fit after this event, and the message where it is about one. */
function touchedBy(facts: Facts, event: NewEvent): { readonly conversationId: string; readonly messageId?: string | undefined } | undefined {
  switch (event.type) {
    case 'message.received':
      return event.data.direction === 'out' || event.data.conversationId === undefined ? undefined : { conversationId: event.data.conversationId, messageId: event.data.id };
    case 'message.read':
    case 'message.marked':
    case 'message.readingCorrected':
    case 'approval.wordsFound':
      return { conversationId: event.data.conversationId, messageId: event.data.messageId };
    case 'workItem.queued':
    case 'conversation.tagged':
    case 'workItem.moved':
    case 'workItem.reopened':
    case 'alert.raised':
      return { conversationId: event.data.conversationId };
    case 'contact.identityChecked':
      return { conversationId: event.data.check.inConversationId };
    default:
      return undefined;
  }
}

function flagsOf(facts: Facts, tags: () => Iterable<HouseTag>, rules: StrategyRules['flags'], conversationId: string, only: ReadonlySet<string> | undefined, now: number): NewEvent[] {
  const conversation = facts.get('conversation', conversationId);
  const item = conversation?.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
  // Nobody can answer there; opened again it is looked at again.
  if (conversation === undefined || conversation.erasedAt !== undefined || item?.state === 'closed') return [];
  const found = new Map<string, RuleFlag>();
  for (const messageId of only ?? lastOf(conversation)) {
    const message = facts.get('message', messageId);
    if (message === undefined || message.deletedAt !== undefined) continue;
    const subject = flagSubject(facts, tags, conversation, message, (ruleId) => conversation.flagWords?.some((one) => one.messageId === messageId && one.ruleIds.includes(ruleId)) === true, now);
    for (const flag of rulesThatFit(rules, messageId, subject)) if (!isLifted(conversation, flag.ruleId, message)) found.set(flag.ruleId, flag);
  }
  const known = new Set(conversation.approvalFlag?.rules?.map(({ ruleId }) => ruleId as string));
  const news = [...found.values()].filter(({ ruleId }) => !known.has(ruleId)).slice(0, MOST_RULE_FLAGS - known.size);
  return news.length === 0 ? [] : [{ type: 'approval.ruleFlagged', data: { conversationId, rules: news, at: now } }];
}

function lastOf(conversation: Conversation): string[] {
  const open = (conversation.openTurn ?? []).slice(-MOST_LOOKED_AT).map(({ messageId }) => messageId);
  return open.length > 0 || conversation.lastInboundMessageId === undefined ? open : [conversation.lastInboundMessageId];
}

/** FLAG-3: a lead has decided about this message already. */
function isLifted(conversation: Conversation, ruleId: string, message: Message): boolean {
  return conversation.flagsLifted?.some((one) => one.ruleId === ruleId && (one.messageId === message.id || message.receivedAt < one.at)) === true;
}

/** A message as rules see it. `tags`: the house's list, asked for only where the conversation has any. */
export function flagSubject(facts: Pick<Facts, 'get'>, tags: () => Iterable<HouseTag>, conversation: Conversation, message: Message, hasWords: (ruleId: string) => boolean, now: number): FlagSubject {
  const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
  const isDanger = item !== undefined && item.state !== 'closed' && item.priority >= DANGER_PRIORITY;
  const { reading } = message;
  return {
    read: reading === undefined ? new Map(isDanger ? [['danger', 1] as const] : []) : readAs(reading, isDanger),
    language: reading === undefined ? undefined : languageOf(reading),
    channel: conversation.channel,
    accountId: conversation.accountId,
    visibility: message.visibility,
    queueId: item?.queueId,
    tags: tagNames(conversation, tags),
    marks: marksOf(facts, conversation.contactId, now),
    hasWords,
  };
}

function tagNames(conversation: Conversation, tags: () => Iterable<HouseTag>): Set<string> {
  const given = conversation.tags ?? [];
  if (given.length === 0) return new Set();
  const byName = tagsByName(tags());
  const names = new Set<string>();
  for (const one of given) {
    names.add(foldedTag(one));
    const tag = byName.get(foldedTag(one));
    for (const name of tag === undefined ? [] : [tag.name, ...(tag.was ?? [])]) names.add(foldedTag(name));
  }
  return names;
}

function marksOf(facts: Pick<Facts, 'get'>, contactId: string, now: number): Set<ContactMark> {
  const any = (is: Parameters<typeof anyOfPerson>[2]): boolean => anyOfPerson(facts as Facts, contactId, is);
  const marks = new Set<ContactMark>();
  if (!any((contact) => contact.lastAgentId !== undefined)) marks.add('stranger');
  marks.add(any((contact) => validCheck(contact, now) !== undefined) ? 'checked' : 'unchecked');
  if (any((contact) => contact.leaveAloneAt !== undefined)) marks.add('leaveAlone');
  if (any((contact) => contact.blocked !== undefined)) marks.add('blocked');
  return marks;
}
