// What is particular to Mastodon, against the peer: keys for an hour, the instance's own limits, private mentions, a stream that breaks, edits nobody tells of.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMastodonConnector } from '../../electron/main/channels/mastodon/connector.ts';
import { statusLength } from '../../electron/main/channels/mastodon/instance.ts';
import { openMastodonFeed } from '../../server/channels/mastodon/feed.ts';
import type { OutboundConnector, SendOutcome } from '../../electron/main/channels/ports.ts';
import type { InboundMessage } from '../../shared/domain/inbound.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { sameWords, statusText } from '../../shared/text/status-text.ts';
import { listenTo, type FeedListener } from '../support/feed-listener.ts';
import { READ, WRITE } from '../support/platforms/mastodon/fixture.ts';
import type { PeerStatus } from '../support/platforms/mastodon/model.ts';
import { MastodonPeer } from '../support/platforms/mastodon/peer.ts';
import { FAULTS, type FaultKind } from '../support/platforms/peer-http.ts';
import { eventually } from '../support/sandbox-client.ts';

const HOUR_MS = 3_600_000;
let peer: MastodonPeer;
let aheadMs: number;
let desk: OutboundConnector;
let question: PeerStatus;
let credential: string;
let readToken: string;

beforeEach(async () => {
  aheadMs = 0;
  peer = await MastodonPeer.start(() => Date.now() + aheadMs);
  const brand = peer.model.addAccount('marke', 'Die Marke');
  credential = JSON.stringify({ accessToken: peer.token(brand, WRITE) });
  readToken = peer.token(brand, READ);
  desk = createMastodonConnector(() => Date.now() + aheadMs);
  question = peer.says('lena', '@marke Internet weg');
});
afterEach(() => peer.close());

const reply = (text = 'Wir schauen nach. ^AB', over: Partial<FrozenReply> = {}): FrozenReply => ({ parts: [text], visibility: 'public', inReplyToRemoteId: question.id, recipientHandle: 'lena', recipientRemoteId: question.accountId, language: 'de', ...over });
const target = (signal = AbortSignal.timeout(20_000)) => ({ accountHandle: 'marke', credential, settings: { instance: peer.url }, signal });
const send = (frozen: FrozenReply, platformKey = 'reply-1', more: { part?: number; previousRemoteId?: string; signal?: AbortSignal; settings?: Record<string, unknown> } = {}): Promise<SendOutcome> =>
  desk.send({ ...target(more.signal), ...(more.settings === undefined ? {} : { settings: { instance: peer.url, ...more.settings } }), frozen, part: more.part ?? 0, previousRemoteId: more.previousRemoteId, platformKey });
const reconcile = (frozen: FrozenReply, attemptStartedAt = Date.now() + aheadMs) => desk.reconcile({ ...target(), frozen, part: 0, platformKey: 'reply-1', attemptStartedAt });
const answers = (): PeerStatus[] => peer.postsOf('marke');
function delivered(outcome: SendOutcome): string {
  if (outcome.kind !== 'delivered') throw new Error(JSON.stringify(outcome));
  return outcome.remoteId;
}

describe('MAST-1 the same answer twice is one post, as long as the instance keeps its key', () => {
  it.each(Object.keys(FAULTS) as FaultKind[])('%s: not known, then looked for, then repeated: one post', async (kind) => {
    await desk.check(target());
    peer.http.fault({ kind, route: 'POST /api/v1/statuses' });
    const stop = new AbortController();
    const sending = send(reply(), 'reply-1', { signal: stop.signal });
    await eventually('the fault', () => peer.http.fired(kind) === 1);
    if (kind.startsWith('timeout')) stop.abort();
    expect((await sending).kind).toBe('unknown');
    const effects = FAULTS[kind] === 'after' ? 1 : 0;
    expect(answers()).toHaveLength(effects);
    const found = await reconcile(reply());
    expect(found.kind).toBe(effects === 1 ? 'found' : 'notFound');
    const id = delivered(await send(reply()));
    if (found.kind === 'found') expect(found.remoteId).toBe(id);
    expect(answers()).toHaveLength(1);
  });

  it('a repeat counts as safe for fifty minutes; after the hour the key is forgotten and it would be a second post', async () => {
    const at = 1e12;
    expect([0, 49 * 60_000, 50 * 60_000, -1].map((age) => desk.safeToRepeat({ firstAttemptAt: at, now: at + age, visibility: 'public' }))).toEqual([true, true, false, false]);
    const first = delivered(await send(reply()));
    aheadMs = 49 * 60_000;
    expect(delivered(await send(reply()))).toBe(first);
    aheadMs = HOUR_MS + 1;
    expect(delivered(await send(reply()))).not.toBe(first);
  });

  it('another text under the key is no proof of anything; parts have keys of their own', async () => {
    const first = delivered(await send(reply('1/2', { parts: ['1/2', '2/2'] })));
    expect(await send(reply('ganz anders'))).toMatchObject({ kind: 'unknown' });
    const second = delivered(await send(reply('', { parts: ['1/2', '2/2'] }), 'reply-1', { part: 1, previousRemoteId: first }));
    expect(answers().find((post) => post.id === second)).toMatchObject({ inReplyToId: first });
    expect(answers()).toHaveLength(2);
  });

  it('is found by its words in its place, not an older twin, not what is known to be another answer', async () => {
    const old = delivered(await send(reply('Danke!'), 'reply-0'));
    expect(await reconcile(reply('Danke!'), Date.now() + HOUR_MS)).toEqual({ kind: 'notFound' });
    expect(await desk.reconcile({ ...target(), frozen: reply('Danke!'), part: 0, platformKey: 'reply-1', attemptStartedAt: Date.now(), isTaken: (id) => id === old })).toEqual({ kind: 'notFound' });
    expect(await reconcile(reply('Danke!', { visibility: 'private' }))).toEqual({ kind: 'notFound' });
    for (let n = 0; n < 90; n += 1) peer.says('marke', `Meldung ${n}`);
    expect(await reconcile(reply('Danke!'))).toMatchObject({ kind: 'found', remoteId: old });
  });
});

describe('MAST-2 what an instance takes it says itself', () => {
  it('is asked once, and what is too long is not sent at all', async () => {
    peer.limits.maxCharacters = 60;
    expect(await send(reply('x'.repeat(61)))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: expect.stringContaining('takes 60') as string, retryable: false } });
    delivered(await send(reply('kurz')));
    delivered(await send(reply('auch kurz'), 'reply-2'));
    expect(peer.http.asked.filter((one) => one.includes('/api/v2/instance'))).toHaveLength(1);
    expect(peer.http.asked.filter((one) => one.startsWith('POST'))).toHaveLength(2);
    peer.limits.maxCharacters = 10;
    expect(await send(reply('länger als die Instanz nun nimmt'), 'reply-3')).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
  });

  it('counts as the instance does: addresses at one length, of a handle the part before the server', () => {
    expect(statusLength('siehe https://example.org/sehr/langer/weg?mit=vielem, ja', 23)).toBe('siehe '.length + 23 + ', ja'.length);
    expect(statusLength('@lena@instanz.example hallo', 23)).toBe('@lena hallo'.length);
    expect(statusLength('👩‍👩‍👧 ü', 23)).toBe(3);
  });

  it('tells what is left and when it is filled again', async () => {
    const outcome = await send(reply());
    expect(outcome.kind === 'delivered' && outcome.limits?.[0]).toMatchObject({ action: 'post', limit: 300, remaining: 299 });
    peer.limits.posts = 1;
    const refused = await send(reply('noch eine'), 'reply-2');
    expect(refused).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', retryable: true } });
    expect(refused.kind === 'failed' && (refused.retryAfterMs ?? 0)).toBeGreaterThan(60_000);
  });
});

describe('MAST-3 public and private', () => {
  it('an answer names whom it answers, once; public ones may stay out of the timelines', async () => {
    delivered(await send(reply('Gern.')));
    delivered(await send(reply('Hallo @lena, gern.'), 'reply-2', { settings: { publicAs: 'unlisted' } }));
    delivered(await send(reply('@lenas Frage meinten Sie?'), 'reply-3'));
    delivered(await send(reply('Von weit her', { recipientHandle: 'lena@andere-instanz.example' }), 'reply-4'));
    expect(answers().slice(0, 3).map(({ text, visibility }) => [text, visibility])).toEqual([['@lena Gern.', 'public'], ['Hallo @lena, gern.', 'unlisted'], ['@lena @lenas Frage meinten Sie?', 'public']]);
    expect(answers()[3]?.text).toBe('@lena@andere-instanz.example Von weit her');
  });

  it('a private mention reaches whom it names and nobody else; without a name it is not sent', async () => {
    const id = delivered(await send(reply('Ihre Kundennummer?', { visibility: 'private' })));
    const jonas = peer.model.addAccount('jonas');
    const post = peer.model.statuses.get(id);
    expect([post?.visibility, post !== undefined && peer.model.maySee(post, question.accountId), post !== undefined && peer.model.maySee(post, jonas.id)]).toEqual(['direct', true, false]);
    expect(await send(reply('wem?', { visibility: 'private', recipientHandle: undefined }), 'reply-2')).toMatchObject({ kind: 'failed', failure: { retryable: false } });
    expect(answers()).toHaveLength(1);
  });

  it('a correction keeps whom it names, and the platform its history', async () => {
    const id = delivered(await send(reply('Um 12 Uhr.', { visibility: 'private' })));
    const change = { ...target(), remoteId: id, visibility: 'private' as const };
    expect(await desk.correct?.({ ...change, text: 'Um 14 Uhr.' })).toMatchObject({ kind: 'done' });
    expect(peer.model.statuses.get(id)).toMatchObject({ text: '@lena Um 14 Uhr.', history: [{ text: '@lena Um 12 Uhr.' }, { text: '@lena Um 14 Uhr.' }] });
    expect(await desk.correct?.({ ...change, remoteId: question.id, text: 'fremd' })).toMatchObject({ kind: 'failed', failure: { retryable: false } });
    expect(await desk.remove?.({ ...change, remoteId: question.id })).toMatchObject({ kind: 'done' });
    expect(peer.model.statuses.get(question.id)?.text).toBe('@marke Internet weg');
  });

  it('opens a post on its own page', () => {
    const settings = { instance: 'https://mastodon.example' };
    expect(desk.open?.({ remoteId: '123', handle: 'lena', settings })).toBe('https://mastodon.example/@lena/123');
    expect(desk.open?.({ remoteId: '123', settings })).toBe('https://mastodon.example/web/statuses/123');
    expect([desk.open?.({ remoteId: '../x', settings }), desk.open?.({ remoteId: '1', settings: { instance: 'http://plain.example' } })]).toEqual([undefined, undefined]);
  });
});

describe('reading', () => {
  let listener: FeedListener;
  const listen = (settings: Record<string, unknown> = {}, cursors?: FeedListener['cursors']): FeedListener =>
    (listener = listenTo(openMastodonFeed({ account: 'marke', settings: { instance: peer.url, everySeconds: 0.05, checkMinutes: 60, againMinutes: 60, streamAgainSeconds: 0.1, ...settings }, secrets: { token: readToken } }), cursors === undefined ? {} : { cursors }));
  afterEach(() => listener.stop());
  const of = (id: string): InboundMessage[] => listener.heard.filter((message) => message.remoteId === id);
  const health = (state: string) => eventually(`the feed to be ${state}`, () => listener.health().state === state);
  const comes = (id: string, kind: InboundMessage['kind'] = 'post') => eventually(`${kind} ${id}`, () => of(id).some((message) => message.kind === kind));

  it('MAST-4 a broken stream is stood in for by looks, and comes back; nothing is left out or said twice', async () => {
    listen();
    await health('live');
    const first = peer.says('lena', '@marke eins');
    await comes(first.id);
    peer.stream.refuses = true;
    peer.stream.cut();
    const second = peer.says('lena', '@marke zwei');
    await health('polling');
    const third = peer.says('jonas', '@marke drei');
    await comes(second.id);
    await comes(third.id);
    peer.stream.refuses = false;
    await health('live');
    const fourth = peer.says('lena', '@marke vier');
    await comes(fourth.id);
    for (const { id } of [first, second, third, fourth]) expect(of(id)).toHaveLength(1);
  });

  it('MAST-4 what came between two runs is caught up with, more than a page of it', async () => {
    listen({ streaming: false });
    await comes(question.id);
    await listener.stop();
    const missed = Array.from({ length: 95 }, (_, n) => peer.says('lena', `@marke ${n}`));
    listen({ streaming: false }, listener.cursors);
    await comes(missed.at(-1)?.id ?? '');
    expect(missed.every(({ id }) => of(id).length === 1)).toBe(true);
    expect(listener.heard.map((message) => message.remoteId)).toEqual(missed.map(({ id }) => id));
  });

  it('MAST-5 threads, own posts, private mentions and warnings are told as they are', async () => {
    listen();
    await health('live');
    const root = peer.says('jonas', 'Wer hat noch kein Netz? @lena');
    const mention = peer.says('lena', '@marke seht mal, <b>https://example.org/ein/sehr/langer/weg/zur/karte</b>\n& bitte\n\nschnell', { inReplyToId: root.id, spoiler: 'Ärger', language: 'de' });
    const secret = peer.says('lena', '@marke meine Nummer ist 4711', { visibility: 'direct' });
    await comes(mention.id);
    await comes(secret.id);
    expect(of(mention.id)[0]).toMatchObject({ threadRemoteId: root.id, inReplyToRemoteId: root.id, visibility: 'public', language: 'de', mentions: [{ handle: 'marke' }], text: '[Ärger]\n\n@marke seht mal, <b>https://example.org/ein/sehr/langer/weg/zur/karte</b>\n& bitte\n\nschnell' });
    expect(of(secret.id)[0]).toMatchObject({ visibility: 'private' });
    const own = peer.says('marke', '@lena schon dabei', { inReplyToId: mention.id });
    await comes(own.id);
    expect(of(own.id)[0]).toMatchObject({ direction: 'out', threadRemoteId: root.id, recipientRemoteId: mention.accountId });
    // What she answers comes along, before it, as nobody's work.
    expect(of(root.id)).toMatchObject([{ context: true, author: { handle: 'jonas' }, threadRemoteId: root.id }]);
    expect(listener.heard.findIndex((one) => one.remoteId === root.id)).toBeLessThan(listener.heard.findIndex((one) => one.remoteId === mention.id));
  });

  it('MAST-6 an edit and a deletion that nobody tells of are found by looking again', async () => {
    listen({ streaming: false, againMinutes: 0.002 });
    const other = peer.says('lena', '@marke und das?');
    await comes(question.id);
    await comes(other.id);
    peer.edits(question.id, '@marke Internet wieder da');
    peer.deletes(other.id);
    await comes(question.id, 'edit');
    await comes(other.id, 'deletion');
    expect(of(question.id).filter((message) => message.kind === 'edit')).toMatchObject([{ text: '@marke Internet wieder da' }]);
  });

  it('MAST-7 the reading token cannot write, and its budget is left alone when it is nearly used', async () => {
    const withRead = await desk.send({ ...target(), credential: JSON.stringify({ accessToken: readToken }), frozen: reply(), part: 0, platformKey: 'reply-1' });
    expect(withRead).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED' }, credentialRejected: true });
    expect(answers()).toEqual([]);
    peer.limits.calls = 30;
    listen({ streaming: false, everySeconds: 0.05 });
    await comes(question.id);
    await new Promise((done) => setTimeout(done, 1_500));
    const reads = peer.http.asked.filter((one) => one.startsWith('GET /api/v1/notifications')).length;
    expect(reads).toBeLessThan(8);
    expect(peer.http.asked.some((one) => one.endsWith('429'))).toBe(false);
  });

  it('MAST-8 a public post with a term is a hit and not summoned; what names us is no hit', async () => {
    listen({ terms: [{ id: 'netz', phrases: ['kein Netz'], languages: ['de'] }] });
    await health('live');
    const hit = peer.says('jonas', 'Seit Stunden kein Netz', { language: 'de' });
    const english = peer.says('jonas', 'kein Netz as they say', { language: 'en' });
    const named = peer.says('jonas', '@marke kein Netz', { language: 'de' });
    await listener.stop();
    listen({ streaming: false, terms: [{ id: 'netz', phrases: ['kein Netz'], languages: ['de'] }] });
    await comes(hit.id);
    await comes(named.id);
    expect(of(hit.id)[0]).toMatchObject({ summoned: false });
    expect(of(named.id)[0]).not.toHaveProperty('summoned');
    expect(of(english.id)).toEqual([]);
  });

  it('a token that was withdrawn is said so', async () => {
    const token = peer.tokens.get(readToken);
    if (token !== undefined) token.revoked = true;
    listen();
    await eventually('the health', () => {
      const now = listener.health();
      return now.state === 'waiting' && now.code === 'CREDENTIAL_REJECTED';
    });
  });
});

it('MAST-9 words out of HTML: breaks, addresses in full, no markup, no script; the same words with or without whom they address', () => {
  expect(statusText('<p>Hallo <span class="h-card"><a href="https://x.example/@a">@<span>a</span></a></span></p><p>zwei<br />drei &amp; &lt;vier&gt; &#128512;&#xE4; &unbekannt; &#0;</p><script>alert(1)</script>')).toBe('Hallo @a\n\nzwei\ndrei & <vier> 😀ä &unbekannt; &#0;');
  expect(statusText('<a href="https://e.example/abc"><span class="invisible">https://</span><span class="ellipsis">e.example/a</span><span class="invisible">bc</span></a>')).toBe('https://e.example/abc');
  expect([sameWords('@lena Gern.\n\nBis dann', 'Gern. Bis dann'), sameWords('Gern', 'Ungern'), sameWords('@lena', '@jonas'), sameWords('@lena@a.example, hallo', 'hallo')]).toEqual([true, false, false, true]);
});
