// What Meta's webhooks become here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { facebookInbound, instagramInbound } from '../../server/channels/meta/inbound.ts';
import type { WebhookResult } from '../../server/channels/ports.ts';
import { inboundMessageSchema, type InboundMessage } from '../../shared/domain/inbound.ts';
import { MetaPeer } from '../support/platforms/meta/peer.ts';
import { signMeta } from '../support/platforms/meta/webhooks.ts';

const NOW = 1_795_000_000_000;
const SECRET = '0123456789abcdef0123456789abcdef';
const PAYLOADS = path.resolve(import.meta.dirname, '../../../shared/data/meta_payloads');
let peer: MetaPeer;

beforeEach(() => {
  peer = new MetaPeer({ now: () => NOW, appSecret: SECRET });
  peer.model.addPerson('Lena K.');
});

function read(body: unknown, over: { signature?: string | undefined; accountOf?: (id: string) => string | undefined; account?: string } = {}): WebhookResult {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const { signature = signMeta(SECRET, rawBody), ...more } = over;
  return facebookInbound.readWebhook?.({ method: 'POST', rawBody, headers: { 'x-hub-signature-256': signature }, query: {}, secret: `${SECRET}:verify`, now: NOW, accountOf: () => 'musterkom', ...more }) as WebhookResult;
}
function messages(object: string, entry: object): readonly InboundMessage[] {
  const result = read({ object, entry: [entry] });
  if (result.kind !== 'messages') throw new Error(JSON.stringify(result));
  for (const one of result.messages) expect(inboundMessageSchema.safeParse(one).success).toBe(true);
  return result.messages;
}

describe('the door', () => {
  test('META-1 ING-14 the handshake wants our own word and gives the challenge back as it is', () => {
    const ask = (query: Record<string, string>, secret = `${SECRET}:verify`): WebhookResult | undefined => instagramInbound.readWebhook?.({ method: 'GET', rawBody: new Uint8Array(), headers: {}, query, secret, now: NOW });
    const hello = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'verify' };
    expect(ask(hello)).toEqual({ kind: 'challenge', body: '1158201444', contentType: 'text/plain' });
    expect(ask({ ...hello, 'hub.verify_token': 'guess' })).toMatchObject({ kind: 'refused', code: 'WEBHOOK_FORGED' });
    expect(ask({ ...hello, 'hub.verify_token': '' }, SECRET)).toMatchObject({ kind: 'refused', code: 'WEBHOOK_FORGED' });
    expect(ask({ ...hello, 'hub.challenge': '<script>' })).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID' });
    expect(ask({})).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID' });
  });

  test('ING-14 a body that is signed otherwise, or not, is refused and nothing of it is read', () => {
    const body = JSON.stringify({ object: 'page', entry: [peer.hooks.changeEntry(peer.model.post(peer.model.person('Lena K.'), 'Hallo'), 'add', NOW)] });
    for (const signature of ['', 'sha256=', signMeta('another', body), signMeta(SECRET, `${body} `), signMeta(SECRET, body).toUpperCase(), signMeta(SECRET, body).replace('sha256', 'sha1'), signMeta('verify', body)]) expect(read(body, { signature })).toMatchObject({ kind: 'refused', code: 'WEBHOOK_FORGED' });
    expect(read(body)).toMatchObject({ kind: 'messages' });
    expect(read('{"object":"page"')).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID' });
    expect(read({ object: 'user', entry: [{ id: '1' }] })).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID', detail: expect.stringContaining('object') as string });
  });

  test('the account is known by its number, else by the address, else its number is said', () => {
    const body = { object: 'page', entry: [peer.hooks.changeEntry(peer.model.post(peer.model.person('Lena K.'), 'Hallo'), 'add', NOW)] };
    expect(read(body)).toMatchObject({ messages: [{ account: 'musterkom' }] });
    expect(read(body, { accountOf: () => undefined, account: 'by-address' })).toMatchObject({ messages: [{ account: 'by-address' }] });
    expect(read(body, { accountOf: () => undefined })).toMatchObject({ messages: [{ account: peer.model.page.id }] });
  });
});

describe('what was said', () => {
  test('META-7 CHAN-6 posts, comments and answers on the page stand in the thread of their post', () => {
    const lena = peer.model.person('Lena K.');
    const post = peer.model.post(lena, 'Seit heute kein Netz');
    expect(messages('page', peer.hooks.changeEntry(post, 'add', NOW))).toMatchObject([{ channel: 'facebook', direction: 'in', remoteId: post.id, threadRemoteId: post.id, text: 'Seit heute kein Netz', visibility: 'public', author: { remoteId: lena.id, displayName: 'Lena K.' } }]);
    const answer = peer.model.comment(peer.model.pageAuthor, post.id, 'Wir schauen nach');
    expect(messages('page', peer.hooks.changeEntry(answer, 'add', NOW))).toMatchObject([{ direction: 'out', threadRemoteId: post.id, inReplyToRemoteId: post.id }]);
    const under = peer.model.comment(lena, answer.id, 'Danke');
    expect(messages('page', peer.hooks.changeEntry(under, 'add', NOW))).toMatchObject([{ direction: 'in', threadRemoteId: post.id, inReplyToRemoteId: answer.id }]);
    expect(messages('page', peer.hooks.changeEntry(under, 'edited', NOW + 1000))).toMatchObject([{ kind: 'edit', remoteId: under.id, text: 'Danke', editedAt: NOW + 1000 }]);
    expect(messages('page', peer.hooks.changeEntry(under, 'remove', NOW))).toMatchObject([{ kind: 'deletion', remoteId: under.id }]);
    // Hidden from others by whoever runs the page: the person still waits for an answer.
    expect(messages('page', peer.hooks.changeEntry(under, 'hide', NOW))).toEqual([]);
  });

  test('CHAN-6 somebody who does not show who they are still counts, each for themselves', () => {
    const value = (id: string) => ({ id: '1', time: 1, changes: [{ field: 'feed', value: { item: 'comment', verb: 'add', comment_id: id, post_id: '1_2', parent_id: '1_2', message: 'Hallo', created_time: 1 } }] });
    const authors = ['a', 'b'].flatMap((id) => messages('page', value(id)).map((one) => one.kind === 'post' && one.author.remoteId));
    expect(new Set(authors).size).toBe(2);
  });

  test('META-4 CHAN-6 private messages both ways, by Messenger and Instagram; the echo carries our key', () => {
    const lena = peer.model.person('Lena K.');
    const common = { personId: lena.id, personaId: undefined, replyTo: undefined };
    for (const platform of ['messenger', 'instagram'] as const) {
      const object = platform === 'messenger' ? 'page' : 'instagram';
      const asked = peer.model.message({ ...common, platform, fromPage: false, text: 'Kundennummer 4711', metadata: undefined });
      expect(messages(object, peer.hooks.messageEntry(asked, '1'))).toMatchObject([{ channel: platform, direction: 'in', visibility: 'private', threadRemoteId: lena.id, author: { remoteId: lena.id }, text: 'Kundennummer 4711', sentAt: NOW }]);
      const echo = peer.model.message({ ...common, platform, fromPage: true, text: 'Danke', metadata: 'key.0' });
      expect(messages(object, peer.hooks.messageEntry(echo, '1'))).toMatchObject([{ direction: 'out', threadRemoteId: lena.id, recipientRemoteId: lena.id, clientKey: 'key.0' }]);
      expect(messages(object, peer.hooks.messageEntry(asked, '1', 'deleted'))).toMatchObject([{ kind: 'deletion', remoteId: asked.mid }]);
      expect(messages(object, peer.hooks.messageEntry(asked, '1', 'edited'))).toMatchObject([{ kind: 'edit', remoteId: asked.mid, text: 'Kundennummer 4711' }]);
    }
  });

  test('CHAN-6 comments on Instagram stand under their picture, answers under their comment', () => {
    const lena = peer.model.person('Lena K.');
    const media = peer.model.post(peer.model.instagramAuthor, 'Neues Netz', 'igMedia');
    const comment = peer.model.comment(lena, media.id, 'Bei mir nicht');
    expect(messages('instagram', peer.hooks.changeEntry(comment, 'add', NOW))).toMatchObject([{ channel: 'instagram', direction: 'in', threadRemoteId: media.id, inReplyToRemoteId: media.id, author: { handle: 'lena.k.' } }]);
    const answer = peer.model.comment(peer.model.instagramAuthor, comment.id, 'Schade!');
    expect(messages('instagram', peer.hooks.changeEntry(answer, 'add', NOW))).toMatchObject([{ direction: 'out', threadRemoteId: media.id, inReplyToRemoteId: comment.id }]);
  });
});

// Payloads recorded by others; not part of this repository.
describe.skipIf(!existsSync(PAYLOADS))('payloads as they came', () => {
  const files = existsSync(PAYLOADS) ? (readdirSync(PAYLOADS, { recursive: true }) as string[]).filter((file) => file.endsWith('.json')).sort() : [];
  const of = (file: string): WebhookResult => read(readFileSync(path.join(PAYLOADS, file), 'utf8'));

  test('ING-14 every one is read or refused with a coded reason, whatever it is', () => {
    expect(files.length).toBeGreaterThan(150);
    const outcomes = files.map((file) => ({ file, result: of(file) }));
    for (const { file, result } of outcomes) {
      if (result.kind === 'messages') for (const one of result.messages) expect(inboundMessageSchema.safeParse(one), file).toMatchObject({ success: true });
      else expect(result, file).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID', detail: expect.stringMatching(/^\w[^:]*: ./) as string });
    }
    const count = (kind: WebhookResult['kind']): number => outcomes.filter(({ result }) => result.kind === kind).length;
    console.log(`${files.length} payloads: ${count('messages')} read, ${count('refused')} refused with a reason`);
  });

  test('CHAN-6 webhooks of pages and Instagram are all read, and give what they say', () => {
    const hooks = files.filter((file) => /^webhooks\/(feed|messaging|standby|ratings|leadgen)|^instagram\/(messaging|wh)-/.test(file));
    expect(hooks.length).toBeGreaterThan(80);
    for (const file of hooks) expect(of(file), file).toMatchObject({ kind: 'messages' });
    const kinds = (file: string): (string | undefined)[] => {
      const result = of(file);
      return result.kind === 'messages' ? result.messages.map((one) => one.kind) : [undefined];
    };
    expect(kinds('webhooks/feed-comment-add-with-video.json')).toEqual(['post']);
    expect(kinds('webhooks/feed-comment-edited-25.json')).toEqual(['edit']);
    expect(kinds('webhooks/feed-comment-remove-25.json')).toEqual(['deletion']);
    for (const quiet of ['feed-like-add-page-25', 'feed-reaction-add', 'feed-comment-hide', 'messaging-read-basic', 'messaging-delivery-basic', 'messaging-reaction-1', 'leadgen']) expect(kinds(`webhooks/${quiet}.json`), quiet).toEqual([]);
    expect(of('webhooks/standby-message-basic-echo.json')).toMatchObject({ messages: [{ direction: 'out', text: 'hello, world!', clientKey: 'DEVELOPER_DEFINED_METADATA_STRING' }] });
    expect(kinds('webhooks/messaging-message-isdeleted.json')).toEqual(['deletion']);
  });

  test('what is no webhook of ours is refused by name', () => {
    for (const file of files.filter((one) => one.startsWith('whatsapp/') || one.startsWith('threads/'))) expect(of(file), file).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID' });
  });
});
