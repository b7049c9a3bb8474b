import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Notice } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { showHidden } from '../components/plain-text.ts';
import { useMinute } from '../hooks/ticker.ts';
import { useDesk } from '../store/desk.ts';
import { explain } from '../store/errors.ts';
import { contactLabel } from '../screens/names.ts';
import { openConversation } from '../store/navigation.ts';
import { items, useCenter } from '../store/rows.ts';
import { errorText } from '../text/errors.ts';
import { useText, type Texts } from '../text/index.tsx';

function noticeText(texts: Texts, notice: Notice): string {
  const { t } = texts;
  const known = t(`notice.${notice.kind}`);
  const row = notice.conversationId === undefined ? undefined : items.forConversation(notice.conversationId);
  const name = notice.values?.['contactName'] ?? notice.values?.['name'] ?? (row === undefined ? undefined : contactLabel(row));
  const message = String(notice.values?.['message'] ?? notice.values?.['detail'] ?? '');
  // A reason the desk has no sentence for, and that came without words, helps nobody.
  const isTold = notice.code !== undefined && (message !== '' || errorText(texts.language, notice.code) !== undefined);
  const why = isTold ? explain(texts, { code: notice.code ?? '', message }) : undefined;
  return [name === undefined ? known : `${known}: ${showHidden(String(name))}`, why].filter(Boolean).join(' · ');
}

interface NoticesProps {
  readonly limitations: readonly { readonly code: string; readonly message: string }[];
}

/** What happened while nobody looked, and what this desk cannot do here. */
export function NoticesButton({ limitations }: NoticesProps): ReactNode {
  const { t } = useText();
  const notices = useDesk((state) => state.notices);
  const named = useCenter((state) => state.mentions.size);
  const count = notices.length + named;
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const away = (event: Event): void => {
      if (!(event.target instanceof Node && frame.current?.contains(event.target) === true)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, [open]);
  return (
    <div
      className="notices"
      ref={frame}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
        frame.current?.querySelector('button')?.focus();
      }}
    >
      <button
        type="button"
        className="icon-button"
        aria-expanded={open}
        aria-label={count > 0 ? t('notices.count', count) : t('notices.title')}
        onClick={() => setOpen(!open)}
        data-testid="notices"
      >
        <Icon name="bell" />
        {count > 0 && <span className="rail-badge">{count}</span>}
        {count === 0 && limitations.length > 0 && <span className="rail-badge badge-amber" />}
      </button>
      {open && <NoticesPanel limitations={limitations} onClose={() => setOpen(false)} />}
    </div>
  );
}

function NoticesPanel({ limitations, onClose }: NoticesProps & { readonly onClose: () => void }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const now = useMinute();
  const notices = useDesk((state) => state.notices);
  const agents = useCenter((state) => state.agents);
  const mentionsById = useCenter((state) => state.mentions);
  const mentions = [...mentionsById.values()].toSorted((a, b) => b.at - a.at);
  const seen = (): void => {
    call('notices.seen', { ids: notices.map((notice) => notice.id) }).catch(() => undefined);
    useDesk.setState({ notices: [] });
    onClose();
  };
  return (
    <section className="popover notices-panel" aria-label={t('notices.title')}>
      <h2>{t('notices.title')}</h2>
      {notices.length + limitations.length + mentions.length === 0 && <p className="muted">{t('notices.none')}</p>}
      {mentions.length > 0 && (
        <ul>
          {mentions.map((mention) => (
            <li key={mention.id} className="notice" data-testid="mention">
              <span className="muted">{f.moment(mention.at, now)}</span> {t('mention.came', agents.get(mention.byAgentId)?.name ?? mention.byAgentId)}{' '}
              <Button
                isSmall
                look="quiet"
                onPress={() => {
                  onClose();
                  void openConversation(mention.conversationId);
                }}
              >
                {t('action.open')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ul>
        {notices.map((notice) => (
          <li key={notice.id} className="notice" data-testid="notice">
            <span className="muted">{f.moment(notice.at, now)}</span> {noticeText(texts, notice)}{' '}
            {notice.conversationId !== undefined && (
              <Button
                isSmall
                look="quiet"
                onPress={() => {
                  onClose();
                  void openConversation(notice.conversationId ?? '');
                }}
              >
                {t('action.open')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {limitations.length > 0 && (
        <>
          <h3>{t('limitations.title')}</h3>
          <ul>
            {limitations.map((limitation) => (
              <li key={limitation.code} className="notice notice-amber" data-testid="limitation">
                {explain(texts, limitation)}
              </li>
            ))}
          </ul>
        </>
      )}
      {notices.length > 0 && <Button onPress={seen}>{t('notices.seen')}</Button>}
    </section>
  );
}
