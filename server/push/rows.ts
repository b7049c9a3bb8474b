import { openEscalation } from '../../shared/domain/escalation.ts';
import { openApproval } from '../../shared/domain/approval.ts';
import { contactProfileSchema } from '../../shared/domain/contact.ts';
import { addressOfPerson } from '../../shared/domain/person.ts';
import { addressIn, rowReading } from '../../shared/domain/reading-summary.ts';
import { nextTicket } from '../../shared/domain/ticket.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { ArticleRow } from '../../shared/domain/article.ts';
import type { AccountRow, AgentRow, QueueRow } from '../../shared/domain/rows.ts';
import { strategyInForce } from '../../shared/domain/strategy.ts';
import { isResting } from '../../shared/domain/work-item.ts';
import { costOf } from '../../shared/deciders/due.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import type { DeskNews } from './port.ts';
import type { CenterIndex } from '../center/center-index.ts';

const FIRST_LINE = 160;

/** Texts a queue row is made of. */
export function rowRefs(state: EntityMaps, workItemId: string): string[] {
  const item = state.get('workItem', workItemId);
  const conversation = item === undefined ? undefined : state.get('conversation', item.conversationId);
  const contact = item === undefined ? undefined : state.get('contact', item.contactId);
  const message = conversation?.lastInboundMessageId === undefined ? undefined : state.get('message', conversation.lastInboundMessageId);
  return [contact?.profileRef, message?.deletedAt === undefined ? message?.bodyRef : undefined].filter((ref): ref is string => ref !== undefined);
}

export function queueRow(state: EntityMaps, workItemId: string, texts: ReadonlyMap<string, string>): QueueRow | undefined {
  const item = state.get('workItem', workItemId);
  const conversation = item === undefined ? undefined : state.get('conversation', item.conversationId);
  if (item === undefined || conversation === undefined) return undefined;
  const contact = state.get('contact', item.contactId);
  const profile = parse(contactProfileSchema, texts.get(contact?.profileRef ?? ''));
  const identity = profile?.identities.find((i) => i.channel === item.channel) ?? profile?.identities[0];
  const message = conversation.lastInboundMessageId === undefined ? undefined : state.get('message', conversation.lastInboundMessageId);
  const body = message === undefined || message.deletedAt !== undefined ? undefined : parse(messageBodySchema, texts.get(message.bodyRef));
  const reservation = item.reservationId === undefined ? undefined : state.get('reservation', item.reservationId);
  const address = addressIn(conversation, addressOfPerson(state, item.contactId));
  const ticket = nextTicket(conversation.tickets);
  const locked = conversation.lockedByReplyId === undefined ? undefined : state.get('reply', conversation.lockedByReplyId);
  const waits = openApproval(conversation.approvals);
  const help = openEscalation(conversation.escalations);
  return {
    item,
    threadId: conversation.threadId,
    contactId: item.contactId,
    conversationId: conversation.id,
    channel: item.channel,
    visibility: conversation.visibility,
    contactName: profile?.displayName ?? '',
    contactHandle: identity?.handle ?? '',
    firstLine: firstLine(body?.text ?? ''),
    lastInboundAt: conversation.lastInboundAt ?? item.createdAt,
    turnMessages: conversation.openTurn?.length ?? 0,
    ...(identity?.followers === undefined ? {} : { followers: identity.followers }),
    ...(address === undefined ? {} : { addressForm: address.form }),
    ...(conversation.reading === undefined ? {} : { reading: rowReading(conversation.reading) }),
    ...(conversation.tags === undefined ? {} : { tags: conversation.tags }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(conversation.callBack === undefined ? {} : { callBack: conversation.callBack }),
    ...(conversation.outreach === undefined ? {} : { outreach: conversation.outreach }),
    ...(conversation.profileUse === undefined ? {} : { profileUse: conversation.profileUse }),
    ...(conversation.approvalFlag === undefined ? {} : { approvalFlag: conversation.approvalFlag }),
    ...(waits === undefined ? {} : { approval: { replyId: waits.replyId, agentId: waits.agentId, why: waits.why, askedAt: waits.askedAt, dueAt: waits.dueAt, ...(waits.approverId === undefined ? {} : { approverId: waits.approverId }), ...(waits.standInId === undefined ? {} : { standInId: waits.standInId }) } }),
    ...(help === undefined ? {} : { escalation: { id: help.id, agentId: help.agentId, askedAt: help.askedAt, dueAt: help.dueAt, ...(help.approverId === undefined ? {} : { approverId: help.approverId }), ...(help.standInId === undefined ? {} : { standInId: help.standInId }) } }),
    ...(locked === undefined ? {} : { answerOut: { replyId: locked.id, agentId: locked.agentId, since: locked.permittedAt } }),
    ...(reservation?.state === 'pending' ? { offer: { reservationId: reservation.id, agentId: reservation.agentId, expiresAt: reservation.expiresAt } } : {}),
  };
}

/** The account with how the numbers of its brand look, where the rules say so. */
export function accountRow(state: EntityMaps, id: string): AccountRow | undefined {
  const account = state.get('account', id);
  if (account === undefined) return undefined;
  const numbers = strategyInForce(state.get('strategy', 'center')).rules.brands[account.brand]?.numbers ?? [];
  return numbers.length === 0 ? account : { ...account, numbers };
}

export function agentRow(state: EntityMaps, index: CenterIndex, agentId: string, outbox: DeskNews | undefined, sendingPossibleUntil: (conversationId: string) => number): AgentRow | undefined {
  const agent = state.get('agent', agentId);
  if (agent === undefined) return undefined;
  let load = 0;
  const bulks = new Map<string, number>();
  let openItems = 0;
  let until = 0;
  for (const id of index.itemsOf(agentId)) {
    const item = state.get('workItem', id);
    if (item === undefined || item.state !== 'assigned' || item.ownerAgentId !== agentId) continue;
    // R2: a bulk costs as one until the last of it is done, whichever member the cost was written on.
    if (item.bulkId === undefined) load += item.cost;
    else if (!isResting(item)) bulks.set(item.bulkId, Math.max(bulks.get(item.bulkId) ?? 0, item.cost) || costOf(item.channel));
    openItems += 1;
    if (!agent.connected) until = Math.max(until, sendingPossibleUntil(item.conversationId));
  }
  for (const cost of bulks.values()) load += cost;
  return { ...agent, load, openItems, ...(until === 0 ? {} : { sendingPossibleUntil: until }), ...(outbox === undefined ? {} : { outbox }) };
}

export function articleRow(state: EntityMaps, id: string): ArticleRow | undefined {
  const article = state.get('article', id);
  const use = state.get('articleUse', id);
  return article === undefined ? undefined : { ...article, used: use?.used ?? 0, succeeded: use?.succeeded ?? 0 };
}

function firstLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const points = [...line];
  return points.length <= FIRST_LINE ? line : `${points.slice(0, FIRST_LINE - 1).join('')}…`;
}

function parse<T>(schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } }, json: string | undefined): T | undefined {
  if (json === undefined) return undefined;
  const parsed = schema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : undefined;
}
