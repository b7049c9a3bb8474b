import type { OutboundConnector } from './ports.ts';
import { createSandboxChatConnector, createSandboxConnector } from './sandbox/connector.ts';

/** Every channel this desk can send on, by its name. `now`: this machine's wall clock, ms. */
export function createConnectors(now: () => number): ReadonlyMap<string, OutboundConnector> {
  const connectors = [createSandboxConnector(now), createSandboxChatConnector(now)];
  return new Map(connectors.map((connector) => [connector.channel, connector]));
}
