// The reading half of the channel against the real server's public stream.
import WebSocket from 'ws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AtpAgent } from '@atproto/api';
import { readFrame } from '../../server/channels/bluesky/frames.ts';
import { FeedMemory } from '../../server/channels/bluesky/memory.ts';
import { openBlueskyFeed } from '../../server/channels/bluesky/feed.ts';
import { finder } from '../../shared/domain/search-terms.ts';
import { inboundMessageSchema, type InboundMessage, type InboundPost } from '../../shared/domain/inbound.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { listenTo, type FeedListener } from '../support/feed-listener.ts';
import { startBluesky, write, type BlueskyServer, type Written } from '../support/platforms/bluesky/server.ts';
import { eventually } from '../support/sandbox-client.ts';

let server: BlueskyServer;
let listener: FeedListener;
let brand: AtpAgent;
let lena: AtpAgent;
let jonas: AtpAgent;

const open = () =>
  openBlueskyFeed({
    account: 'marke.test',
    settings: { stream: server.url.replace(/^http/, 'ws'), lookUp: server.url, terms: [{ id: 'netz', words: ['Musterkom'], phrases: ['kein Netz'], excludes: ['Fußball'], languages: ['de'] }] },
    secrets: {},
  });

beforeAll(async () => {
  server = await startBluesky();
  brand = await server.person('marke', 'Die Marke');
  lena = await server.person('lena', 'Lena M.');
  jonas = await server.person('jonas');
  listener = listenTo(open());
  await eventually('the stream', () => listener.health().state === 'live');
}, 60_000);
afterAll(async () => {
  await listener.stop();
  await server.close();
});

const of = (uri: string, from: FeedListener = listener): InboundMessage[] => from.heard.filter((message) => message.remoteId === uri);
async function heard(uri: string, from?: FeedListener): Promise<InboundPost> {
  await eventually(`${uri} to be heard`, () => of(uri, from).length > 0);
  const [post] = of(uri, from);
  if (post?.kind !== 'post') throw new Error(JSON.stringify(post));
  expect(inboundMessageSchema.safeParse(post).success).toBe(true);
  return post;
}
/** Everything before it has been judged once this one is heard. */
async function mark(): Promise<void> {
  await heard((await write(lena, '@marke.test Zeichen')).uri);
}
const under = (root: Written, parent: Written = root) => ({ reply: { root, parent } });

it('BSKY-5 what speaks to us is heard with its author, its thread and whom it names', async () => {
  const root = await write(lena, 'Grüße 👋🏽 @marke.test und @jonas.test: siehe https://netz.example/karte', { langs: ['de'] });
  expect(await heard(root.uri)).toMatchObject({
    direction: 'in',
    author: { remoteId: lena.assertDid, handle: 'lena.test', displayName: 'Lena M.' },
    threadRemoteId: root.uri,
    visibility: 'public',
    language: 'de',
    mentions: [
      { remoteId: brand.assertDid, handle: 'marke.test' },
      { remoteId: jonas.assertDid, handle: 'jonas.test' },
    ],
    media: [{ kind: 'link', url: 'https://netz.example/karte' }],
  });
  const ownPost = await write(brand, 'Heute Störung in Köln');
  const below = await write(jonas, 'Bei uns auch', under(ownPost));
  const deeper = await write(lena, 'Wo denn genau?', under(ownPost, below));
  const quote = await write(jonas, 'Seht euch das an', { quote: ownPost });
  expect(await heard(below.uri)).toMatchObject({ threadRemoteId: ownPost.uri, inReplyToRemoteId: ownPost.uri, author: { handle: 'jonas.test' } });
  expect(await heard(deeper.uri)).toMatchObject({ threadRemoteId: ownPost.uri, inReplyToRemoteId: below.uri });
  expect(await heard(quote.uri)).toMatchObject({ quotedRemoteId: ownPost.uri });
  for (const uri of [root.uri, below.uri, deeper.uri, quote.uri]) expect((await heard(uri)).summoned).toBeUndefined();
});

it('BSKY-5 who spoke to us goes on in the same thread without naming us again; others there do not', async () => {
  const root = await write(lena, '@marke.test erster Teil');
  const next = await write(lena, 'und der zweite', under(root));
  const aside = await write(jonas, 'ach, die schon wieder', under(root));
  expect(await heard(next.uri)).toMatchObject({ threadRemoteId: root.uri });
  expect((await heard(next.uri)).context).toBeUndefined();
  // It belongs to the picture, and is nobody's work.
  expect(await heard(aside.uri)).toMatchObject({ context: true, threadRemoteId: root.uri, author: { handle: 'jonas.test' } });
});

it('BSKY-8 the first word to us deep in a thread brings along what it answers', async () => {
  const root = await write(jonas, 'Wer hat noch kein Internet?');
  const middle = await write(lena, 'Ich, seit gestern', under(root));
  const call = await write(jonas, '@marke.test seht ihr das?', under(root, middle));
  expect(await heard(call.uri)).toMatchObject({ threadRemoteId: root.uri, inReplyToRemoteId: middle.uri });
  expect(await heard(root.uri)).toMatchObject({ context: true, author: { handle: 'jonas.test' } });
  expect(await heard(middle.uri)).toMatchObject({ context: true, inReplyToRemoteId: root.uri });
  const order = [root.uri, middle.uri, call.uri].map((uri) => listener.heard.findIndex((one) => one.remoteId === uri));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  await lena.deletePost(middle.uri);
  await eventually('its deletion', () => of(middle.uri).some((one) => one.kind === 'deletion'));
});

it('BSKY-5 a hit of a term is not summoned; strangers, excludes and other languages are left alone', async () => {
  const hit = await write(jonas, 'Seit gestern KEIN  Netz, typisch', { langs: ['de'] });
  const word = await write(jonas, 'musterkom, wann endlich?');
  const nothing = await Promise.all([write(jonas, 'Schönes Wetter'), write(jonas, 'kein Netz beim Fußball', { langs: ['de'] }), write(jonas, 'Musterkom is great', { langs: ['en'] }), write(jonas, 'Musterkommode zu verkaufen')]);
  expect(await heard(hit.uri)).toMatchObject({ summoned: false });
  expect(await heard(word.uri)).toMatchObject({ summoned: false });
  await mark();
  for (const { uri } of nothing) expect(of(uri)).toEqual([]);
});

it('BSKY-6 own posts come back as ours, deletions and changes only from who wrote to us', async () => {
  const root = await write(lena, '@marke.test Hilfe');
  const answer = await write(brand, 'Kommt.', under(root));
  expect(await heard(answer.uri)).toMatchObject({ direction: 'out', recipientRemoteId: lena.assertDid, inReplyToRemoteId: root.uri });
  const stranger = await server.person('fremd');
  const foreign = await write(stranger, 'nichts davon geht euch an');
  await stranger.deletePost(foreign.uri);
  await brand.deletePost(answer.uri);
  await lena.deletePost(root.uri);
  await eventually('both deletions', () => of(answer.uri).length === 2 && of(root.uri).length === 2);
  expect([of(answer.uri)[1]?.kind, of(root.uri)[1]?.kind]).toEqual(['deletion', 'deletion']);
  expect(of(foreign.uri)).toEqual([]);
});

it('BSKY-6 after a restart it goes on where the cursor stands', async () => {
  const before = await write(lena, '@marke.test vor dem Neustart');
  await heard(before.uri);
  await listener.stop();
  const between = await write(jonas, '@marke.test dazwischen');
  const again = listenTo(open(), { cursors: listener.cursors });
  expect(await heard(between.uri, again)).toMatchObject({ author: { handle: 'jonas.test' } });
  await lena.deletePost(before.uri);
  await eventually('the deletion of what an earlier run heard', () => of(before.uri, again).some((message) => message.kind === 'deletion'));
  expect(of(before.uri, again).filter((message) => message.kind === 'post').length).toBeLessThanOrEqual(1);
  listener = again;
});

it('BSKY-7 a number from the future begins anew instead of waiting for ever', async () => {
  const memory = new FeedMemory(undefined);
  memory.seq = 9_000_000;
  const cursors = listener.cursors;
  await listener.stop();
  cursors.set('listener\nlistener', memory.cursor());
  listener = listenTo(open(), { cursors });
  await eventually('the stream again', () => listener.health().state === 'live' && !cursors.get('listener\nlistener')?.includes('9000000'), 15_000);
  await eventually('a post after it', async () => of((await write(lena, '@marke.test noch da?')).uri).length > 0 || listener.heard.length > 0, 15_000);
});

it('BSKY-7 mangled messages never do more than throw', async () => {
  await write(jonas, '@marke.test ein ganz gewöhnlicher Beitrag mit https://netz.example/karte');
  const frames: Buffer[] = [];
  const socket = new WebSocket(`${server.url.replace(/^http/, 'ws')}/xrpc/com.atproto.sync.subscribeRepos?cursor=0`);
  socket.on('message', (data: Buffer) => frames.push(data));
  await eventually('the stream from its beginning', () => frames.length >= 20);
  socket.terminate();
  const records = frames.map((frame) => readFrame(frame)).flatMap((frame) => (frame.kind === 'commit' ? frame.ops.map((op) => frame.record(op)) : []));
  expect(records.length).toBeGreaterThan(3);
  const seed = 20_261_122;
  const rng = seededRng(seed);
  let thrown = 0;
  for (let n = 0; n < 20_000; n += 1) {
    const mangled = Buffer.from(rng.pick(frames));
    for (let hits = rng.int(4); hits >= 0; hits -= 1) mangled[rng.int(mangled.length)] = rng.int(256);
    try {
      const frame = readFrame(rng.chance(0.3) ? mangled.subarray(0, rng.int(mangled.length)) : mangled);
      if (frame.kind === 'commit') for (const op of frame.ops) frame.record(op);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      thrown += 1;
    }
  }
  console.log(`seed ${seed}: 20000 mangled messages, ${thrown} refused, 0 crashes`);
  expect(thrown).toBeGreaterThan(5_000);
});

it('the memory keeps the newest and its cursor stays small', () => {
  const memory = new FeedMemory(undefined);
  for (let n = 0; n < 10_000; n += 1) memory.heard(`did:plc:${n}`, `at://root/${n}`);
  const read = new FeedMemory(memory.cursor());
  expect(memory.cursor().length).toBeLessThan(65_536);
  expect([read.knows('did:plc:9999'), read.knows('did:plc:1'), read.isPart('did:plc:9999', 'at://root/9999'), read.isPart('did:plc:9999', 'at://root/9998')]).toEqual([true, false, true, false]);
  expect(new FeedMemory('not a cursor').seq).toBeUndefined();
});

it('terms hit whole words only', () => {
  const find = finder([{ id: 'a', words: ['netz+', 'C', 'W-LAN', 'TCP/IP'], phrases: [], excludes: [], languages: [] }]);
  const hit = (text: string, languages: readonly string[] | undefined): boolean => find(text, languages).length > 0;
  expect([hit('mein Netz+ ist weg', undefined), hit('netz', undefined), hit('C', []), hit('Cd', []), hit('unser w-lan!', []), hit('tcp/ip', [])]).toEqual([true, false, true, false, true, true]);
  expect(finder([])('alles', undefined)).toEqual([]);
});
