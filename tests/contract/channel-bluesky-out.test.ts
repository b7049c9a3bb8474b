// The sending half of the channel against the real server: what leaves, what a repeat does, what is known when an answer is lost.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AtpAgent } from '@atproto/api';
import { createBlueskyConnector } from '../../electron/main/channels/bluesky/connector.ts';
import { recordKey } from '../../electron/main/channels/bluesky/record-key.ts';
import type { OutboundConnector, ReconcileOutcome, SendOutcome } from '../../electron/main/channels/ports.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { uuidV7 } from '../../shared/util/uuid-v7.ts';
import { PASSWORD, startBluesky, write, type BlueskyServer, type Written } from '../support/platforms/bluesky/server.ts';
import { startLine } from '../support/platforms/bluesky/line.ts';
import { FAULTS, type FaultKind, type PeerHttp } from '../support/platforms/peer-http.ts';

const BRAND = 'marke.test';
let server: BlueskyServer;
let line: PeerHttp;
let brand: AtpAgent;
let lena: AtpAgent;
let desk: OutboundConnector;
let question: Written;
let key: string;
let count = 0;
const newKey = (): string => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

beforeAll(async () => {
  server = await startBluesky({ rateLimits: true });
  brand = await server.person('marke', 'Die Marke');
  lena = await server.person('lena', 'Lena M.');
  line = await startLine(server.url);
  desk = createBlueskyConnector(Date.now);
}, 60_000);
afterAll(async () => {
  await line.close();
  await server.close();
});
beforeEach(async () => {
  count += 1;
  question = await write(lena, `@${BRAND} Internet weg (${count})`);
  key = newKey();
});

const credential = JSON.stringify({ identifier: BRAND, appPassword: PASSWORD });
const reply = (text = `Wir schauen nach (${count}). ^AB`, over: Partial<FrozenReply> = {}): FrozenReply => ({ parts: [text], visibility: 'public', inReplyToRemoteId: question.uri, language: 'de', ...over });
interface Over { part?: number; previousRemoteId?: string; credential?: string; service?: string; signal?: AbortSignal; by?: OutboundConnector; platformKey?: string }
const target = (over: Over) => ({ accountHandle: BRAND, credential: over.credential ?? credential, settings: { service: over.service ?? line.url }, signal: over.signal ?? AbortSignal.timeout(20_000) });
const send = (frozen: FrozenReply, over: Over = {}): Promise<SendOutcome> =>
  (over.by ?? desk).send({ ...target(over), frozen, part: over.part ?? 0, previousRemoteId: over.previousRemoteId, platformKey: over.platformKey ?? key });
const reconcile = (frozen: FrozenReply, over: Over = {}): Promise<ReconcileOutcome> =>
  (over.by ?? desk).reconcile({ ...target(over), frozen, part: over.part ?? 0, previousRemoteId: over.previousRemoteId, platformKey: over.platformKey ?? key, attemptStartedAt: Date.now() });
const answers = async () => (await server.postsOf(brand.assertDid)).filter((post) => post.value.reply?.parent.uri === question.uri);
function delivered(outcome: SendOutcome): string {
  if (outcome.kind !== 'delivered') throw new Error(JSON.stringify(outcome));
  return outcome.remoteId;
}

describe('BSKY-1 a reply on the real server', () => {
  it('hangs on its parent under a key of its own, with links and mentions by byte', async () => {
    const text = 'Grüße 👋🏽 @lena.test, siehe https://hilfe.example/störung ^AB';
    const uri = delivered(await send(reply(text)));
    const [post] = await answers();
    expect(post?.uri).toBe(uri);
    expect(uri.endsWith(`/${recordKey(key, 0)}`)).toBe(true);
    expect(post?.value).toMatchObject({ text, langs: ['de'], reply: { root: question, parent: question } });
    const bytes = Buffer.from(text, 'utf8');
    const facets = (post?.value.facets ?? []) as { index: { byteStart: number; byteEnd: number }; features: { $type: string; did?: string; uri?: string }[] }[];
    const marked = facets.map(({ index, features: [feature] }) => [bytes.subarray(index.byteStart, index.byteEnd).toString('utf8'), feature?.did ?? feature?.uri]);
    expect(marked).toEqual([['@lena.test', lena.assertDid], ['https://hilfe.example/störung', 'https://hilfe.example/störung']]);
  });

  it('a part hangs on the one before and keeps the root; parts sort in their order', async () => {
    const frozen = reply('', { parts: ['1/2 davon', '2/2 davon'] });
    const first = delivered(await send(frozen));
    const second = delivered(await send(frozen, { part: 1, previousRemoteId: first }));
    const post = (await server.postsOf(brand.assertDid)).find((one) => one.uri === second);
    expect(post?.value.reply).toMatchObject({ root: { uri: question.uri }, parent: { uri: first } });
    expect(second > first).toBe(true);
    expect(await send(frozen, { part: 2, previousRemoteId: second })).toMatchObject({ kind: 'failed', failure: { retryable: false } });
  });

  it('somebody nobody knows stays plain text', async () => {
    const uri = delivered(await send(reply(`@gibtesnicht.test und @lena.test (${count})`)));
    const post = (await answers()).find((one) => one.uri === uri);
    expect(post?.value.facets).toHaveLength(1);
  });

  it('takes 300 graphemes and refuses 301, in the server\'s words and without effect', async () => {
    const flag = '🏳️‍🌈';
    delivered(await send(reply(flag.repeat(200) + 'x'.repeat(100))));
    expect(await send(reply('x'.repeat(301)), { platformKey: newKey() })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
    expect(await answers()).toHaveLength(1);
  });

  it('tells what is left of the account\'s points', async () => {
    const outcome = await send(reply());
    // The server names the tightest of its windows: here 3,000 calls in five minutes.
    expect(outcome.kind === 'delivered' && outcome.limits?.[0]).toMatchObject({ action: 'read', limit: 3_000 });
  });
});

describe('BSKY-2 the same answer twice is one post', () => {
  it('sent again with other bytes around it (another minute), it is the same post', async () => {
    const first = delivered(await send(reply()));
    const later = createBlueskyConnector(() => Date.now() + 60_000);
    expect(delivered(await send(reply(), { by: later }))).toBe(first);
    expect(await answers()).toHaveLength(1);
  });

  it('two at once make one', async () => {
    const outcomes = await Promise.all([send(reply()), send(reply(), { by: createBlueskyConnector(() => Date.now() + 5_000) }), send(reply())]);
    expect(new Set(outcomes.map(delivered)).size).toBe(1);
    expect(await answers()).toHaveLength(1);
  });

  it('another text under the key is no proof of anything', async () => {
    delivered(await send(reply()));
    expect(await send(reply('andere Worte'))).toMatchObject({ kind: 'unknown' });
    expect(await reconcile(reply('andere Worte'))).toMatchObject({ kind: 'unreachable' });
    expect(await answers()).toHaveLength(1);
  });

  it.each(Object.keys(FAULTS) as FaultKind[])('%s: not known or certainly not sent, then looked for, then repeated: one post', async (kind) => {
    const effects = FAULTS[kind] === 'after' ? 1 : 0;
    line.fault({ kind, route: 'POST /xrpc/com.atproto.repo.putRecord' });
    const stop = new AbortController();
    const sending = send(reply(), { signal: stop.signal });
    for (let n = 0; line.fired(kind) === 0 && n < 1_000; n += 1) await new Promise((done) => setTimeout(done, 5));
    if (kind.startsWith('timeout')) stop.abort();
    expect((await sending).kind).toBe('unknown');
    expect(await answers()).toHaveLength(effects);
    const found = await reconcile(reply());
    expect(found.kind).toBe(effects === 1 ? 'found' : 'notFound');
    const id = delivered(await send(reply()));
    if (found.kind === 'found') expect(found.remoteId).toBe(id);
    expect(await answers()).toHaveLength(1);
  });

  it('a look before the post that fails is certain to have had no effect', async () => {
    line.fault({ kind: 'closeBeforeEffect', route: 'GET /xrpc/com.atproto.repo.getRecord' });
    expect(await send(reply())).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', retryable: true } });
    line.fault({ kind: 'unavailable503', route: 'GET /xrpc/com.atproto.repo.getRecord' });
    expect(await reconcile(reply())).toMatchObject({ kind: 'unreachable' });
    expect(await answers()).toHaveLength(0);
  });

  it('a repeat is safe at any age and by any clock', () => {
    expect([0, 3_600_000, 40 * 86_400_000, -1].map((age) => desk.safeToRepeat({ firstAttemptAt: 1e12, now: 1e12 + age, visibility: 'public' }))).toEqual([true, true, true, true]);
  });
});

describe('BSKY-3 sessions', () => {
  it('many answers take one sign-in', async () => {
    const own = createBlueskyConnector(Date.now);
    const before = line.asked.length;
    for (let n = 0; n < 5; n += 1) delivered(await send(reply(`${n}`), { by: own, platformKey: newKey() }));
    expect(line.asked.slice(before).filter((call) => call.includes('createSession'))).toHaveLength(1);
  });

  it('goes on with a kept session after a restart, and renews one that ran out', async () => {
    const kept = new Map<string, string | undefined>();
    const keeper = { load: async (name: string) => kept.get(name), save: async (name: string, session: string | undefined) => void kept.set(name, session) };
    delivered(await send(reply(), { by: createBlueskyConnector(Date.now, keeper) }));
    const [[name, text] = []] = kept;
    const before = JSON.parse(text ?? '{}') as { accessJwt: string };
    // The same bytes with another signature: the server takes it for run out or forged, as it does a token past its time.
    const spoilt = `${before.accessJwt.slice(0, -4)}AAAA`;
    kept.set(name ?? '', JSON.stringify({ ...before, accessJwt: spoilt }));
    const asked = line.asked.length;
    delivered(await send(reply(), { by: createBlueskyConnector(Date.now, keeper) }));
    expect((JSON.parse(kept.get(name ?? '') ?? '{}') as { accessJwt: string }).accessJwt).not.toBe(spoilt);
    expect(line.asked.slice(asked).filter((call) => /Session/.test(call))).toEqual(['POST /xrpc/com.atproto.server.refreshSession 200']);
    expect(await answers()).toHaveLength(1);
  });

  it('a wrong password is said so, without effect', async () => {
    const wrong = JSON.stringify({ identifier: BRAND, appPassword: 'falsch' });
    expect(await send(reply(), { credential: wrong })).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED' }, credentialRejected: true });
    expect(await send(reply(), { credential: '{}' })).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_INVALID', retryable: false } });
    expect(await desk.check({ ...target({}), credential: wrong })).toMatchObject({ ok: false, code: 'CREDENTIAL_REJECTED' });
    expect(await desk.check({ ...target({}), accountHandle: 'zweitmarke.test' })).toMatchObject({ ok: false, code: 'CREDENTIAL_REJECTED' });
    expect(await answers()).toHaveLength(0);
  });
});

describe('BSKY-4 putting it right', () => {
  const change = (remoteId: string) => ({ ...target({}), remoteId, visibility: 'public' as const });

  it('deletes our own post, twice is once, and nobody else\'s', async () => {
    const uri = delivered(await send(reply()));
    expect(await desk.remove?.(change(uri))).toMatchObject({ kind: 'done' });
    expect(await desk.remove?.(change(uri))).toMatchObject({ kind: 'done' });
    expect(await answers()).toHaveLength(0);
    expect(await desk.remove?.(change(question.uri))).toMatchObject({ kind: 'failed', failure: { retryable: false } });
    expect((await server.postsOf(lena.assertDid)).some((post) => post.uri === question.uri)).toBe(true);
    expect(desk.correct).toBeUndefined();
  });

  it('an answer to what was deleted is refused for good', async () => {
    await lena.deletePost(question.uri);
    expect(await send(reply())).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: expect.stringContaining('PARENT_DELETED') as string, retryable: false } });
  });

  it('opens a post on its own page', () => {
    expect(desk.open?.({ remoteId: 'at://did:plc:abc123/app.bsky.feed.post/3kxyz' })).toBe('https://bsky.app/profile/did:plc:abc123/post/3kxyz');
    expect(desk.open?.({ remoteId: 'https://evil.example' })).toBeUndefined();
  });
});

it('nobody listening is certain to have had no effect; stopped before the call too', async () => {
  const dead = await startLine(server.url);
  await dead.close();
  expect(await send(reply(), { service: dead.url })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', retryable: true } });
  expect(await send(reply(), { signal: AbortSignal.abort() })).toMatchObject({ kind: 'failed', failure: { retryable: true } });
  expect(await answers()).toHaveLength(0);
});
