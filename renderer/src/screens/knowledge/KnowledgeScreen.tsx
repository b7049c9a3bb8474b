import { useMemo, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Field } from '../../components/Field.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { editArticle, newArticle, useKnowledge } from '../../store/article-draft.ts';
import { foundArticles, isEditor } from '../../store/articles.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { ArticleEditor } from './ArticleEditor.tsx';
import { ArticleLine } from './ArticleLine.tsx';
import { ArticleView } from './ArticleView.tsx';
import { ExportButtons } from './ExportButtons.tsx';
import { ImportPanel } from './ImportPanel.tsx';

const LINE_HEIGHT = 62;

/** Everything that is known: found by typing, read, changed, put in force; read in from files and written out. */
export function KnowledgeScreen(): ReactNode {
  const { t } = useText();
  const articles = useCenter((state) => state.articles);
  const { typed, chosenId, draft, isImporting } = useKnowledge();
  const now = useMinute();
  const found = useMemo(() => foundArticles(articles, typed), [articles, typed]);
  const chosen = articles.get(chosenId ?? '');
  const cursor = found.findIndex(({ id }) => id === chosenId);
  const edit = (place: number): void => {
    const article = found[place];
    if (article !== undefined) editArticle(article);
  };
  return (
    <main className="knowledge" data-testid="screen-knowledge">
      <section className="knowledge-list" aria-label={t('screen.knowledge')}>
        <h1>{t('screen.knowledge')}</h1>
        <Field label={t('knowledge.search')} hideLabel value={typed} onChange={(next) => useKnowledge.setState({ typed: next })} name="knowledge-search" />
        <div className="account-actions">
          <Button isSmall look="primary" onPress={() => newArticle()} testId="article-new">
            {t('knowledge.new')}
          </Button>
          {isEditor() && (
            <Button isSmall onPress={() => useKnowledge.setState({ isImporting: true, draft: undefined })} testId="article-import">
              {t('knowledge.import')}
            </Button>
          )}
        </div>
        {found.length === 0 ? (
          <EmptyState title={t(articles.size === 0 ? 'knowledge.empty' : 'knowledge.nothing')}>{t('knowledge.emptyHint')}</EmptyState>
        ) : (
          <VirtualList
            label={t('knowledge.list', found.length)}
            count={found.length}
            rowHeight={LINE_HEIGHT}
            cursor={cursor}
            rowId={(place) => found[place]?.id}
            renderRow={(place, elementId) => {
              const article = found[place];
              return article === undefined ? null : <ArticleLine article={article} elementId={elementId} isChosen={article.id === chosenId} now={now} onChoose={() => choose(article.id)} />;
            }}
            onMove={(place) => choose(found[place]?.id)}
            onEnter={edit}
            testId="article-list"
          />
        )}
        {articles.size > 0 && <ExportButtons articles={found} />}
      </section>
      <section className="knowledge-side" aria-label={t('knowledge.side')}>
        {isImporting ? <ImportPanel /> : draft !== undefined ? <ArticleEditor key={draft.articleId} draft={draft} article={articles.get(draft.articleId)} /> : chosen !== undefined ? <ArticleView article={chosen} now={now} /> : <EmptyState title={t('knowledge.choose')}>{t('knowledge.chooseHint')}</EmptyState>}
      </section>
    </main>
  );
}

/** A draft that is being written stays until it is saved or dropped. */
function choose(id: string | undefined): void {
  const { draft } = useKnowledge.getState();
  if (draft?.changed === true) return;
  useKnowledge.setState({ chosenId: id, draft: undefined, isImporting: false });
}
