import type { AnswerFile } from '../domain/message-parts.ts';
import type { Visibility } from '../domain/channel.ts';
import type { ChannelDescriptor, MediaLimits } from './descriptor.ts';

export type FileProblem =
  | { readonly kind: 'notHere' }
  | { readonly kind: 'tooMany'; readonly most: number }
  | { readonly kind: 'tooLarge'; readonly mostBytes: number; readonly name: string }
  | { readonly kind: 'tooLargeTogether'; readonly mostBytes: number }
  | { readonly kind: 'type'; readonly name: string };

/** Whether a kind of file is among those named (`image/png`, `video/*`, `*`). */
export function takesType(types: readonly string[], mediaType: string): boolean {
  return types.some((type) => type === '*' || type === mediaType || (type.endsWith('/*') && mediaType.startsWith(type.slice(0, -1))));
}

/** What goes with an answer here; undefined: nothing. `isOnce`: it is the one private answer to a public post, a single message. */
export function mediaFor(channel: Pick<ChannelDescriptor, 'media'> | undefined, visibility: Visibility, isOnce: boolean): MediaLimits | undefined {
  const limits = channel?.media?.[visibility];
  return isOnce && limits?.apart === true ? undefined : limits;
}

/** How large a file of this kind may be, bytes. */
export function mostBytesOf(limits: MediaLimits, mediaType: string): number {
  const { lessOf } = limits;
  return lessOf !== undefined && takesType(lessOf.types, mediaType) ? Math.min(lessOf.maxBytes, limits.maxBytes) : limits.maxBytes;
}

/** Why these files cannot go together with one answer; undefined: they can. `limits` absent: the channel takes none. */
export function fileProblem(limits: MediaLimits | undefined, files: readonly Pick<AnswerFile, 'name' | 'mediaType' | 'bytes'>[]): FileProblem | undefined {
  if (files.length === 0) return undefined;
  if (limits === undefined) return { kind: 'notHere' };
  for (const { name, mediaType, bytes } of files) {
    if (!takesType(limits.types, mediaType)) return { kind: 'type', name };
    const most = mostBytesOf(limits, mediaType);
    if (bytes > most) return { kind: 'tooLarge', mostBytes: most, name };
  }
  if (files.length > limits.maxCount) return { kind: 'tooMany', most: limits.maxCount };
  const most = limits.maxBytesTogether;
  return most !== undefined && files.reduce((sum, { bytes }) => sum + bytes, 0) > most ? { kind: 'tooLargeTogether', mostBytes: most } : undefined;
}
