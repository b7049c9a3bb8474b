import { blueskyChannel } from '../../../shared/channels/bluesky.ts';
import type { InboundChannel } from '../ports.ts';
import { openBlueskyFeed } from './feed.ts';

/** No hook: Bluesky calls nobody. The public stream is listened to instead. */
export const blueskyInbound: InboundChannel = { name: blueskyChannel.name, openFeed: openBlueskyFeed };
