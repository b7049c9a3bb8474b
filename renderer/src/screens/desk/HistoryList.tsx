import { Fragment, useEffect, useState, type ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import type { IpcResponse } from '../../../../shared/ipc/index.ts';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { linkWithOpen, mergeOpenInto } from '../../store/cases.ts';
import { useDesk } from '../../store/desk.ts';
import { toggleTimeline } from '../../store/timeline.ts';
import { openConversation } from '../../store/navigation.ts';
import { hasText, useText } from '../../text/index.tsx';

type History = IpcResponse<'contact.history'>;

/** Earlier conversations with this person; offline only what this desk holds, and it says so. */
export function HistoryList({ conversationId, caseId, isOpenWork }: { readonly conversationId: string; readonly caseId: string | undefined; /** There is something to be done here. */ readonly isOpenWork: boolean }): ReactNode {
  const { t, f } = useText();
  const hint = useKeyHint();
  const online = useDesk((state) => state.connection.kind === 'online');
  const now = useMinute();
  const [answer, setAnswer] = useState<{ readonly of: string; readonly history: History }>();
  const history = answer?.of === conversationId ? answer.history : undefined;
  useEffect(() => {
    let current = true;
    call('contact.history', { conversationId })
      .then((found) => current && setAnswer({ of: conversationId, history: found }))
      .catch(() => current && setAnswer({ of: conversationId, history: { items: [], partial: true } }));
    return () => {
      current = false;
    };
  }, [conversationId, caseId, online]);
  const others = history?.items.filter((item) => item.conversationId !== conversationId) ?? [];
  return (
    <section className="context-part" aria-label={t('history.title')} data-testid="history">
      <h2>{t('history.title')}</h2>
      <Button isSmall onPress={toggleTimeline} keys={hint('timeline')} testId="timeline-open">
        {t('timeline.open')}
      </Button>
      {history === undefined && <p className="muted">{t('history.loading')}</p>}
      {history !== undefined && others.length === 0 && <p className="muted">{t('history.none')}</p>}
      {history?.partial === true && <p className="muted">{t('history.partial')}</p>}
      {others.map((item) => (
        <Fragment key={item.conversationId}>
        <button
          type="button"
          className="card history-item"
          onClick={() => void openConversation(item.conversationId)}
        >
          <ChannelBadge channel={item.channel} size="small" />
          <span>
            <span className="muted">
              {f.moment(item.lastInboundAt ?? item.openedAt, now)}
              {caseId !== undefined && item.caseId === caseId && ` · ${t('case.same')}`}
              {item.disposition !== undefined &&
                ` · ${hasText(`disposition.${item.disposition}`) ? t(`disposition.${item.disposition}` as 'disposition.resolved') : item.disposition}`}
            </span>
            <br />
            {getChannel(item.channel)?.byVoice === true ? t('callBack.title') : showHidden(item.firstLine)}
          </span>
        </button>
        <div className="conversation-actions">
          {(caseId === undefined || item.caseId !== caseId) && (
            <Button isSmall look="quiet" onPress={() => linkWithOpen(item.conversationId)} testId="history-link">
              {t('case.link')}
            </Button>
          )}
          {isOpenWork && item.disposition === undefined && (
            <Button isSmall look="quiet" onPress={() => mergeOpenInto(item.conversationId)} testId="history-merge">
              {t('case.merge')}
            </Button>
          )}
        </div>
        </Fragment>
      ))}
    </section>
  );
}
