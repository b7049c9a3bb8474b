import { z } from 'zod';
import { whisperSchema } from '../domain/whisper.ts';
import { conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

/** S2: a lead said something to who holds the conversation. */
export const whisperSent = defineEvent('whisper.sent', whisperSchema.omit({ seenAt: true }).extend({ conversationId: conversationIdSchema }));
export const whisperSeen = defineEvent('whisper.seen', z.object({ conversationId: conversationIdSchema, whisperId: whisperSchema.shape.id, at: instantSchema }));
