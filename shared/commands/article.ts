import { z } from 'zod';
import { articleContentSchema, articleIdSchema } from '../domain/article.ts';
import { conversationIdSchema, replyIdSchema } from '../domain/ids.ts';
import { defineCommand } from './define.ts';

const version = z.number().int().min(1);
const note = z.string().max(300).optional();

/**
 * A new article (as draft), or a change of one. What may not be changed directly (published, and by nobody who may publish; changed by somebody else since
 * `baseVersion`) waits as a proposal, so that nothing written is lost. Answers `version` or `proposalId`. `baseVersion` 0: it is new.
 */
export const saveArticle = defineCommand('article.save', z.object({ articleId: articleIdSchema, baseVersion: z.number().int().min(0), content: articleContentSchema, note, fromConversationId: conversationIdSchema.optional() }), { offline: 'queue' });
/** Leads and people with the skill `knowledge`. `version` is the one that was read; `proposalId`: this proposal becomes the content. */
export const publishArticle = defineCommand('article.publish', z.object({ articleId: articleIdSchema, version, proposalId: z.string().min(1).max(128).optional() }), { offline: 'refuse' });
export const retireArticle = defineCommand('article.retire', z.object({ articleId: articleIdSchema, version }), { offline: 'refuse' });
/** Whoever proposed it, and editors. */
export const dropArticleProposal = defineCommand('article.dropProposal', z.object({ articleId: articleIdSchema, proposalId: z.string().min(1).max(128) }), { offline: 'refuse' });
/** Editors. Several at once; each is new or replaces what has its id. All of them or none. */
export const importArticles = defineCommand('article.import', z.object({ publish: z.boolean(), articles: z.array(z.object({ articleId: articleIdSchema, baseVersion: z.number().int().min(0), content: articleContentSchema })).min(1).max(50) }), { offline: 'refuse' });
/** These were put into an answer. */
export const recordArticleUse = defineCommand('article.recordUse', z.object({ conversationId: conversationIdSchema, replyId: replyIdSchema, articleIds: z.array(articleIdSchema).min(1).max(5) }), { offline: 'queue' });
