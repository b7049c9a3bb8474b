import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inboundMessageSchema } from '../../shared/domain/inbound.ts';
import { sandboxChatInbound, sandboxInbound } from '../../server/channels/sandbox/inbound.ts';
import { checkSignature, SIGNATURE_TOLERANCE_MS } from '../../server/channels/sandbox/signature.ts';
import type { InboundChannel, WebhookRequest, WebhookResult } from '../../server/channels/ports.ts';

const SECRET = 'a secret between two';
const NOW = 1_800_000_000_000;
const at = (ms: number): string => new Date(ms).toISOString();

const post = (over: object = {}) => ({
  id: 'p1', threadId: 't1', inReplyTo: null, inReplyToAuthor: null,
  author: { handle: 'lena', displayName: 'Lena K.', kind: 'person', followers: 12 },
  recipient: null, mentions: ['marke'], text: '@marke hallo', visibility: 'public', persona: null,
  createdAt: at(NOW - 1000), editedAt: null, deletedAt: null, clientKey: null, placeholder: false, url: 'http://127.0.0.1:1/p/p1',
  ...over,
});
const event = (over: object = {}, postOver: object = {}) => ({ eventNo: 1, id: 'e1', type: 'post.created', at: at(NOW), accounts: ['marke'], post: post(postOver), ...over });

function deliver(events: unknown, over: Partial<WebhookRequest> & { channel?: InboundChannel; timestamp?: string; signature?: string; raw?: Uint8Array } = {}): WebhookResult {
  const rawBody = over.raw ?? new TextEncoder().encode(JSON.stringify({ deliveryId: 'd1', events }));
  const timestamp = over.timestamp ?? String(NOW / 1000);
  const signature = over.signature ?? `sha256=${createHmac('sha256', SECRET).update(`${timestamp}.`).update(rawBody).digest('hex')}`;
  const headers = over.headers ?? { 'x-sandbox-signature': signature, 'x-sandbox-timestamp': timestamp };
  return (over.channel ?? sandboxInbound).readWebhook!({ method: 'POST', rawBody, headers, query: {}, secret: over.secret ?? SECRET, now: over.now ?? NOW });
}
const messages = (events: unknown, channel?: InboundChannel) => {
  const result = deliver(events, channel === undefined ? {} : { channel });
  if (result.kind !== 'messages') throw new Error(JSON.stringify(result));
  for (const message of result.messages) inboundMessageSchema.parse(message);
  return result.messages;
};

describe('from the platform into the language of the house', () => {
  it('a public post', () => {
    expect(messages([event()])).toEqual([
      {
        v: 1, kind: 'post', channel: 'sandbox', account: 'marke', remoteId: 'p1', direction: 'in',
        author: { remoteId: 'lena', handle: 'lena', displayName: 'Lena K.', followers: 12 },
        text: '@marke hallo', visibility: 'public', sentAt: NOW - 1000, threadRemoteId: 't1', url: 'http://127.0.0.1:1/p/p1',
      },
    ]);
  });

  it('an echo of our own reply keeps its key and whom it addresses', () => {
    const echo = event({}, { author: { handle: 'Marke', displayName: 'Marke', kind: 'brand', followers: 1 }, inReplyTo: 'p0', inReplyToAuthor: 'lena', clientKey: 'k.0' });
    expect(messages([echo])).toMatchObject([{ direction: 'out', inReplyToRemoteId: 'p0', recipientRemoteId: 'lena', clientKey: 'k.0' }]);
    const toOneself = event({}, { author: { handle: 'marke', displayName: 'Marke', kind: 'brand', followers: 1 }, inReplyTo: 'p0', inReplyToAuthor: 'marke' });
    expect(messages([toOneself])[0]).not.toHaveProperty('recipientRemoteId');
    // A customer's key is theirs alone.
    expect(messages([event({}, { clientKey: 'theirs' })])[0]).not.toHaveProperty('clientKey');
  });

  it('one message per brand account it concerns; another brand speaks as anybody else', () => {
    const two = messages([event({ accounts: ['marke', 'zweite'] }, { author: { handle: 'zweite', displayName: 'Zweite', kind: 'brand', followers: 1 } })]);
    expect(two.map((message) => [message.account, message.kind === 'post' && message.direction])).toEqual([['marke', 'in'], ['zweite', 'out']]);
  });

  it('edits and deletions', () => {
    expect(messages([event({ type: 'post.edited' }, { text: 'neu', editedAt: at(NOW - 500) })])).toEqual([{ v: 1, kind: 'edit', channel: 'sandbox', account: 'marke', remoteId: 'p1', text: 'neu', editedAt: NOW - 500 }]);
    const gone = { text: '', deletedAt: at(NOW - 100) };
    const deletion = { v: 1, kind: 'deletion', channel: 'sandbox', account: 'marke', remoteId: 'p1', deletedAt: NOW - 100 };
    expect(messages([event({ type: 'post.deleted' }, gone)])).toEqual([deletion]);
    expect(messages([event({ type: 'post.edited' }, gone)])).toEqual([deletion]);
    expect(messages([event({}, gone)]).map((message) => message.kind)).toEqual(['post', 'deletion']);
  });

  it('the chat channel hears private messages only', () => {
    const secret = event({}, { visibility: 'private', recipient: 'marke', threadId: 'dm-lena-marke' });
    expect(messages([event(), secret], sandboxChatInbound)).toMatchObject([{ channel: 'sandbox-chat', visibility: 'private', threadRemoteId: 'dm-lena-marke' }]);
    expect(messages([event(), secret])).toHaveLength(2);
  });
});

describe('ING-14 forged, stale and malformed deliveries', () => {
  it('refuses whatever the secret did not sign', () => {
    const raw = new TextEncoder().encode(JSON.stringify({ deliveryId: 'd', events: [event()] }));
    const good = createHmac('sha256', SECRET).update(`${NOW / 1000}.`).update(raw).digest('hex');
    expect(deliver([], { raw }).kind).toBe('messages');
    const forged = [
      deliver([], { raw, secret: 'another' }),
      deliver([], { raw, secret: '' }),
      deliver([], { raw, signature: good }),
      deliver([], { raw, signature: `sha256=${good.toUpperCase()}` }),
      deliver([], { raw, signature: `sha256=${good.slice(0, -1)}` }),
      deliver([], { raw, signature: `sha256=${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}` }),
      deliver([], { raw, signature: `sha256=${good}`, timestamp: String(NOW / 1000 + 1) }),
      deliver([], { raw: new TextEncoder().encode(`${new TextDecoder().decode(raw)} `), signature: `sha256=${good}` }),
      deliver([], { raw, timestamp: 'now' }),
      deliver([], { raw, headers: {} }),
      deliver([], { raw, headers: { 'x-sandbox-signature': `sha256=${good}` } }),
    ];
    for (const [index, result] of forged.entries()) expect(result, String(index)).toMatchObject({ kind: 'refused', code: 'WEBHOOK_FORGED' });
  });

  it('refuses a recorded delivery after its time, and one from a clock far ahead', () => {
    const within = SIGNATURE_TOLERANCE_MS;
    expect(deliver([event()], { now: NOW + within }).kind).toBe('messages');
    expect(deliver([event()], { now: NOW - within }).kind).toBe('messages');
    expect(deliver([event()], { now: NOW + within + 1 })).toMatchObject({ code: 'WEBHOOK_STALE' });
    expect(deliver([event()], { now: NOW - within - 1 })).toMatchObject({ code: 'WEBHOOK_STALE' });
  });

  it('names what is wrong in a signed body and never throws', () => {
    const invalid: unknown[] = ['x', [1], [{}], [event({ type: 'unheard' })], [event({ accounts: [] })], [event({}, { id: '' })], [event({}, { createdAt: 'gestern' })], [event({}, { text: 'x'.repeat(100_001) })]];
    for (const events of invalid) expect(deliver(events)).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID' });
    expect(deliver([event({}, { createdAt: 'gestern' })])).toMatchObject({ detail: expect.stringContaining('events.0.post.createdAt') as string });
    for (const bytes of [new Uint8Array(0), new Uint8Array([0xff, 0xfe]), new TextEncoder().encode('null'), new TextEncoder().encode('{"a":')]) {
      expect(deliver([], { raw: bytes })).toMatchObject({ kind: 'refused', code: 'INPUT_INVALID' });
    }
  });

  it('checkSignature takes only seconds as digits', () => {
    for (const timestamp of [undefined, '', '-1', '1e9', '1800000000.5', '9'.repeat(13)]) {
      const signature = `sha256=${createHmac('sha256', SECRET).update(`${timestamp ?? ''}.x`).digest('hex')}`;
      expect(checkSignature({ secret: SECRET, rawBody: new TextEncoder().encode('x'), signature, timestamp, now: NOW })).toBe('forged');
    }
  });
});
