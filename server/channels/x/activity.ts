import type { InboundMessage, InboundPost } from '../../../shared/domain/inbound.ts';
import type { Media } from '../../../shared/domain/message-parts.ts';
import { xChannel } from '../../../shared/channels/x.ts';
import { madeAt, postUrl, privateThread, readable } from './readable.ts';
import type { Activity, ClassicMessage, ClassicPost } from './wire.ts';

/** One delivery of account activity as messages of the account it was made for. `account`: its handle. */
export function activityMessages(activity: Activity, account: string): InboundMessage[] {
  const own = activity.for_user_id;
  return [
    ...(activity.tweet_create_events ?? []).flatMap((post) => postMessages(post, own, account)),
    ...(activity.tweet_delete_events ?? []).map((gone): InboundMessage => ({ v: 1, channel: xChannel.name, account, remoteId: gone.status.id, kind: 'deletion', deletedAt: gone.timestamp_ms })),
    ...(activity.direct_message_events ?? []).flatMap((message) => privateMessages(message, activity, account)),
  ];
}

function postMessages(post: ClassicPost, own: string, account: string): InboundMessage[] {
  // A repost says nothing of its own.
  if (post.retweeted_status !== undefined && post.retweeted_status !== null) return [];
  const first = post.edit_history?.initial_tweet_id ?? post.edit_history?.edit_tweet_ids?.[0] ?? post.id_str;
  const entities = post.extended_tweet?.entities ?? post.entities;
  const pictures = post.extended_entities?.media ?? [];
  const text = readable(post.extended_tweet?.full_text ?? post.full_text ?? post.text ?? '', entities?.urls ?? [], pictures.flatMap((one) => one.url ?? []));
  const mentions = (entities?.user_mentions ?? []).map((one) => ({ remoteId: one.id_str, handle: one.screen_name }));
  const isOwn = post.user.id_str === own;
  const said: InboundPost = {
    v: 1,
    channel: xChannel.name,
    account,
    remoteId: first,
    kind: 'post',
    direction: isOwn ? 'out' : 'in',
    author: { remoteId: post.user.id_str, handle: post.user.screen_name, displayName: post.user.name, ...followersOf(post.user) },
    text,
    visibility: 'public',
    sentAt: first === post.id_str ? (post.timestamp_ms ?? madeAt(first)) : madeAt(first),
    url: postUrl(post.user.screen_name, post.id_str),
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(pictures.length === 0 ? {} : { media: pictures.map(mediaOf) }),
    ...(typeof post.in_reply_to_status_id_str === 'string' ? { inReplyToRemoteId: post.in_reply_to_status_id_str } : {}),
    ...(typeof post.quoted_status_id_str === 'string' ? { quotedRemoteId: post.quoted_status_id_str } : {}),
    ...(isOwn && typeof post.in_reply_to_user_id_str === 'string' && post.in_reply_to_user_id_str !== own ? { recipientRemoteId: post.in_reply_to_user_id_str } : {}),
    ...(typeof post.lang === 'string' && post.lang !== 'und' ? { language: post.lang } : {}),
    // Only who names or quotes the account may be answered from here.
    ...(isOwn ? {} : { summoned: mentions.some((one) => one.remoteId === own) || post.quoted_status?.user.id_str === own }),
  };
  return first === post.id_str ? [said] : [said, { v: 1, channel: xChannel.name, account, remoteId: first, kind: 'edit', text, editedAt: post.timestamp_ms ?? madeAt(post.id_str) }];
}

function privateMessages(message: ClassicMessage, activity: Activity, account: string): InboundMessage[] {
  if (message.type !== 'message_create') return [];
  const { sender_id: sender, target, message_data: data } = message.message_create;
  const other = sender === activity.for_user_id ? target.recipient_id : sender;
  const author = activity.users?.[sender];
  const picture = data.attachment?.media ?? undefined;
  return [
    {
      v: 1,
      channel: xChannel.name,
      account,
      remoteId: message.id,
      kind: 'post',
      direction: sender === activity.for_user_id ? 'out' : 'in',
      author: { remoteId: sender, handle: author?.screen_name ?? sender, ...(author === undefined ? {} : { displayName: author.name, ...followersOf(author) }) },
      text: readable(data.text, data.entities?.urls ?? [], picture?.url === undefined || picture.url === null ? [] : [picture.url]),
      visibility: 'private',
      sentAt: message.created_timestamp,
      threadRemoteId: privateThread(activity.for_user_id, other),
      ...(picture === undefined ? {} : { media: [mediaOf(picture)] }),
      ...(sender === activity.for_user_id ? { recipientRemoteId: other } : {}),
    },
  ];
}

function mediaOf(one: { type: string; media_url_https?: string | null | undefined; ext_alt_text?: string | null | undefined }): Media {
  return { kind: one.type === 'photo' ? 'image' : one.type === 'video' || one.type === 'animated_gif' ? 'video' : 'other', ...(typeof one.media_url_https === 'string' ? { previewUrl: one.media_url_https } : {}), ...(typeof one.ext_alt_text === 'string' ? { alt: one.ext_alt_text } : {}) };
}

const followersOf = (user: { followers_count?: number | null | undefined }): { followers?: number } => (typeof user.followers_count === 'number' ? { followers: user.followers_count } : {});
