import { z } from 'zod';
import { channelNameSchema } from './channel.ts';
import { accountIdSchema, agentIdSchema, conversationIdSchema, instantSchema } from './ids.ts';

// L1: what the center knows, in its own words. An article answers a question; a snippet is a turn of phrase. No text of a customer stands in either.

export const ARTICLE_LIMITS = { title: 160, keyword: 60, keywords: 40, text: 5_000, bodies: 8, versions: 5, proposals: 10 } as const;

export const articleIdSchema = z.string().min(1).max(128).regex(/^[\w.:@-]+$/u, 'letters, digits and . _ : @ - only');
export const languageCodeSchema = z.string().regex(/^[a-z]{2}$/, 'two small letters');

const words = z.string().max(ARTICLE_LIMITS.text).refine((text) => text.trim() !== '', 'at least one word');

/** The same said in one language: to somebody addressed as du, as Sie, or to nobody in particular. A form nobody wrote is proposed by rewriting, never kept. */
export const articleBodySchema = z
  .object({ language: languageCodeSchema, du: words.optional(), sie: words.optional(), plain: words.optional() })
  .refine((body) => body.du !== undefined || body.sie !== undefined || body.plain !== undefined, { path: ['plain'], message: 'du, sie or plain' });
export type ArticleBody = z.infer<typeof articleBodySchema>;

export const articleContentSchema = z
  .object({
    kind: z.enum(['article', 'snippet']),
    title: z.string().min(1).max(ARTICLE_LIMITS.title),
    keywords: z.array(z.string().min(1).max(ARTICLE_LIMITS.keyword)).max(ARTICLE_LIMITS.keywords),
    bodies: z.array(articleBodySchema).min(1).max(ARTICLE_LIMITS.bodies),
    /** Empty: all. */
    channels: z.array(channelNameSchema).max(50),
    /** Empty, with no accounts: all. */
    brands: z.array(z.string().min(1).max(128)).max(50),
    accountIds: z.array(accountIdSchema).max(50),
    validFrom: instantSchema.optional(),
    /** From this instant on it is not suggested any more. */
    validUntil: instantSchema.optional(),
  })
  .refine((content) => new Set(content.bodies.map((body) => body.language)).size === content.bodies.length, { path: ['bodies'], message: 'one body per language' })
  .refine((content) => content.validFrom === undefined || content.validUntil === undefined || content.validFrom < content.validUntil, { path: ['validUntil'], message: 'after validFrom' });
export type ArticleContent = z.infer<typeof articleContentSchema>;

export const articleStateSchema = z.enum(['draft', 'published', 'retired']);
export type ArticleState = z.infer<typeof articleStateSchema>;

const change = { at: instantSchema, byAgentId: agentIdSchema, note: z.string().max(300).optional() };

export const articleProposalSchema = z.object({ id: z.string().min(1).max(128), baseVersion: z.number().int().min(0), content: articleContentSchema, ...change });
export type ArticleProposal = z.infer<typeof articleProposalSchema>;

export const articleSchema = z.object({
  id: articleIdSchema,
  state: articleStateSchema,
  /** Grows with each change of the content. */
  version: z.number().int().min(1),
  content: articleContentSchema,
  createdAt: instantSchema,
  createdBy: agentIdSchema,
  changed: z.object(change),
  published: z.object({ at: instantSchema, byAgentId: agentIdSchema }).optional(),
  retired: z.object({ at: instantSchema, byAgentId: agentIdSchema }).optional(),
  /** The conversation whose answer it was made of. */
  fromConversationId: conversationIdSchema.optional(),
  /** Changes that wait for an editor; the content stays until one is taken. */
  proposals: z.array(articleProposalSchema).max(ARTICLE_LIMITS.proposals),
  /** What it said before, newest first. */
  versions: z.array(z.object({ version: z.number().int().min(1), content: articleContentSchema, ...change })).max(ARTICLE_LIMITS.versions),
});
export type Article = z.infer<typeof articleSchema>;

/** How often it went out, and how often the conversation was then closed and stayed closed for a week. */
export const articleUseSchema = z.object({ id: articleIdSchema, used: z.number().int().min(0), succeeded: z.number().int().min(0) });
export type ArticleUse = z.infer<typeof articleUseSchema>;

/** An article as desks hold it. The counts are told on in steps of about a tenth, so that a busy day does not send every text again. */
export const articleRowSchema = articleSchema.extend({ used: z.number().int().min(0), succeeded: z.number().int().min(0), /** Put there by the desk itself: a change that waits for the server. */ waits: z.literal(true).optional() });
export type ArticleRow = z.infer<typeof articleRowSchema>;

/** An answer of this conversation holds words of an article. Counted once it is out. */
export const articleMentionSchema = z.object({ articleId: articleIdSchema, replyId: z.string().min(1).max(128), at: instantSchema, deliveredAt: instantSchema.optional() });
export type ArticleMention = z.infer<typeof articleMentionSchema>;

/** Who has this skill, at whatever level, edits and publishes like a lead. */
export const KNOWLEDGE_SKILL_ID = 'knowledge';

/** How long a closed conversation must stay closed after the answer for it to count as a success, ms. */
export const SUCCESS_AFTER_MS = 7 * 86_400_000;

export interface ArticleReader {
  readonly channel?: string | undefined;
  readonly accountId?: string | undefined;
  readonly brand?: string | undefined;
}

/** `future`: not yet valid; `over`: not any more. */
export function validityOf(content: Pick<ArticleContent, 'validFrom' | 'validUntil'>, now: number): 'valid' | 'future' | 'over' {
  if (content.validUntil !== undefined && content.validUntil <= now) return 'over';
  return content.validFrom !== undefined && content.validFrom > now ? 'future' : 'valid';
}

/** Whether it may be offered there now: published, valid, for this channel and account. */
export function isArticleFor(article: Pick<Article, 'state' | 'content'>, reader: ArticleReader, now: number): boolean {
  const { content, state } = article;
  if (state !== 'published' || validityOf(content, now) !== 'valid') return false;
  if (content.channels.length > 0 && reader.channel !== undefined && !content.channels.includes(reader.channel)) return false;
  return isInScope(content, reader);
}

export function isInScope(content: Pick<ArticleContent, 'brands' | 'accountIds'>, reader: Pick<ArticleReader, 'accountId' | 'brand'>): boolean {
  if (content.brands.length === 0 && content.accountIds.length === 0) return true;
  return (reader.accountId !== undefined && content.accountIds.includes(reader.accountId)) || (reader.brand !== undefined && content.brands.includes(reader.brand));
}

/** Counts worth telling desks about: the first ten, then each step of about a tenth. */
export function isCountTold(count: number): boolean {
  if (count <= 10) return true;
  const step = 10 ** Math.floor(Math.log10(count) - 1e-12);
  return count % step === 0;
}
