import { ARTICLE_LIMITS, type Article, type ArticleMention, type ArticleUse } from '../domain/article.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { CenterEvent } from '../events/index.ts';

type Saved = Extract<CenterEvent, { type: 'article.saved' }>['data'];

export function reduceArticle(state: Article | undefined, event: CenterEvent): Article | undefined {
  if (event.type === 'article.saved') return saved(state, event.data);
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'article.proposed': {
      const { proposalId: id, baseVersion, content, byAgentId, at, note } = event.data;
      return { ...state, proposals: [...state.proposals, { id, baseVersion, content, byAgentId, at, ...(note === undefined ? {} : { note }) }].slice(-ARTICLE_LIMITS.proposals) };
    }
    case 'article.proposalDropped':
      return { ...state, proposals: state.proposals.filter(({ id }) => id !== event.data.proposalId) };
    case 'article.published': {
      const { retired: _back, ...rest } = state;
      return { ...rest, state: 'published', published: { at: event.data.at, byAgentId: event.data.byAgentId } };
    }
    case 'article.retired':
      return { ...state, state: 'retired', retired: { at: event.data.at, byAgentId: event.data.byAgentId } };
    default:
      return state;
  }
}

function saved(before: Article | undefined, data: Saved): Article {
  const { articleId, version, state, content, byAgentId, at, note, proposalId, fromConversationId } = data;
  const changed = { at, byAgentId, ...(note === undefined ? {} : { note }) };
  if (before === undefined) return { id: articleId, state, version, content, createdAt: at, createdBy: byAgentId, changed, ...(fromConversationId === undefined ? {} : { fromConversationId }), proposals: [], versions: [] };
  const versions = [{ version: before.version, content: before.content, ...before.changed }, ...before.versions].slice(0, ARTICLE_LIMITS.versions);
  return { ...before, state, version, content, changed, versions, proposals: before.proposals.filter(({ id }) => id !== proposalId) };
}

/** Begins with the article, so that a desk, which has no articles as entities, counts nothing of its own. */
export function reduceArticleUse(state: ArticleUse | undefined, event: CenterEvent, id: string): ArticleUse | undefined {
  if (event.type === 'article.saved') return state ?? { id, used: 0, succeeded: 0 };
  if (state === undefined) return undefined;
  if (event.type === 'article.used' || event.type === 'reply.delivered') return { ...state, used: state.used + 1 };
  return event.type === 'article.succeeded' ? { ...state, succeeded: state.succeeded + 1 } : state;
}

const MENTIONS = 20;

/** Which articles the answers of this conversation were made of, until it is known whether they helped. */
export function withArticles(state: Conversation, event: CenterEvent): Conversation {
  switch (event.type) {
    case 'article.used': {
      const { replyId, articleIds, at, deliveredAt } = event.data;
      const more = articleIds.map((articleId): ArticleMention => ({ articleId, replyId, at, ...(deliveredAt === undefined ? {} : { deliveredAt }) }));
      return { ...state, articles: [...(state.articles ?? []), ...more].slice(-MENTIONS) };
    }
    case 'reply.delivered': {
      const { replyId, at } = event.data;
      if (state.articles?.some((one) => one.replyId === replyId && one.deliveredAt === undefined) !== true) return state;
      return { ...state, articles: state.articles.map((one) => (one.replyId === replyId && one.deliveredAt === undefined ? { ...one, deliveredAt: at } : one)) };
    }
    case 'reply.failed':
    case 'reply.discarded':
      return keeping(state, (one) => one.replyId !== event.data.replyId || one.deliveredAt !== undefined);
    // It was not over after all: what was said before did not do.
    case 'workItem.queued':
    case 'workItem.reopened':
      return keeping(state, (one) => one.deliveredAt === undefined);
    case 'article.succeeded':
    case 'conversation.erased':
      return keeping(state, () => false);
    default:
      return state;
  }
}

function keeping(state: Conversation, keep: (one: ArticleMention) => boolean): Conversation {
  const kept = state.articles?.filter(keep);
  if (kept === undefined || kept.length === state.articles?.length) return state;
  const { articles: _before, ...rest } = state;
  return kept.length === 0 ? rest : { ...rest, articles: kept };
}

/** Articles that count with this answer being out. */
export function articlesDelivered(conversation: Conversation | undefined, replyId: string): readonly string[] {
  return conversation?.articles?.flatMap((one) => (one.replyId === replyId && one.deliveredAt === undefined ? [one.articleId] : [])) ?? [];
}
