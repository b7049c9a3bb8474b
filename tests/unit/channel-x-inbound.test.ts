// What X's account activity and app-only reads become here.
import { beforeEach, describe, expect, test } from 'vitest';
import { createHmac } from 'node:crypto';
import { xInbound } from '../../server/channels/x/inbound.ts';
import { queriesOf as queriesWithin } from '../../shared/channels/search-query.ts';
import { searchTermsSchema as termsSchema } from '../../shared/domain/search-terms.ts';
import { postPageSchema } from '../../server/channels/x/wire.ts';
import { pageMessages } from '../../server/channels/x/timeline.ts';
import type { InboundMessage } from '../../shared/domain/inbound.ts';
import { inboundMessageSchema } from '../../shared/domain/inbound.ts';
import type { WebhookResult } from '../../server/channels/ports.ts';
import { fitsQuery, XPeer } from '../support/platforms/x/peer.ts';
import type { XPost, XUser } from '../support/platforms/x/model.ts';
import { signX } from '../support/platforms/x/webhooks.ts';

const QUERY_MAX = 512;
const queriesOf = (terms: Parameters<typeof queriesWithin>[0], handle: string): string[] => queriesWithin(terms, handle, QUERY_MAX);
const NOW = 1_795_000_000_000;
const SECRET = 'consumer secret';
let peer: XPeer;
let brand: XUser;
let lena: XUser;

beforeEach(() => {
  peer = new XPeer({ now: () => NOW });
  brand = peer.model.addUser('musterkom_hilft', 'Musterkom Hilft', 9);
  lena = peer.model.addUser('lena', 'Lena K.', 120);
});

function read(body: unknown, over: { signature?: string | undefined; accountOf?: (id: string) => string | undefined; account?: string } = {}): WebhookResult {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const { signature = signX(SECRET, rawBody), ...more } = over;
  return xInbound.readWebhook?.({ method: 'POST', rawBody, headers: { 'x-twitter-webhooks-signature': signature }, query: {}, secret: SECRET, now: NOW, accountOf: () => undefined, ...more }) as WebhookResult;
}
function messages(body: unknown): readonly InboundMessage[] {
  const result = read(body);
  if (result.kind !== 'messages') throw new Error(JSON.stringify(result));
  for (const one of result.messages) expect(inboundMessageSchema.safeParse(one).success).toBe(true);
  return result.messages;
}
const heard = (post: XPost, user = brand): readonly InboundMessage[] => messages(peer.hooks.createdFor(user, post));

describe('the door', () => {
  test('ING-14 the challenge is answered with the consumer secret, and nothing without a token', () => {
    const ask = (query: Record<string, string>): WebhookResult | undefined => xInbound.readWebhook?.({ method: 'GET', rawBody: new Uint8Array(), headers: {}, query, secret: SECRET, now: NOW });
    // Computed apart, as the documents say.
    const expected = `{"response_token":"sha256=${createHmac('sha256', SECRET).update('abc').digest('base64')}"}`;
    expect(ask({ crc_token: 'abc' })).toEqual({ kind: 'challenge', body: expected, contentType: 'application/json' });
    expect(ask({})).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID' });
  });

  test('ING-14 a body that is signed otherwise, or not, is refused and nothing of it is read', () => {
    const body = JSON.stringify(peer.hooks.createdFor(brand, peer.model.write(lena, '@musterkom_hilft hallo')));
    for (const signature of ['', 'sha256=', 'sha256=AAAA', signX('another secret', body), signX(SECRET, `${body} `), signX(SECRET, body).replace('sha256', 'sha1')]) expect(read(body, { signature })).toMatchObject({ kind: 'refused', code: 'WEBHOOK_FORGED' });
    expect(read(body)).toMatchObject({ kind: 'messages' });
    expect(read('{"for_user_id":')).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID' });
    expect(read({ for_user_id: 'not a number' })).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID', detail: expect.stringContaining('for_user_id') as string });
  });

  test('the account is known by its number, else by the name the delivery says', () => {
    const body = peer.hooks.createdFor(brand, peer.model.write(lena, '@musterkom_hilft hallo'));
    expect(read(body, { accountOf: (id) => (id === brand.id ? 'Musterkom' : undefined) })).toMatchObject({ messages: [{ account: 'Musterkom' }] });
    expect(read(body)).toMatchObject({ messages: [{ account: 'musterkom_hilft' }] });
    const gone = { for_user_id: brand.id, tweet_delete_events: [{ status: { id: '5', user_id: brand.id }, timestamp_ms: '7' }] };
    expect(read(gone, { account: 'by-address' })).toMatchObject({ messages: [{ account: 'by-address', kind: 'deletion', remoteId: '5', deletedAt: 7 }] });
    expect(read(gone)).toMatchObject({ messages: [{ account: brand.id }] });
  });

  test('likes, follows, typing and an ended subscription are no message', () => {
    expect(messages({ for_user_id: brand.id, favorite_events: [{ id: '1' }] })).toEqual([]);
    expect(messages({ user_event: { revoke: { source: { user_id: '1' } } } })).toEqual([]);
  });
});

describe('what was said', () => {
  test('X-1 R14 summoned is who names or quotes the account, nobody else', () => {
    const own = peer.model.write(brand, 'Wartung heute Nacht');
    const summoned = (post: XPost): boolean | undefined => {
      const [message] = heard(post);
      return message?.kind === 'post' ? message.summoned : undefined;
    };
    expect(summoned(peer.model.write(lena, '@Musterkom_Hilft Netz weg'))).toBe(true);
    expect(summoned(peer.model.write(lena, 'schaut euch das an', { quoted: own.id }))).toBe(true);
    expect(summoned(peer.model.write(lena, 'Musterkom ist langsam'))).toBe(false);
    const other = peer.model.write(lena, 'fremd');
    expect(summoned(peer.model.write(lena, 'zitiert jemand anderen', { quoted: other.id }))).toBe(false);
  });

  test('X-7 CHAN-6 text as it was written: addresses in full, no entities, long posts whole', () => {
    const [short] = heard(peer.model.write(lena, '@musterkom_hilft A & B < C: https://musterkom.de/lage?x=1&y=2'));
    expect(short).toMatchObject({ text: '@musterkom_hilft A & B < C: https://musterkom.de/lage?x=1&y=2', author: { remoteId: lena.id, handle: 'lena', displayName: 'Lena K.', followers: 120 }, url: expect.stringMatching(/^https:\/\/x\.com\/lena\/status\/\d+$/) as string, mentions: [{ remoteId: brand.id, handle: 'musterkom_hilft' }], language: 'de' });
    const long = `@musterkom_hilft ${'Seit heute früh geht nichts mehr. '.repeat(7)}`.trim();
    expect(heard(peer.model.write(lena, long))).toMatchObject([{ text: long }]);
  });

  test('CHAN-6 an answer hangs on its parent; our own post says whom it answers', () => {
    const asked = peer.model.write(lena, '@musterkom_hilft hallo');
    const answered = peer.model.write(brand, 'Guten Tag', { inReplyTo: asked.id });
    expect(heard(answered)).toMatchObject([{ direction: 'out', inReplyToRemoteId: asked.id, recipientRemoteId: lena.id, text: '@lena Guten Tag' }]);
    const back = peer.model.write(lena, 'Danke', { inReplyTo: answered.id });
    expect(heard(back)).toMatchObject([{ direction: 'in', inReplyToRemoteId: answered.id, summoned: true }]);
  });

  test('X-2 CHAN-6 an edited post is the first one changed', () => {
    const first = peer.model.write(lena, '@musterkom_hilft Rechung falsch');
    const second = peer.model.edit(first.id, '@musterkom_hilft Rechnung falsch');
    expect(heard(second)).toMatchObject([{ kind: 'post', remoteId: first.id }, { kind: 'edit', remoteId: first.id, text: '@musterkom_hilft Rechnung falsch', editedAt: NOW }]);
  });

  test('CHAN-6 reposts say nothing of their own', () => {
    const post = peer.model.write(lena, '@musterkom_hilft hallo');
    const body = { for_user_id: brand.id, tweet_create_events: [{ ...peer.hooks.classic(post), retweeted_status: { id_str: '1' } }] };
    expect(messages(body)).toEqual([]);
  });

  test('CHAN-6 direct messages both ways, in the thread of the two', () => {
    const thread = `${brand.id}-${lena.id}`;
    expect(messages(peer.hooks.messageFor(brand.id, peer.model.message(lena, brand, 'Kundennummer 4711')))).toMatchObject([{ direction: 'in', visibility: 'private', threadRemoteId: thread, author: { handle: 'lena' }, text: 'Kundennummer 4711' }]);
    expect(messages(peer.hooks.messageFor(brand.id, peer.model.message(brand, lena, 'Danke')))).toMatchObject([{ direction: 'out', threadRemoteId: thread, recipientRemoteId: lena.id }]);
  });

  test('what the hook and what the feed say of one post is the same message', () => {
    const quoted = peer.model.write(brand, 'Wartung');
    for (const post of [peer.model.write(lena, '@musterkom_hilft A & B https://musterkom.de'), peer.model.write(lena, 'seht selbst', { quoted: quoted.id, media: ['https://pbs.twimg.com/media/a.jpg'] })]) {
      const [hook] = heard(post);
      const [feed] = pageMessages(postPageSchema.parse({ data: [peer.model.view(post)], includes: peer.model.includes([post]) }), { handle: 'musterkom_hilft', userId: brand.id });
      // Account activity does not name the conversation.
      expect(hook).toEqual(Object.fromEntries(Object.entries(feed ?? {}).filter(([key]) => key !== 'threadRemoteId')));
    }
  });
});

describe('R14 what is looked for', () => {
  const terms = (more: object) => termsSchema.parse({ id: 't', ...more });

  test('X-6 any of the words and phrases, none of the excludes, in the languages; not the account itself and not who names it', () => {
    const [query = ''] = queriesOf(terms({ words: ['musterkom', 'muster mobil'], phrases: ['kein Netz'], excludes: ['gewinnspiel'], languages: ['de', 'en'] }), 'musterkom_hilft');
    expect(query).toBe('(musterkom OR "muster mobil" OR "kein Netz") (lang:de OR lang:en) -gewinnspiel -is:retweet -from:musterkom_hilft -@musterkom_hilft');
    expect(fitsQuery(query, 'Musterkom ist wieder langsam', 'lena')).toBe(true);
    for (const [text, author] of [['Musterkom Gewinnspiel!', 'lena'], ['@musterkom_hilft Musterkom?', 'lena'], ['Musterkom', 'musterkom_hilft'], ['Kein Wort davon', 'lena']] as const) expect(fitsQuery(query, text, author)).toBe(false);
  });

  test('nothing in a term acts as an operator, and no query is longer than X takes', () => {
    expect(queriesOf(terms({ words: ['-from:x', 'OR', 'a"b) lang:en'] }), 'h')).toEqual(['("from x" OR "OR" OR "a b lang en") -is:retweet -from:h -@h']);
    const many = queriesOf(terms({ words: Array.from({ length: 50 }, (_, n) => `suchwort-nummer-${n}-mit-langem-namen`) }), 'musterkom_hilft');
    expect(many.length).toBeGreaterThan(1);
    expect(many.every((query) => query.length <= QUERY_MAX)).toBe(true);
    expect(new Set(many.flatMap((query) => query.match(/suchwort-nummer-\d+/g) ?? [])).size).toBe(50);
    expect(() => queriesOf(terms({ words: ['aa'], excludes: Array.from({ length: 50 }, (_, n) => `ausgeschlossen-${n}`) }), 'h')).toThrow(RangeError);
    expect(queriesOf(terms({}), 'h')).toEqual([]);
  });
});
