import type { ChannelName } from '../domain/channel.ts';
import type { ChannelDescriptor } from './descriptor.ts';
import { sandboxChatChannel } from './sandbox-chat.ts';
import { sandboxChannel } from './sandbox.ts';

export type { ChannelDescriptor, LengthRule } from './descriptor.ts';

const descriptors: readonly ChannelDescriptor[] = [sandboxChannel, sandboxChatChannel];
export const CHANNELS: ReadonlyMap<ChannelName, ChannelDescriptor> = new Map(descriptors.map((d) => [d.name, d]));

export function getChannel(name: ChannelName): ChannelDescriptor | undefined {
  return CHANNELS.get(name);
}
