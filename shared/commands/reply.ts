import { z } from 'zod';
import { instantSchema, conversationIdSchema, messageIdSchema, replyIdSchema, workItemIdSchema } from '../domain/ids.ts';
import { frozenReplySchema, replyFailureSchema } from '../domain/reply.ts';
import { defineCommand } from './define.ts';

/** Asks leave to send this one reply, once. The server keeps the bytes before it decides. */
export const requestPermit = defineCommand(
  'reply.requestPermit',
  z.object({
    replyId: replyIdSchema,
    conversationId: conversationIdSchema,
    workItemId: workItemIdSchema.optional(),
    epoch: z.number().int().min(0),
    frozen: frozenReplySchema,
    answersThroughMessageId: messageIdSchema.optional(),
    followUp: z.boolean(),
    platformKey: z.string().min(1).max(256),
    /** When the agent pressed send, on the desk's clock: a reply held long is checked against what changed since. */
    frozenAt: instantSchema,
  }),
  { offline: 'queue' },
);
/** An answer that is to go out later: the server keeps the bytes; at `sendAt` (ms) the executor asks leave. `desk`: the one that gives this command. */
export const scheduleReply = defineCommand('reply.schedule', requestPermit.schema.extend({ sendAt: instantSchema, executor: z.enum(['desk', 'headless']) }), { offline: 'queue' });
/** Who sends it; only while no attempt exists. */
export const changeExecutor = defineCommand('reply.changeExecutor', z.object({ replyId: replyIdSchema, executor: z.enum(['desk', 'headless']) }), { offline: 'refuse' });
/** What became of a permitted reply. `remoteIds`: one per part that is out, in order. */
export const reportReply = defineCommand(
  'reply.report',
  z.object({
    replyId: replyIdSchema,
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('delivered'), by: z.enum(['desk', 'reconcile']), remoteIds: z.array(z.string().min(1).max(256)).min(1).max(20), sentAt: instantSchema }),
      z.object({ kind: z.literal('failed'), failure: replyFailureSchema }),
      z.object({ kind: z.literal('unconfirmed'), reason: z.enum(['noResponse', 'partial']), remoteIds: z.array(z.string()).max(20).optional() }),
    ]),
  }),
  { offline: 'queue' },
);
/** A person settles an unclear reply: they found it on the platform, or it shall not go. (To send it again is a new reply.) */
export const settleReply = defineCommand(
  'reply.settle',
  z.object({ replyId: replyIdSchema, decision: z.discriminatedUnion('kind', [z.object({ kind: z.literal('found'), remoteId: z.string().min(1).max(256).optional() }), z.object({ kind: z.literal('discard') })]) }),
  { offline: 'queue' },
);
