import { z } from 'zod';
import { identityCheckSchema, joinConsentSchema } from '../domain/identity-check.ts';
import { contactIdSchema, conversationIdSchema } from '../domain/ids.ts';
import { defineCommand } from './define.ts';

const where = { contactId: contactIdSchema, conversationId: conversationIdSchema };

/** D16: this person was checked, by that, until then (ms, at most `LONGEST_CHECK_MS` ahead). A later one takes the place of the one before. */
export const checkIdentity = defineCommand('contact.checkIdentity', z.object({ ...where, checkId: identityCheckSchema.shape.id, by: identityCheckSchema.shape.by, untilAt: identityCheckSchema.shape.untilAt }), { offline: 'queue' });
/** D16: it counts no more. */
export const withdrawCheck = defineCommand('contact.withdrawCheck', z.object({ ...where, checkId: identityCheckSchema.shape.id, reason: identityCheckSchema.shape.withdrawn.unwrap().shape.reason }), { offline: 'queue' });
/** D16: the person said whether their profile and their contract may be known as one. */
export const noteConsent = defineCommand('contact.noteConsent', z.object({ ...where, given: joinConsentSchema.shape.given, how: joinConsentSchema.shape.how }), { offline: 'queue' });
