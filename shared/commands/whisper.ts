import { z } from 'zod';
import { conversationIdSchema } from '../domain/ids.ts';
import { whisperSchema } from '../domain/whisper.ts';
import { defineCommand, LEADS } from './define.ts';

/** S2: a lead says something into the composer of who holds the conversation; customers never see it. */
export const sendWhisper = defineCommand('whisper.send', z.object({ id: whisperSchema.shape.id, conversationId: conversationIdSchema, text: z.string().trim().min(1).max(2_000) }), { offline: 'refuse', roles: LEADS });
/** Who was spoken to has read it. */
export const markWhisperSeen = defineCommand('whisper.markSeen', z.object({ conversationId: conversationIdSchema, whisperId: whisperSchema.shape.id }), { offline: 'queue' });
