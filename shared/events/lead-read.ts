import { conversationIdSchema } from '../domain/ids.ts';
import { leadReadSchema } from '../domain/lead-read.ts';
import { defineEvent } from './define.ts';

/** S2: a lead has read somebody else's conversation and put it down; the person sees it from now on. */
export const conversationReadByLead = defineEvent('conversation.readByLead', leadReadSchema.extend({ conversationId: conversationIdSchema }));
