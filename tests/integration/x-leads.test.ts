// Monitoring end to end on a real server: terms of a brand, hits of the feed, leads in a queue of their own, the answer by hand, the count.
import { afterEach, expect, test } from 'vitest';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';
import { XPeer } from '../support/platforms/x/peer.ts';

let peer: XPeer | undefined;
let world: ServerWorld | undefined;
afterEach(async () => {
  await world?.close();
  await peer?.close();
});

test('R14 a brand’s terms find people who did not address it: leads with a queue of their own, settled by the answer on the site, counted by day and account', async () => {
  const x = (peer = await XPeer.start());
  const brand = x.model.addUser('musterkom_hilft', 'Musterkom Hilft');
  for (const name of ['lena', 'tom', 'eva']) x.model.addUser(name, name);
  const targets = { firstResponseMs: 60_000, nextResponseMs: 60_000 };
  const leads = { id: 'leads', name: { de: 'Fundstellen', en: 'Leads' }, teamIds: [], needs: [], match: { accountIds: [], terms: [], leads: true }, order: 0, priority: 0, targets, hours: ALWAYS_OPEN, distribution: 'assign' as const, offerMs: 30_000 };
  world = await startServerWorld({
    commands: [
      { type: 'queue.define', data: leads },
      { type: 'account.register', data: { id: 'x', channel: 'x', handle: 'musterkom_hilft', name: 'Musterkom', brand: 'Musterkom', credentialId: 'x', teamIds: [], budget: { capacity: 100, refillPerMinute: 100 }, settings: { remoteId: brand.id } } },
    ],
    config: {
      webhookSecrets: { x: x.consumerSecret },
      feeds: [{ channel: 'x', account: 'musterkom_hilft', settings: { remoteId: brand.id, apiUrl: x.url, everySeconds: 0.1, terms: [{ id: 'marke', words: ['musterkom'], phrases: ['kein Netz'], excludes: ['gewinnspiel'], languages: ['de'] }] }, secrets: { bearer: x.token() } }],
    },
  });
  await x.hooks.register(`${world.app.url}/webhooks/v1/x`, [brand.id]);
  const lead = await world.desk('lea');
  await lead.hello();
  const rows = (): QueueRow[] => [...lead.rows('workItem').values()] as QueueRow[];

  const hit = await x.says('lena', 'Musterkom ist heute wieder langsam');
  await x.says('tom', 'Gewinnspiel von Musterkom!');
  await x.says('eva', '@musterkom_hilft ich habe kein Netz');
  await until('two items', () => rows().length === 2);
  expect(rows().map(({ firstLine, item }) => ({ firstLine, queueId: item.queueId, unsummoned: item.unsummoned })).toSorted((a, b) => a.firstLine.localeCompare(b.firstLine))).toEqual([
    { firstLine: '@musterkom_hilft ich habe kein Netz', queueId: 'mobile', unsummoned: undefined },
    { firstLine: 'Musterkom ist heute wieder langsam', queueId: 'leads', unsummoned: 'siteOnly' },
  ]);

  // Somebody answers in the app; account activity tells it, and nothing is left to do.
  await x.hooks.posted(x.model.write(brand, 'Hallo Lena, wo hakt es denn?', { inReplyTo: hit.id }));
  await until('the lead to settle', () => rows().every(({ item }) => item.queueId !== 'leads' || item.state === 'closed'));
  const { accessToken } = await world.signIn('Lea Dorn');
  const report = (await (await fetch(`${world.app.url}/reports/outreach`, { headers: { authorization: `Bearer ${accessToken}` } })).json()) as { all: { found: number; approached: number }; byAccount: Record<string, { found: number }>; byDay: Record<string, { found: number; approached: number }> };
  expect(report).toMatchObject({ all: { found: 1, approached: 1 }, byAccount: { x: { found: 1 } } });
  expect(Object.entries(report.byDay)).toEqual([[expect.stringMatching(/^\d{4}-\d\d-\d\d$/), expect.objectContaining({ found: 1, approached: 1 })]]);
});
