import type { InboundMessage, InboundPost } from '../../../shared/domain/inbound.ts';
import { xChannel } from '../../../shared/channels/x.ts';
import { postUrl, readable } from './readable.ts';
import type { Post, PostPage } from './wire.ts';

export interface OwnAccount {
  readonly handle: string;
  /** The platform's number of it. */
  readonly userId: string;
}

/** A page of mentions or search hits as messages, the oldest first. */
export function pageMessages(page: PostPage, own: OwnAccount): InboundMessage[] {
  return (page.data ?? []).toReversed().flatMap((post) => postMessages(post, page, own));
}

function postMessages(post: Post, page: PostPage, own: OwnAccount): InboundMessage[] {
  const references = post.referenced_tweets ?? [];
  if (references.some((one) => one.type === 'retweeted')) return [];
  const first = post.edit_history_tweet_ids?.[0] ?? post.id;
  const author = page.includes?.users?.find((user) => user.id === post.author_id);
  const quoted = references.find((one) => one.type === 'quoted')?.id;
  const parent = references.find((one) => one.type === 'replied_to')?.id;
  const keys = post.attachments?.media_keys ?? [];
  const media = (page.includes?.media ?? []).filter((one) => keys.includes(one.media_key));
  const mentions = (post.entities?.mentions ?? []).flatMap((one) => (one.id === undefined ? [] : [{ remoteId: one.id, handle: one.username }]));
  const namesUs = (post.entities?.mentions ?? []).some((one) => one.id === own.userId || one.username.toLowerCase() === own.handle.toLowerCase());
  const quotesUs = quoted !== undefined && page.includes?.tweets?.find((one) => one.id === quoted)?.author_id === own.userId;
  const isOwn = post.author_id === own.userId;
  const text = readable(post.note_tweet?.text ?? post.text, post.entities?.urls ?? []);
  const handle = author?.username ?? post.author_id;
  const followers = author?.public_metrics?.followers_count;
  const said: InboundPost = {
    v: 1,
    channel: xChannel.name,
    account: own.handle,
    remoteId: first,
    kind: 'post',
    direction: isOwn ? 'out' : 'in',
    author: { remoteId: post.author_id, handle, ...(author === undefined ? {} : { displayName: author.name }), ...(typeof followers === 'number' ? { followers } : {}) },
    text,
    visibility: 'public',
    sentAt: post.created_at,
    url: postUrl(handle, post.id),
    ...(post.conversation_id === undefined ? {} : { threadRemoteId: post.conversation_id }),
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(media.length === 0 ? {} : { media: media.map((one) => ({ kind: one.type === 'photo' ? ('image' as const) : ('video' as const), ...((one.url ?? one.preview_image_url) === undefined ? {} : { previewUrl: one.url ?? one.preview_image_url }), ...(one.alt_text === undefined ? {} : { alt: one.alt_text }) })) }),
    ...(parent === undefined ? {} : { inReplyToRemoteId: parent }),
    ...(quoted === undefined ? {} : { quotedRemoteId: quoted }),
    ...(isOwn && post.in_reply_to_user_id !== undefined && post.in_reply_to_user_id !== own.userId ? { recipientRemoteId: post.in_reply_to_user_id } : {}),
    ...(post.lang === undefined || post.lang === 'und' ? {} : { language: post.lang }),
    ...(isOwn ? {} : { summoned: namesUs || quotesUs }),
  };
  return first === post.id ? [said] : [said, { v: 1, channel: xChannel.name, account: own.handle, remoteId: first, kind: 'edit', text, editedAt: post.created_at }];
}
