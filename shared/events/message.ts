import { z } from 'zod';
import { bodyRefSchema, instantSchema, messageIdSchema } from '../domain/ids.ts';
import { messageChangeSchema, messageSchema } from '../domain/message.ts';
import { defineEvent } from './define.ts';

export const messageReceived = defineEvent('message.received', messageSchema.omit({ seq: true, editedAt: true, deletedAt: true, change: true }));
export const messageEdited = defineEvent('message.edited', z.object({ messageId: messageIdSchema, bodyRef: bodyRefSchema, editedAt: instantSchema }));
export const messageDeleted = defineEvent('message.deleted', z.object({ messageId: messageIdSchema, deletedAt: instantSchema }));
/** D13: leave is given to delete or correct what we said. */
export const messageChangeAllowed = defineEvent('message.changeAllowed', z.object({ messageId: messageIdSchema, change: messageChangeSchema.omit({ state: true, endedAt: true, failure: true }) }));
/** What became of it at the platform. What it changed is said by `message.deleted` or `message.edited` beside it. */
export const messageChangeEnded = defineEvent(
  'message.changeEnded',
  z.object({ messageId: messageIdSchema, changeId: z.string().min(1).max(128), state: z.enum(['done', 'failed', 'unclear']), at: instantSchema, failure: messageChangeSchema.shape.failure }),
);
