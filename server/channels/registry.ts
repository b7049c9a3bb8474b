import type { InboundChannel } from './ports.ts';
import { blueskyInbound } from './bluesky/inbound.ts';
import { mailInbound } from './mail/inbound.ts';
import { mastodonInbound } from './mastodon/inbound.ts';
import { facebookInbound, instagramInbound, messengerInbound } from './meta/inbound.ts';
import { sandboxChatInbound, sandboxInbound } from './sandbox/inbound.ts';
import { xInbound } from './x/inbound.ts';

// One line per channel.
const channels: readonly InboundChannel[] = [
  sandboxInbound,
  sandboxChatInbound,
  mailInbound,
  xInbound,
  facebookInbound,
  messengerInbound,
  instagramInbound,
  blueskyInbound,
  mastodonInbound,
];

/** The inbound side of every channel, by name. */
export const INBOUND_CHANNELS: ReadonlyMap<string, InboundChannel> = new Map(channels.map((channel) => [channel.name, channel]));
