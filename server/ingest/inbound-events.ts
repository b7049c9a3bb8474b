import type { ServerDisposition } from '../../shared/domain/disposition.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { WorkItem } from '../../shared/domain/work-item.ts';
import { anyOfPerson } from '../../shared/domain/person.ts';
import { rescindOffer } from '../../shared/deciders/assignment.ts';
import { deadlines, resolutionDueAt, responseDueAt } from '../../shared/domain/deadlines.ts';
import { costOf, dueAgain } from '../../shared/deciders/due.ts';
import { wakeUp } from '../../shared/deciders/work-item-snooze.ts';
import type { Facts } from '../../shared/deciders/index.ts';
import { getChannel } from '../../shared/channels/index.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { ReadMessage } from './port.ts';
import { readEvents } from './read-events.ts';
import { furtherUrgency, NOTHING_URGENT, receiptOf, routeOf, type Urgency } from './urgency.ts';

/** Where a post belongs, found before its text is sealed. */
export interface Placement {
  readonly accountId: string;
  readonly threadId: string;
  readonly newThread: boolean;
  readonly threadRemoteId: string;
  readonly conversationId?: string | undefined;
  readonly newConversation: boolean;
  readonly contactId?: string | undefined;
  readonly messageId: string;
  readonly bodyRef: string;
  readonly contentRefs?: readonly string[] | undefined;
  readonly subjectKey?: string | undefined;
}

/** What was read in a post before its text was sealed (R11, R13). */
export interface ReadPost {
  readonly urgency: Urgency;
  readonly digest: string;
  /** Absent where nobody is to know what was read: its author was erased. */
  readonly read?: ReadMessage | undefined;
}
const NOTHING_READ: ReadPost = { urgency: NOTHING_URGENT, digest: '' };

/** A customer's post: the message, and the demand for attention it raises, joins or wakes. */
export function customerPost(facts: Facts, post: InboundPost, place: Placement, queue: Queue | undefined, newWorkItemId: string, now: number, reading: ReadPost = NOTHING_READ): NewEvent[] {
  const events: NewEvent[] = [...opened(post, place, now), received(post, place, now)];
  const { conversationId, contactId } = place;
  // Said to others: it is their part of the thread, and nobody's work.
  if (conversationId === undefined || contactId === undefined || post.context === true) return events;
  if (reading.read !== undefined) events.push(...readEvents(facts, { messageId: place.messageId, threadId: place.threadId, conversationId, contactId, visibility: post.visibility }, reading.read, now));
  const conversation = facts.get('conversation', conversationId);
  const item = conversation?.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
  const ref = { conversationId, at: now };
  // A machine wants no answer. The first word of a conversation is closed at once, so that it is seen and counted; a failed delivery somebody must look at.
  const isQuiet = post.automatic !== undefined && post.automatic !== 'bounce';
  if (isQuiet && (item !== undefined || !place.newConversation)) return events;
  if (item !== undefined && item.state !== 'closed') {
    const receipt = { messageId: place.messageId, sentAt: post.sentAt, digest: reading.digest };
    const urgent = furtherUrgency(facts, reading.urgency, item, receipt, now);
    // R14: by now they did address us.
    const addressed = item.unsummoned !== undefined && post.summoned === true ? { summoned: true as const } : {};
    if (item.waitingFor === 'us') return [...events, { type: 'workItem.chased', data: { workItemId: item.id, ...ref, ...addressed } }, ...(item.snooze === undefined ? [] : wakeUp(facts, item, now)), ...urgent];
    return [...events, { type: 'workItem.resumed', data: { workItemId: item.id, ...ref, ...dueAgain(facts.get('queue', item.queueId) ?? queue, item, now), cost: costOf(item.channel), ...addressed } }, ...urgent];
  }
  if (queue === undefined) return events;
  // HOUR-4: kept with the item where it matters, so that its later deadlines follow the same row.
  const caseType = queue.targetRows?.some((row) => row.caseType !== undefined) === true ? reading.read?.reading.caseType.label : undefined;
  const due = responseDueAt(queue, post.channel, now, conversation?.firstAnsweredAt === undefined ? 'first' : 'next', caseType);
  const route = routeOf(facts, reading.urgency, queue, due, now);
  events.push({
    type: 'workItem.queued',
    data: {
      id: newWorkItemId,
      conversationId,
      contactId,
      accountId: place.accountId,
      channel: post.channel,
      queueId: route.queueId,
      needs: route.needs,
      priority: route.priority,
      cost: costOf(post.channel),
      createdAt: now,
      queuedAt: now,
      ...(route.readAs.length === 0 ? {} : { readAs: route.readAs }),
      ...(caseType === undefined ? {} : { caseType }),
      ...deadlines(route.dueAt, resolutionDueAt(queue, post.channel, now, caseType)),
      ...(post.summoned === false ? { unsummoned: getChannel(post.channel)?.unsummoned ?? 'siteOnly', ...(post.foundBy === undefined || post.foundBy.length === 0 ? {} : { foundBy: post.foundBy }) } : {}),
    },
  });
  // R14: who wants to be left alone is approached no more; that they spoke of us is seen and counted.
  if (post.summoned === false && !reading.urgency.isDanger && anyOfPerson(facts, contactId, (contact) => contact.leaveAloneAt !== undefined))
    return [...events, { type: 'workItem.closed', data: { workItemId: newWorkItemId, conversationId, disposition: { kind: 'noAnswerNeeded', reason: 'leaveAlone' }, at: now } }];
  // T11: who was closed out as the author of spam stays out, unless somebody is in danger or the letter has a clock of its own.
  if (anyOfPerson(facts, contactId, (contact) => contact.blocked !== undefined) && !reading.urgency.isDanger && reading.urgency.special === undefined)
    return [...events, { type: 'workItem.closed', data: { workItemId: newWorkItemId, conversationId, disposition: { kind: 'spam' }, at: now } }];
  if (isQuiet) return [...events, { type: 'workItem.closed', data: { workItemId: newWorkItemId, conversationId, disposition: { kind: 'automatic' }, at: now } }];
  if (!reading.urgency.isDanger) events.push(...toWhoHasTheOther(facts, conversation, newWorkItemId, now));
  const receipt = { messageId: place.messageId, sentAt: post.sentAt, digest: reading.digest };
  events.push(...receiptOf(facts, reading.urgency, { id: newWorkItemId, conversationId }, receipt, now));
  // Leads are told in the same breath, not when routing next looks.
  if (reading.urgency.isDanger) events.push({ type: 'alert.raised', data: { workItemId: newWorkItemId, conversationId, reminder: 0, at: now } });
  return events;
}

/** D8: it was to be answered with another conversation of the person: what comes in comes to whoever has that one. Danger goes its own way. */
function toWhoHasTheOther(facts: Facts, conversation: Conversation | undefined, workItemId: string, at: number): NewEvent[] {
  const into = conversation?.mergedInto === undefined ? undefined : facts.get('conversation', conversation.mergedInto.conversationId);
  const item = into?.workItemId === undefined ? undefined : facts.get('workItem', into.workItemId);
  if (conversation === undefined || item?.state !== 'assigned' || item.ownerAgentId === undefined) return [];
  return [{ type: 'workItem.assigned', data: { workItemId, conversationId: conversation.id, agentId: item.ownerAgentId, epoch: conversation.epoch + 1, at, reason: { by: 'person' } } }];
}

/** The brand answered without this desk: covers what the customer had said by then, and settles the item if nothing is left open. */
export function brandPost(facts: Facts, post: InboundPost, place: Placement, now: number): NewEvent[] {
  const events: NewEvent[] = [...opened(post, place, now), received(post, place, now)];
  const conversation = place.conversationId === undefined ? undefined : facts.get('conversation', place.conversationId);
  const through = conversation === undefined ? undefined : coveredBy(facts, conversation, post.sentAt);
  if (conversation === undefined || through === undefined) return events;
  events.push({ type: 'conversation.answeredElsewhere', data: { conversationId: conversation.id, messageId: place.messageId, throughMessageId: through, at: now } });
  const coversAll = conversation.openTurn?.at(-1)?.messageId === through;
  const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
  if (coversAll && item !== undefined && item.state !== 'closed') events.push(...settled(facts, item, 'answeredElsewhere', now));
  return events;
}

/** Ends an item because of what the platform shows. */
export function settled(facts: Facts, item: WorkItem, kind: ServerDisposition, now: number): NewEvent[] {
  return [...rescindOffer(facts, item, now), { type: 'workItem.closed', data: { workItemId: item.id, conversationId: item.conversationId, disposition: { kind }, at: now } }];
}

/** The last message of the open turn that was there when the brand wrote. */
function coveredBy(facts: Facts, conversation: Conversation, sentAt: number): string | undefined {
  let through: string | undefined;
  for (const { messageId } of conversation.openTurn ?? []) {
    const message = facts.get('message', messageId);
    if (message !== undefined && message.sentAt <= sentAt) through = messageId;
  }
  return through;
}

function opened(post: InboundPost, place: Placement, now: number): NewEvent[] {
  const common = { accountId: place.accountId, channel: post.channel, visibility: post.visibility, openedAt: now };
  const events: NewEvent[] = [];
  if (place.newThread) events.push({ type: 'thread.opened', data: { id: place.threadId, remoteId: place.threadRemoteId, ...common } });
  if (place.newConversation && place.conversationId !== undefined && place.contactId !== undefined) events.push({ type: 'conversation.opened', data: { id: place.conversationId, threadId: place.threadId, contactId: place.contactId, ...common } });
  return events;
}

function received(post: InboundPost, place: Placement, now: number): NewEvent {
  return {
    type: 'message.received',
    data: {
      id: place.messageId,
      threadId: place.threadId,
      direction: post.direction,
      visibility: post.visibility,
      remoteId: post.remoteId,
      bodyRef: place.bodyRef,
      sentAt: post.sentAt,
      receivedAt: now,
      ...(place.conversationId === undefined ? {} : { conversationId: place.conversationId }),
      ...(post.direction === 'in' && place.contactId !== undefined && (post.automatic !== 'bounce' || place.newConversation) ? { authorContactId: place.contactId } : {}),
      ...(post.inReplyToRemoteId === undefined ? {} : { inReplyToRemoteId: post.inReplyToRemoteId }),
      ...(place.contentRefs === undefined || place.contentRefs.length === 0 ? {} : { contentRefs: [...place.contentRefs] }),
      ...(place.subjectKey === undefined ? {} : { subjectKey: place.subjectKey }),
      ...(post.quotedRemoteId === undefined ? {} : { quotedRemoteId: post.quotedRemoteId }),
      ...(post.automatic === undefined ? {} : { automatic: post.automatic }),
      ...(post.summoned === false ? { summoned: false } : {}),
      ...(post.language === undefined ? {} : { language: post.language }),
    },
  };
}
