import { mastodonChannel } from '../../../shared/channels/mastodon.ts';
import type { InboundChannel } from '../ports.ts';
import { openMastodonFeed } from './feed.ts';

export const mastodonInbound: InboundChannel = { name: mastodonChannel.name, openFeed: openMastodonFeed };
