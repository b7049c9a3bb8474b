import { KNOWLEDGE_SKILL_ID, type Article, type ArticleContent } from '../domain/article.ts';
import { mayReadAccount } from '../domain/account-rights.ts';
import { accept, type DecideContext, type Decider, type Decision, type Facts, isDecision, isLead, refuse } from './context.ts';
import { mayTouch } from './rights.ts';

/** Leads, and people with the skill `knowledge`. */
export function mayPublish(facts: Pick<Facts, 'get'>, context: Pick<DecideContext, 'agentId' | 'role'>): boolean {
  return isLead(context.role) || facts.get('agent', context.agentId)?.skills.some(({ skillId }) => skillId === KNOWLEDGE_SKILL_ID) === true;
}

/** Nobody writes for accounts of others only. */
function isOthers(facts: Facts, content: ArticleContent, context: DecideContext): boolean {
  if (content.accountIds.length === 0) return false;
  const agent = facts.get('agent', context.agentId);
  const asker = { agentId: context.agentId, role: context.role, teamIds: agent?.teamIds ?? [] };
  return content.accountIds.every((id) => {
    const account = facts.get('account', id);
    return account !== undefined && !mayReadAccount(account, asker);
  });
}

function saved(article: { articleId: string; content: ArticleContent; state: Article['state']; version: number }, context: DecideContext, more: { note?: string | undefined; proposalId?: string | undefined; fromConversationId?: string | undefined } = {}): { type: 'article.saved'; data: { articleId: string; byAgentId: string; at: number; version: number; state: Article['state']; content: ArticleContent; note?: string; proposalId?: string; fromConversationId?: string } } {
  const { note, proposalId, fromConversationId } = more;
  return {
    type: 'article.saved',
    data: { ...article, byAgentId: context.agentId, at: context.now, ...(note === undefined ? {} : { note }), ...(proposalId === undefined ? {} : { proposalId }), ...(fromConversationId === undefined ? {} : { fromConversationId }) },
  };
}

function find(facts: Facts, data: { articleId: string; version: number }, context: DecideContext): Article | Decision {
  if (!mayPublish(facts, context)) return refuse('NOT_ALLOWED');
  const article = facts.get('article', data.articleId);
  if (article === undefined) return refuse('NOT_FOUND', { field: 'articleId' });
  return article.version === data.version ? article : refuse('ARTICLE_STALE', { field: 'version', detail: `version ${article.version} is the newest` });
}

export const decideSaveArticle: Decider<'article.save'> = {
  type: 'article.save',
  facts: ['article', 'agent', 'account'],
  decide(facts, data, context) {
    const { articleId, baseVersion, content, note } = data;
    if (isOthers(facts, content, context)) return refuse('NOT_ALLOWED', { field: 'content.accountIds' });
    const article = facts.get('article', articleId);
    if (article === undefined) return accept([saved({ articleId, content, state: 'draft', version: 1 }, context, data)], { version: 1 });
    const isEditor = mayPublish(facts, context);
    // Editing what is in force is an editor's business; a draft is its author's, too.
    const isFree = isEditor || (article.state === 'draft' && article.createdBy === context.agentId);
    if (isFree && article.version === baseVersion) {
      const version = article.version + 1;
      return accept([saved({ articleId, content, state: article.state, version }, context, { note })], { version });
    }
    const proposalId = context.nextId();
    return accept([{ type: 'article.proposed', data: { articleId, proposalId, baseVersion, content, byAgentId: context.agentId, at: context.now, ...(note === undefined ? {} : { note }) } }], { proposalId });
  },
};

export const decidePublishArticle: Decider<'article.publish'> = {
  type: 'article.publish',
  facts: ['article', 'agent'],
  decide(facts, data, context) {
    const article = find(facts, data, context);
    if (isDecision(article)) return article;
    const { articleId, proposalId } = data;
    const by = { articleId, byAgentId: context.agentId, at: context.now };
    if (proposalId === undefined) return article.state === 'published' ? accept([], { version: article.version }) : accept([{ type: 'article.published', data: { ...by, version: article.version } }], { version: article.version });
    const proposal = article.proposals.find(({ id }) => id === proposalId);
    if (proposal === undefined) return refuse('NOT_FOUND', { field: 'proposalId' });
    const version = article.version + 1;
    const taken = saved({ articleId, content: proposal.content, state: article.state, version }, context, { proposalId, note: proposal.note });
    return accept(article.state === 'published' ? [taken] : [taken, { type: 'article.published', data: { ...by, version } }], { version });
  },
};

export const decideRetireArticle: Decider<'article.retire'> = {
  type: 'article.retire',
  facts: ['article', 'agent'],
  decide(facts, data, context) {
    const article = find(facts, data, context);
    if (isDecision(article)) return article;
    if (article.state === 'retired') return accept([]);
    return accept([{ type: 'article.retired', data: { articleId: article.id, version: article.version, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideDropArticleProposal: Decider<'article.dropProposal'> = {
  type: 'article.dropProposal',
  facts: ['article', 'agent'],
  decide(facts, data, context) {
    const proposal = facts.get('article', data.articleId)?.proposals.find(({ id }) => id === data.proposalId);
    if (proposal === undefined) return refuse('NOT_FOUND', { field: 'proposalId' });
    if (proposal.byAgentId !== context.agentId && !mayPublish(facts, context)) return refuse('NOT_ALLOWED');
    return accept([{ type: 'article.proposalDropped', data: { ...data, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideImportArticles: Decider<'article.import'> = {
  type: 'article.import',
  facts: ['article', 'agent', 'account'],
  decide(facts, data, context) {
    if (!mayPublish(facts, context)) return refuse('NOT_ALLOWED');
    const ids = new Set(data.articles.map(({ articleId }) => articleId));
    if (ids.size < data.articles.length) return refuse('INPUT_INVALID', { field: 'articles', detail: 'the same id twice' });
    const stale = data.articles.findIndex(({ articleId, baseVersion }) => (facts.get('article', articleId)?.version ?? 0) !== baseVersion);
    if (stale >= 0) return refuse('ARTICLE_STALE', { field: `articles.${stale}` });
    const others = data.articles.findIndex(({ content }) => isOthers(facts, content, context));
    if (others >= 0) return refuse('NOT_ALLOWED', { field: `articles.${others}.content.accountIds` });
    const events = data.articles.flatMap(({ articleId, content }) => {
      const known = facts.get('article', articleId);
      const version = (known?.version ?? 0) + 1;
      const one = saved({ articleId, content, state: known?.state ?? 'draft', version }, context);
      return data.publish && known?.state !== 'published' ? [one, { type: 'article.published' as const, data: { articleId, version, byAgentId: context.agentId, at: context.now } }] : [one];
    });
    return accept(events, { count: data.articles.length });
  },
};

export const decideRecordArticleUse: Decider<'article.recordUse'> = {
  type: 'article.recordUse',
  facts: ['article', 'conversation', 'reply', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = facts.get('conversation', data.conversationId);
    if (conversation === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if (!mayTouch(facts, conversation.accountId, context)) return refuse('NOT_ALLOWED', { field: 'conversationId' });
    const reply = facts.get('reply', data.replyId);
    if (reply !== undefined && (reply.conversationId !== conversation.id || reply.agentId !== context.agentId)) return refuse('NOT_ALLOWED', { field: 'replyId' });
    if (reply?.state === 'failed' || reply?.state === 'discarded') return accept([]);
    // Each answer counts once, however often its use is reported.
    if (conversation.articles?.some(({ replyId }) => replyId === data.replyId) === true) return accept([]);
    const articleIds = [...new Set(data.articleIds)].filter((id) => facts.get('article', id) !== undefined);
    if (articleIds.length === 0) return accept([]);
    const deliveredAt = reply?.state === 'delivered' ? reply.outcomeAt : undefined;
    return accept([{ type: 'article.used', data: { conversationId: data.conversationId, replyId: data.replyId, articleIds, byAgentId: context.agentId, at: context.now, ...(deliveredAt === undefined ? {} : { deliveredAt }) } }]);
  },
};
