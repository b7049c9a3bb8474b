import { createHmac } from 'node:crypto';
import { encode } from '@atproto/lex-cbor';
import { readFrame } from '../../../../server/channels/bluesky/frames.ts';
import { postRecordSchema, toPost as toBlueskyPost } from '../../../../server/channels/bluesky/post.ts';
import { readMail } from '../../../../server/channels/mail/parse.ts';
import { toEdit, toPost as toMastodonPost } from '../../../../server/channels/mastodon/to-inbound.ts';
import { notificationSchema, statusSchema, streamMessageSchema } from '../../../../server/channels/mastodon/wire.ts';
import type { InboundChannel, WebhookResult } from '../../../../server/channels/ports.ts';
import { INBOUND_CHANNELS } from '../../../../server/channels/registry.ts';
import { inboundMessageSchema, ingestBatchSchema, type InboundMessage } from '../../../../shared/domain/inbound.ts';
import { visitorUpSchema } from '../../../../shared/protocol/visitor.ts';
import type { Dice } from '../../../simulation/dice.ts';
import { MetaPeer } from '../../../support/platforms/meta/peer.ts';
import { signMeta } from '../../../support/platforms/meta/webhooks.ts';
import { XPeer } from '../../../support/platforms/x/peer.ts';
import { signX } from '../../../support/platforms/x/webhooks.ts';

export const NOW = 1_795_000_000_000;

/** What a door made of bytes. `messages` go on to ingest, which checks each again. */
export type Taken = { readonly kind: 'messages'; readonly messages: readonly unknown[] } | { readonly kind: 'refused'; readonly code: string };

export interface FuzzDoor {
  readonly name: string;
  readonly samples: readonly Buffer[];
  /** So many at most: each is a whole conversation. */
  readonly most?: number | undefined;
  /** True bytes, as their sender signs them. */
  take(bytes: Buffer): Taken | Promise<Taken>;
  /** The bytes under a signature that is not theirs; absent where the line itself is the proof (our own sign-in at the platform). */
  forge?(bytes: Buffer, dice: Dice): Taken;
}

const SECRET = '0123456789abcdef0123456789abcdef';
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
};
const invalid: Taken = { kind: 'refused', code: 'INPUT_INVALID' };
const one = (message: InboundMessage): Taken => ({ kind: 'messages', messages: [message] });

/** Every door through which somebody else's bytes come in, one for each registered channel and those that are none. */
export function fuzzDoors(): FuzzDoor[] {
  const doors = [...hookDoors(), mailDoor(), mastodonDoor(), blueskyDoor(), chatDoor(), ingestDoor()];
  const known = new Set(doors.map((door) => door.name));
  const missing = [...INBOUND_CHANNELS.keys()].filter((name) => !known.has(name));
  if (missing.length > 0) throw new Error(`no door to throw things at for: ${missing.join(', ')}`);
  return doors;
}

function hook(name: string, samples: readonly Buffer[], sign: (bytes: Buffer, secret: string) => Record<string, string>): FuzzDoor {
  const channel = INBOUND_CHANNELS.get(name) as InboundChannel;
  const ask = (bytes: Buffer, headers: Record<string, string>): Taken => {
    const result = channel.readWebhook?.({ method: 'POST', rawBody: bytes, headers, query: {}, secret: SECRET, now: NOW, accountOf: () => 'musterkom' }) as WebhookResult;
    if (result.kind === 'messages') return result;
    return result.kind === 'refused' ? { kind: 'refused', code: result.code } : { kind: 'refused', code: 'challenge' };
  };
  return {
    name,
    samples,
    take: (bytes) => ask(bytes, sign(bytes, SECRET)),
    forge: (bytes, dice) => {
      const others: readonly (() => Record<string, string>)[] = [
        () => sign(bytes, 'another secret of sixteen'),
        () => sign(Buffer.concat([bytes, Buffer.from(' ')]), SECRET),
        () => sign(samples[dice.int(samples.length)] ?? bytes, SECRET),
        () => Object.fromEntries(Object.entries(sign(bytes, SECRET)).map(([key, value]) => [key, value.slice(0, -1 - dice.int(8))])),
        () => Object.fromEntries(Object.entries(sign(bytes, SECRET)).map(([key, value]) => [key, value.replace(/sha256=./, (head) => (head.endsWith('0') ? 'sha256=1' : 'sha256=0'))])),
        () => Object.fromEntries(Object.entries(sign(bytes, SECRET)).map(([key]) => [key, ''])),
        () => ({}),
      ];
      const headers = (others[dice.int(others.length)] ?? (() => ({})))();
      // The very signature of these very bytes is no forgery.
      return JSON.stringify(headers) === JSON.stringify(sign(bytes, SECRET)) ? { kind: 'refused', code: 'same' } : ask(bytes, headers);
    },
  };
}

function hookDoors(): FuzzDoor[] {
  const x = new XPeer({ now: () => NOW });
  const brand = x.model.addUser('musterkom', 'Musterkom', 9);
  const lena = x.model.addUser('lena', 'Lena K.', 120);
  const own = x.model.write(brand, 'Wartung heute Nacht');
  const xSamples = [x.hooks.createdFor(brand, x.model.write(lena, '@musterkom kein Netz https://example.org/a 😀')), x.hooks.createdFor(brand, own), x.hooks.messageFor(brand.id, x.model.message(lena, brand, 'Kundennummer 4711')), { for_user_id: brand.id, tweet_delete_events: [{ status: { id: '5', user_id: brand.id }, timestamp_ms: '7' }] }].map(json);

  const meta = new MetaPeer({ now: () => NOW, appSecret: SECRET });
  const person = meta.model.addPerson('Jonas M.');
  const post = meta.model.post(person, 'Seit heute kein Netz');
  const under = meta.model.comment(person, post.id, 'Keiner da?');
  const picture = meta.model.post(meta.model.instagramAuthor, 'Neues Netz', 'igMedia');
  const comment = meta.model.comment(person, picture.id, 'Bei mir nicht');
  const page = (entry: object): Buffer => json({ object: 'page', entry: [entry] });
  const gram = (entry: object): Buffer => json({ object: 'instagram', entry: [entry] });
  const pageSamples = [page(meta.hooks.changeEntry(post, 'add', NOW)), page(meta.hooks.changeEntry(under, 'edited', NOW)), page(meta.hooks.changeEntry(under, 'remove', NOW))];
  const gramSamples = [gram(meta.hooks.changeEntry(comment, 'add', NOW))];
  const message = { sender: { id: '77' }, recipient: { id: meta.model.page.id }, timestamp: NOW, message: { mid: 'm_1', text: 'Kundennummer 4711', reply_to: { mid: 'm_0' } } };
  const privateSamples = [page({ id: meta.model.page.id, time: NOW, messaging: [message] }), page({ id: meta.model.page.id, time: NOW, messaging: [{ ...message, message: { ...message.message, is_echo: true, app_id: 1, metadata: 'key.0', attachments: [{ type: 'image', payload: { url: 'https://example.org/x.png' } }] } }] })];

  const event = (type: string, over: object = {}): object => ({ eventNo: 1, type, at: new Date(NOW).toISOString(), accounts: ['musterkom'], post: { id: 'p1', threadId: 'p0', inReplyTo: 'p0', author: { handle: 'lena', displayName: 'Lena', kind: 'person', followers: 3 }, recipient: null, text: 'Kein Netz', visibility: 'public', createdAt: new Date(NOW).toISOString(), editedAt: null, deletedAt: null, clientKey: null, url: 'http://127.0.0.1/p1', ...over } });
  const sandboxSamples = [json({ deliveryId: 'd1', events: [event('post.created'), event('post.edited', { editedAt: new Date(NOW).toISOString() }), event('post.deleted'), event('post.created', { visibility: 'private', recipient: 'musterkom', clientKey: 'r.0' })] })];
  const signSandbox = (bytes: Buffer, secret: string): Record<string, string> => {
    const timestamp = String(NOW / 1_000);
    return { 'x-sandbox-timestamp': timestamp, 'x-sandbox-signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(bytes).digest('hex')}` };
  };
  const signHub = (bytes: Buffer, secret: string): Record<string, string> => ({ 'x-hub-signature-256': signMeta(secret, bytes) });
  return [
    hook('sandbox', sandboxSamples, signSandbox),
    hook('sandbox-chat', sandboxSamples, signSandbox),
    hook('x', xSamples, (bytes, secret) => ({ 'x-twitter-webhooks-signature': signX(secret, bytes) })),
    hook('facebook', [...pageSamples, ...privateSamples], signHub),
    hook('messenger', privateSamples, signHub),
    hook('instagram', [...gramSamples, ...privateSamples], signHub),
  ];
}

function mailDoor(): FuzzDoor {
  const own = new Set(['hilfe@firma.test']);
  const head = 'From: "Lena, K." <lena@kunden.test>\r\nTo: hilfe@firma.test, Jonas <j@kunden.test>\r\nMessage-ID: <m1@kunden.test>\r\nIn-Reply-To: <a1@firma.test>\r\nReferences: <a0@firma.test>\r\n <a1@firma.test>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\nSubject: =?utf-8?q?Re=3A_St=C3=B6rung?=\r\nMIME-Version: 1.0\r\n';
  const samples = [
    `${head}Content-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nKein Netz seit gestern=2E\r\n\r\nAm 20.11.2026 um 10:00 schrieb Hilfe <hilfe@firma.test>:\r\n> Geht es wieder?\r\n-- \r\nLena\r\n`,
    `${head}Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\u00fc\u00dfe\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>Gr&uuml;&szlig;e<blockquote>alt</blockquote><img src="cid:a"></p>\r\n--y--\r\n--x\r\nContent-Type: image/png; name="a.png"\r\nContent-Disposition: attachment; filename*=utf-8''%C3%A4.png\r\nContent-ID: <a>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n`,
    `From: MAILER-DAEMON@mx.test\r\nReturn-Path: <>\r\nMessage-ID: <b@mx>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=z\r\n\r\n--z\r\n\r\nfailed\r\n--z\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; lena@kunden.test\r\nAction: failed\r\nStatus: 5.1.1\r\n--z\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <018f.0.lst@firma.test>\r\n--z--\r\n`,
  ].map((text) => Buffer.from(text, 'latin1'));
  return {
    name: 'mail',
    samples,
    take: async (bytes) => {
      const post = await readMail({ raw: bytes, isCut: false, bytes: bytes.length, receivedAt: NOW }, { account: 'hilfe@firma.test', own });
      // A mail is never refused: it would be lost.
      return one(inboundMessageSchema.parse(post));
    },
  };
}

function mastodonDoor(): FuzzDoor {
  const own = { handle: 'musterkom', id: '1' };
  const status = { id: '42', created_at: new Date(NOW).toISOString(), edited_at: null, in_reply_to_id: null, in_reply_to_account_id: null, spoiler_text: '', sensitive: false, visibility: 'direct', language: 'de', content: '<p><span class="h-card"><a href="https://m.test/@musterkom">@<span>musterkom</span></a></span> kein Netz &amp; mehr</p>', url: 'https://m.test/@lena/42', account: { id: '7', acct: 'lena@n.test', display_name: 'Lena', followers_count: 3 }, mentions: [{ id: '1', acct: 'musterkom' }], media_attachments: [{ type: 'image', url: 'https://m.test/a.png', preview_url: null, description: 'Bild' }], card: { url: 'https://example.org', title: 'x' }, poll: null, quote: null };
  const notification = { id: '9', type: 'mention', status };
  const samples = [json(notification), json({ event: 'notification', payload: JSON.stringify(notification) }), json({ event: 'status.update', payload: JSON.stringify({ ...status, edited_at: new Date(NOW).toISOString() }) })];
  return {
    name: 'mastodon',
    samples,
    take: (bytes) => {
      const frame = streamMessageSchema.safeParse(parsed(bytes));
      const payload = frame.success && frame.data.payload !== undefined ? parsed(Buffer.from(frame.data.payload)) : parsed(bytes);
      const told = notificationSchema.safeParse(payload);
      const said = told.success ? told.data.status : statusSchema.safeParse(payload).data;
      if (said === null || said === undefined) return invalid;
      return { kind: 'messages', messages: [toMastodonPost(own, said, said.in_reply_to_id ?? said.id, true), ...(said.edited_at === null || said.edited_at === undefined ? [] : [toEdit(own, said, said.edited_at)])] };
    },
  };
}

function blueskyDoor(): FuzzDoor {
  const record = { $type: 'app.bsky.feed.post', text: '@musterkom.test kein Netz 😀 https://example.org', createdAt: new Date(NOW).toISOString(), langs: ['de'], reply: { root: { uri: 'at://did:plc:a/app.bsky.feed.post/1', cid: 'bafy' }, parent: { uri: 'at://did:plc:a/app.bsky.feed.post/1', cid: 'bafy' } }, facets: [{ index: { byteStart: 0, byteEnd: 15 }, features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:b' }] }] };
  const frame = (header: object, body: object): Buffer => Buffer.concat([Buffer.from(encode(header as never)), Buffer.from(encode(body as never))]);
  const samples = [json(record), frame({ op: 1, t: '#identity' }, { seq: 7, did: 'did:plc:a', time: new Date(NOW).toISOString() }), frame({ op: 1, t: '#info' }, { name: 'OutdatedCursor' }), frame({ op: -1 }, { error: 'ConsumerTooSlow', message: 'x' }), frame({ op: 1, t: '#commit' }, { seq: 8, repo: 'did:plc:a', time: new Date(NOW).toISOString(), blocks: new Uint8Array(100), ops: [], rebase: false, tooBig: false })];
  return {
    name: 'bluesky',
    samples,
    take: (bytes) => {
      const post = postRecordSchema.safeParse(parsed(bytes));
      if (post.success) return one(toBlueskyPost({ account: 'musterkom', ownDid: 'did:plc:b', uri: 'at://did:plc:c/app.bsky.feed.post/3', author: { did: 'did:plc:c', handle: 'lena.test' }, record: post.data, at: NOW, summoned: true }));
      try {
        const frame = readFrame(bytes);
        if (frame.kind === 'commit') for (const op of frame.ops) frame.record(op);
        return { kind: 'messages', messages: [] };
      } catch {
        // The reader's word for "this is no frame": the feed starts its line anew.
        return invalid;
      }
    },
  };
}

function chatDoor(): FuzzDoor {
  const samples = [{ t: 'hello', v: 1, token: 'a'.repeat(43), cursor: 0, lang: 'de', page: 'https://example.org/' }, { t: 'say', id: 'abcdefgh-1', text: 'Kein Netz', email: 'lena@kunden.test' }, { t: 'typing', on: true }, { t: 'seen', seq: 4 }, { t: 'transcript', email: 'lena@kunden.test' }, { t: 'rate', stars: 5 }].map(json);
  return { name: 'chat', samples, take: (bytes) => (visitorUpSchema.safeParse(parsed(bytes)).success ? { kind: 'messages', messages: [] } : invalid) };
}

function ingestDoor(): FuzzDoor {
  const post = { v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: 'Kein Netz', subject: 'Frage', visibility: 'public', sentAt: NOW, attachments: [{ remoteId: 'a', name: 'x.png', mediaType: 'image/png', bytes: 3, url: 'https://example.org/x.png' }], mentions: [{ remoteId: '1', handle: 'm' }], references: ['a@b'] };
  const samples = [json({ messages: [post, { v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', text: 'anders', editedAt: NOW }, { v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', deletedAt: NOW }] })];
  return {
    name: 'ingest API',
    samples,
    take: (bytes) => {
      const batch = ingestBatchSchema.safeParse(parsed(bytes));
      return batch.success ? { kind: 'messages', messages: batch.data.messages } : invalid;
    },
  };
}
