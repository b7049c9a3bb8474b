import type { ReactNode } from 'react';
import { useText } from '../text/index.tsx';

/** The desk program does not answer: as a page before anything was shown, as a bar above a desk that was. */
export function LinkLost({ since, isWhole = false }: { readonly since: number; readonly isWhole?: boolean }): ReactNode {
  const { t, f } = useText();
  if (!isWhole) {
    return (
      <p className="link-bar" role="alert" data-testid="link-lost">
        <strong>{t('link.lost', f.time(since))}</strong> {t('link.lostHint')}
      </p>
    );
  }
  return (
    <main className="start-page" data-testid="link-lost">
      <h1>{t('link.lost', f.time(since))}</h1>
      <p>{t('link.lostHint')}</p>
    </main>
  );
}

/** The address was used up or the session is over. */
export function LinkRefused(): ReactNode {
  const { t } = useText();
  return (
    <main className="start-page" data-testid="link-refused">
      <h1>{t('link.refused')}</h1>
      <p>{t('link.refusedHint')}</p>
      <pre className="start-command">
        <code>npm run -s desk-url</code>
      </pre>
      <p className="muted">{t('link.refusedWhy')}</p>
    </main>
  );
}
