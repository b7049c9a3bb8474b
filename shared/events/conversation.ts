import { z } from 'zod';
import { conversationSchema } from '../domain/conversation.ts';
import { visibilitySchema } from '../domain/channel.ts';
import { MOST_MENTIONS } from '../domain/desk-tools.ts';
import { agentIdSchema, bodyRefSchema, contactIdSchema, conversationIdSchema, instantSchema, messageIdSchema, noteIdSchema, replyIdSchema, threadIdSchema } from '../domain/ids.ts';
import { threadSchema } from '../domain/thread.ts';
import { defineEvent } from './define.ts';

export const threadOpened = defineEvent('thread.opened', threadSchema.omit({ lastMessageAt: true, messageCount: true }));
export const conversationOpened = defineEvent('conversation.opened', conversationSchema.pick({ id: true, threadId: true, accountId: true, contactId: true, channel: true, visibility: true, openedAt: true }));
/** The brand answered on the platform without this desk (another tool, the app, a replayed answer). */
export const conversationAnsweredElsewhere = defineEvent('conversation.answeredElsewhere', z.object({ conversationId: conversationIdSchema, messageId: messageIdSchema, throughMessageId: messageIdSchema, at: instantSchema }));
export const conversationTagged = defineEvent('conversation.tagged', z.object({ conversationId: conversationIdSchema, tags: z.array(z.string().min(1).max(40)).max(20) }));
/** It is part of a case: what was opened in private about a public post, and that post's own part. */
export const conversationLinked = defineEvent('conversation.linked', z.object({ conversationId: conversationIdSchema, caseId: conversationIdSchema, at: instantSchema, /** A person said that they belong together; absent: one was opened from the other. */ byAgentId: agentIdSchema.optional() }));
export const noteAdded = defineEvent('note.added', z.object({ id: noteIdSchema, conversationId: conversationIdSchema, agentId: agentIdSchema, bodyRef: bodyRefSchema, at: instantSchema, mentions: z.array(agentIdSchema).max(MOST_MENTIONS).optional() }));
export const draftSaved = defineEvent('draft.saved', z.object({ conversationId: conversationIdSchema, agentId: agentIdSchema, bodyRef: bodyRefSchema, savedAt: instantSchema, fromReplyId: replyIdSchema.optional() }));
export const draftCleared = defineEvent('draft.cleared', z.object({ conversationId: conversationIdSchema }));
/** Its person was erased: every text of it goes, wherever it lies. */
export const conversationErased = defineEvent('conversation.erased', z.object({ conversationId: conversationIdSchema, threadId: threadIdSchema, contactId: contactIdSchema, visibility: visibilitySchema, at: instantSchema }));
