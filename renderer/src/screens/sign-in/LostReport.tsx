import type { ReactNode } from 'react';
import { useMinute } from '../../hooks/ticker.ts';
import { useDesk } from '../../store/desk.ts';
import { useText } from '../../text/index.tsx';
import { UnsentList } from '../UnsentList.tsx';

/** What was thrown away with the local copy, named once more with its text. */
export function LostReport(): ReactNode {
  const { t } = useText();
  const now = useMinute();
  const lost = useDesk((state) => state.lost);
  if (lost === undefined) return null;
  return (
    <section className="limits lost-report" aria-labelledby="lost-title" data-testid="lost-report">
      <h2 id="lost-title">{t('signOut.lost')}</h2>
      <p>{t('signOut.lostHint')}</p>
      <UnsentList unsent={lost} now={now} />
    </section>
  );
}
