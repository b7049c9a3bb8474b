import type { Command } from '../../shared/commands/index.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { ME, type FakeCenter } from './fake-center.ts';

/** What an accepted command makes happen: the least a desk can tell from the real thing. */
export function fakeEvents(center: FakeCenter, command: Command, at: number): NewEvent[] {
  switch (command.type) {
    case 'reply.requestPermit': {
      const d = command.data;
      if (center.state.get('reply', d.replyId) !== undefined) return [];
      center.bodies.set(`b-${d.replyId}`, JSON.stringify(d.frozen));
      d.frozen.parts.forEach((text, part) => center.bodies.set(`b-${d.replyId}-${part}`, JSON.stringify({ text })));
      const accountId = center.state.get('conversation', d.conversationId)?.accountId ?? 'acc';
      return [
        {
          type: 'reply.permitted',
          data: {
            id: d.replyId,
            conversationId: d.conversationId,
            accountId,
            agentId: ME,
            replicaId: 'r',
            epoch: d.epoch,
            bodyRef: `b-${d.replyId}`,
            partBodyRefs: d.frozen.parts.map((_, part) => `b-${d.replyId}-${part}`),
            visibility: d.frozen.visibility,
            followUp: d.followUp,
            platformKey: d.platformKey,
            parts: d.frozen.parts.length,
            permittedAt: at,
            ...(d.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: d.answersThroughMessageId }),
          },
        },
      ];
    }
    case 'reply.report': {
      const reply = center.state.get('reply', command.data.replyId);
      if (reply === undefined || reply.state === 'delivered') return [];
      const ref = { replyId: reply.id, conversationId: reply.conversationId, at };
      const { outcome } = command.data;
      if (outcome.kind === 'failed') return [{ type: 'reply.failed', data: { ...ref, failure: outcome.failure } }];
      if (outcome.kind === 'unconfirmed') return [{ type: 'reply.unconfirmed', data: { ...ref, reason: outcome.reason } }];
      const threadId = center.state.get('conversation', reply.conversationId)?.threadId ?? 't';
      return [
        {
          type: 'reply.delivered',
          data: {
            ...ref,
            by: outcome.by,
            remoteIds: outcome.remoteIds,
            messages: outcome.remoteIds.map((remoteId, part) => ({
              id: `m-${reply.id}-${part}`,
              threadId,
              conversationId: reply.conversationId,
              direction: 'out' as const,
              agentId: ME,
              replyId: reply.id,
              part,
              visibility: reply.visibility,
              remoteId,
              bodyRef: `b-${reply.id}-${part}`,
              sentAt: outcome.sentAt,
              receivedAt: at,
            })),
          },
        },
      ];
    }
    case 'reply.settle': {
      const reply = center.state.get('reply', command.data.replyId);
      if (reply === undefined) return [];
      return command.data.decision.kind === 'discard'
        ? [{ type: 'reply.discarded', data: { replyId: reply.id, conversationId: reply.conversationId, agentId: ME, at } }]
        : [];
    }
    case 'workItem.park':
    case 'workItem.close': {
      const item = center.state.get('workItem', command.data.workItemId);
      if (item === undefined) return [];
      const ref = { workItemId: item.id, conversationId: item.conversationId, at };
      return command.type === 'workItem.park'
        ? [{ type: 'workItem.parked', data: ref }]
        : [{ type: 'workItem.closed', data: { ...ref, disposition: command.data.disposition, agentId: ME } }];
    }
    case 'conversation.tag':
      return [{ type: 'conversation.tagged', data: command.data }];
    case 'note.add':
      center.bodies.set(`n-${command.data.id}`, JSON.stringify({ text: command.data.text }));
      return [
        {
          type: 'note.added',
          data: { id: command.data.id, conversationId: command.data.conversationId, agentId: ME, bodyRef: `n-${command.data.id}`, at },
        },
      ];
    case 'draft.save': {
      const { conversationId, draft, fromReplyId } = command.data;
      if (draft === null) return [{ type: 'draft.cleared', data: { conversationId } }];
      center.bodies.set(`d-${center.seq}`, JSON.stringify(draft));
      return [
        {
          type: 'draft.saved',
          data: {
            conversationId,
            agentId: ME,
            bodyRef: `d-${center.seq}`,
            savedAt: at,
            ...(fromReplyId === undefined ? {} : { fromReplyId }),
          },
        },
      ];
    }
    case 'workItem.take': {
      const item = center.state.get('workItem', command.data.workItemId);
      const epoch = (center.state.get('conversation', item?.conversationId ?? '')?.epoch ?? 0) + 1;
      return item === undefined
        ? []
        : [
            {
              type: 'workItem.assigned',
              data: { workItemId: item.id, conversationId: item.conversationId, agentId: ME, epoch, at, reason: { by: 'self' } },
            },
          ];
    }
    default:
      return [];
  }
}
