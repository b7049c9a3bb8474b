import { z } from 'zod';
import { contactIdSchema, conversationIdSchema, messageIdSchema, workItemIdSchema } from '../domain/ids.ts';
import { correctionTaskSchema } from '../domain/reading.ts';
import { defineCommand, LEADS } from './define.ts';

/** Puts a verdict right; the label that was read takes the correction back. May wait: it concerns nobody's turn. */
export const correctReading = defineCommand(
  'message.correctReading',
  z.object({ messageId: messageIdSchema, conversationId: conversationIdSchema, task: correctionTaskSchema, label: z.string().min(1).max(20) }),
  { offline: 'queue' },
);
/** T11: ends many items of one spam wave at once, and keeps their authors out where `block` says so. Never danger (R11). Answers what was left out. */
export const closeWave = defineCommand(
  'wave.close',
  z.object({ waveId: z.string().min(1).max(128), workItemIds: z.array(workItemIdSchema).min(1).max(500), block: z.boolean(), reason: z.string().min(1).max(200) }),
  { offline: 'refuse' },
);
/** T11: what they write comes to the queues again. */
export const unblockContact = defineCommand('contact.unblock', z.object({ contactId: contactIdSchema }), { offline: 'refuse', roles: LEADS });
