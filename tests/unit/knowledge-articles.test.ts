import { beforeEach, describe, expect, test } from 'vitest';
import { SUCCESS_AFTER_MS, type ArticleContent } from '../../shared/domain/article.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { ArticleSuccess } from '../../server/knowledge/article-success.ts';
import type { Center, Work } from '../../server/center/center.ts';
import { seesArticle } from '../../server/center/visibility.ts';
import { ROUTER_LIGHTS } from '../support/article-refusals.ts';
import { outcome, SharedCenter } from '../support/shared-center.ts';

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});
const save = (by: string, baseVersion: number, more: Partial<ArticleContent> = {}, articleId = 'a1'): Decision => c.run({ type: 'article.save', data: { articleId, baseVersion, content: { ...ROUTER_LIGHTS, ...more } } }, { by });
const publish = (by: string, version: number, proposalId?: string): Decision => c.run({ type: 'article.publish', data: { articleId: 'a1', version, ...(proposalId === undefined ? {} : { proposalId }) } }, { by });
const article = (id = 'a1'): ReturnType<typeof c.must<'article'>> => c.must('article', id);

describe('writing and publishing', () => {
  test('KNOW-1 KNOW-3 an agent writes a draft and changes it; what it said before is kept, five times back', () => {
    expect(outcome(save('ann', 0))).toBe('article.saved');
    expect(article()).toMatchObject({ state: 'draft', version: 1, createdBy: 'ann', versions: [] });
    for (let version = 1; version <= 7; version += 1) expect(outcome(save('ann', version, { title: `T${version}` }))).toBe('article.saved');
    expect(article()).toMatchObject({ version: 8, content: { title: 'T7' } });
    expect(article().versions.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3]);
    expect(article().versions[0]).toMatchObject({ content: { title: 'T6' }, byAgentId: 'ann' });
  });

  test('KNOW-3 what somebody else wrote, or is in force, is only proposed; nothing overwrites something newer', () => {
    save('ann', 0);
    expect(outcome(save('ben', 1, { title: 'von Ben' }))).toBe('article.proposed');
    expect(outcome(publish('lea', 1))).toBe('article.published');
    expect(outcome(save('ann', 1, { title: 'von Ann' }))).toBe('article.proposed');
    expect(outcome(save('lea', 1, { title: 'von Lea' }))).toBe('article.saved');
    expect(outcome(save('lea', 1, { title: 'zu spät' })), 'an older version was read').toBe('article.proposed');
    expect(article()).toMatchObject({ state: 'published', version: 2, content: { title: 'von Lea' } });
    expect(article().proposals.map(({ content }) => content.title)).toEqual(['von Ben', 'von Ann', 'zu spät']);
    const [first, second] = article().proposals;
    expect(outcome(publish('lea', 2, first?.id))).toBe('article.saved');
    expect(article()).toMatchObject({ state: 'published', version: 3, content: { title: 'von Ben' } });
    expect(outcome(c.run({ type: 'article.dropProposal', data: { articleId: 'a1', proposalId: second?.id ?? '' } }, { by: 'ann' }))).toBe('article.proposalDropped');
    expect(article().proposals.map(({ content }) => content.title)).toEqual(['zu spät']);
  });

  test('KNOW-3 who has the skill knowledge publishes and retires like a lead; what was retired may be published again', () => {
    save('ann', 0);
    c.emit({ type: 'agent.registered', data: { ...c.must('agent', 'ben'), skills: [{ skillId: 'knowledge', level: 1 }] } });
    expect(outcome(publish('ben', 1))).toBe('article.published');
    expect(outcome(c.run({ type: 'article.retire', data: { articleId: 'a1', version: 1 } }, { by: 'ben' }))).toBe('article.retired');
    expect(article().state).toBe('retired');
    expect(outcome(publish('ben', 1))).toBe('article.published');
    expect(outcome(publish('ben', 1))).toBe('nothing');
    expect(article().retired).toBeUndefined();
    expect(outcome(save('ben', 1, { title: 'sofort in Kraft' }))).toBe('article.saved');
    expect(article().state).toBe('published');
  });

  test('KNOW-7 an import is taken whole, drafts or in force as asked', () => {
    save('ann', 0);
    const data = { publish: true, articles: [{ articleId: 'a1', baseVersion: 1, content: { ...ROUTER_LIGHTS, title: 'neu' } }, { articleId: 'a2', baseVersion: 0, content: ROUTER_LIGHTS }] };
    expect(outcome(c.run({ type: 'article.import', data }, { by: 'lea' }))).toBe('article.saved article.published article.saved article.published');
    expect([article('a1'), article('a2')]).toMatchObject([{ state: 'published', version: 2, content: { title: 'neu' } }, { state: 'published', version: 1 }]);
  });

  test('KNOW-2 an article of an account or brand is seen by who may read it; one of none by everybody', () => {
    c.emit({ type: 'account.registered', data: { ...c.must('account', 'north'), brand: 'Nordkom' } });
    save('lea', 0, { accountIds: ['north'] }, 'byAccount');
    save('lea', 0, { brands: ['Nordkom'] }, 'byBrand');
    save('lea', 0, {}, 'all');
    const sees = (id: string): string[] => ['byAccount', 'byBrand', 'all'].filter((one) => seesArticle(c.state, { agentId: id, ...c.must('agent', id) }, one));
    expect(sees('ann')).toEqual(['byAccount', 'byBrand', 'all']);
    expect(sees('sue')).toEqual(['all']);
    expect(sees('lea')).toEqual(['byAccount', 'byBrand', 'all']);
  });
});

describe('KNOW-5 use and success', () => {
  const use = (by: string, conversationId: string, replyId: string, articleIds = ['a1']): Decision => c.run({ type: 'article.recordUse', data: { conversationId, replyId, articleIds } }, { by });
  const counts = (): unknown => ({ used: c.must('articleUse', 'a1').used, succeeded: c.must('articleUse', 'a1').succeeded });
  const judge = (): { look(): Promise<number> } =>
    new ArticleSuccess({ committed: c.state, live: c.state, now: () => c.now, onCommitted: () => undefined, submit: (_by: string, work: () => Work) => Promise.resolve(c.emit(...work().events)) } as unknown as Center);
  const close = (itemId: string): unknown => c.run({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, { by: 'ann' });
  let given: { itemId: string; conversationId: string };
  beforeEach(() => {
    save('lea', 0);
    given = c.given('ann', { who: 'kim' });
  });

  test('KNOW-5 counts once the answer is out, whichever comes first, and once however often it is said', () => {
    expect(outcome(use('ann', given.conversationId, 'r1'))).toBe('article.used');
    expect(counts()).toEqual({ used: 0, succeeded: 0 });
    c.permit(given.conversationId, 'r1', { by: 'ann' });
    c.report('r1', { by: 'ann' });
    expect(counts()).toEqual({ used: 1, succeeded: 0 });
    expect(outcome(use('ann', given.conversationId, 'r1'))).toBe('nothing');
    c.customerWrites('kim');
    c.permit(given.conversationId, 'r2', { by: 'ann' });
    c.report('r2', { by: 'ann' });
    expect(outcome(use('ann', given.conversationId, 'r2', ['a1', 'none', 'a1']))).toBe('article.used');
    expect(counts()).toEqual({ used: 2, succeeded: 0 });
  });

  test('KNOW-5 an answer that did not go out is no use', () => {
    use('ann', given.conversationId, 'r1');
    c.permit(given.conversationId, 'r1', { by: 'ann' });
    c.reportFailed('r1', { by: 'ann' });
    expect(counts()).toEqual({ used: 0, succeeded: 0 });
    expect(c.conversation(given.conversationId).articles).toBeUndefined();
    expect(outcome(use('ann', given.conversationId, 'r1')), 'nor when it is said afterwards').toBe('nothing');
  });

  test('KNOW-5 a success a week after the answer where the conversation is closed, once; not before, and not while it is open', async () => {
    use('ann', given.conversationId, 'r1');
    c.permit(given.conversationId, 'r1', { by: 'ann' });
    c.report('r1', { by: 'ann' });
    c.now += SUCCESS_AFTER_MS;
    expect(await judge().look(), 'still open').toBe(0);
    close(given.itemId);
    c.now -= 1;
    expect(await judge().look(), 'a moment early').toBe(0);
    c.now += 1;
    expect(await judge().look()).toBe(1);
    expect(counts()).toEqual({ used: 1, succeeded: 1 });
    expect(await judge().look()).toBe(0);
    expect(c.conversation(given.conversationId).articles).toBeUndefined();
  });

  test('KNOW-5 none where the customer came back within the week', async () => {
    use('ann', given.conversationId, 'r1');
    c.permit(given.conversationId, 'r1', { by: 'ann' });
    c.report('r1', { by: 'ann' });
    close(given.itemId);
    c.now += SUCCESS_AFTER_MS / 2;
    c.customerWrites('kim');
    const again = c.conversation(given.conversationId).workItemId ?? '';
    c.assign(again, 'ann');
    close(again);
    c.now += SUCCESS_AFTER_MS;
    expect(await judge().look()).toBe(0);
    expect(counts()).toEqual({ used: 1, succeeded: 0 });
  });

  test('KNOW-5 the judge looks at most every ten minutes, and again at what is committed while it runs', async () => {
    const one = judge();
    expect(await one.look()).toBe(0);
    use('ann', given.conversationId, 'r1');
    expect(await one.look()).toBe(0);
  });
});
