import { useMemo, type ReactNode } from 'react';
import { Picker } from '../../components/Picker.tsx';
import type { QueueFilter, QueueSort } from '../../store/item-ranks.ts';
import { useCenter } from '../../store/rows.ts';
import { useUi } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const ALL = 'all';
const setFilter = (change: QueueFilter): void => useUi.setState((state) => ({ filter: { ...state.filter, ...change } }));
const chosen = (id: string): string | undefined => (id === ALL ? undefined : id);

export function QueueFilters(): ReactNode {
  const { t, f, language } = useText();
  const { sort, filter } = useUi();
  const { accounts, queues } = useCenter();
  const accountOptions = useMemo(
    () => [
      { id: ALL, label: t('filter.allAccounts') },
      ...[...accounts.values()]
        .map((account) => ({ id: account.id as string, label: account.name }))
        .toSorted((a, b) => f.compare(a.label, b.label)),
    ],
    [accounts, t, f],
  );
  const queueOptions = useMemo(
    () => [
      { id: ALL, label: t('filter.allQueues') },
      ...[...queues.values()]
        .map((queue) => ({ id: queue.id as string, label: queue.name[language] }))
        .toSorted((a, b) => f.compare(a.label, b.label)),
    ],
    [queues, t, f, language],
  );
  return (
    <div className="chips" role="group" aria-label={t('filter.label')}>
      <Picker<QueueSort>
        label={t('sort.label')}
        value={sort}
        isActive
        onChange={(next) => useUi.setState({ sort: next })}
        options={[
          { id: 'due', label: t('sort.due') },
          { id: 'newest', label: t('sort.newest') },
          { id: 'longest', label: t('sort.longest') },
        ]}
        testId="sort"
      />
      <Picker
        label={t('filter.account')}
        value={filter.accountId ?? ALL}
        isActive={filter.accountId !== undefined}
        options={accountOptions}
        onChange={(id) => setFilter({ accountId: chosen(id) })}
        testId="filter-account"
      />
      <Picker
        label={t('filter.queue')}
        value={filter.queueId ?? ALL}
        isActive={filter.queueId !== undefined}
        options={queueOptions}
        onChange={(id) => setFilter({ queueId: chosen(id) })}
        testId="filter-queue"
      />
      <Picker
        label={t('filter.visibility')}
        value={filter.visibility ?? ALL}
        isActive={filter.visibility !== undefined}
        options={[
          { id: ALL, label: t('filter.publicAndPrivate') },
          { id: 'public', label: t('visibility.public') },
          { id: 'private', label: t('visibility.private') },
        ]}
        onChange={(id) => setFilter({ visibility: chosen(id) as QueueFilter['visibility'] })}
        testId="filter-visibility"
      />
    </div>
  );
}
