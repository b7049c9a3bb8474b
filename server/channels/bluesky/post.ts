import { z } from 'zod';
import { blueskyChannel } from '../../../shared/channels/bluesky.ts';
import type { InboundPost } from '../../../shared/domain/inbound.ts';
import type { Media, Mention } from '../../../shared/domain/message-parts.ts';

const ref = z.object({ uri: z.string().min(1).max(500) });
const blob = z.object({ ref: z.custom<{ toString(): string }>((value) => typeof value === 'object' && value !== null) });
const embedSchema = z.object({
  record: z.union([ref, z.object({ record: ref })]).optional().catch(undefined),
  images: z.array(z.object({ alt: z.string().optional(), image: blob })).max(20).optional().catch(undefined),
  video: blob.optional().catch(undefined),
  alt: z.string().optional().catch(undefined),
  external: z.object({ uri: z.string(), title: z.string().optional() }).optional().catch(undefined),
});
export const postRecordSchema = z.object({
  text: z.string().max(20_000),
  createdAt: z.string(),
  reply: z.object({ root: ref, parent: ref }).optional(),
  langs: z.array(z.string()).optional().catch(undefined),
  facets: z.array(z.object({ index: z.object({ byteStart: z.number().int().min(0), byteEnd: z.number().int().min(0) }), features: z.array(z.object({ did: z.string().optional(), uri: z.string().optional() }).catch({})) })).optional().catch(undefined),
  embed: z.union([embedSchema.extend({ media: embedSchema.optional() }), z.unknown().transform(() => undefined)]).optional(),
});
export type PostRecord = z.infer<typeof postRecordSchema>;

export const didOf = (uri: string): string => /^at:\/\/([^/]+)/.exec(uri)?.[1] ?? '';

export function quotedUri(record: PostRecord): string | undefined {
  const quoted = record.embed?.record;
  return quoted === undefined ? undefined : 'record' in quoted ? quoted.record.uri : quoted.uri;
}

export const mentionedDids = (record: PostRecord): string[] => (record.facets ?? []).flatMap((facet) => facet.features.flatMap((feature) => feature.did ?? []));

export interface Person {
  readonly did: string;
  readonly handle: string;
  readonly displayName?: string | undefined;
  readonly followers?: number | undefined;
}

export interface PostFrame {
  readonly account: string;
  readonly ownDid: string;
  readonly uri: string;
  readonly author: Person;
  readonly record: PostRecord;
  /** When the stream had it, ms. */
  readonly at: number;
  readonly summoned: boolean;
}

/** A creation date is what an app says it is; further from the stream's than this it is not believed. */
const BELIEVED_MS = 10 * 60_000;

export function toPost({ account, ownDid, uri, author, record, at, summoned }: PostFrame): InboundPost {
  const direction = author.did === ownDid ? 'out' : 'in';
  const said = Date.parse(record.createdAt);
  const parentUri = record.reply?.parent.uri;
  const recipient = parentUri === undefined ? undefined : didOf(parentUri);
  const mentions = mentionsIn(record);
  const media = mediaIn(record, author.did);
  const quoted = quotedUri(record);
  const language = record.langs?.find((one) => /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})?$/.test(one));
  const key = uri.split('/').at(-1) ?? '';
  return {
    v: 1,
    channel: blueskyChannel.name,
    account,
    kind: 'post',
    remoteId: uri,
    direction,
    author: { remoteId: author.did, handle: author.handle, ...(author.displayName === undefined ? {} : { displayName: author.displayName.slice(0, 256) }), ...(author.followers === undefined ? {} : { followers: author.followers }) },
    text: record.text,
    visibility: 'public',
    sentAt: Number.isNaN(said) || Math.abs(at - said) > BELIEVED_MS ? at : said,
    threadRemoteId: record.reply?.root.uri ?? uri,
    url: `https://bsky.app/profile/${author.did}/post/${key}`,
    ...(parentUri === undefined ? {} : { inReplyToRemoteId: parentUri }),
    ...(direction === 'out' && recipient !== undefined && recipient !== ownDid ? { recipientRemoteId: recipient } : {}),
    ...(quoted === undefined ? {} : { quotedRemoteId: quoted.slice(0, 256) }),
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(media.length === 0 ? {} : { media }),
    ...(language === undefined ? {} : { language }),
    ...(direction === 'in' && !summoned ? { summoned: false } : {}),
  };
}

function mentionsIn(record: PostRecord): Mention[] {
  const text = Buffer.from(record.text, 'utf8');
  return (record.facets ?? []).slice(0, 100).flatMap(({ index, features }) => {
    const did = features.find((feature) => feature.did !== undefined)?.did;
    if (did === undefined) return [];
    return [{ remoteId: did.slice(0, 256), handle: text.subarray(index.byteStart, index.byteEnd).toString('utf8').replace(/^@/, '').slice(0, 256) }];
  });
}

/** Pictures lie at the platform; the app's own picture server shows them to anybody. */
function mediaIn(record: PostRecord, did: string): Media[] {
  const embeds = [record.embed, record.embed?.media].flatMap((one) => one ?? []);
  const picture = (image: { ref: { toString(): string } }, size: string): string => `https://cdn.bsky.app/img/${size}/plain/${did}/${image.ref.toString()}@jpeg`;
  const links = (record.facets ?? []).flatMap((facet) => facet.features.flatMap((feature) => feature.uri ?? []));
  return [
    ...embeds.flatMap((embed): Media[] => [
      ...(embed.images ?? []).map(({ alt, image }): Media => ({ kind: 'image', url: picture(image, 'feed_fullsize'), previewUrl: picture(image, 'feed_thumbnail'), ...(alt === undefined || alt === '' ? {} : { alt: alt.slice(0, 2_000) }) })),
      ...(embed.video === undefined ? [] : [{ kind: 'video' as const, url: `https://video.bsky.app/watch/${encodeURIComponent(did)}/${embed.video.ref.toString()}/playlist.m3u8`, ...(embed.alt === undefined ? {} : { alt: embed.alt.slice(0, 2_000) }) }]),
      ...(embed.external === undefined || !isWeb(embed.external.uri) ? [] : [{ kind: 'link' as const, url: embed.external.uri, ...(embed.external.title === undefined ? {} : { title: embed.external.title.slice(0, 500) }) }]),
    ]),
    ...[...new Set(links)].filter((uri) => isWeb(uri) && !embeds.some((embed) => embed.external?.uri === uri)).map((url): Media => ({ kind: 'link', url })),
  ].slice(0, 50);
}

const isWeb = (uri: string): boolean => uri.length <= 2_048 && /^https?:\/\//.test(uri);
