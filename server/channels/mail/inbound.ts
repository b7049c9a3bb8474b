import { mailChannel } from '../../../shared/channels/mail.ts';
import type { InboundChannel } from '../ports.ts';
import { mailFeed } from './feed.ts';

export const mailInbound: InboundChannel = { name: mailChannel.name, openFeed: mailFeed };
