import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import type { Media } from '../../../shared/domain/message-parts.ts';
import type { Messaging } from './wire.ts';

/**
 * One private message, by Messenger or Instagram. `ownId`: the page's or the Instagram account's number. Echoes of what the account said itself carry the key
 * they were sent with (`metadata`). Reading, delivery, reactions, opt-ins are no message.
 */
export function privateMessages(said: Messaging, channel: string, ownId: string, account: string, at: number): InboundMessage[] {
  const sentAt = said.timestamp ?? at;
  const common = { v: 1, channel, account } as const;
  if (said.message_edit !== undefined) {
    const { mid, text } = said.message_edit;
    return text === undefined ? [] : [{ ...common, remoteId: fit(mid), kind: 'edit', text, editedAt: sentAt }];
  }
  const from = said.sender?.id;
  const to = said.recipient?.id;
  if (from === undefined || to === undefined) return [];
  // A tap on a button says its title.
  const postback = said.postback?.title === undefined || said.postback.title === '' ? undefined : { mid: said.postback.mid ?? `postback:${from}:${sentAt}`, text: said.postback.title };
  const message: NonNullable<Messaging['message']> | undefined = said.message ?? postback;
  if (message === undefined) return [];
  const remoteId = fit(message.mid);
  if (message.is_deleted === true) return [{ ...common, remoteId, kind: 'deletion', deletedAt: sentAt }];
  const isOwn = message.is_echo === true || from === ownId;
  const personId = isOwn ? to : from;
  const media = (message.attachments ?? []).flatMap(mediaOf);
  const text = message.text ?? '';
  const parent = message.reply_to?.mid;
  return [
    {
      ...common,
      remoteId,
      kind: 'post',
      direction: isOwn ? 'out' : 'in',
      author: { remoteId: from, handle: from },
      text,
      visibility: 'private',
      sentAt,
      threadRemoteId: personId,
      ...(parent === undefined ? {} : { inReplyToRemoteId: fit(parent) }),
      ...(media.length === 0 ? {} : { media }),
      ...(isOwn ? { recipientRemoteId: personId } : {}),
      ...(isOwn && message.metadata !== undefined && message.metadata.length <= 256 ? { clientKey: message.metadata } : {}),
    },
  ];
}

function mediaOf(one: NonNullable<NonNullable<Messaging['message']>['attachments']>[number]): Media[] {
  const payload = typeof one.payload === 'object' && one.payload !== null ? (one.payload as Record<string, unknown>) : {};
  const found = typeof payload['url'] === 'string' ? payload['url'] : (one.url ?? undefined);
  const url = found !== undefined && found.length <= 2_048 ? found : undefined;
  const kind = one.type === 'image' || one.type === 'video' || one.type === 'audio' ? one.type : one.type === 'fallback' || one.type === 'share' ? ('link' as const) : ('other' as const);
  const title = typeof one.title === 'string' ? one.title : typeof payload['title'] === 'string' ? payload['title'] : undefined;
  return [{ kind, ...(url === undefined ? {} : kind === 'image' ? { previewUrl: url } : { url }), ...(title === undefined ? {} : { title: title.slice(0, 500) }) }];
}

/** Ids of messages may be longer than we keep: what tells them apart stands at their end. */
function fit(mid: string): string {
  return mid.length <= 256 ? mid : mid.slice(-256);
}
