// X's filtered stream against its peer: rules follow the terms, what the stream misses is searched for, and nothing is told twice.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { xInbound } from '../../server/channels/x/inbound.ts';
import type { SearchTerms } from '../../shared/domain/search-terms.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import { listenTo, type FeedListener } from '../support/feed-listener.ts';
import { eventually } from '../support/sandbox-client.ts';
import { XPeer } from '../support/platforms/x/peer.ts';
import type { XUser } from '../support/platforms/x/model.ts';

const group = (id: string, more: Partial<SearchTerms>): SearchTerms => ({ id, words: [], phrases: [], excludes: [], languages: [], ...more });
let peer: XPeer;
let brand: XUser;
let listener: FeedListener | undefined;
let terms: readonly SearchTerms[] | undefined;

const listen = (settings: object = {}, before?: FeedListener): FeedListener => {
  const feed = xInbound.openFeed?.({ account: 'musterkom_hilft', settings: { remoteId: brand.id, apiUrl: peer.url, everySeconds: 0.2, mentions: false, recheckHours: 0, search: 'stream', heartbeatSeconds: 20, reconnectSeconds: 0.02, reconnectMaxSeconds: 0.1, ...settings }, secrets: { bearer: peer.token() } });
  if (feed === undefined) throw new Error('no feed');
  listener = listenTo(feed, { ...(before === undefined ? {} : { cursors: before.cursors }), terms: () => terms });
  return listener;
};
const posts = (from: FeedListener): InboundPost[] => from.heard.filter((one): one is InboundPost => one.kind === 'post');
const textsOf = (from: FeedListener): string[] => posts(from).map(({ text }) => text);
const searches = (): number => peer.http.asked.filter((one) => one.startsWith('GET /2/tweets/search/recent')).length;
const live = (feed: FeedListener): Promise<unknown> => eventually('the stream', () => feed.health().state === 'live' && peer.stream.connections === 1);

beforeEach(async () => {
  peer = await XPeer.start();
  brand = peer.model.addUser('musterkom_hilft', 'Musterkom Hilft');
  peer.model.addUser('lena', 'Lena K.');
  terms = [group('netz', { words: ['musterkom'], phrases: ['kein netz'], excludes: ['gewinnspiel'], languages: ['de'] })];
});
afterEach(async () => {
  await listener?.stop();
  await peer.close();
});

test('X-8 a hit comes by the stream at once, with the words that found it, and no search is asked for it', async () => {
  const feed = listen();
  await live(feed);
  const before = searches();
  await peer.says('lena', 'Musterkom Gewinnspiel');
  const said: string[] = [];
  for (let n = 0; n < 6; n += 1) {
    said.push(`Musterkom hat wieder kein Netz ${n}`);
    await peer.says('lena', said.at(-1) ?? '');
    await eventually('the hit', () => posts(feed).length === said.length);
  }
  expect(textsOf(feed)).toEqual(said);
  expect(posts(feed)[0]).toMatchObject({ summoned: false, foundBy: [{ group: 'netz', term: 'musterkom' }, { group: 'netz', term: 'kein netz' }] });
  // The beginning has its own, for new terms and for what came before the connection; they may end after the first hit. Six hits ask for none.
  expect(searches() - before).toBeLessThanOrEqual(2);
});

test('X-8 rules are those of the terms: a change adds and deletes, other people’s rules of the app stay', async () => {
  peer.stream.rules.set('1', { id: '1', value: 'katzen', tag: 'somebody else' });
  const feed = listen();
  await live(feed);
  expect([...peer.stream.rules.values()].map(({ tag }) => tag)).toEqual(['somebody else', 'leitstand:musterkom_hilft:netz']);
  terms = [group('preis', { words: ['tarifwechsel'] })];
  await eventually('the new rule', () => [...peer.stream.rules.values()].some(({ tag }) => tag === 'leitstand:musterkom_hilft:preis'));
  await eventually('the old one gone', () => peer.stream.rules.size === 2);
  await peer.says('lena', 'Musterkom hat wieder kein Netz');
  await peer.says('lena', 'Katzen sind toll');
  await peer.says('lena', 'Mein Tarifwechsel geht nicht');
  await eventually('the hit of the new terms', () => posts(feed).length > 0);
  expect(posts(feed)).toMatchObject([{ text: 'Mein Tarifwechsel geht nicht', foundBy: [{ group: 'preis', term: 'tarifwechsel' }] }]);
  expect(peer.stream.connected).toBe(1);
  terms = [];
  await eventually('no rule of ours', () => peer.stream.rules.size === 1);
});

test('X-9 what is said while the line is cut is searched for, each post told once, whoever brings it first', async () => {
  const feed = listen();
  await live(feed);
  await peer.says('lena', 'musterkom eins');
  await eventually('one', () => posts(feed).length === 1);
  for (const [n, how] of (['cut', 'operational'] as const).entries()) {
    peer.stream.disconnect(how);
    await peer.says('lena', `musterkom dazwischen ${n}`);
    await eventually('the line again', () => peer.stream.connections === 1);
    await eventually('what was missed', () => textsOf(feed).includes(`musterkom dazwischen ${n}`));
    await peer.says('lena', `musterkom danach ${n}`);
    await eventually('what came after', () => textsOf(feed).includes(`musterkom danach ${n}`));
  }
  expect(textsOf(feed).toSorted()).toEqual(['musterkom danach 0', 'musterkom danach 1', 'musterkom dazwischen 0', 'musterkom dazwischen 1', 'musterkom eins']);
  const again = [...feed.heard];
  await feed.stop();
  await peer.says('lena', 'musterkom nachts');
  const next = listen({}, feed);
  await eventually('the night', () => posts(next).length > 0);
  await live(next);
  expect(textsOf(next)).toEqual(['musterkom nachts']);
  expect(again).toHaveLength(5);
});

test('X-9 a line that says nothing, not even its heartbeat, counts as broken and is made anew', async () => {
  peer.stream.heartbeatMs = 50;
  const feed = listen({ heartbeatSeconds: 0.3 });
  await live(feed);
  // Heartbeats alone keep it.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(peer.stream.connected).toBe(1);
  peer.stream.fallSilent();
  await peer.says('lena', 'musterkom ins Leere');
  await eventually('another line', () => peer.stream.connected === 2);
  await eventually('what the silent one kept', () => textsOf(feed).includes('musterkom ins Leere'));
});

test('X-9 while X lets no connection in, terms are searched for, and the lead reads why', async () => {
  peer.limits.stream = 0;
  const feed = listen();
  await peer.says('lena', 'musterkom ohne Strom');
  await eventually('the hit by search', () => textsOf(feed).includes('musterkom ohne Strom'));
  expect(await eventually('why', () => { const health = feed.health(); return health.state === 'polling' && health.detail !== undefined ? health.detail : undefined; })).toContain('PLATFORM_RATE_LIMITED');
  peer.limits.stream = 50;
  await eventually('the stream', () => peer.stream.connections === 1);
});

test('X-9 with a backfill X brings what was missed itself; a line that cannot be read sends us searching', async () => {
  peer.stream.hasBackfill = true;
  const feed = listen({ backfillMinutes: 5 });
  await live(feed);
  await peer.says('lena', 'musterkom vorher');
  await eventually('the first', () => posts(feed).length === 1);
  peer.stream.disconnect('cut');
  await peer.says('lena', 'musterkom mittendrin');
  await eventually('the backfill', () => textsOf(feed).includes('musterkom mittendrin'));
  expect(textsOf(feed).filter((text) => text === 'musterkom vorher')).toHaveLength(1);
  const before = searches();
  peer.stream.inject('{"data":{"id":"kaputt"}}\r\nnoch kaputter\r\n');
  await eventually('a search', () => searches() > before);
  expect(feed.health().state).not.toBe('waiting');
});
