import { z } from 'zod';
import { addressFormSchema } from '../domain/channel.ts';
import { MOST_MENTIONS } from '../domain/desk-tools.ts';
import { agentIdSchema, contactIdSchema, conversationIdSchema, noteIdSchema, replyIdSchema } from '../domain/ids.ts';
import { draftBodySchema } from '../domain/reply.ts';
import { defineCommand } from './define.ts';

// Commands that carry text. The server seals it under the contact's key before an event names it.
export const addNote = defineCommand('note.add', z.object({ id: noteIdSchema, conversationId: conversationIdSchema, text: z.string().min(1).max(10_000), /** Colleagues to be told. */ mentions: z.array(agentIdSchema).max(MOST_MENTIONS).optional() }), { offline: 'queue' });
/** `draft` null clears it. `fromReplyId`: this draft was a reply that lost its lease. */
export const saveDraft = defineCommand('draft.save', z.object({ conversationId: conversationIdSchema, draft: draftBodySchema.nullable(), fromReplyId: replyIdSchema.optional() }), { offline: 'queue' });
export const setAddressForm = defineCommand('contact.setAddressForm', z.object({ contactId: contactIdSchema, /** Where one deals with them. */ conversationId: conversationIdSchema, addressForm: addressFormSchema }), { offline: 'queue' });
