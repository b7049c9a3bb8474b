import { useMemo, type ReactNode } from 'react';
import { Keys } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { suggestionsFor } from '../../store/articles.ts';
import type { OpenConversation } from '../../store/conversation.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { takeSuggestion } from '../../store/take-suggestion.ts';

/** What is known of what was asked: the three nearest, each one key away. */
export function SuggestedArticles({ open }: { readonly open: OpenConversation }): ReactNode {
  const { t } = useText();
  const articles = useCenter((state) => state.articles);
  const now = useMinute();
  const found = useMemo(() => suggestionsFor(articles, open, now), [articles, open, now]);
  if (articles.size === 0) return null;
  return (
    <section className="context-part" aria-label={t('suggested.title')} data-testid="suggested">
      <h2>{t('suggested.title')}</h2>
      {found.length === 0 && <p className="muted">{t('suggested.none')}</p>}
      {found.map(({ article, words }, place) => (
        <button key={article.id} type="button" className="card suggested-article" data-testid="suggested-article" onClick={() => takeSuggestion(place)}>
          <span className="suggested-title">
            {article.content.title}
            <Keys of={`Alt+${place + 1}`} />
          </span>
          <span className="muted">{t('suggested.because', words.slice(0, 4).join(', '))}</span>
          {article.used > 0 && <span className="muted">{t('knowledge.counts', article.used, article.succeeded)}</span>}
        </button>
      ))}
    </section>
  );
}
