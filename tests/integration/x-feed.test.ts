// The feed of X against its peer: mentions, hits of a search, deletions nobody tells of, and how it keeps to the limits.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { xInbound } from '../../server/channels/x/inbound.ts';
import { isCodedError } from '../../shared/util/errors.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import { listenTo, type FeedListener } from '../support/feed-listener.ts';
import { eventually } from '../support/sandbox-client.ts';
import { XPeer } from '../support/platforms/x/peer.ts';
import type { XUser } from '../support/platforms/x/model.ts';

let peer: XPeer;
let brand: XUser;
let listener: FeedListener | undefined;
const open = (settings: object, secrets: Record<string, string> = { bearer: peer.token() }) => xInbound.openFeed?.({ account: 'musterkom_hilft', settings: { remoteId: brand.id, apiUrl: peer.url, everySeconds: 0.05, ...settings }, secrets });
const listen = (settings: object = {}, before?: FeedListener): FeedListener => {
  const feed = open(settings);
  if (feed === undefined) throw new Error('no feed');
  listener = listenTo(feed, before === undefined ? {} : { cursors: before.cursors });
  return listener;
};
const posts = (from: FeedListener): InboundPost[] => from.heard.filter((one): one is InboundPost => one.kind === 'post');

beforeEach(async () => {
  peer = await XPeer.start();
  brand = peer.model.addUser('musterkom_hilft', 'Musterkom Hilft');
  peer.model.addUser('lena', 'Lena K.');
});
afterEach(async () => {
  await listener?.stop();
  await peer.close();
});

test('CHAN-6 mentions come once and in order, over several pages, and a new start goes on behind them', async () => {
  for (let n = 0; n < 230; n += 1) await peer.says('lena', `@musterkom_hilft Nummer ${n}`);
  const first = listen();
  await eventually('230 mentions', () => posts(first).length >= 230);
  expect(posts(first).map((one) => one.text)).toEqual(Array.from({ length: 230 }, (_, n) => `@musterkom_hilft Nummer ${n}`));
  await first.stop();
  const late = await peer.says('lena', '@musterkom_hilft inzwischen');
  const second = listen({}, first);
  await eventually('the one meanwhile', () => posts(second).length > 0);
  expect(posts(second).map((one) => one.remoteId)).toEqual([late.id]);
});

test('X-6 R14 a hit of a search is a lead: heard, not summoned', async () => {
  const feed = listen({ terms: [{ id: 'marke', words: ['musterkom'], excludes: ['gewinnspiel'], languages: ['de'] }] });
  await peer.says('lena', 'Musterkom ist heute langsam');
  await peer.says('lena', 'Musterkom Gewinnspiel');
  await peer.says('lena', '@musterkom_hilft Musterkom, was ist da los?');
  await eventually('two posts', () => posts(feed).length >= 2);
  expect(posts(feed).map(({ text, summoned }) => ({ text, summoned }))).toEqual(
    expect.arrayContaining([
      { text: 'Musterkom ist heute langsam', summoned: false },
      { text: '@musterkom_hilft Musterkom, was ist da los?', summoned: true },
    ]),
  );
  expect(posts(feed)).toHaveLength(2);
});

test('X-2 CHAN-6 a post its author took back is found to be gone', async () => {
  const feed = listen({ recheckHours: 0.000_01 });
  const post = await peer.says('lena', '@musterkom_hilft Meine Nummer ist 0170');
  await eventually('the post', () => posts(feed).length > 0);
  await peer.deletes(post.id);
  await eventually('the deletion', () => feed.heard.some((one) => one.kind === 'deletion' && one.remoteId === post.id));
  const asked = peer.http.asked.filter((one) => one.startsWith('GET /2/tweets ')).length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  // What is gone is not asked for again.
  expect(peer.http.asked.filter((one) => one.startsWith('GET /2/tweets ')).length).toBeLessThanOrEqual(asked + 1);
  expect(feed.heard.filter((one) => one.kind === 'deletion')).toHaveLength(1);
});

test('X-4 an empty window, a withdrawn token and a page of a proxy are said as what they are', async () => {
  peer.limits.mentions = 0;
  const limited = listen();
  const waiting = await eventually('the feed to wait', () => (limited.health().state === 'waiting' ? limited.health() : undefined));
  expect(waiting).toMatchObject({ code: 'PLATFORM_RATE_LIMITED' });
  // Until the window ends, not until the next try.
  expect(waiting.state === 'waiting' && waiting.nextTryAt - Date.now()).toBeGreaterThan(10 * 60_000);
  await limited.stop();
  peer.limits.mentions = 300;
  for (const token of peer.model.tokens.values()) token.expired = true;
  const refused = listenTo(open({}, { bearer: 'withdrawn' }) ?? { run: () => Promise.resolve() });
  expect(await eventually('the refusal', () => (refused.health().state === 'waiting' ? refused.health() : undefined))).toMatchObject({ code: 'CREDENTIAL_REJECTED' });
  await refused.stop();
  peer.http.fault({ kind: 'garbage200', times: 100 });
  const odd = listen();
  expect(await eventually('the page', () => (odd.health().state === 'waiting' ? odd.health() : undefined))).toMatchObject({ code: 'PLATFORM_ANSWER_UNREADABLE' });
});

test('what is wrong in its settings is named, never a secret', () => {
  for (const [settings, secrets, field] of [[{ remoteId: 'x' }, { bearer: 'b' }, 'settings.remoteId'], [{}, {}, 'secrets.bearer'], [{ terms: [{ id: 't', words: ['a'] }] }, { bearer: 'geheim-4711' }, 'settings.terms.0.words.0']] as const) {
    let caught: unknown;
    try {
      open(settings, secrets);
    } catch (error) {
      caught = error;
    }
    expect(isCodedError(caught) && { code: caught.code, field: caught.field }).toEqual({ code: 'CONFIG_INVALID', field });
    expect(JSON.stringify(caught)).not.toContain('geheim-4711');
  }
});
