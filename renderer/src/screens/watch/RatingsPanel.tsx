import type { ReactNode } from 'react';
import { useCenter } from '../../store/rows.ts';
import { useWatch } from '../../store/watch.ts';
import { useText } from '../../text/index.tsx';

/** Fewer ratings than this say more of single visitors than of the chat. */
const FEW = 5;

/** What visitors of the chat gave at its end, account by account: never by person. */
export function RatingsPanel(): ReactNode {
  const { t, f } = useText();
  const accounts = useCenter((state) => state.accounts);
  const ratings = useWatch((state) => state.ratings);
  if (ratings.length === 0) return null;
  return (
    <section className="panel" data-testid="ratings" aria-label={t('ratings.title')}>
      <h2>{t('ratings.title')}</h2>
      <table className="term-counts">
        <thead>
          <tr>
            <th scope="col">{t('ratings.account')}</th>
            <th scope="col">{t('ratings.chats')}</th>
            <th scope="col">{t('ratings.rated')}</th>
            {[1, 2, 3, 4, 5].map((n) => (
              <th key={n} scope="col">
                {t('ratings.stars', n)}
              </th>
            ))}
            <th scope="col">{t('ratings.average')}</th>
          </tr>
        </thead>
        <tbody>
          {ratings.map(({ accountId, chats, rated, stars, average }) => (
            <tr key={accountId} data-testid="rating" data-account={accountId}>
              <th scope="row">{accounts.get(accountId)?.name ?? accountId}</th>
              <td>{f.number(chats)}</td>
              <td>{f.number(rated)}</td>
              {stars.map((count, n) => (
                <td key={n}>{f.number(count)}</td>
              ))}
              <td>{average === undefined || rated < FEW ? t('ratings.few') : f.number(Math.round(average * 10) / 10)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
