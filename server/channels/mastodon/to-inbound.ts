import { mastodonChannel } from '../../../shared/channels/mastodon.ts';
import type { InboundMessage, InboundPost } from '../../../shared/domain/inbound.ts';
import type { Media } from '../../../shared/domain/message-parts.ts';
import { statusText } from '../../../shared/text/status-text.ts';
import type { Status } from './wire.ts';

export interface OwnAccount {
  readonly handle: string;
  readonly id: string;
}

/** A content warning stands before what it warns of. */
export function wordsOf(status: Status): string {
  const text = statusText(status.content);
  const warning = (status.spoiler_text ?? '').trim();
  return (warning === '' ? text : `[${warning}]\n\n${text}`).slice(0, 100_000);
}

/** Followers' posts were not for everybody, so they count as private. */
const visibilityOf = (status: Status): 'public' | 'private' => (status.visibility === 'direct' || status.visibility === 'private' ? 'private' : 'public');

/** `rootId`: of the thread. `summoned`: false for a hit of a search. */
export function toPost(own: OwnAccount, status: Status, rootId: string, summoned: boolean): InboundPost {
  const direction = status.account.id === own.id ? 'out' : 'in';
  const recipient = status.in_reply_to_account_id ?? status.mentions[0]?.id;
  const media = mediaOf(status);
  const quoted = status.quote?.quoted_status?.id ?? status.quote?.quoted_status_id;
  const { account } = status;
  const displayName = account.display_name?.trim().slice(0, 256);
  return {
    v: 1,
    channel: mastodonChannel.name,
    account: own.handle,
    kind: 'post',
    remoteId: status.id,
    direction,
    author: { remoteId: account.id, handle: account.acct, ...(displayName === undefined || displayName === '' ? {} : { displayName }), ...(account.followers_count === undefined || account.followers_count < 0 ? {} : { followers: account.followers_count }) },
    text: wordsOf(status),
    visibility: visibilityOf(status),
    sentAt: status.created_at,
    threadRemoteId: rootId,
    ...(status.in_reply_to_id === null ? {} : { inReplyToRemoteId: status.in_reply_to_id }),
    ...(direction === 'out' && recipient !== null && recipient !== undefined && recipient !== own.id ? { recipientRemoteId: recipient } : {}),
    ...(status.mentions.length === 0 ? {} : { mentions: status.mentions.slice(0, 100).map(({ id, acct }) => ({ remoteId: id.slice(0, 256), handle: acct.slice(0, 256) })) }),
    ...(media.length === 0 ? {} : { media }),
    ...(quoted === null || quoted === undefined ? {} : { quotedRemoteId: quoted }),
    ...(status.language === null || status.language === undefined || status.language.length > 16 ? {} : { language: status.language }),
    ...(status.url === null || status.url === undefined || status.url.length > 2_048 ? {} : { url: status.url }),
    ...(direction === 'in' && !summoned ? { summoned: false } : {}),
  };
}

export function toEdit(own: OwnAccount, status: Status, editedAt: number): InboundMessage {
  return { v: 1, channel: mastodonChannel.name, account: own.handle, kind: 'edit', remoteId: status.id, text: wordsOf(status), editedAt };
}

export function toDeletion(own: OwnAccount, id: string, deletedAt: number): InboundMessage {
  return { v: 1, channel: mastodonChannel.name, account: own.handle, kind: 'deletion', remoteId: id, deletedAt };
}

const KINDS: Readonly<Record<string, Media['kind']>> = { image: 'image', gifv: 'video', video: 'video', audio: 'audio' };
const isWeb = (url: string | null | undefined): url is string => typeof url === 'string' && url.length <= 2_048 && /^https?:\/\//.test(url);

function mediaOf(status: Status): Media[] {
  const sensitive = status.sensitive === true ? { sensitive: true } : {};
  return [
    ...(status.media_attachments ?? []).map(({ type, url, preview_url: preview, description }): Media => ({ kind: KINDS[type] ?? 'other', ...(isWeb(url) ? { url } : {}), ...(isWeb(preview) ? { previewUrl: preview } : {}), ...(description === null || description === undefined || description === '' ? {} : { alt: description.slice(0, 2_000) }), ...sensitive })),
    ...(status.card !== null && status.card !== undefined && isWeb(status.card.url) ? [{ kind: 'link' as const, url: status.card.url, ...(status.card.title === undefined ? {} : { title: status.card.title.slice(0, 500) }) }] : []),
    ...(status.poll === null || status.poll === undefined ? [] : [{ kind: 'poll' as const, title: status.poll.options.map((option) => option.title).join(' / ').slice(0, 500) }]),
  ].slice(0, 50);
}
