import type { ReactNode } from 'react';
import { getChannel } from '../../../shared/channels/index.ts';
import { useText } from '../text/index.tsx';

/** The channel's sign on its colour, from its descriptor. */
export function ChannelBadge({ channel, size = 'normal' }: { readonly channel: string; readonly size?: 'normal' | 'small' }): ReactNode {
  const { language } = useText();
  const descriptor = getChannel(channel);
  const label = descriptor?.label[language] ?? channel;
  return (
    <span
      className={`channel-badge channel-badge-${size}`}
      style={{ backgroundColor: descriptor?.badge.color ?? '#475467' }}
      role="img"
      aria-label={label}
      title={label}
    >
      {descriptor?.badge.glyph ?? channel.slice(0, 1).toUpperCase()}
    </span>
  );
}
