import { memo, useMemo, useState, type ReactNode } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { Picker } from '../../components/Picker.tsx';
import type { QueueFilter, QueueSort } from '../../store/item-ranks.ts';
import { getChannel } from '../../../../shared/channels/index.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { tagsOf } from '../../store/search.ts';
import { items, useCenter } from '../../store/rows.ts';
import { useUi } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { ViewPicker } from './ViewPicker.tsx';

const ALL = 'all';
const setFilter = (change: QueueFilter): void => useUi.setState((state) => ({ filter: { ...state.filter, ...change } }));
const chosen = (id: string): string | undefined => (id === ALL ? undefined : id);

/** Drawn for itself: its pickers cost more than the rows beside them, and none of it changes with a row. */
export const QueueFilters = memo(function QueueFilters(): ReactNode {
  const { t, f, language } = useText();
  const sort = useUi((state) => state.sort);
  const filter = useUi((state) => state.filter);
  const [more, setMore] = useState(false);
  const accounts = useCenter((state) => state.accounts);
  const queues = useCenter((state) => state.queues);
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
  const channelOptions = useMemo(
    () => [
      { id: ALL, label: t('filter.allChannels') },
      ...[...new Set([...accounts.values()].map((account) => account.channel))].map((id) => ({ id: id as string, label: getChannel(id)?.label[language] ?? id })).toSorted((a, b) => f.compare(a.label, b.label)),
    ],
    [accounts, t, f, language],
  );
  const brandOptions = useMemo(() => [{ id: ALL, label: t('filter.allBrands') }, ...[...new Set([...accounts.values()].map((account) => account.brand))].toSorted(f.compare).map((id) => ({ id, label: id }))], [accounts, t, f]);
  // Looked for once a minute: tags come seldom, and there may be 100,000 rows.
  const minute = useMinute();
  const tagOptions = useMemo(() => [{ id: ALL, label: t('filter.allTags') }, ...[...new Set([...(filter.tag === undefined ? [] : [filter.tag]), ...tagsOf(minute > 0 ? items.all().values() : [])])].map((id) => ({ id, label: id }))], [filter.tag, minute, t]);
  // What narrows the list is never out of sight.
  const shows = (set: string | undefined, isThere = true): boolean => set !== undefined || (more && isThere);
  return (
    <div className="chips" role="group" aria-label={t('filter.label')}>
      <ViewPicker />
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
      <button type="button" className="chip" aria-expanded={more} onClick={() => setMore(!more)} data-testid="filter-more">
        <Icon name="rules" size={13} />
        {t('filter.more')}
      </button>
      {shows(filter.accountId) && (
        <Picker
          label={t('filter.account')}
          value={filter.accountId ?? ALL}
          isActive={filter.accountId !== undefined}
          options={accountOptions}
          onChange={(id) => setFilter({ accountId: chosen(id) })}
          testId="filter-account"
        />
      )}
      {shows(filter.queueId) && (
        <Picker
          label={t('filter.queue')}
          value={filter.queueId ?? ALL}
          isActive={filter.queueId !== undefined}
          options={queueOptions}
          onChange={(id) => setFilter({ queueId: chosen(id) })}
          testId="filter-queue"
        />
      )}
      {shows(filter.visibility) && (
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
      )}
      {shows(filter.channel, channelOptions.length > 2) && (
        <Picker label={t('search.channel')} value={filter.channel ?? ALL} isActive={filter.channel !== undefined} options={channelOptions} onChange={(id) => setFilter({ channel: chosen(id) })} testId="filter-channel" />
      )}
      {shows(filter.brand, brandOptions.length > 2) && (
        <Picker label={t('search.brand')} value={filter.brand ?? ALL} isActive={filter.brand !== undefined} options={brandOptions} onChange={(id) => setFilter({ brand: chosen(id) })} testId="filter-brand" />
      )}
      {shows(filter.tag, tagOptions.length > 1) && (
        <Picker label={t('search.tag')} value={filter.tag ?? ALL} isActive={filter.tag !== undefined} options={tagOptions} onChange={(id) => setFilter({ tag: chosen(id) })} testId="filter-tag" />
      )}
    </div>
  );
});
