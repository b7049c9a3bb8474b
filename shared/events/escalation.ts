import { z } from 'zod';
import { escalationSchema } from '../domain/escalation.ts';
import { agentIdSchema, conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

/** S1: whoever holds the conversation asks a lead for help. */
export const escalationRaised = defineEvent('escalation.raised', escalationSchema.pick({ id: true, agentId: true, dueAt: true, approverId: true, standInId: true, reasonRef: true }).extend({ conversationId: conversationIdSchema, at: instantSchema }));
export const escalationEnded = defineEvent('escalation.ended', z.object({ conversationId: conversationIdSchema, id: escalationSchema.shape.id, how: escalationSchema.shape.state.exclude(['open']), byAgentId: agentIdSchema.optional(), at: instantSchema }));
