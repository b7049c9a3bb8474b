import { z } from 'zod';
import { BULK_AT_ONCE, bulkCoreSchema, bulkIdSchema, bulkThenSchema } from '../domain/bulk-answer.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, messageIdSchema, replicaIdSchema, workItemIdSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

const ref = { bulkId: bulkIdSchema, at: instantSchema };
const ids = z.array(conversationIdSchema).min(1).max(BULK_AT_ONCE);
const members = z.array(z.object({ conversationId: conversationIdSchema, workItemId: workItemIdSchema })).min(1).max(BULK_AT_ONCE);

export const bulkAnswerStarted = defineEvent('bulkAnswer.started', z.object({ ...ref, agentId: agentIdSchema, clusterId: z.string().min(1).max(128).optional(), members }));
/** Further ones asked the same: offered the same answer. One that had left comes back. */
export const bulkAnswerJoined = defineEvent('bulkAnswer.joined', z.object({ ...ref, agentId: agentIdSchema, members }));
/** Our own wording, which names nobody: no text of a customer. */
export const bulkAnswerWritten = defineEvent('bulkAnswer.written', z.object({ ...ref, core: bulkCoreSchema, then: bulkThenSchema }));
/** A person has seen each of them as it will go. */
export const bulkAnswerConfirmed = defineEvent('bulkAnswer.confirmed', z.object({ ...ref, replicaId: replicaIdSchema, members: z.array(z.object({ conversationId: conversationIdSchema, throughMessageId: messageIdSchema, edited: z.literal(true).optional() })).min(1).max(BULK_AT_ONCE) }));
/** Left out: each goes back to its queue with the event beside this one. */
export const bulkAnswerSkipped = defineEvent('bulkAnswer.skipped', z.object({ ...ref, conversationIds: ids }));
/** The platform forbids answering many at once: each waits in its queue with the answer as its draft. */
export const bulkAnswerHandedOut = defineEvent('bulkAnswer.handedOut', z.object({ ...ref, conversationIds: ids }));
/** It could not be sent, and no leave had been given: the desk says why. Not confirmed any more. */
export const bulkAnswerFailed = defineEvent('bulkAnswer.failed', z.object({ ...ref, conversationId: conversationIdSchema, code: z.string().min(1).max(64) }));
export const bulkAnswerPaused = defineEvent('bulkAnswer.paused', z.object({ ...ref, byAgentId: agentIdSchema }));
export const bulkAnswerResumed = defineEvent('bulkAnswer.resumed', z.object({ ...ref, replicaId: replicaIdSchema }));
/** What is not on its way stays unsent and goes back to its queue. */
export const bulkAnswerStopped = defineEvent('bulkAnswer.stopped', z.object({ ...ref, byAgentId: agentIdSchema }));
export const bulkAnswerStatusPosted = defineEvent('bulkAnswer.statusPosted', z.object({ ...ref, agentId: agentIdSchema }));
