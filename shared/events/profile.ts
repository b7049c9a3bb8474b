import { z } from 'zod';
import { accountIdSchema, agentIdSchema, conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

const use = { conversationId: conversationIdSchema, accountId: accountIdSchema, agentId: agentIdSchema, at: instantSchema };

/** C10: somebody wants to write in this thread from a named person's profile. */
export const profileAsked = defineEvent('profile.asked', z.object(use));
/** A lead said yes or no. */
export const profileDecided = defineEvent('profile.decided', z.object({ ...use, allowed: z.boolean(), byAgentId: agentIdSchema }));
