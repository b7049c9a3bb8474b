import type { ReactNode } from 'react';
import type { ConnectionView } from '../../../shared/ipc/index.ts';
import { Dot } from '../components/Tag.tsx';
import { useClock } from '../hooks/ticker.ts';
import { countOutbox, useDesk, type OutboxCounts } from '../store/desk.ts';
import { useText, type Texts } from '../text/index.tsx';

/** The truth about the connection in a few words. */
export function connectionText({ t, f }: Texts, connection: ConnectionView, counts: OutboxCounts): string {
  const parts: string[] = [];
  switch (connection.kind) {
    case 'online':
      parts.push(t('connection.online'));
      if (connection.latencyMs !== undefined) parts.push(`${f.number(Math.round(connection.latencyMs))} ms`);
      break;
    case 'connecting':
      parts.push(
        connection.progress === undefined
          ? t('connection.connecting')
          : t('connection.catchingUp', f.number(connection.progress.done), f.number(connection.progress.total)),
      );
      if (connection.offlineSince !== undefined) parts.push(t('connection.since', f.time(connection.offlineSince)));
      break;
    case 'offline':
      parts.push(t('connection.offlineSince', f.time(connection.since)));
      break;
  }
  if (connection.kind !== 'online') {
    if (counts.waiting > 0) parts.push(t('connection.waiting', counts.waiting));
    if (counts.unclear > 0) parts.push(t('connection.unclear', counts.unclear));
  }
  return parts.join(' · ');
}

export function ConnectionPill(): ReactNode {
  const texts = useText();
  const { t } = texts;
  const connection = useDesk((state) => state.connection);
  const outbox = useDesk((state) => state.outbox);
  const nextTryAt = connection.kind === 'online' ? undefined : connection.nextTryAt;
  const seconds = useClock((now) => (nextTryAt === undefined || nextTryAt <= now ? undefined : Math.ceil((nextTryAt - now) / 1_000)));
  const title =
    connection.kind === 'offline'
      ? [connection.reason, seconds === undefined ? '' : t('connection.nextTry', seconds)].filter(Boolean).join(' · ')
      : seconds === undefined
        ? undefined
        : t('connection.nextTry', seconds);
  const tone = connection.kind === 'online' ? 'green' : connection.kind === 'connecting' ? 'amber' : 'red';
  return (
    <span
      className={`pill pill-connection pill-${tone === 'green' ? 'plain' : tone}`}
      role="status"
      data-testid="connection"
      data-state={connection.kind}
      title={title}
    >
      <Dot tone={tone} />
      {connectionText(texts, connection, countOutbox(outbox))}
    </span>
  );
}
