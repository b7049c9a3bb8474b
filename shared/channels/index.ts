import type { ChannelName } from '../domain/channel.ts';
import type { ChannelDescriptor } from './descriptor.ts';
import { chatChannel } from './chat.ts';
import { blueskyChannel } from './bluesky.ts';
import { facebookChannel } from './facebook.ts';
import { instagramChannel } from './instagram.ts';
import { mailChannel } from './mail.ts';
import { mastodonChannel } from './mastodon.ts';
import { messengerChannel } from './messenger.ts';
import { sandboxChatChannel } from './sandbox-chat.ts';
import { sandboxChannel } from './sandbox.ts';
import { telephoneChannel } from './telephone.ts';
import { xChannel } from './x.ts';

export { channelFor } from './channel-for.ts';
export { credentialOf } from './credential-of.ts';
export type { ChannelAction, ChannelCost, ChannelDescriptor, ChannelField, ChannelLimit, CredentialKind, LengthRule, MediaLimits } from './descriptor.ts';

// One line per channel.
const descriptors: readonly ChannelDescriptor[] = [
  sandboxChannel,
  sandboxChatChannel,
  chatChannel,
  mailChannel,
  xChannel,
  facebookChannel,
  messengerChannel,
  instagramChannel,
  blueskyChannel,
  mastodonChannel,
];
export const CHANNELS: ReadonlyMap<ChannelName, ChannelDescriptor> = new Map(descriptors.map((d) => [d.name, d]));

/** On which call-backs are made. No account is connected to it, so it is not among `CHANNELS`. */
export const callChannel: ChannelDescriptor = telephoneChannel;

/** The channel under which its people are known: the platform may know them by one number on several. */
export function peopleOf(name: ChannelName): ChannelName {
  return CHANNELS.get(name)?.peopleOf ?? name;
}

export function getChannel(name: ChannelName): ChannelDescriptor | undefined {
  return CHANNELS.get(name) ?? (name === callChannel.name ? callChannel : undefined);
}
