import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import type { Notice } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { Button as DeskButton } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { useDesk } from '../store/desk.ts';
import { openConversation } from '../store/navigation.ts';
import { useText, type Texts } from '../text/index.tsx';
import { explain } from '../store/errors.ts';

function noticeText(texts: Texts, notice: Notice): string {
  const { t } = texts;
  const known = t(`notice.${notice.kind}`);
  const name = notice.values?.['contactName'] ?? notice.values?.['name'];
  const why = notice.code === undefined ? undefined : explain(texts, { code: notice.code, message: String(notice.values?.['message'] ?? notice.values?.['detail'] ?? '') });
  return [name === undefined ? known : `${known}: ${name}`, why].filter(Boolean).join(' · ');
}

/** What happened while nobody looked, and what this desk cannot do here. */
export function NoticesButton({ limitations }: { readonly limitations: readonly { readonly code: string; readonly message: string }[] }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const notices = useDesk((state) => state.notices);
  const count = notices.length + limitations.length;
  const seen = (): void => {
    call('notices.seen', { ids: notices.map((notice) => notice.id) }).catch(() => undefined);
    useDesk.setState({ notices: [] });
  };
  return (
    <DialogTrigger>
      <Button className="icon-button" aria-label={count > 0 ? t('notices.count', count) : t('notices.title')} data-testid="notices">
        <Icon name="bell" />
        {notices.length > 0 && <span className="rail-badge">{notices.length}</span>}
        {notices.length === 0 && limitations.length > 0 && <span className="rail-badge badge-amber">!</span>}
      </Button>
      <Popover className="popover notices" placement="bottom end">
        <Dialog className="notices-inner" aria-label={t('notices.title')}>
          {({ close }) => (
            <>
              <Heading slot="title">{t('notices.title')}</Heading>
              {count === 0 && <p className="muted">{t('notices.none')}</p>}
              <ul>
                {notices.map((notice) => (
                  <li key={notice.id} className="notice" data-testid="notice">
                    <span className="muted">{f.moment(notice.at, Date.now())}</span> {noticeText(texts, notice)}
                    {notice.conversationId !== undefined && (
                      <DeskButton
                        isSmall
                        look="quiet"
                        onPress={() => {
                          close();
                          void openConversation(notice.conversationId ?? '');
                        }}
                      >
                        {t('action.open')}
                      </DeskButton>
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
              {notices.length > 0 && (
                <DeskButton
                  onPress={() => {
                    close();
                    seen();
                  }}
                >
                  {t('notices.seen')}
                </DeskButton>
              )}
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
