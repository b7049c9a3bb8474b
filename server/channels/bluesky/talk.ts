import { z } from 'zod';
import { blueskyMessageId } from '../../../shared/channels/bluesky-message.ts';
import { blueskyChannel } from '../../../shared/channels/bluesky.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import type { Media } from '../../../shared/domain/message-parts.ts';

const did = z.string().startsWith('did:').max(256);
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const id = z.string().regex(/^[\w-]{1,64}$/);
const uri = z.string().max(2_048);

const memberSchema = z.object({ did, handle: z.string().max(256), displayName: z.string().optional() });
export const convoSchema = z.object({
  id,
  members: z.array(memberSchema).max(100),
  muted: z.boolean(),
  status: z.string().optional(),
  unreadCount: z.number().int().min(0).default(0),
  kind: z.object({ $type: z.string() }).optional(),
});
export type Convo = z.infer<typeof convoSchema>;

/** Of a deleted message only who it was of is left. */
export const messageSchema = z.object({
  id,
  text: z.string().max(100_000).optional(),
  sender: z.object({ did }),
  sentAt: instant,
  facets: z.array(z.object({ features: z.array(z.object({ uri: uri.optional() }).catch({})) })).max(200).optional().catch(undefined),
  embed: z.object({ record: z.object({ uri }).optional().catch(undefined) }).optional().catch(undefined),
  replyTo: z.object({ id }).optional().catch(undefined),
});
export type TalkMessage = z.infer<typeof messageSchema>;

/** One entry of the log; of the many kinds those with a message and those that change how a talk stands are read, all others pass. */
export const entrySchema = z.object({ $type: z.string(), convoId: id.optional(), message: messageSchema.optional().catch(undefined) });
export type Entry = z.infer<typeof entrySchema>;

/** Talks of two: a group is nobody's question to the brand. */
export const isTalkOfTwo = ({ kind, members }: Convo): boolean => (kind === undefined ? members.length <= 2 : kind.$type.endsWith('#directConvo'));

/** A message as ingest takes it; undefined where it has no words and shows nothing. */
export function toMessage(message: TalkMessage, convo: Convo, account: string, ownDid: string): InboundMessage | undefined {
  const isOwn = message.sender.did === ownDid;
  const author = convo.members.find((one) => one.did === message.sender.did);
  const other = convo.members.find((one) => one.did !== ownDid);
  const quoted = message.embed?.record?.uri;
  const links = [...new Set((message.facets ?? []).flatMap(({ features }) => features.flatMap((one) => one.uri ?? [])))].filter((url) => /^https?:\/\//.test(url));
  const media = links.slice(0, 50).map((url): Media => ({ kind: 'link', url }));
  if ((message.text ?? '') === '' && quoted === undefined) return undefined;
  return {
    v: 1,
    channel: blueskyChannel.name,
    account,
    kind: 'post',
    remoteId: blueskyMessageId(convo.id, message.id),
    direction: isOwn ? 'out' : 'in',
    author: { remoteId: message.sender.did, handle: author?.handle ?? message.sender.did, ...(author?.displayName === undefined || author.displayName === '' ? {} : { displayName: author.displayName.slice(0, 256) }) },
    text: message.text ?? '',
    visibility: 'private',
    sentAt: message.sentAt,
    threadRemoteId: `bsky-message:${convo.id}`,
    url: `https://bsky.app/messages/${convo.id}`,
    ...(message.replyTo === undefined ? {} : { inReplyToRemoteId: blueskyMessageId(convo.id, message.replyTo.id) }),
    ...(isOwn && other !== undefined ? { recipientRemoteId: other.did } : {}),
    ...(quoted === undefined ? {} : { quotedRemoteId: quoted.slice(0, 256) }),
    ...(media.length === 0 ? {} : { media }),
  };
}
