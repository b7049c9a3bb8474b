import { assertNever } from '../util/assert.ts';
import { mentionIdOf } from '../domain/desk-tools.ts';
import type { Noun } from '../domain/entity.ts';
import type { CenterEvent } from '../events/index.ts';
import type { EntityReader } from '../domain/entity.ts';
import { movesBulkMember } from './bulk-answer.ts';
import { articlesDelivered } from './article.ts';

export type EntityRef = readonly [noun: Noun, id: string];

/** Which entities an event changes. `server.resumed` changes every agent: its host walks them (see `applyEvent`). */
export function touches(event: CenterEvent, state: EntityReader): readonly EntityRef[] {
  const refs = directly(event, state);
  const member = movesBulkMember(event);
  return member !== undefined && state.get('bulkMember', member) !== undefined ? [...refs, ['bulkMember', member]] : refs;
}

function directly(event: CenterEvent, state: EntityReader): readonly EntityRef[] {
  switch (event.type) {
    case 'account.registered':
      return [['account', event.data.id]];
    case 'account.stopped':
    case 'account.resumed':
    case 'account.feedSwitched':
      return [['account', event.data.accountId]];
    case 'queue.defined':
      return [['queue', event.data.id]];
    case 'skill.defined':
      return [['skill', event.data.id]];
    case 'team.defined':
      return [['team', event.data.id]];
    case 'awayNotice.due':
    case 'awayNotice.ended':
      return [['awayNotice', event.data.id], ['contact', event.data.contactId]];
    case 'awayNotice.worded':
    case 'awayNotice.handedOn':
    case 'awayNotice.permitted':
      return [['awayNotice', event.data.id]];
    case 'calendar.defined':
      return [['calendar', event.data.id]];
    case 'tag.defined':
      return [['tag', event.data.id]];
    case 'houseSetting.defined':
      return [['houseSetting', event.data.id]];
    case 'roster.defined':
      return [['roster', event.data.id]];
    case 'house.removed':
      return [[event.data.noun, event.data.id]];
    case 'house.changed':
      return [['house', 'center']];
    case 'strategy.proposed':
    case 'strategy.changed':
      return [['strategy', 'center']];
    case 'terms.changed':
      return [['searchBook', event.data.brand]];
    case 'invitation.made':
    case 'invitation.revoked':
    case 'invitation.used':
      return [['invitation', event.data.agentId]];
    case 'figures.switched':
      return [['figureRules', 'center']];
    case 'server.resumed':
      return [];
    case 'agent.registered':
      return [['agent', event.data.id]];
    case 'agent.stateChanged':
    case 'agent.connected':
    case 'agent.dropped':
    case 'agent.shiftPlanned':
    case 'agent.wishesSet':
    case 'agent.traineeSet':
    case 'agent.capacityForced':
    case 'agent.capacityLifted':
      return [['agent', event.data.agentId]];
    case 'contact.created':
      return [['contact', event.data.id]];
    case 'contact.profileChanged':
      return [['contact', event.data.contactId]];
    case 'contact.merged':
      return [['contact', event.data.contactId], ['contact', event.data.intoContactId]];
    case 'contact.unmerged':
      return [['contact', event.data.contactId], ['contact', event.data.fromContactId]];
    case 'contact.erased':
    case 'contact.blocked':
    case 'contact.unblocked':
    case 'contact.addressFormSet':
    case 'contact.identityChecked':
    case 'contact.identityCheckWithdrawn':
    case 'contact.consentNoted':
      return [['contact', event.data.contactId]];
    case 'thread.opened':
      return [['thread', event.data.id]];
    case 'conversation.opened':
      return [['conversation', event.data.id]];
    case 'conversation.erased':
    case 'profile.asked':
    case 'approval.asked':
    case 'approval.given':
    case 'approval.sentBack':
    case 'approval.withdrawn':
    case 'approval.flagged':
    case 'approval.ruleFlagged':
    case 'approval.wordsFound':
    case 'escalation.raised':
    case 'escalation.ended':
    case 'conversation.readByLead':
    case 'whisper.sent':
    case 'whisper.seen':
    case 'profile.decided':
    case 'conversation.tagged':
    case 'conversation.linked':
    case 'conversation.unlinked':
    case 'conversation.merged':
    case 'conversation.unmerged':
    case 'ticket.opened':
    case 'ticket.changed':
    case 'ticket.overdue':
    case 'ticket.closed':
    case 'callBack.planned':
    case 'callBack.tried':
    case 'conversation.answeredElsewhere':
      return [['conversation', event.data.conversationId]];
    case 'message.received': {
      const d = event.data;
      return [['message', d.id], ['thread', d.threadId], ...(d.conversationId === undefined ? [] : [['conversation', d.conversationId] as const]), ...(d.authorContactId === undefined ? [] : [['contact', d.authorContactId] as const])];
    }
    case 'message.edited':
    case 'message.changeAllowed':
    case 'message.changeEnded':
      return [['message', event.data.messageId]];
    case 'message.read':
    case 'message.marked':
    case 'message.readingCorrected':
      return [['message', event.data.messageId], ['conversation', event.data.conversationId]];
    case 'message.deleted': {
      const conversationId = state.get('message', event.data.messageId)?.conversationId;
      return [['message', event.data.messageId], ...(conversationId === undefined ? [] : [['conversation', conversationId] as const])];
    }
    case 'note.added':
      return [['note', event.data.id], ...(event.data.mentions ?? []).map((agentId): EntityRef => ['mention', mentionIdOf(event.data.conversationId, agentId)])];
    case 'mention.seen':
      return [['mention', mentionIdOf(event.data.conversationId, event.data.agentId)]];
    case 'savedView.saved':
    case 'savedView.removed':
      return [['savedView', event.data.id]];
    case 'briefing.written':
      return [['briefing', event.data.id]];
    case 'briefing.ended':
      return [['briefing', event.data.id], ['briefingReads', event.data.id]];
    case 'briefing.read':
      return [['briefingReads', event.data.id], ['deskSetup', event.data.agentId]];
    case 'deskSetup.changed':
      return [['deskSetup', event.data.id]];
    case 'draft.saved':
    case 'draft.cleared':
      return [['draft', event.data.conversationId]];
    case 'workItem.queued':
      return [['workItem', event.data.id], ['conversation', event.data.conversationId]];
    case 'workItem.assigned':
      return [['workItem', event.data.workItemId], ['conversation', event.data.conversationId], ['agent', event.data.agentId]];
    case 'workItem.closed': {
      const { disposition, workItemId, conversationId } = event.data;
      const isLeaveAlone = disposition.kind === 'noAnswerNeeded' && disposition.reason === 'leaveAlone';
      const contactId = isLeaveAlone ? state.get('conversation', conversationId)?.contactId : undefined;
      return [['workItem', workItemId], ['conversation', conversationId], ...(contactId === undefined ? [] : [['contact', contactId] as const])];
    }
    case 'workItem.returned':
    case 'workItem.reopened':
      return [['workItem', event.data.workItemId], ['conversation', event.data.conversationId]];
    case 'workItem.chased':
    case 'workItem.resumed':
      return [['workItem', event.data.workItemId], ...(event.data.summoned === true ? [['conversation', event.data.conversationId] as const] : [])];
    case 'workItem.parked':
      return [['workItem', event.data.workItemId], ...(event.data.promise === undefined ? [] : [['conversation', event.data.conversationId] as const])];
    case 'workItem.moved':
    case 'workItem.snoozed':
    case 'workItem.dueMoved':
    case 'workItem.handoverNoted':
    case 'alert.raised':
    case 'alert.seen':
    case 'receipt.recorded':
      return [['workItem', event.data.workItemId]];
    case 'reservation.offered':
    case 'reservation.rescinded':
      return [['reservation', event.data.reservationId], ['workItem', event.data.workItemId]];
    case 'reservation.accepted':
    case 'reservation.declined':
    case 'reservation.expired':
      return [['reservation', event.data.reservationId], ['workItem', event.data.workItemId], ['agent', event.data.agentId]];
    case 'reply.scheduled':
      return [['reply', event.data.id]];
    case 'reply.executorChanged':
      return [['reply', event.data.replyId]];
    case 'reply.permitted': {
      const contactId = state.get('conversation', event.data.conversationId)?.contactId;
      const situationId = event.data.situation?.id;
      return [['reply', event.data.id], ['conversation', event.data.conversationId], ...(contactId === undefined ? [] : [['contact', contactId] as const]), ...(situationId === undefined ? [] : [['situation', situationId] as const])];
    }
    case 'reply.delivered': {
      const threadId = event.data.messages[0]?.threadId;
      const articleIds = articlesDelivered(state.get('conversation', event.data.conversationId), event.data.replyId);
      return [['reply', event.data.replyId], ['conversation', event.data.conversationId], ...event.data.messages.map((m) => ['message', m.id] as const), ...(threadId === undefined ? [] : [['thread', threadId] as const]), ...articleIds.map((id) => ['articleUse', id] as const)];
    }
    case 'reply.failed':
    case 'reply.discarded': {
      const situationId = state.get('reply', event.data.replyId)?.situation?.id;
      return [['reply', event.data.replyId], ['conversation', event.data.conversationId], ...(situationId === undefined ? [] : [['situation', situationId] as const])];
    }
    case 'reply.unconfirmed':
      return [['reply', event.data.replyId], ['conversation', event.data.conversationId]];
    case 'cluster.proposed':
    case 'cluster.grown':
    case 'cluster.confirmed':
    case 'cluster.dismissed':
    case 'cluster.membersPut':
    case 'cluster.membersTaken':
    case 'cluster.ended':
      return [['cluster', event.data.clusterId]];
    case 'cluster.split':
      return [['cluster', event.data.clusterId], ['cluster', event.data.newClusterId]];
    case 'cluster.merged':
      return [['cluster', event.data.clusterId], ['cluster', event.data.fromClusterId]];
    case 'situation.opened':
      return [['situation', event.data.situationId], ...(event.data.clusterId === undefined ? [] : [['cluster', event.data.clusterId] as const])];
    case 'situation.changed':
    case 'situation.closed':
      return [['situation', event.data.situationId]];
    case 'volume.counted':
      return event.data.counts.map(({ topicId }) => ['volume', topicId] as const);
    case 'spike.raised':
      return [['spike', event.data.id]];
    case 'spike.seen':
    case 'spike.ended':
      return [['spike', event.data.spikeId]];
    case 'article.saved':
      return event.data.version === 1 ? [['article', event.data.articleId], ['articleUse', event.data.articleId]] : [['article', event.data.articleId]];
    case 'article.proposed':
    case 'article.proposalDropped':
    case 'article.published':
    case 'article.retired':
      return [['article', event.data.articleId]];
    case 'article.used': {
      const { conversationId, articleIds, deliveredAt } = event.data;
      return [['conversation', conversationId], ...(deliveredAt === undefined ? [] : articleIds.map((id) => ['articleUse', id] as const))];
    }
    case 'article.succeeded':
      return [['conversation', event.data.conversationId], ...[...new Set(event.data.articleIds)].map((id) => ['articleUse', id] as const)];
    case 'bulkAnswer.started':
    case 'bulkAnswer.joined':
    case 'bulkAnswer.confirmed':
      return [['bulkAnswer', event.data.bulkId], ...event.data.members.map((member) => ['bulkMember', member.conversationId] as const)];
    case 'bulkAnswer.skipped':
    case 'bulkAnswer.handedOut':
      return event.data.conversationIds.map((id) => ['bulkMember', id] as const);
    case 'bulkAnswer.failed':
      return [['bulkMember', event.data.conversationId]];
    case 'bulkAnswer.written':
    case 'bulkAnswer.paused':
    case 'bulkAnswer.resumed':
    case 'bulkAnswer.stopped':
    case 'bulkAnswer.statusPosted':
      return [['bulkAnswer', event.data.bulkId]];
    default:
      return assertNever(event);
  }
}
