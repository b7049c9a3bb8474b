import type { ArticleContent } from '../../shared/domain/article.ts';
import type { RefusalKit } from './strategy-refusals.ts';

export const ROUTER_LIGHTS: ArticleContent = {
  kind: 'article',
  title: 'Router blinkt rot',
  keywords: ['Router', 'Lampe', 'blinkt'],
  bodies: [{ language: 'de', sie: 'Bitte ziehen Sie den Netzstecker für zehn Sekunden, {name}. Ihr Router startet dann neu.' }],
  channels: [],
  brands: [],
  accountIds: [],
};

/** Every way in which the commands of knowledge are refused. */
export function articleRefusals({ refuses, command, center }: Pick<RefusalKit, 'refuses' | 'command' | 'center'>): void {
  const save = (by = 'ann', content = ROUTER_LIGHTS, articleId = 'a1'): unknown => command({ type: 'article.save', data: { articleId, baseVersion: 0, content } }, by);
  const publish = (by: string, version = 1, proposalId?: string): ReturnType<typeof command> => command({ type: 'article.publish', data: { articleId: 'a1', version, ...(proposalId === undefined ? {} : { proposalId }) } }, by);

  refuses('KNOW-3', 'article.save', 'NOT_ALLOWED', 'it is for an account of another team only', () => command({ type: 'article.save', data: { articleId: 'a1', baseVersion: 0, content: { ...ROUTER_LIGHTS, accountIds: ['north'] } } }, 'sue'));
  refuses('KNOW-3', 'article.publish', 'NOT_ALLOWED', 'an agent may not publish', () => (save(), publish('ann')));
  refuses('KNOW-3', 'article.publish', 'NOT_FOUND', 'there is no such article', () => publish('lea'));
  refuses('KNOW-3', 'article.publish', 'NOT_FOUND', 'there is no such proposal', () => (save(), publish('lea', 1, 'none')));
  refuses('KNOW-3', 'article.publish', 'ARTICLE_STALE', 'it was changed since it was read', () => (save(), publish('lea', 2)));
  refuses('KNOW-3', 'article.retire', 'NOT_ALLOWED', 'an agent may not retire', () => (save(), command({ type: 'article.retire', data: { articleId: 'a1', version: 1 } }, 'ann')));
  refuses('KNOW-3', 'article.retire', 'NOT_FOUND', 'there is no such article', () => command({ type: 'article.retire', data: { articleId: 'a1', version: 1 } }, 'lea'));
  refuses('KNOW-3', 'article.retire', 'ARTICLE_STALE', 'it was changed since it was read', () => (save(), command({ type: 'article.retire', data: { articleId: 'a1', version: 3 } }, 'lea')));
  refuses('KNOW-3', 'article.dropProposal', 'NOT_FOUND', 'there is no such proposal', () => command({ type: 'article.dropProposal', data: { articleId: 'a1', proposalId: 'p' } }, 'lea'));
  refuses('KNOW-3', 'article.dropProposal', 'NOT_ALLOWED', 'a colleague proposed it', () => {
    save('ann');
    const decision = command({ type: 'article.save', data: { articleId: 'a1', baseVersion: 1, content: ROUTER_LIGHTS } }, 'ben');
    const proposalId = decision.kind === 'accepted' ? String(decision.result?.['proposalId']) : '';
    return command({ type: 'article.dropProposal', data: { articleId: 'a1', proposalId } }, 'ann');
  });
  const importing = (by: string, articles: { articleId: string; baseVersion: number; content: ArticleContent }[]): ReturnType<typeof command> => command({ type: 'article.import', data: { publish: false, articles } }, by);
  const one = { articleId: 'i1', baseVersion: 0, content: ROUTER_LIGHTS };
  refuses('KNOW-7', 'article.import', 'NOT_ALLOWED', 'an agent may not import', () => importing('ann', [one]));
  refuses('KNOW-7', 'article.import', 'NOT_ALLOWED', 'one is for accounts of another team only', () => {
    center().emit({ type: 'agent.registered', data: { ...center().must('agent', 'sue'), skills: [{ skillId: 'knowledge', level: 1 }] } });
    return importing('sue', [one, { ...one, articleId: 'i2', content: { ...ROUTER_LIGHTS, accountIds: ['north'] } }]);
  });
  refuses('KNOW-7', 'article.import', 'INPUT_INVALID', 'one id twice', () => importing('lea', [one, one]));
  refuses('KNOW-7', 'article.import', 'ARTICLE_STALE', 'one was changed since the file was compared', () => importing('lea', [one, { ...one, articleId: 'i2', baseVersion: 4 }]));
  const use = (by: string, conversationId: string, replyId = 'r1'): ReturnType<typeof command> => command({ type: 'article.recordUse', data: { conversationId, replyId, articleIds: ['a1'] } }, by);
  refuses('KNOW-5', 'article.recordUse', 'NOT_FOUND', 'there is no such conversation', () => use('ann', 'none'));
  refuses('KNOW-5', 'article.recordUse', 'NOT_ALLOWED', 'an account of another team', () => use('sue', center().given(undefined, { account: 'north' }).conversationId));
  refuses('KNOW-5', 'article.recordUse', 'NOT_ALLOWED', 'the answer is somebody else’s', () => {
    const { conversationId } = center().given('ann');
    center().permit(conversationId, 'r1', { by: 'ann' });
    return use('ben', conversationId);
  });
}
