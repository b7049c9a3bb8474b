// Direct messages: the real server hands calls on, a peer written from the public lexicons is the service behind it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AtpAgent } from '@atproto/api';
import { createBlueskyConnector } from '../../electron/main/channels/bluesky/connector.ts';
import { openBlueskyFeed } from '../../server/channels/bluesky/feed.ts';
import { JointCursor } from '../../server/channels/bluesky/joint-cursor.ts';
import { FeedMemory } from '../../server/channels/bluesky/memory.ts';
import { blueskyMessageId } from '../../shared/channels/bluesky-message.ts';
import { inboundMessageSchema, type InboundPost } from '../../shared/domain/inbound.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { listenTo, type FeedListener } from '../support/feed-listener.ts';
import { startLine } from '../support/platforms/bluesky/line.ts';
import { TalkService, type TalkWords } from '../support/platforms/bluesky/messages.ts';
import { PASSWORD, startBluesky, write, type BlueskyServer } from '../support/platforms/bluesky/server.ts';
import { FAULTS, type FaultKind, type PeerHttp } from '../support/platforms/peer-http.ts';
import { eventually } from '../support/sandbox-client.ts';

const BRAND = 'marke.test';
let server: BlueskyServer;
let talks: TalkService;
let line: PeerHttp;
let brand: AtpAgent;
let lena: AtpAgent;
let password: string;
let listener: FeedListener;
const desk = createBlueskyConnector(Date.now);

const feed = (over: { strangers?: 'take' | 'leave'; appPassword?: string } = {}) =>
  openBlueskyFeed({ account: BRAND, settings: { stream: server.url.replace(/^http/, 'ws'), lookUp: server.url, service: server.url, messageService: talks.name, everySeconds: 0.1, strangers: over.strangers ?? 'take' }, secrets: { appPassword: over.appPassword ?? password } });
const idOf = ({ talkId, id }: TalkWords): string => blueskyMessageId(talkId, id);
async function heard(words: TalkWords, from = listener): Promise<InboundPost> {
  const find = () => from.heard.find((one): one is InboundPost => one.kind === 'post' && one.remoteId === idOf(words));
  await eventually(`"${words.text}" to be heard`, () => find() !== undefined);
  return find() as InboundPost;
}

beforeAll(async () => {
  server = await startBluesky();
  talks = await TalkService.start(server);
  line = await startLine(server.url);
  brand = await server.person('marke', 'Die Marke');
  lena = await server.person('lena', 'Lena M.');
  password = (await brand.com.atproto.server.createAppPassword({ name: 'read', privileged: true })).data.password;
  await talks.says(lena, brand.assertDid, 'Vorhin schon gefragt');
  listener = listenTo(feed());
  await eventually('the first words', () => listener.heard.length > 0);
}, 60_000);
afterAll(async () => {
  await listener.stop();
  await line.close();
  await talks.close();
  await server.close();
});

const credential = JSON.stringify({ identifier: BRAND, appPassword: PASSWORD });
const reply = (text: string, over: Partial<FrozenReply> = {}): FrozenReply => ({ parts: [text], visibility: 'private', recipientRemoteId: lena.assertDid, ...over });
const base = (given = credential) => ({ accountHandle: BRAND, credential: given, settings: { service: line.url, messageService: talks.name }, platformKey: '018f0000-0000-7000-8000-000000000001', signal: AbortSignal.timeout(20_000) });
const send = (frozen: FrozenReply, given?: string) => desk.send({ ...base(given), frozen, part: 0 });
const ours = (text: string): number => talks.words.filter((one) => one.from === brand.assertDid && one.text === text).length;

it('BSKY-9 what nobody has read comes first, then the log: words, our own, what is gone; other kinds, groups and muted talks pass', async () => {
  expect(listener.heard[0]).toMatchObject({ kind: 'post', text: 'Vorhin schon gefragt', visibility: 'private', direction: 'in', author: { remoteId: lena.assertDid, handle: 'lena.test' } });
  const asked = await talks.says(lena, brand.assertDid, 'Kundennummer 4711 🙂');
  const post = await heard(asked);
  expect(inboundMessageSchema.safeParse(post).success).toBe(true);
  expect(post.threadRemoteId).toBe(`bsky-message:${asked.talkId}`);
  const own = await talks.says(brand, lena.assertDid, 'Aus der App geantwortet');
  expect(await heard(own)).toMatchObject({ direction: 'out', recipientRemoteId: lena.assertDid });
  const group = talks.group([brand.assertDid, lena.assertDid, (await server.person('jonas')).assertDid]);
  talks.say(group, lena.assertDid, 'an viele');
  talks.tellUnknown(asked.talkId);
  talks.mute(brand.assertDid, lena.assertDid, true);
  const unheard = await talks.says(lena, brand.assertDid, 'stumm');
  // Behind it in the log: once this one is heard, the other has been judged.
  await heard(await talks.says(await server.person('jonas'), brand.assertDid, 'Zeichen'));
  talks.mute(brand.assertDid, lena.assertDid, false);
  talks.takeDown(asked.id);
  await eventually('the deletion', () => listener.heard.some((one) => one.kind === 'deletion' && one.remoteId === idOf(asked)));
  expect(listener.heard.filter((one) => one.remoteId === idOf(unheard) || (one.kind === 'post' && one.text === 'an viele'))).toEqual([]);
  expect(listener.heard.filter((one) => one.remoteId === idOf(own))).toHaveLength(1);
});

it('BSKY-9 with strangers left aside somebody is heard once the account accepts them, with what they had said', async () => {
  const nina = await server.person('nina');
  const aside = listenTo(feed({ strangers: 'leave' }));
  await eventually('live', () => aside.health().state === 'live' && aside.cursors.get('listener\nlistener') !== undefined);
  const words = await talks.says(nina, brand.assertDid, 'Ich bin neu hier');
  await heard(words);
  const after = await talks.says(lena, brand.assertDid, 'Ich bin bekannt');
  await heard(after, aside);
  expect(aside.heard.some((one) => one.remoteId === idOf(words))).toBe(false);
  talks.accept(brand.assertDid, nina.assertDid);
  await heard(words, aside);
  await aside.stop();
});

it('BSKY-9 after a restart the log goes on behind the cursor, and the posts behind theirs', async () => {
  const { cursors } = listener;
  await listener.stop();
  const words = await talks.says(lena, brand.assertDid, 'Während ihr weg wart');
  const post = await write(lena, '@marke.test öffentlich, während ihr weg wart');
  listener = listenTo(feed(), { cursors });
  await heard(words);
  await eventually('the post', () => listener.heard.some((one) => one.remoteId === post.uri));
  expect(listener.heard.filter((one) => one.kind === 'post' && one.text.includes('4711'))).toEqual([]);
});

it('BSKY-11 each delivery carries what the other reader has on disk, not what it has only read', async () => {
  const stored: string[] = [];
  const cursor = new JointCursor({ cursor: '{"seq":7,"people":"abcdefgh","parts":""}', deliver: async (messages, text) => (messages.length > 5 ? Promise.reject(new Error('the disk is full')) : void stored.push(text)) });
  await cursor.messages([], 'log-1');
  await expect(cursor.stream(Array.from({ length: 6 }, () => ({}) as never), '{"seq":9,"people":"","parts":""}')).rejects.toThrow('full');
  await Promise.all([cursor.messages([], 'log-2'), cursor.stream([], '{"seq":8,"people":"","parts":""}')]);
  expect(stored.map((text) => JSON.parse(text) as { seq?: number; talks?: string }).map(({ seq, talks: at }) => [seq, at])).toEqual([[7, 'log-1'], [7, 'log-2'], [8, 'log-2']]);
  expect(new JointCursor({ cursor: stored[2], deliver: async () => undefined }).talks).toBe('log-2');
  expect([new FeedMemory(stored[2]).seq, new JointCursor({ cursor: 'broken', deliver: async () => undefined }).talks]).toEqual([8, undefined]);
});

it('BSKY-11 an app password without access to direct messages costs the talks, and never the posts', async () => {
  const narrow = (await brand.com.atproto.server.createAppPassword({ name: 'narrow' })).data.password;
  const half = listenTo(feed({ appPassword: narrow }));
  const detail = (): string => { const health = half.health(); return health.state === 'live' ? (health.detail ?? '') : ''; };
  await eventually('told', () => detail().includes('CREDENTIAL_REJECTED'));
  const post = await write(lena, '@marke.test und öffentlich?');
  await eventually('the post', () => half.heard.some((one) => one.remoteId === post.uri));
  await half.stop();
  // At the desk the same: this answer cannot go, the credential is not at fault.
  const outcome = await send(reply('Geht das?'), JSON.stringify({ identifier: BRAND, appPassword: narrow }));
  expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
  expect(outcome.kind === 'failed' && outcome.credentialRejected).not.toBe(true);
});

it('BSKY-10 a direct message goes to its person, links marked; who lets nobody write is refused for good, and nothing can be taken back', async () => {
  const sent = await send(reply('Siehe https://netz.example/karte'));
  if (sent.kind !== 'delivered') throw new Error(JSON.stringify(sent));
  expect(talks.words.at(-1)).toMatchObject({ from: brand.assertDid, facets: [{ features: [{ uri: 'https://netz.example/karte' }] }] });
  expect(desk.open?.({ remoteId: sent.remoteId })).toMatch(/^https:\/\/bsky\.app\/messages\//);
  expect(await desk.remove?.({ ...base(), remoteId: sent.remoteId, visibility: 'private' })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED' } });
  const closed = await server.person('closed');
  talks.closed.add(closed.assertDid);
  expect(await send(reply('Hallo?', { recipientRemoteId: closed.assertDid }))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false, detail: expect.stringContaining('NotFollowedBySender') as string } });
  expect(await send({ parts: ['An wen?'], visibility: 'private' })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED' } });
  expect([desk.safeToRepeat({ firstAttemptAt: 0, now: 0, visibility: 'private' }), desk.safeToRepeat({ firstAttemptAt: 0, now: 0, visibility: 'public' })]).toEqual([false, true]);
});

it.each((Object.keys(FAULTS) as FaultKind[]).filter((kind) => !kind.startsWith('timeout')))('BSKY-10 %s: never called delivered, looked up, found exactly if it happened, behind the part before', async (kind) => {
  const text = `Zwei Teile, ${kind} 2/2`;
  const first = await send(reply(text.replace('2/2', '1/2')));
  const frozen = reply(text, { parts: [text.replace('2/2', '1/2'), text] });
  const part = { ...base(), frozen, part: 1, ...(first.kind === 'delivered' ? { previousRemoteId: first.remoteId } : {}) };
  const startedAt = Date.now();
  line.fault({ kind, route: 'POST /xrpc/chat.bsky.convo.sendMessage' });
  expect((await desk.send(part)).kind).toBe('unknown');
  const happened = FAULTS[kind] === 'after';
  expect(ours(text)).toBe(happened ? 1 : 0);
  const found = await desk.reconcile({ ...part, attemptStartedAt: startedAt });
  expect(found.kind).toBe(happened ? 'found' : 'notFound');
  if (found.kind === 'found') expect(await desk.reconcile({ ...part, attemptStartedAt: startedAt, isTaken: (id) => id === found.remoteId })).toEqual({ kind: 'notFound' });
});
