import { useMemo, type ReactNode } from 'react';
import { getChannel } from '../../../shared/channels/index.ts';
import { foundStateSchema, saidBySchema } from '../../../shared/domain/search.ts';
import { narrow, SPANS, tagsOf, useSearchChoice, widen, type SearchSpan } from '../store/search.ts';
import { items, useCenter } from '../store/rows.ts';
import { useText } from '../text/index.tsx';

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string | undefined) => void;
  readonly testId: string;
}

/** The system's own list: it opens over everything and leaves the search open behind it. */
function Choice({ label, value, options, onChange, testId }: ChoiceProps): ReactNode {
  return (
    <select
      className={`search-choice${value === undefined ? '' : ' is-set'}`}
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      data-testid={testId}
    >
      <option value="">{label}</option>
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** What a search is narrowed to; each by name, in one row that is walked by Tab. */
export function SearchFilters(): ReactNode {
  const { t, f, language } = useText();
  const { filter, span } = useSearchChoice();
  const { accounts, agents } = useCenter();
  const accountList = useMemo(() => [...accounts.values()], [accounts]);
  const channels = useMemo(() => [...new Set(accountList.map((account) => account.channel))].map((id) => [id, getChannel(id)?.label[language] ?? id] as const).toSorted((a, b) => f.compare(a[1], b[1])), [accountList, language, f]);
  const brands = useMemo(() => [...new Set(accountList.map((account) => account.brand))].toSorted(f.compare), [accountList, f]);
  const people = useMemo(() => [...agents.values()].map((agent) => [`agent:${agent.id}`, agent.name] as const).toSorted((a, b) => f.compare(a[1], b[1])), [agents, f]);
  const tags = useMemo(() => tagsOf(items.all().values()), []);
  const who = filter.agentId === undefined ? filter.saidBy : `agent:${filter.agentId}`;
  return (
    <div className="search-filters" role="group" aria-label={t('search.filters')}>
      <Choice label={t('search.channel')} value={filter.channel} options={channels} onChange={(channel) => narrow({ channel })} testId="search-channel" />
      <Choice label={t('search.brand')} value={filter.brand} options={brands.map((brand) => [brand, brand])} onChange={(brand) => narrow({ brand })} testId="search-brand" />
      <Choice
        label={t('search.who')}
        value={who}
        options={[...saidBySchema.options.map((id) => [id, t(`search.saidBy.${id}`)] as const), ...people]}
        onChange={(next) => narrow(next?.startsWith('agent:') === true ? { agentId: next.slice(6), saidBy: undefined } : { agentId: undefined, saidBy: saidBySchema.optional().catch(undefined).parse(next) })}
        testId="search-who"
      />
      <Choice label={t('search.state')} value={filter.state} options={foundStateSchema.options.map((id) => [id, t(`search.state.${id}`)])} onChange={(state) => narrow({ state: foundStateSchema.optional().catch(undefined).parse(state) })} testId="search-state" />
      <Choice label={t('search.time')} value={span} options={(Object.keys(SPANS) as SearchSpan[]).map((id) => [id, t(`search.span.${id}`)])} onChange={(next) => useSearchChoice.setState({ span: next as SearchSpan | undefined })} testId="search-time" />
      <Choice label={t('search.tag')} value={filter.tag} options={[...new Set([...(filter.tag === undefined ? [] : [filter.tag]), ...tags])].map((tag) => [tag, tag])} onChange={(tag) => narrow({ tag })} testId="search-tag" />
      <label className="search-mine">
        <input type="checkbox" checked={filter.mine === true} onChange={(event) => narrow({ mine: event.currentTarget.checked || undefined })} data-testid="search-mine" />
        {t('search.mine')}
      </label>
      {(Object.keys(filter).length > 0 || span !== undefined) && (
        <button type="button" className="search-widen" onClick={widen}>
          {t('search.widen')}
        </button>
      )}
    </div>
  );
}
