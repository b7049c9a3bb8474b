import type { InboundChannel } from './ports.ts';
import { sandboxChatInbound, sandboxInbound } from './sandbox/inbound.ts';

/** The inbound side of every channel, by name. */
export const INBOUND_CHANNELS: ReadonlyMap<string, InboundChannel> = new Map([sandboxInbound, sandboxChatInbound].map((channel) => [channel.name, channel]));
