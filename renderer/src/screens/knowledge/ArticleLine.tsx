import type { ReactNode } from 'react';
import { validityOf, type ArticleRow } from '../../../../shared/domain/article.ts';
import { Tag } from '../../components/Tag.tsx';
import { useText } from '../../text/index.tsx';

export interface ArticleLineProps {
  readonly article: ArticleRow;
  readonly elementId: string;
  readonly isChosen: boolean;
  readonly now: number;
  readonly onChoose: () => void;
}

export function ArticleLine({ article, elementId, isChosen, now, onChoose }: ArticleLineProps): ReactNode {
  const { t } = useText();
  const { content } = article;
  return (
    <div id={elementId} role="option" aria-selected={isChosen} className={`article-line${isChosen ? ' is-chosen' : ''}`} data-testid="article-line" onClick={onChoose}>
      <span className="article-line-title">{content.title}</span>
      <span className="article-line-facts">
        <ArticleTags article={article} now={now} />
        {article.used > 0 && <span className="muted">{t('knowledge.counts', article.used, article.succeeded)}</span>}
      </span>
    </div>
  );
}

/** Where it stands, in a word each. */
export function ArticleTags({ article, now }: { readonly article: ArticleRow; readonly now: number }): ReactNode {
  const { t } = useText();
  const validity = validityOf(article.content, now);
  return (
    <>
      {article.content.kind === 'snippet' && <Tag>{t('knowledge.snippet')}</Tag>}
      {article.state === 'published' ? <Tag tone="green">{t('knowledge.state.published')}</Tag> : <Tag tone="amber">{t(`knowledge.state.${article.state}`)}</Tag>}
      {validity !== 'valid' && <Tag tone="red">{t(`knowledge.validity.${validity}`)}</Tag>}
      {article.proposals.length > 0 && <Tag tone="blue">{t('knowledge.proposals', article.proposals.length)}</Tag>}
      {article.waits === true && <Tag tone="amber">{t('knowledge.waits')}</Tag>}
    </>
  );
}
