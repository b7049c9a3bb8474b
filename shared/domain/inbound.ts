import { z } from 'zod';
import { channelNameSchema, visibilitySchema } from './channel.ts';
import { instantSchema } from './ids.ts';
import { automaticSchema, mediaSchema, mentionSchema, recipientSchema } from './message-parts.ts';
import { termHitSchema } from './search-terms.ts';

const remoteId = z.string().min(1).max(256);

export const inboundAuthorSchema = z.object({
  remoteId,
  handle: z.string().min(1).max(256),
  displayName: z.string().max(256).optional(),
  followers: z.number().int().min(0).optional(),
});

export type InboundAuthor = z.infer<typeof inboundAuthorSchema>;

const common = {
  v: z.literal(1),
  channel: channelNameSchema,
  /** Handle of the account it came in on, as registered with the center. */
  account: z.string().min(1).max(128),
  remoteId,
};

/**
 * A file that came along. `content` only within the server, from a channel's own feed: ingest seals it and the thread names it by a ref. Without it the file
 * stays where it is: at `url`, or withheld because it broke a limit.
 */
export const inboundAttachmentSchema = z.object({
  remoteId,
  name: z.string().max(256),
  mediaType: z.string().max(128),
  bytes: z.number().int().min(0),
  url: z.string().max(2_048).optional(),
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes').optional(),
  alt: z.string().max(2_000).optional(),
  sensitive: z.boolean().optional(),
  /** `cid:` by which the HTML part shows it. */
  inlineId: z.string().max(998).optional(),
  withheld: z.enum(['tooLarge', 'tooMany']).optional(),
});
export type InboundAttachment = z.infer<typeof inboundAttachmentSchema>;

/** A post or message, by a customer (`in`) or by the brand itself (`out`: an echo of our own reply, or an answer from outside the desk). */
export const inboundPostSchema = z.object({
  ...common,
  kind: z.literal('post'),
  direction: z.enum(['in', 'out']),
  author: inboundAuthorSchema,
  /** What one reads: of a mail without quotations and signature. */
  text: z.string().max(100_000),
  /** With quotations and signature, where that is more than `text`. */
  fullText: z.string().max(100_000).optional(),
  subject: z.string().max(998).optional(),
  /** As it came; shown only sanitised. */
  html: z.string().max(2_000_000).optional(),
  attachments: z.array(inboundAttachmentSchema).max(200).optional(),
  /** Pictures and films that lie at the platform. */
  media: z.array(mediaSchema).max(50).optional(),
  mentions: z.array(mentionSchema).max(100).optional(),
  recipients: z.array(recipientSchema).max(100).optional(),
  quotedRemoteId: remoteId.optional(),
  /** Written by a machine: never answered by one. */
  automatic: automaticSchema.optional(),
  /** Ids a reply must name so that it is threaded there, oldest first (`References` of a mail). */
  references: z.array(z.string().min(1).max(998)).max(100).optional(),
  visibility: visibilitySchema,
  sentAt: instantSchema,
  /** The platform's id of the thread's root; without it the parent's thread is taken, else the post opens its own. */
  threadRemoteId: remoteId.optional(),
  inReplyToRemoteId: remoteId.optional(),
  /** For `out` and for bounces: whom it addresses, where the platform says so. */
  recipientRemoteId: remoteId.optional(),
  /** For `out`: the idempotency key it was made with, where the platform returns it. */
  clientKey: z.string().max(256).optional(),
  language: z.string().max(16).optional(),
  /** D12: not said to us; it came along so that its thread can be read. Raises no work. */
  context: z.boolean().optional(),
  /** R14: false where the author did not address the brand (a hit of a search). */
  summoned: z.boolean().optional(),
  /** C8: what of the brand's search terms found it. */
  foundBy: z.array(termHitSchema).max(20).optional(),
  url: z.string().max(2_048).optional(),
});

export const inboundEditSchema = z.object({ ...common, kind: z.literal('edit'), text: z.string().max(100_000), editedAt: instantSchema });
export const inboundDeletionSchema = z.object({ ...common, kind: z.literal('deletion'), deletedAt: instantSchema });

/** What a channel's inbound side hands to ingest, and what the ingest API takes. */
export const inboundMessageSchema = z.discriminatedUnion('kind', [inboundPostSchema, inboundEditSchema, inboundDeletionSchema]);
export type InboundMessage = z.infer<typeof inboundMessageSchema>;
export type InboundPost = z.infer<typeof inboundPostSchema>;

/** Registers (or finds) the account named by channel and handle before its messages come. */
export const inboundAccountSchema = z.object({
  v: z.literal(1),
  channel: channelNameSchema,
  handle: z.string().min(1).max(128),
  name: z.string().min(1).max(128),
  brand: z.string().min(1).max(128),
  credentialId: z.string().min(1).max(128),
  /** What the channel needs to know of the account and is no secret: parsed by the channel. */
  settings: z.record(z.string().max(64), z.unknown()).optional(),
});
export type InboundAccount = z.infer<typeof inboundAccountSchema>;

/** `POST /ingest/v1/messages`: up to 1,000 a call; each is judged on its own. */
export const ingestBatchSchema = z.object({ accounts: z.array(inboundAccountSchema).max(1000).optional(), messages: z.array(z.unknown()).max(1000) });

export const ingestResultSchema = z.object({
  results: z.array(
    z.discriminatedUnion('status', [
      z.object({ status: z.literal('ingested'), remoteId: z.string(), seq: z.number(), newThread: z.boolean(), newConversation: z.boolean() }),
      z.object({ status: z.literal('duplicate'), remoteId: z.string() }),
      z.object({ status: z.literal('rejected'), remoteId: z.string().optional(), code: z.string(), message: z.string(), field: z.string().optional() }),
    ]),
  ),
});
export type IngestResult = z.infer<typeof ingestResultSchema>['results'][number];
