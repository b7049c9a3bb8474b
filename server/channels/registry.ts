import type { InboundChannel } from './ports.ts';
import { sandboxChatInbound, sandboxInbound } from './sandbox/inbound.ts';

// One line per channel.
const channels: readonly InboundChannel[] = [
  sandboxInbound,
  sandboxChatInbound,
];

/** The inbound side of every channel, by name. */
export const INBOUND_CHANNELS: ReadonlyMap<string, InboundChannel> = new Map(channels.map((channel) => [channel.name, channel]));
