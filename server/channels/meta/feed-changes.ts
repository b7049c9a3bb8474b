import { facebookChannel } from '../../../shared/channels/facebook.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import type { Media } from '../../../shared/domain/message-parts.ts';
import type { FeedValue } from './wire.ts';

/** Kinds of item on a page that somebody wrote and that can be answered. */
const POSTS = new Set(['post', 'status', 'photo', 'video', 'share', 'link']);

/**
 * One change of a page's feed. `pageId`: the page's number; `account`: its handle here. Likes, reactions, hiding and blocking are no message: nothing comes of
 * them. `at`: when Meta says it happened, ms.
 */
export function feedMessages(value: FeedValue, pageId: string, account: string, at: number): InboundMessage[] {
  const isComment = value.item === 'comment';
  const remoteId = isComment ? value.comment_id : POSTS.has(value.item) ? value.post_id : undefined;
  if (remoteId === undefined) return [];
  const common = { v: 1, channel: facebookChannel.name, account, remoteId } as const;
  switch (value.verb) {
    case 'remove':
      return [{ ...common, kind: 'deletion', deletedAt: at }];
    case 'edit':
    case 'edited':
      return value.message === undefined ? [] : [{ ...common, kind: 'edit', text: value.message, editedAt: at }];
    case 'add':
      return added(value, common, pageId, at);
    default:
      return [];
  }
}

function added(value: FeedValue, common: { v: 1; channel: string; account: string; remoteId: string }, pageId: string, at: number): InboundMessage[] {
  const isComment = value.item === 'comment';
  const authorId = value.from?.id ?? value.sender_id;
  const media = mediaOf(value);
  // Somebody who does not show who they are (no `from`) cannot be answered as a person, but the post counts.
  const author = { remoteId: authorId ?? `hidden:${common.remoteId}`, handle: value.from?.name ?? value.sender_name ?? 'Facebook', displayName: value.from?.name ?? value.sender_name ?? 'Facebook' };
  if ((value.message ?? '') === '' && media.length === 0) return [];
  const isReply = isComment && value.parent_id !== undefined && value.parent_id !== value.post_id;
  return [
    {
      ...common,
      kind: 'post',
      direction: authorId === pageId ? 'out' : 'in',
      author,
      text: value.message ?? '',
      visibility: 'public',
      sentAt: value.created_time ?? at,
      ...(value.post_id === undefined ? {} : { threadRemoteId: value.post_id }),
      ...(isComment && value.parent_id !== undefined ? { inReplyToRemoteId: isReply ? value.parent_id : (value.post_id ?? value.parent_id) } : {}),
      ...(media.length === 0 ? {} : { media }),
      url: `https://www.facebook.com/${common.remoteId}`,
    },
  ];
}

function mediaOf(value: FeedValue): Media[] {
  const photos = [...(value.photo === undefined ? [] : [value.photo]), ...(value.photos ?? [])];
  const fits = (url: string): boolean => url.length <= 2_048;
  return [
    ...photos.filter(fits).slice(0, 40).map((previewUrl): Media => ({ kind: 'image', previewUrl })),
    ...(value.video !== undefined && fits(value.video) ? [{ kind: 'video', url: value.video } satisfies Media] : []),
    ...(value.link !== undefined && value.item === 'share' && fits(value.link) ? [{ kind: 'link', url: value.link } satisfies Media] : []),
  ];
}
