import type { ReactNode } from 'react';
import { placeholdersIn } from '../../../../shared/text/article-body.ts';
import { isStillIn, useInserted, validityOf, type Inserted } from '../../store/articles.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

const NOTHING: readonly Inserted[] = [];

/** What is to be said of articles that stand in the answer: one that has ended meanwhile, a form nobody has checked, a place nobody has filled in. */
export function ComposerArticles({ conversationId, text, now }: { readonly conversationId: string; readonly text: string; readonly now: number }): ReactNode {
  const { t, f } = useText();
  const inserted = useInserted((state) => state.byId[conversationId] ?? NOTHING);
  const articles = useCenter((state) => state.articles);
  if (inserted.length === 0 || text.trim() === '') return null;
  const there = inserted.filter((one) => isStillIn(text, one));
  const names = new Set(there.flatMap((one) => placeholdersIn(one.text).map(({ name }) => name)));
  const left = [...new Set(placeholdersIn(text).map(({ name }) => name))].filter((name) => names.has(name));
  return (
    <div className="composer-notices" aria-live="polite">
      {there.map((one) => {
        const article = articles.get(one.articleId);
        const isOver = article === undefined || article.state !== 'published' || validityOf(article.content, now) === 'over';
        if (!isOver && !one.isProposed) return null;
        const title = article?.content.title ?? one.articleId;
        return (
          <p key={one.articleId} className="guard guard-amber" data-testid={isOver ? 'article-over' : 'article-proposed'}>
            {isOver ? t('article.over', title) : t('article.proposed', title)}
          </p>
        );
      })}
      {left.length > 0 && (
        <p className="guard guard-amber" data-testid="article-open">
          {t('article.open', f.list(left.map((name) => `{${name}}`)))}
        </p>
      )}
    </div>
  );
}
