import { z } from 'zod';

// What Meta sends, read on its own terms: unknown fields pass, missing ones do not. Ids come as text or as numbers.

const id = z.union([z.string().min(1).max(256), z.number().int().min(0).transform(String)]);
const text = z.string().max(100_000);
const seconds = z.number().min(0).max(9_000_000_000).transform((value) => Math.round(value * 1000));
const ms = z.number().min(0).max(8_640_000_000_000_000).transform(Math.round);
const address = z.string().max(4_096);
const author = z.object({ id, name: z.string().max(256).optional(), username: z.string().max(256).optional() });

/** `feed`: what stands on the page. Of the many kinds of item only what somebody wrote is read further. */
export const feedValueSchema = z.object({
  item: z.string().max(64),
  verb: z.string().max(64).optional(),
  from: author.optional(),
  sender_id: id.optional(),
  sender_name: z.string().max(256).optional(),
  post_id: id.optional(),
  comment_id: id.optional(),
  parent_id: id.optional(),
  created_time: seconds.optional(),
  message: text.optional(),
  photo: address.optional(),
  video: address.optional(),
  link: address.optional(),
  photos: z.array(address).max(100).optional(),
});
export type FeedValue = z.infer<typeof feedValueSchema>;

/** A comment on Instagram. */
export const instagramCommentSchema = z.object({
  id,
  from: author.optional(),
  media: z.object({ id, media_product_type: z.string().max(64).optional() }).optional(),
  parent_id: id.optional(),
  text: text.optional(),
});
export const instagramMentionSchema = z.object({ media_id: id, comment_id: id.optional() });

const attachment = z.object({ type: z.string().max(64).optional(), title: z.string().max(2_000).nullish(), url: address.nullish(), payload: z.unknown().optional() });
const messageSchema = z.object({
  mid: z.string().min(1).max(512),
  text: text.optional(),
  is_echo: z.boolean().optional(),
  is_deleted: z.boolean().optional(),
  is_unsupported: z.boolean().optional(),
  app_id: id.optional(),
  metadata: z.string().max(1_000).optional(),
  reply_to: z.object({ mid: z.string().max(512).optional(), story: z.object({ id: id.optional(), url: address.optional() }).optional() }).optional(),
  attachments: z.array(attachment).max(100).optional(),
});

/** One thing said or done in private. Reading, delivery, reactions and the rest pass as kinds that are no message. */
export const messagingSchema = z.object({
  // A visitor of a web page may have no number yet (`user_ref`).
  sender: z.object({ id: id.optional() }).optional(),
  recipient: z.object({ id: id.optional() }).optional(),
  timestamp: ms.optional(),
  message: messageSchema.optional(),
  message_edit: z.object({ mid: z.string().min(1).max(512), text: text.optional(), num_edit: z.number().optional() }).optional(),
  postback: z.object({ mid: z.string().max(512).optional(), title: z.string().max(2_000).optional(), payload: z.string().max(2_000).optional() }).optional(),
});
export type Messaging = z.infer<typeof messagingSchema>;

const change = z.object({ field: z.string().max(64), value: z.unknown().optional(), verb: z.string().max(64).optional() });
export const entrySchema = z.object({
  id,
  /** Seconds for changes, milliseconds for messages. */
  time: z.number().min(0).optional(),
  changes: z.array(change).max(1_000).optional(),
  messaging: z.array(messagingSchema).max(1_000).optional(),
  /** What another app holds at the moment; told for information. */
  standby: z.array(messagingSchema).max(1_000).optional(),
});
export type Entry = z.infer<typeof entrySchema>;

export const deliverySchema = z.object({ object: z.string().max(64), entry: z.array(entrySchema).min(1).max(1_000) });
