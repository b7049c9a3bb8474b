import { z } from 'zod';
import { messageIdSchema, conversationIdSchema } from '../domain/ids.ts';
import { changeReasonSchema } from '../domain/message.ts';
import { replyFailureSchema } from '../domain/reply.ts';
import { defineCommand } from './define.ts';

const changeIdSchema = z.string().min(1).max(128);

/** D13: asks leave to delete or correct something of ours at the platform; needs the server, which keeps who, why and the new words. */
export const requestChange = defineCommand(
  'message.requestChange',
  z.object({
    changeId: changeIdSchema,
    messageId: messageIdSchema,
    conversationId: conversationIdSchema,
    reason: changeReasonSchema,
    to: z.discriminatedUnion('kind', [z.object({ kind: z.literal('delete') }), z.object({ kind: z.literal('correct'), text: z.string().min(1).max(50_000) })]),
  }),
  { offline: 'refuse' },
);
/** What the platform made of it. */
export const reportChange = defineCommand(
  'message.reportChange',
  z.object({
    changeId: changeIdSchema,
    messageId: messageIdSchema,
    outcome: z.discriminatedUnion('kind', [z.object({ kind: z.literal('done') }), z.object({ kind: z.literal('failed'), failure: replyFailureSchema }), z.object({ kind: z.literal('unclear') })]),
  }),
  { offline: 'queue' },
);
