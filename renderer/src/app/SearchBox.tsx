import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { IpcResponse } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { ChannelBadge } from '../components/ChannelBadge.tsx';
import { Icon } from '../components/Icon.tsx';
import { showHidden } from '../components/plain-text.ts';
import { useMinute } from '../hooks/ticker.ts';
import { openConversation } from '../store/navigation.ts';
import { openDialog } from '../store/ui.ts';
import { useText } from '../text/index.tsx';

type Hit = IpcResponse<'search.run'>['hits'][number];

const PAUSE_MS = 150;
const MOST_HITS = 30;

/** What the newest search found; undefined while it runs. */
function useSearch(wanted: string): readonly Hit[] | undefined {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly hits: readonly Hit[] }>();
  useEffect(() => {
    if (wanted === '') return undefined;
    let current = true;
    const timer = setTimeout(() => {
      call('search.run', { text: wanted, limit: MOST_HITS })
        .then(({ hits }) => current && setAnswer({ of: wanted, hits }))
        .catch(() => current && setAnswer({ of: wanted, hits: [] }));
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted]);
  return answer?.of === wanted ? answer.hits : undefined;
}

/** Finds what this desk may see, offline too. */
export function SearchBox(): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const id = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [place, setPlace] = useState(0);
  const wanted = text.trim();
  const hits = useSearch(wanted);
  const shown = open && wanted !== '';
  const choose = (hit: Hit | undefined): void => {
    if (hit === undefined) return;
    setText('');
    setOpen(false);
    void openConversation(hit.conversationId);
  };
  const listen = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') {
      // Out at once: a second press for the list alone would leave the next shortcut as text in the field.
      event.currentTarget.blur();
      return;
    }
    if (!shown || hits === undefined) return;
    if (event.key === 'Enter') choose(hits[place]);
    else if (event.key === 'ArrowDown') setPlace(Math.min(hits.length - 1, place + 1));
    else if (event.key === 'ArrowUp') setPlace(Math.max(0, place - 1));
    else return;
    event.preventDefault();
  };
  return (
    <div className="search" role="search">
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
          {...(shown && hits !== undefined && hits.length > 0 ? { 'aria-activedescendant': `${id}-${place}` } : {})}
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
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={listen}
        />
        <button type="button" className="search-keys" onClick={() => openDialog({ kind: 'palette' })}>
          <span className="visually-hidden">{t('palette.title')}</span>
          <kbd className="keys">{t('keys.ctrlK')}</kbd>
        </button>
      </div>
      {shown && (
        <div className="popover search-popover">
          {hits === undefined || hits.length === 0 ? (
            <p id={`${id}-list`} className="muted search-none" role="status">
              {hits === undefined ? t('search.running') : t('search.none', wanted)}
            </p>
          ) : (
            <div id={`${id}-list`} role="listbox" aria-label={t('search.label')} className="option-list">
              {hits.map((hit, at) => (
                // The pointer must not take the focus from the field before the click arrives.
                <div
                  key={`${hit.conversationId}:${hit.messageId ?? at}`}
                  id={`${id}-${at}`}
                  role="option"
                  aria-selected={at === place}
                  className={`option search-hit${at === place ? ' is-current' : ''}`}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => choose(hit)}
                  data-testid="search-hit"
                >
                  <ChannelBadge channel={hit.channel} size="small" />
                  <span>
                    <strong>{showHidden(hit.contactName)}</strong> <span className="option-hint">{f.moment(hit.at, now)}</span>
                    <br />
                    <span className="search-excerpt">{showHidden(hit.excerpt)}</span>
                  </span>
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </div>
  );
}
