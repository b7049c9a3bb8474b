import type { ChannelDescriptor, MediaLimits } from './descriptor.ts';

/** Settings in which an account says what its own instance takes; read from it when the account is connected or tested. */
export interface InstanceLimits {
  readonly maxCharacters?: number | undefined;
  readonly charactersPerLink?: number | undefined;
  readonly maxFiles?: number | undefined;
}

/** The channel as this account's instance has it: its own length, and of files what both allow. Without such settings the channel itself. */
export function channelFor(channel: ChannelDescriptor, settings: Readonly<Record<string, unknown>> | undefined): ChannelDescriptor {
  const max = countIn(settings, 'maxCharacters');
  const perLink = countIn(settings, 'charactersPerLink');
  const files = countIn(settings, 'maxFiles');
  if (max === undefined && perLink === undefined && files === undefined) return channel;
  const lengthOf = (rule: ChannelDescriptor['length']['public']): ChannelDescriptor['length']['public'] =>
    rule.kind === 'characters' ? { ...rule, max: max ?? rule.max, ...(perLink === undefined ? {} : { perLink }) } : rule;
  const mediaOf = (media: MediaLimits): MediaLimits => (files === undefined ? media : { ...media, maxCount: Math.min(media.maxCount, files) });
  return {
    ...channel,
    length: { public: lengthOf(channel.length.public), private: lengthOf(channel.length.private) },
    ...(channel.media === undefined
      ? {}
      : { media: { ...(channel.media.public === undefined ? {} : { public: mediaOf(channel.media.public) }), ...(channel.media.private === undefined ? {} : { private: mediaOf(channel.media.private) }) } }),
  };
}

/** Forms keep what people type as text or as a number. */
function countIn(settings: Readonly<Record<string, unknown>> | undefined, name: keyof InstanceLimits): number | undefined {
  const given = settings?.[name];
  const count = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  return typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= 100_000 ? count : undefined;
}
