import type { OutboundConnector } from './ports.ts';
import { createChatConnector } from './chat/connector.ts';
import { createBlueskyConnector } from './bluesky/connector.ts';
import { createMailConnector } from './mail/connector.ts';
import { createMastodonConnector } from './mastodon/connector.ts';
import { createFacebookConnector, createInstagramConnector, createMessengerConnector } from './meta/connector.ts';
import { createSandboxChatConnector, createSandboxConnector } from './sandbox/connector.ts';
import { createXConnector } from './x/connector.ts';

/** Every channel this desk can send on, by its name. `now`: this machine's wall clock, ms. */
export function createConnectors(now: () => number): ReadonlyMap<string, OutboundConnector> {
  // One line per channel.
  const connectors: readonly OutboundConnector[] = [
    createSandboxConnector(now),
    createSandboxChatConnector(now),
    createChatConnector(),
    createMailConnector(now),
    createXConnector(now),
    createFacebookConnector(now),
    createMessengerConnector(now),
    createInstagramConnector(now),
    createBlueskyConnector(now),
    createMastodonConnector(now),
  ];
  return new Map(connectors.map((connector) => [connector.channel, connector]));
}
