import { z } from 'zod';

// What the Probeplattform sends, read on its own terms: unknown fields pass, missing ones do not.

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const handle = z.string().min(1).max(128);
const id = z.string().min(1).max(256);

export const sandboxPostSchema = z.object({
  id,
  threadId: id,
  inReplyTo: id.nullable(),
  inReplyToAuthor: handle.nullable().optional(),
  author: z.object({ handle, displayName: z.string().max(256), kind: z.enum(['person', 'brand']), followers: z.number().int().min(0) }),
  recipient: handle.nullable(),
  text: z.string().max(100_000),
  visibility: z.enum(['public', 'private']),
  createdAt: instant,
  editedAt: instant.nullable(),
  deletedAt: instant.nullable(),
  clientKey: z.string().max(256).nullable(),
  url: z.string().max(2_048),
});
export type SandboxPost = z.infer<typeof sandboxPostSchema>;

export const sandboxEventSchema = z.object({
  eventNo: z.number().int().min(1),
  type: z.enum(['post.created', 'post.edited', 'post.deleted']),
  at: instant,
  accounts: z.array(handle).min(1).max(1000),
  post: sandboxPostSchema,
});
export type SandboxEvent = z.infer<typeof sandboxEventSchema>;

export const sandboxDeliverySchema = z.object({ deliveryId: id, events: z.array(sandboxEventSchema).max(1000) });
export const sandboxInboxSchema = z.object({ events: z.array(sandboxEventSchema).max(1000), cursor: z.number().int().min(0), more: z.boolean() });
