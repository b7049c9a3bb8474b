import { z } from 'zod';
import { channelNameSchema, visibilitySchema } from './channel.ts';
import { instantSchema } from './ids.ts';

const remoteId = z.string().min(1).max(256);

export const inboundAuthorSchema = z.object({
  remoteId,
  handle: z.string().min(1).max(256),
  displayName: z.string().max(256).optional(),
  followers: z.number().int().min(0).optional(),
});

const common = {
  v: z.literal(1),
  channel: channelNameSchema,
  /** Handle of the account it came in on, as registered with the center. */
  account: z.string().min(1).max(128),
  remoteId,
};

/** A post or message, by a customer (`in`) or by the brand itself (`out`: an echo of our own reply, or an answer from outside the desk). */
export const inboundPostSchema = z.object({
  ...common,
  kind: z.literal('post'),
  direction: z.enum(['in', 'out']),
  author: inboundAuthorSchema,
  text: z.string().max(100_000),
  visibility: visibilitySchema,
  sentAt: instantSchema,
  /** The platform's id of the thread's root; without it the parent's thread is taken, else the post opens its own. */
  threadRemoteId: remoteId.optional(),
  inReplyToRemoteId: remoteId.optional(),
  /** For `out`: whom it addresses, where the platform says so. */
  recipientRemoteId: remoteId.optional(),
  /** For `out`: the idempotency key it was made with, where the platform returns it. */
  clientKey: z.string().max(256).optional(),
  language: z.string().max(16).optional(),
  /** R14: false where the author did not address the brand (a hit of a search). */
  summoned: z.boolean().optional(),
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
