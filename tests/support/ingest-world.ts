import type { IngestResult } from '../../shared/domain/inbound.ts';
import { CoreWorld } from './core-world.ts';

/** A server's core with one more account: takes messages as its doors would. */
export async function ingestWorld(channel: string, account: string): Promise<{ take(messages: readonly unknown[]): Promise<IngestResult[]>; world: CoreWorld; close(): Promise<void> }> {
  const world = await CoreWorld.start();
  await world.core.ingest.registerAccounts([{ v: 1, channel, handle: account, name: account, brand: account, credentialId: 'c' }], 'test');
  return { take: (messages) => world.core.ingest.take(messages, 'test'), world, close: () => world.core.stop() };
}
