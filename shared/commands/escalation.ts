import { z } from 'zod';
import { escalationSchema } from '../domain/escalation.ts';
import { agentIdSchema, conversationIdSchema } from '../domain/ids.ts';
import { defineCommand, LEADS } from './define.ts';

const ref = { conversationId: conversationIdSchema, id: escalationSchema.shape.id };

/** S1: whoever holds the conversation asks a lead, this one or any, for help with it. */
export const raiseEscalation = defineCommand('escalation.raise', z.object({ ...ref, reason: z.string().trim().min(1).max(1_000), approverId: agentIdSchema.optional() }), { offline: 'refuse' });
/** A lead takes the conversation. */
export const takeOverEscalation = defineCommand('escalation.takeOver', z.object(ref), { offline: 'refuse', roles: LEADS });
/** It stays with whoever has it, with a word. A whisper answers it as well. */
export const giveBackEscalation = defineCommand('escalation.giveBack', z.object({ ...ref, word: z.string().trim().min(1).max(2_000) }), { offline: 'refuse', roles: LEADS });
/** Whoever asked needs no help any more. */
export const withdrawEscalation = defineCommand('escalation.withdraw', z.object(ref), { offline: 'queue' });
