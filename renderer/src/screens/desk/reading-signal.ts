import { useEffect } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import { call } from '../../bridge/index.ts';

/** Where the other side hears of it, says that what stands here is being read: when it is opened, when something new comes, when the window comes back. */
export function useReadingSignal(conversationId: string | undefined, channel: string | undefined, lastMessageId: string | undefined): void {
  const isTold = channel !== undefined && getChannel(channel)?.presence === true;
  useEffect(() => {
    if (!isTold || conversationId === undefined) return undefined;
    const tell = (): void => {
      if (document.visibilityState === 'visible') call('conversation.presence', { conversationId, typing: false }).catch(() => undefined);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [isTold, conversationId, lastMessageId]);
}
