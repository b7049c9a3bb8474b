import { z } from 'zod';

// What X sends, read on its own terms: unknown fields pass, missing ones do not.

const id = z.string().regex(/^\d{1,20}$/);
const msText = z.string().regex(/^\d{1,15}$/).transform(Number);
const urlEntity = z.object({ url: z.string().max(2_048), expanded_url: z.string().max(4_096).nullish() });
const count = z.number().int().min(0).nullish();

// -- account activity: posts as version 1.1 shows them --

const classicUser = z.object({ id_str: id, name: z.string().max(256), screen_name: z.string().min(1).max(64), followers_count: count });
const classicEntities = z.object({
  user_mentions: z.array(z.object({ id_str: id, screen_name: z.string().max(64) })).max(200).nullish(),
  urls: z.array(urlEntity).max(200).nullish(),
});
const classicMedia = z.object({ type: z.string().max(32), media_url_https: z.string().max(2_048).nullish(), url: z.string().max(2_048).nullish(), ext_alt_text: z.string().max(2_000).nullish() });
const quotedStatus = z.object({ id_str: id, user: classicUser });

export const classicPostSchema = z.object({
  id_str: id,
  text: z.string().max(30_000).nullish(),
  full_text: z.string().max(30_000).nullish(),
  extended_tweet: z.object({ full_text: z.string().max(30_000), entities: classicEntities.nullish() }).nullish(),
  timestamp_ms: msText.nullish(),
  in_reply_to_status_id_str: id.nullish(),
  in_reply_to_user_id_str: id.nullish(),
  user: classicUser,
  retweeted_status: z.object({}).nullish(),
  quoted_status_id_str: id.nullish(),
  quoted_status: quotedStatus.nullish(),
  entities: classicEntities.nullish(),
  extended_entities: z.object({ media: z.array(classicMedia).max(20).nullish() }).nullish(),
  edit_history: z.object({ initial_tweet_id: id.nullish(), edit_tweet_ids: z.array(id).max(20).nullish() }).nullish(),
  lang: z.string().max(16).nullish(),
});
export type ClassicPost = z.infer<typeof classicPostSchema>;

export const classicMessageSchema = z.object({
  type: z.string().max(64),
  id,
  created_timestamp: msText,
  message_create: z.object({
    target: z.object({ recipient_id: id }),
    sender_id: id,
    message_data: z.object({ text: z.string().max(30_000), entities: z.object({ urls: z.array(urlEntity).max(200).nullish() }).nullish(), attachment: z.object({ type: z.string().max(32), media: classicMedia.nullish() }).nullish() }),
  }),
});
export type ClassicMessage = z.infer<typeof classicMessageSchema>;

const dmUser = z.object({ id, name: z.string().max(256), screen_name: z.string().min(1).max(64), followers_count: count });

/** Kinds of activity that are no message (likes, follows, typing, reading) pass unread. */
export const activitySchema = z.object({
  for_user_id: id,
  tweet_create_events: z.array(classicPostSchema).max(100).nullish(),
  tweet_delete_events: z.array(z.object({ status: z.object({ id, user_id: id }), timestamp_ms: msText })).max(100).nullish(),
  direct_message_events: z.array(classicMessageSchema).max(100).nullish(),
  users: z.record(z.string(), dmUser).nullish(),
});
export type Activity = z.infer<typeof activitySchema>;

// -- version 2: mentions, search, lookup --

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const postSchema = z.object({
  id,
  text: z.string().max(30_000),
  author_id: id,
  conversation_id: id.optional(),
  created_at: instant,
  in_reply_to_user_id: id.optional(),
  referenced_tweets: z.array(z.object({ type: z.enum(['replied_to', 'quoted', 'retweeted']), id })).max(10).optional(),
  edit_history_tweet_ids: z.array(id).max(20).optional(),
  attachments: z.object({ media_keys: z.array(z.string().max(64)).max(20).optional() }).optional(),
  entities: z.object({ mentions: z.array(z.object({ id: id.optional(), username: z.string().max(64) })).max(200).optional(), urls: z.array(urlEntity).max(200).optional() }).optional(),
  note_tweet: z.object({ text: z.string().max(30_000) }).optional(),
  lang: z.string().max(16).optional(),
});
export type Post = z.infer<typeof postSchema>;

export const postPageSchema = z.object({
  data: z.array(postSchema).max(100).optional(),
  includes: z
    .object({
      users: z.array(z.object({ id, name: z.string().max(256), username: z.string().min(1).max(64), public_metrics: z.object({ followers_count: count }).optional() })).max(1_000).optional(),
      tweets: z.array(z.object({ id, author_id: id.optional() })).max(1_000).optional(),
      media: z.array(z.object({ media_key: z.string().max(64), type: z.string().max(32), url: z.string().max(2_048).optional(), preview_image_url: z.string().max(2_048).optional(), alt_text: z.string().max(2_000).optional() })).max(1_000).optional(),
    })
    .optional(),
  meta: z.object({ next_token: z.string().max(512).optional(), newest_id: id.optional() }).optional(),
  errors: z.array(z.object({ resource_id: z.string().max(32).optional(), resource_type: z.string().max(32).optional(), title: z.string().max(256).optional(), type: z.string().max(256).optional() })).max(200).optional(),
});
export type PostPage = z.infer<typeof postPageSchema>;
