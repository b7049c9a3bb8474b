import type { CommandOf } from '../commands/index.ts';
import { fileProblem, mediaFor } from '../channels/file-rules.ts';
import type { ChannelDescriptor } from '../channels/index.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { FrozenReply } from '../domain/reply.ts';
import type { EventOf, NewEvent } from '../events/index.ts';
import { must } from '../util/assert.ts';
import { refuse, type DecideContext, type Decision, type Facts } from './context.ts';

/** What the log keeps of a reply, from the frozen words of its command: the same whether it may go now or goes later. */
export function replyData(data: CommandOf<'reply.requestPermit'>['data'] | CommandOf<'reply.schedule'>['data'], conversation: Conversation, accountId: string, context: DecideContext): EventOf<'reply.permitted'>['data'] {
  return {
    id: data.replyId,
    conversationId: conversation.id,
    accountId,
    agentId: context.agentId,
    replicaId: context.replicaId,
    epoch: data.epoch,
    bodyRef: must(context.bodyRefs[0], 'sealed reply'),
    partBodyRefs: context.bodyRefs.slice(1),
    ...(data.frozen.files === undefined ? {} : { fileRefs: [...must(context.fileRefs, 'files that were kept')] }),
    ...(data.frozen.filesApart === true ? { filesApart: true as const } : {}),
    visibility: data.frozen.visibility,
    followUp: data.followUp,
    platformKey: data.platformKey,
    ...(data.frozen.situation === undefined ? {} : { situation: data.frozen.situation }),
    parts: data.frozen.parts.length,
    permittedAt: context.now,
    ...(data.workItemId === undefined ? {} : { workItemId: data.workItemId }),
    ...(data.frozen.inReplyToRemoteId === undefined ? {} : { inReplyToRemoteId: data.frozen.inReplyToRemoteId }),
    ...(data.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: data.answersThroughMessageId }),
  };
}

/** Why these files cannot go with this answer: the channel does not take them, or the server does not have their bytes. */
export function filesUnfit(channel: ChannelDescriptor, data: { readonly frozen: FrozenReply }, context: DecideContext): Decision | undefined {
  const { files, visibility, kind, filesApart, parts } = data.frozen;
  if (files === undefined) return filesApart === undefined ? undefined : refuse('INPUT_INVALID', { field: 'frozen.filesApart' });
  const limits = mediaFor(channel, visibility, kind === 'privateReply');
  if (limits !== undefined && ((filesApart === true) !== (limits.apart === true) || (filesApart === true && parts.length < files.length))) return refuse('INPUT_INVALID', { field: 'frozen.filesApart' });
  const problem = fileProblem(limits, files);
  if (problem !== undefined) return refuse('FILE_REFUSED', { field: 'frozen.files', detail: problem.kind });
  return context.fileRefs?.length === files.length ? undefined : refuse('FILE_NOT_KEPT', { field: 'frozen.files', retryAfterMs: 500 });
}

/** A reply takes the place of the draft it was written from. */
export function ownDraftCleared(facts: Facts, conversationId: string, context: DecideContext): NewEvent[] {
  return facts.get('draft', conversationId)?.agentId === context.agentId ? [{ type: 'draft.cleared', data: { conversationId } }] : [];
}
