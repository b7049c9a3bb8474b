import { z } from 'zod';
import { accountIdSchema, conversationIdSchema } from '../domain/ids.ts';
import { defineCommand, LEADS } from './define.ts';

/** C10: asks a lead to let one write in this thread from a named person's profile. */
export const askProfile = defineCommand('profile.ask', z.object({ conversationId: conversationIdSchema, accountId: accountIdSchema }), { offline: 'refuse' });
export const decideProfile = defineCommand('profile.decide', z.object({ conversationId: conversationIdSchema, allowed: z.boolean() }), { offline: 'refuse', roles: LEADS });
