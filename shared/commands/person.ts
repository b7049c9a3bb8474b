import { z } from 'zod';
import { contactIdSchema, conversationIdSchema } from '../domain/ids.ts';
import { defineCommand } from './define.ts';

/** D16: the other contact is the person of this conversation. Needs a yes that was noted with one of them and no refusal with any. Answers `contactId`, who stands for both. */
export const mergeContacts = defineCommand('contact.merge', z.object({ conversationId: conversationIdSchema, otherContactId: contactIdSchema }), { offline: 'refuse' });
/** It is somebody else after all: `contactId` was merged into the person of this conversation, or is its own contact. */
export const unmergeContact = defineCommand('contact.unmerge', z.object({ conversationId: conversationIdSchema, contactId: contactIdSchema }), { offline: 'refuse' });
