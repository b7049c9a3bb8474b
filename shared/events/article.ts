import { z } from 'zod';
import { articleContentSchema, articleIdSchema, articleStateSchema } from '../domain/article.ts';
import { agentIdSchema, conversationIdSchema, instantSchema, replyIdSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

const by = { articleId: articleIdSchema, byAgentId: agentIdSchema, at: instantSchema };
const note = z.string().max(300).optional();

/** Its content is this from now on. `version` 1: it is new. `proposalId`: a proposal was taken. */
export const articleSaved = defineEvent('article.saved', z.object({ ...by, version: z.number().int().min(1), state: articleStateSchema, content: articleContentSchema, note, proposalId: z.string().min(1).max(128).optional(), fromConversationId: conversationIdSchema.optional() }));
/** A change by somebody who may not publish, or made of what was no longer the newest: waits for an editor. */
export const articleProposed = defineEvent('article.proposed', z.object({ ...by, proposalId: z.string().min(1).max(128), baseVersion: z.number().int().min(0), content: articleContentSchema, note }));
export const articleProposalDropped = defineEvent('article.proposalDropped', z.object({ ...by, proposalId: z.string().min(1).max(128) }));
export const articlePublished = defineEvent('article.published', z.object({ ...by, version: z.number().int().min(1) }));
export const articleRetired = defineEvent('article.retired', z.object({ ...by, version: z.number().int().min(1) }));
/** An answer with words of these articles was handed over; they count once it is out. `deliveredAt`: it is. */
export const articleUsed = defineEvent('article.used', z.object({ conversationId: conversationIdSchema, replyId: replyIdSchema, articleIds: z.array(articleIdSchema).min(1).max(5), byAgentId: agentIdSchema, at: instantSchema, deliveredAt: instantSchema.optional() }));
/** A week after the last such answer: the conversation was closed and had stayed closed. */
export const articleSucceeded = defineEvent('article.succeeded', z.object({ conversationId: conversationIdSchema, articleIds: z.array(articleIdSchema).min(1).max(20), at: instantSchema }));
