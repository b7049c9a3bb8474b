import type { ReactNode } from 'react';
import { showHidden } from '../../components/plain-text.ts';
import { useNow } from '../../hooks/ticker.ts';
import { isHere, useVisitors } from '../../store/visitors.ts';
import { useText } from '../../text/index.tsx';
import { openLink } from '../../store/open-link.ts';

/** Where the visitor is while we talk: only while that is known. */
export function VisitorCard({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useText();
  const visitor = useVisitors((state) => state.byId.get(conversationId));
  const now = useNow(5_000);
  if (visitor === undefined) return null;
  const here = isHere(visitor, now);
  return (
    <section className="context-part" aria-label={t('visitor.title')} data-testid="visitor-card">
      <h2>{t('visitor.title')}</h2>
      <dl className="card facts">
        <dt>{t('visitor.state')}</dt>
        <dd>{t(visitor.over ? 'visitor.over' : here ? 'visitor.here' : 'visitor.gone')}</dd>
        {here && visitor.page !== undefined && (
          <>
            <dt>{t('visitor.page')}</dt>
            <dd>
              <button type="button" className="link-button" onClick={() => openLink(visitor.page ?? '')}>
                {showHidden(visitor.page.replace(/^https?:\/\//, ''))}
              </button>
            </dd>
          </>
        )}
        {here && visitor.lang !== undefined && (
          <>
            <dt>{t('visitor.language')}</dt>
            <dd>{visitor.lang}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
