import { z } from 'zod';
import { visibilitySchema } from '../domain/channel.ts';
import { agentIdSchema, bodyRefSchema, contactIdSchema, conversationIdSchema, instantSchema, messageIdSchema, threadIdSchema } from '../domain/ids.ts';
import { messageChangeSchema, messageSchema } from '../domain/message.ts';
import { correctionTaskSchema, readingMarksSchema, readingSchema, readingSummarySchema } from '../domain/reading.ts';
import { defineEvent } from './define.ts';

export const messageReceived = defineEvent('message.received', messageSchema.omit({ seq: true, editedAt: true, deletedAt: true, change: true, reading: true }));
export const messageEdited = defineEvent('message.edited', z.object({ messageId: messageIdSchema, bodyRef: bodyRefSchema, editedAt: instantSchema }));
export const messageDeleted = defineEvent('message.deleted', z.object({ messageId: messageIdSchema, deletedAt: instantSchema }));
/** D13: leave is given to delete or correct what we said. */
export const messageChangeAllowed = defineEvent('message.changeAllowed', z.object({ messageId: messageIdSchema, change: messageChangeSchema.omit({ state: true, endedAt: true, failure: true }) }));
/** What became of it at the platform. What it changed is said by `message.deleted` or `message.edited` beside it. */
export const messageChangeEnded = defineEvent(
  'message.changeEnded',
  z.object({ messageId: messageIdSchema, changeId: z.string().min(1).max(128), state: z.enum(['done', 'failed', 'unclear']), at: instantSchema, failure: messageChangeSchema.shape.failure }),
);

/** Where the message stands: whoever is told of the message is told what was read of it. */
const placeOf = { messageId: messageIdSchema, conversationId: conversationIdSchema, threadId: threadIdSchema, contactId: contactIdSchema, visibility: visibilitySchema };
/** What the desk read of a customer's message, once when it came and again when its words changed. */
export const messageRead = defineEvent('message.read', z.object({ ...placeOf, reading: readingSchema, modelsVersion: z.string().min(1).max(40), at: instantSchema }));
/** T11: what later messages showed about this one (it was the beginning of a wave). */
export const messageMarked = defineEvent('message.marked', z.object({ ...placeOf, marks: readingMarksSchema, summary: readingSummarySchema, at: instantSchema }));
/** An agent put a verdict right, or took that back (no `label`). `summary`: the message in short from then on. */
export const messageReadingCorrected = defineEvent(
  'message.readingCorrected',
  z.object({ ...placeOf, task: correctionTaskSchema, label: z.string().min(1).max(20).optional(), was: z.string().min(1).max(20), summary: readingSummarySchema, byAgentId: agentIdSchema, at: instantSchema }),
);
