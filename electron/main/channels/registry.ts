import type { OutboundConnector } from './ports.ts';
import { createSandboxChatConnector, createSandboxConnector } from './sandbox/connector.ts';

/** The outbound side of every channel, by name. `now`: this machine's wall clock, ms. */
export function createConnectors(now: () => number): ReadonlyMap<string, OutboundConnector> {
  return new Map([createSandboxConnector(now), createSandboxChatConnector(now)].map((connector) => [connector.channel, connector]));
}
