import { z } from 'zod';
import { addressFormSchema } from '../domain/channel.ts';
import { contactSchema } from '../domain/contact.ts';
import { identityCheckSchema, joinConsentSchema } from '../domain/identity-check.ts';
import { agentIdSchema, bodyRefSchema, contactIdSchema, conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { addressSourceSchema } from '../domain/reading.ts';
import { defineEvent } from './define.ts';

export const contactCreated = defineEvent('contact.created', contactSchema.pick({ id: true, profileRef: true, identityKeys: true, likenessKeys: true, createdAt: true }));
export const contactProfileChanged = defineEvent('contact.profileChanged', z.object({ contactId: contactIdSchema, profileRef: bodyRefSchema }));
export const contactAddressFormSet = defineEvent('contact.addressFormSet', z.object({ contactId: contactIdSchema, addressForm: addressFormSchema, /** Whose word it is; absent: an agent's. */ by: addressSourceSchema.optional() }));
/** D16: somebody looked who this is; by what, until when. No fact of the contract stands in it. */
export const contactIdentityChecked = defineEvent('contact.identityChecked', z.object({ contactId: contactIdSchema, check: identityCheckSchema.omit({ withdrawn: true }) }));
export const contactIdentityCheckWithdrawn = defineEvent('contact.identityCheckWithdrawn', z.object({ contactId: contactIdSchema, checkId: identityCheckSchema.shape.id, ...identityCheckSchema.shape.withdrawn.unwrap().shape }));
export const contactConsentNoted = defineEvent('contact.consentNoted', z.object({ contactId: contactIdSchema, consent: joinConsentSchema }));
/** D16: the two are one person. `intoContactId` stands for both from now on; nothing is moved. */
export const contactMerged = defineEvent('contact.merged', z.object({ contactId: contactIdSchema, intoContactId: contactIdSchema, conversationId: conversationIdSchema, at: instantSchema, byAgentId: agentIdSchema }));
/** They are two again, each with what was said to it, before and since. */
export const contactUnmerged = defineEvent('contact.unmerged', z.object({ contactId: contactIdSchema, fromContactId: contactIdSchema, conversationId: conversationIdSchema, at: instantSchema, byAgentId: agentIdSchema }));
/** The person is forgotten: their content key is destroyed, their messages are deleted, and this keeps a re-ingest from bringing them back. */
export const contactErased = defineEvent('contact.erased', z.object({ contactId: contactIdSchema, at: instantSchema, byAgentId: agentIdSchema, cutoffAt: instantSchema, remoteKeys: z.array(z.string().max(64)).max(20_000) }));
/** T11: closed out as the author of spam; what they write is closed at once. Lifted by `contact.unblocked`. */
export const contactBlocked = defineEvent('contact.blocked', z.object({ contactId: contactIdSchema, at: instantSchema, byAgentId: agentIdSchema, reason: z.string().max(200) }));
export const contactUnblocked = defineEvent('contact.unblocked', z.object({ contactId: contactIdSchema, at: instantSchema, byAgentId: agentIdSchema }));
