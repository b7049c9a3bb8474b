import { z } from 'zod';
import { agentIdSchema, conversationIdSchema, instantSchema, messageIdSchema, replyIdSchema } from '../domain/ids.ts';
import { messageSchema } from '../domain/message.ts';
import { executorRefSchema, replyFailureSchema, replySchema } from '../domain/reply.ts';
import { defineEvent } from './define.ts';

const ref = { replyId: replyIdSchema, conversationId: conversationIdSchema, at: instantSchema };

/** To go out later, from the named executor. The server has the bytes; leave is asked for when the time has come. */
export const replyScheduled = defineEvent('reply.scheduled', replySchema.omit({ state: true, outcomeAt: true, remoteIds: true, failure: true }).required({ sendAt: true, executor: true }));
/** Only while no attempt exists: before leave is given. */
export const replyExecutorChanged = defineEvent('reply.executorChanged', z.object({ ...ref, executor: executorRefSchema, agentId: agentIdSchema }));
export const replyPermitted = defineEvent('reply.permitted', replySchema.omit({ state: true, sendAt: true, executor: true, outcomeAt: true, remoteIds: true, failure: true }));
/**
 * Found on the platform, by the desk's own report, by the echo or by reconciling. `remoteIds`: one per part, in order. `messages`: the parts as the
 * thread shows them, without those an echo had already brought.
 */
export const replyDelivered = defineEvent('reply.delivered', z.object({ ...ref, remoteIds: z.array(z.string().max(256)).max(20), by: z.enum(['desk', 'echo', 'reconcile', 'person']), messages: z.array(messageSchema.omit({ seq: true, editedAt: true, deletedAt: true, reading: true })).max(20), /** What it covered, so that the turn closes even when the lock had been given up. */ answersThroughMessageId: messageIdSchema.optional() }));
/** Certain not to have taken effect. The turn is open again. */
export const replyFailed = defineEvent('reply.failed', z.object({ ...ref, failure: replyFailureSchema }));
/** Nobody knows whether it is out. The turn stays locked until it is reconciled or a person decides. */
export const replyUnconfirmed = defineEvent('reply.unconfirmed', z.object({ ...ref, reason: z.enum(['noResponse', 'deskSilent', 'partial']) }));
/** A person decided that it is not out and shall not go. */
export const replyDiscarded = defineEvent('reply.discarded', z.object({ ...ref, agentId: agentIdSchema }));
