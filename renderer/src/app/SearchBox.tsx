import { useEffect, useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { SearchFilter } from '../../../shared/domain/search.ts';
import { call } from '../bridge/index.ts';
import { ChannelBadge } from '../components/ChannelBadge.tsx';
import { Icon } from '../components/Icon.tsx';
import { foundParts, showHidden } from '../components/plain-text.ts';
import { useKeyHint } from '../hooks/key-hint.ts';
import { useMinute } from '../hooks/ticker.ts';
import { me, openConversation } from '../store/navigation.ts';
import { items, useCenter } from '../store/rows.ts';
import { filterOf, isNarrowed, rowHits, useSearchChoice, type Found, type Hit } from '../store/search.ts';
import { openDialog } from '../store/ui.ts';
import { useText } from '../text/index.tsx';
import { SearchFilters } from './SearchFilters.tsx';

const PAUSE_MS = 150;
const MOST_HITS = 30;

interface Answer {
  readonly of: string;
  readonly hits: readonly Hit[];
  readonly more: Found['more'];
  readonly failed: boolean;
}

/** What the newest search found; undefined while it runs. `on` goes further back where there is more. */
function useSearch(text: string, filter: SearchFilter, isAsked: boolean): { readonly answer: Answer | undefined; readonly on: () => void } {
  const [answer, setAnswer] = useState<Answer>();
  const question = JSON.stringify([text, filter]);
  useEffect(() => {
    if (!isAsked) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      const [asked, narrowed] = JSON.parse(question) as [string, SearchFilter];
      call('search.run', { text: asked, limit: MOST_HITS, filter: narrowed })
        .then(({ hits, more }) => current && setAnswer({ of: question, hits, more, failed: false }))
        .catch(() => current && setAnswer({ of: question, hits: [], more: undefined, failed: true }));
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [question, isAsked]);
  const shown = answer?.of === question ? answer : undefined;
  const on = (): void => {
    if (shown?.more === undefined) return;
    call('search.run', { text, limit: MOST_HITS, filter, before: shown.more.before })
      .then(({ hits, more }) => setAnswer((now) => (now?.of === question ? { ...now, hits: [...now.hits, ...hits], more } : now)))
      .catch(() => undefined);
  };
  return { answer: shown, on };
}

/** Finds what this desk may see, offline too; narrowed by what stands below the field. */
export function SearchBox(): ReactNode {
  const { t, f } = useText();
  const hint = useKeyHint();
  const now = useMinute();
  const id = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [place, setPlace] = useState(0);
  const choice = useSearchChoice();
  const accounts = useCenter((state) => state.accounts);
  const filter = useMemo(() => filterOf(choice, now), [choice, now]);
  const wanted = text.trim();
  const isAsked = wanted !== '' || isNarrowed(filter);
  const { answer, on } = useSearch(wanted, filter, isAsked);
  const shown = open && (isAsked || choice.isOpen);
  const rows = useMemo(
    () => (answer === undefined ? [] : rowHits(items.all().values(), wanted, filter, new Set(answer.hits.map((hit) => hit.conversationId)), (accountId) => accounts.get(accountId)?.brand, me())),
    [answer, wanted, filter, accounts],
  );
  const options: readonly Option[] = [
    ...(answer?.hits ?? []).map((hit) => ({ kind: 'hit' as const, hit })),
    ...rows.map((row) => ({ kind: 'hit' as const, hit: { conversationId: row.conversationId, contactName: row.contactName || row.contactHandle, excerpt: row.firstLine, at: row.lastInboundAt, channel: row.channel } })),
    ...(answer?.more === undefined ? [] : [{ kind: 'more' as const, at: answer.more.at }]),
  ];
  const choose = (option: Option | undefined): void => {
    if (option === undefined) return;
    if (option.kind === 'more') return on();
    setText('');
    setOpen(false);
    useSearchChoice.setState({ isOpen: false, filter: {}, span: undefined });
    void openConversation(option.hit.conversationId);
  };
  const listen = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') {
      // Out at once: a second press for the list alone would leave the next shortcut as text in the field.
      event.currentTarget.blur();
      setOpen(false);
      return;
    }
    if (!shown) return;
    if (event.key === 'Enter') choose(options[place]);
    else if (event.key === 'ArrowDown') setPlace(Math.min(options.length - 1, place + 1));
    else if (event.key === 'ArrowUp') setPlace(Math.max(0, place - 1));
    else return;
    event.preventDefault();
  };
  const status = !isAsked ? t('search.narrow') : answer === undefined ? t('search.running') : answer.failed ? t('search.failed') : answer.more !== undefined ? undefined : t('search.none', wanted);
  return (
    <div
      className="search"
      role="search"
      data-testid="search-box"
      // The list stays while the focus is anywhere in it: on the filters, too.
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setOpen(false)}
      onFocus={() => setOpen(true)}
    >
      <div className="search-field">
        <Icon name="search" size={15} />
        <input
          id="search-field"
          className="search-input"
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={shown}
          aria-autocomplete="list"
          {...(shown ? { 'aria-controls': `${id}-list` } : {})}
          {...(shown && options.length > 0 ? { 'aria-activedescendant': `${id}-${place}` } : {})}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t('search.placeholder')}
          data-testid="search"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPlace(0);
            setOpen(true);
          }}
          onKeyDown={listen}
        />
        <button
          type="button"
          className="search-keys"
          aria-expanded={choice.isOpen}
          aria-label={t('search.filters')}
          title={t('search.filters')}
          data-testid="search-filters-open"
          onClick={() => useSearchChoice.setState({ isOpen: !choice.isOpen })}
        >
          <Icon name="rules" size={15} />
        </button>
        <button type="button" className="search-keys" onClick={() => openDialog({ kind: 'palette' })}>
          <span className="visually-hidden">{t('palette.title')}</span>
          <kbd className="keys">{hint('palette') ?? '…'}</kbd>
        </button>
      </div>
      {shown && (
        <div className="popover search-popover">
          {(choice.isOpen || isNarrowed(filter)) && <SearchFilters />}
          {options.length === 0 ? (
            <p id={`${id}-list`} className="muted search-none" role="status">
              {status}
            </p>
          ) : (
            <div id={`${id}-list`} role="listbox" aria-label={t('search.label')} className="option-list search-list" data-scrolls>
              {options.map((option, at) => (
                // The pointer must not take the focus from the field before the click arrives.
                <div
                  key={option.kind === 'more' ? 'more' : `${option.hit.conversationId}:${option.hit.messageId ?? at}`}
                  id={`${id}-${at}`}
                  role="option"
                  aria-selected={at === place}
                  className={`option search-hit${at === place ? ' is-current' : ''}`}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => choose(option)}
                  data-testid={option.kind === 'more' ? 'search-more' : 'search-hit'}
                >
                  {option.kind === 'more' ? (
                    <span className="option-hint">{t('search.more', f.moment(option.at, now))}</span>
                  ) : (
                    <HitLine hit={option.hit} now={now} />
                  )}
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </div>
  );
}

type Option = { readonly kind: 'hit'; readonly hit: Hit } | { readonly kind: 'more'; readonly at: number };

function HitLine({ hit, now }: { readonly hit: Hit; readonly now: number }): ReactNode {
  const { f } = useText();
  return (
    <>
      <ChannelBadge channel={hit.channel} size="small" />
      <span>
        <strong>{showHidden(hit.contactName)}</strong> <span className="option-hint">{f.moment(hit.at, now)}</span>
        <br />
        <span className="search-excerpt">
          {foundParts(hit.excerpt).map(({ text, isFound }, place) => (isFound ? <mark key={place}>{showHidden(text)}</mark> : showHidden(text)))}
        </span>
      </span>
    </>
  );
}
