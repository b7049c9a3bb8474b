import { useEffect, useRef, type ReactNode } from 'react';
import type { TimelineEntry } from '../../../../shared/domain/timeline.ts';
import { Button } from '../../components/Button.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { openConversation } from '../../store/navigation.ts';
import { useCenter } from '../../store/rows.ts';
import { closeTimeline, loadOlder, useTimeline } from '../../store/timeline.ts';
import { hasText, useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

/** D1: everything that happened with the person, newest first, whatever the channel. A line opens its conversation. */
export function TimelineView(): ReactNode {
  const { t, f } = useText();
  const hint = useKeyHint();
  const { openFor, entries, parts, next, partial, unseen, loading } = useTimeline();
  const now = useMinute();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), [openFor]);
  return (
    <div className="thread timeline" ref={place} tabIndex={-1} role="region" aria-label={t('timeline.title')} data-testid="timeline">
      <div className="timeline-head">
        <h3>{t('timeline.title')}</h3>
        <Button isSmall onPress={closeTimeline} keys={hint('timeline')} testId="timeline-close">
          {t('timeline.close')}
        </Button>
      </div>
      {parts.length > 1 && <p className="muted">{t('timeline.profiles', f.list(parts.map((part) => showHidden(part.displayName || part.identities[0]?.handle || '…'))))}</p>}
      {partial && <p className="banner banner-amber">{t('timeline.partial')}</p>}
      {unseen > 0 && <p className="muted">{t('timeline.unseen', f.number(unseen))}</p>}
      {!loading && entries.length === 0 && <p className="muted">{t('timeline.none')}</p>}
      <ol className="timeline-list">
        {entries.map((entry) => (
          <li key={entry.id} className={`timeline-entry is-${entry.kind}${entry.kind === 'said' && entry.direction === 'out' ? ' is-ours' : ''}`} data-kind={entry.kind}>
            <button type="button" className="timeline-button" onClick={() => { closeTimeline(); void openConversation(entry.conversationId); }}>
              <span className="timeline-meta">
                <ChannelBadge channel={entry.channel} size="small" />
                <EntryTitle entry={entry} />
                <time className="muted">{f.moment(entry.at, now)}</time>
              </span>
              {(entry.kind === 'said' || entry.kind === 'note') && (
                <span className="timeline-text">
                  {entry.text === undefined ? <em className="muted">{t('timeline.gone')}</em> : showHidden(entry.text)}
                  {entry.isCut && <em className="muted"> {t('timeline.cut')}</em>}
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
      {loading && (
        <p className="muted" role="status">
          {t('timeline.loading')}
        </p>
      )}
      {next !== undefined && !loading && (
        <Button onPress={loadOlder} testId="timeline-older">
          {t('timeline.older')}
        </Button>
      )}
    </div>
  );
}

function EntryTitle({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const parts = useTimeline((state) => state.parts);
  const who = entry.agentId === undefined ? '' : agentShort(center, entry.agentId);
  const part = parts.find((one) => one.contactId === entry.contactId);
  const name = showHidden(part?.displayName || part?.identities[0]?.handle || t('message.someone'));
  switch (entry.kind) {
    case 'said':
      return <strong>{entry.direction === 'in' ? name : who === '' ? t('timeline.said.outElse') : t('timeline.said.out', who)}</strong>;
    case 'note':
      return <strong>{t('timeline.note', who)}</strong>;
    case 'closed': {
      const key = `disposition.${entry.disposition}`;
      return <span>{t('timeline.closed', hasText(key) ? t(key as 'disposition.resolved') : entry.disposition, who || '–')}</span>;
    }
    case 'merged':
      return <span>{t('timeline.merged', who)}</span>;
    case 'checked':
      return <span>{t('timeline.checked', who)}</span>;
    case 'ticket':
      return <span>{t(`timeline.ticket.${entry.step}`, showHidden(entry.number), showHidden(entry.owner), f.moment(entry.dueAt, entry.at))}</span>;
    case 'callBack':
      return <span>{t(`timeline.callBack.${entry.step}`, f.moment(entry.fromAt, entry.at), f.time(entry.untilAt))}</span>;
  }
}
