import { useEffect, useState, type ReactNode } from 'react';
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import type { IpcResponse } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { Keys } from '../components/Button.tsx';
import { ChannelBadge } from '../components/ChannelBadge.tsx';
import { Icon } from '../components/Icon.tsx';
import { showHidden } from '../components/plain-text.ts';
import { openConversation } from '../store/navigation.ts';
import { openDialog } from '../store/ui.ts';
import { useText } from '../text/index.tsx';

type Hit = IpcResponse<'search.run'>['hits'][number];
interface HitOption extends Hit {
  readonly id: string;
}

const PAUSE_MS = 150;

/** Finds what this desk may see, offline too. */
export function SearchBox(): ReactNode {
  const { t, f } = useText();
  const [text, setText] = useState('');
  const [hits, setHits] = useState<readonly HitOption[]>([]);
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === '') {
      setHits([]);
      setAsked('');
      return undefined;
    }
    let current = true;
    const timer = setTimeout(() => {
      call('search.run', { text: wanted, limit: 30 })
        .then((answer) => {
          if (!current) return;
          setHits(answer.hits.map((hit, place) => ({ ...hit, id: `${place}:${hit.conversationId}` })));
          setAsked(wanted);
        })
        .catch(() => current && setAsked(wanted));
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  return (
    <ComboBox
      className="search"
      aria-label={t('search.label')}
      items={hits}
      inputValue={text}
      onInputChange={setText}
      allowsEmptyCollection
      allowsCustomValue
      menuTrigger="input"
      defaultFilter={() => true}
      onSelectionChange={(key) => {
        const hit = hits.find((one) => one.id === key);
        if (hit === undefined) return;
        setText('');
        void openConversation(hit.conversationId);
      }}
    >
      <span className="search-field">
        <Icon name="search" size={15} />
        <Input id="search-field" className="search-input" placeholder={t('search.placeholder')} data-testid="search" />
        <Button slot={null} className="search-keys" onPress={() => openDialog({ kind: 'palette' })} aria-label={t('palette.title')}>
          <Keys of={t('keys.ctrlK')} />
        </Button>
      </span>
      <Popover className="popover search-popover" placement="bottom">
        <ListBox<HitOption> className="option-list" renderEmptyState={() => <p className="muted search-none">{asked === '' ? t('search.running') : t('search.none', asked)}</p>}>
          {(hit) => (
            <ListBoxItem id={hit.id} className="option search-hit" textValue={hit.contactName}>
              <ChannelBadge channel={hit.channel} size="small" />
              <span>
                <strong>{showHidden(hit.contactName)}</strong> <span className="option-hint">{f.moment(hit.at, Date.now())}</span>
                <br />
                <span className="search-excerpt">{showHidden(hit.excerpt)}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
