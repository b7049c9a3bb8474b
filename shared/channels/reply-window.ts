import type { Visibility } from '../domain/channel.ts';
import type { ChannelDescriptor } from './descriptor.ts';

/**
 * How long after the customer's message an answer may go, ms; undefined: always. `opensPrivate`: a private answer to a public post, which has a time of its own
 * where the platform allows it once.
 */
export function replyWindowMs(channel: ChannelDescriptor, settings: Readonly<Record<string, unknown>> | undefined, visibility: Visibility, opensPrivate: boolean): number | undefined {
  if (opensPrivate && channel.oneShotPrivateReply !== undefined) return channel.oneShotPrivateReply.withinMs;
  const longer = channel.longerWindow;
  const isLonger = longer !== undefined && settings?.[longer.setting] === true;
  return (isLonger ? longer.windowMs[visibility] : undefined) ?? channel.replyWindowMs?.[visibility];
}
