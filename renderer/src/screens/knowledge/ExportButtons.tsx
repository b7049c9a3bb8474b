import type { ReactNode } from 'react';
import type { ArticleRow } from '../../../../shared/domain/article.ts';
import { writeArticleFile } from '../../../../shared/text/article-export.ts';
import type { ArticleFileKind } from '../../../../shared/text/article-file.ts';
import { Button } from '../../components/Button.tsx';
import { useText } from '../../text/index.tsx';
import { saveFile } from './save-file.ts';

const FILES = { json: ['JSON', 'application/json', 'json'], csv: ['CSV', 'text/csv', 'csv'], markdown: ['Markdown', 'text/markdown', 'md'] } as const satisfies Record<ArticleFileKind, readonly [string, string, string]>;

/** What is in the list, as a file that can be read in again. */
export function ExportButtons({ articles }: { readonly articles: readonly ArticleRow[] }): ReactNode {
  const { t } = useText();
  return (
    <div className="account-actions" role="group" aria-label={t('knowledge.export', articles.length)}>
      <span className="muted">{t('knowledge.export', articles.length)}</span>
      {(Object.keys(FILES) as ArticleFileKind[]).map((kind) => {
        const [label, type, ending] = FILES[kind];
        return (
          <Button key={kind} isSmall look="quiet" onPress={() => saveFile(`${t('knowledge.fileName')}.${ending}`, writeArticleFile(articles, kind), type)} testId={`export-${kind}`}>
            {label}
          </Button>
        );
      })}
    </div>
  );
}
