import type { ChannelDescriptor } from '../../../shared/channels/index.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { toInbound } from './to-inbound.ts';
import type { SandboxEvent } from './wire.ts';

/** Messages of a channel over the platform: only what its descriptor can show (a private-only channel skips public posts). */
export function messagesOf(descriptor: ChannelDescriptor, events: readonly SandboxEvent[]): InboundMessage[] {
  return events.filter((event) => descriptor.visibilities.includes(event.post.visibility)).flatMap((event) => toInbound(descriptor.name, event));
}
