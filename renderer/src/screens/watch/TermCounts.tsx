import type { ReactNode } from 'react';
import type { TermCount } from '../../../../shared/domain/term-report.ts';
import { Tag } from '../../components/Tag.tsx';
import { useWatch } from '../../store/watch.ts';
import { useText } from '../../text/index.tsx';

const COLUMNS = ['hits', 'triaged', 'noise', 'relevant', 'approached', 'answered', 'resolved', 'leftAlone'] as const;

/** What each group and each of its terms brought in. */
export function TermCounts({ brand }: { readonly brand: string }): ReactNode {
  const { t, f } = useText();
  const all = useWatch((state) => state.counts);
  const counts = all.filter((count) => count.brand === brand);
  if (counts.length === 0) return <p className="muted">{t('terms.noHits')}</p>;
  const groups = counts.filter(({ term }) => term === undefined);
  const rows: TermCount[] = groups.flatMap((group) => [group, ...counts.filter((one) => one.group === group.group && one.term !== undefined)]);
  return (
    <div className="table-scroll" role="group" aria-label={t('terms.brought')} tabIndex={0}>
      <table className="term-counts" data-testid="term-counts">
        <thead>
          <tr>
            <th scope="col">{t('terms.term')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`terms.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.group}/${row.term ?? ''}`} className={row.term === undefined ? 'is-group' : ''} data-testid="term-count" data-term={row.term ?? row.group} data-hits={row.hits}>
              <th scope="row">
                {row.term ?? row.group} {row.isNoisy && <Tag tone="amber">{t('terms.noisy')}</Tag>}
              </th>
              {COLUMNS.map((column) => (
                <td key={column}>{f.number(row[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
