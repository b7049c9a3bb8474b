import { facebookChannel } from '../../../shared/channels/facebook.ts';
import { instagramChannel } from '../../../shared/channels/instagram.ts';
import { messengerChannel } from '../../../shared/channels/messenger.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import type { InboundChannel, WebhookRequest, WebhookResult } from '../ports.ts';
import { feedMessages } from './feed-changes.ts';
import { privateMessages } from './messaging.ts';
import { isSame, isSigned, readSecret } from './signature.ts';
import { deliverySchema, feedValueSchema, instagramCommentSchema, instagramMentionSchema, type Entry } from './wire.ts';

// A Meta app has one callback address for its page product and may use the same for Instagram: each door takes all three.
const door = (name: string): InboundChannel => ({ name, readWebhook });
export const facebookInbound = door(facebookChannel.name);
export const messengerInbound = door(messengerChannel.name);
export const instagramInbound = door(instagramChannel.name);

class Unreadable extends Error {}

/** Page and Instagram webhooks. The secret is `APPSECRET:VERIFYTOKEN`. */
function readWebhook(request: WebhookRequest): WebhookResult {
  const { appSecret, verifyToken } = readSecret(request.secret);
  if (request.method === 'GET') return handshake(request.query, verifyToken);
  if (!isSigned(appSecret, request.rawBody, request.headers['x-hub-signature-256'])) return { kind: 'refused', code: 'WEBHOOK_FORGED', detail: 'x-hub-signature-256 does not fit the body' };
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.rawBody));
  } catch {
    return { kind: 'refused', code: 'INPUT_INVALID', detail: 'the body is not JSON in UTF-8' };
  }
  const delivery = deliverySchema.safeParse(body);
  if (!delivery.success) return { kind: 'refused', code: 'INPUT_INVALID', detail: reason('', delivery.error.issues[0]) };
  const { object, entry: entries } = delivery.data;
  if (object !== 'page' && object !== 'instagram') return { kind: 'refused', code: 'INPUT_INVALID', detail: `object: no channel takes "${object}"` };
  try {
    const handleOf = (id: string): string => request.accountOf?.(id) ?? request.account ?? id;
    return { kind: 'messages', messages: entries.flatMap((entry) => (object === 'page' ? pageEntry(entry, handleOf, request.now) : instagramEntry(entry, handleOf, request.now))) };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'refused', code: 'INPUT_INVALID', detail: error.message };
    throw error;
  }
}

function handshake(query: WebhookRequest['query'], verifyToken: string | undefined): WebhookResult {
  const challenge = query['hub.challenge'];
  if (query['hub.mode'] !== 'subscribe' || challenge === undefined || !/^[\w-]{1,200}$/.test(challenge)) return { kind: 'refused', code: 'INPUT_INVALID', detail: 'this is not a handshake' };
  if (verifyToken === undefined || verifyToken === '' || !isSame(query['hub.verify_token'] ?? '', verifyToken)) return { kind: 'refused', code: 'WEBHOOK_FORGED', detail: 'hub.verify_token is another one' };
  return { kind: 'challenge', body: challenge, contentType: 'text/plain' };
}

function pageEntry(entry: Entry, handleOf: (id: string) => string, now: number): InboundMessage[] {
  const account = handleOf(entry.id);
  const at = timeOf(entry, now);
  return [
    ...(entry.changes ?? []).flatMap((change) => {
      if (change.field !== 'feed') return [];
      const value = feedValueSchema.safeParse(change.value);
      if (!value.success) throw new Unreadable(reason('changes.value', value.error.issues[0]));
      return feedMessages(value.data, entry.id, account, at);
    }),
    // In standby another app answers; what is said is the same, and its answer settles our item.
    ...[...(entry.messaging ?? []), ...(entry.standby ?? [])].flatMap((said) => privateMessages(said, messengerChannel.name, entry.id, account, at)),
  ];
}

function instagramEntry(entry: Entry, handleOf: (id: string) => string, now: number): InboundMessage[] {
  const account = handleOf(entry.id);
  const at = timeOf(entry, now);
  const comments = (entry.changes ?? []).flatMap((change): InboundMessage[] => {
    if (change.field === 'mentions') {
      const mention = instagramMentionSchema.safeParse(change.value);
      if (!mention.success) throw new Unreadable(reason('changes.value', mention.error.issues[0]));
      // Who mentions us elsewhere is named by ids alone; the words stand there and are answered there.
      return [];
    }
    if (change.field !== 'comments' && change.field !== 'live_comments') return [];
    const comment = instagramCommentSchema.safeParse(change.value);
    if (!comment.success) throw new Unreadable(reason('changes.value', comment.error.issues[0]));
    const { id, from, media, parent_id: parent, text } = comment.data;
    if (from === undefined || text === undefined) return [];
    return [
      {
        v: 1,
        channel: instagramChannel.name,
        account,
        remoteId: id,
        kind: 'post',
        direction: from.id === entry.id ? 'out' : 'in',
        author: { remoteId: from.id, handle: from.username ?? from.id, displayName: from.username ?? from.id },
        text,
        visibility: 'public',
        sentAt: at,
        ...(media === undefined ? {} : { threadRemoteId: media.id }),
        ...(parent === undefined ? (media === undefined ? {} : { inReplyToRemoteId: media.id }) : { inReplyToRemoteId: parent }),
      },
    ];
  });
  return [...comments, ...[...(entry.messaging ?? []), ...(entry.standby ?? [])].flatMap((said) => privateMessages(said, instagramChannel.name, entry.id, account, at))];
}

/** Changes are dated in seconds, messages in milliseconds. */
function timeOf(entry: Entry, now: number): number {
  if (entry.time === undefined) return now;
  return Math.round(entry.time < 100_000_000_000 ? entry.time * 1000 : entry.time);
}

function reason(place: string, issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): string {
  return `${[place, ...(issue?.path ?? [])].filter((part) => part !== '').join('.') || 'body'}: ${issue?.message ?? 'invalid'}`.slice(0, 500);
}
