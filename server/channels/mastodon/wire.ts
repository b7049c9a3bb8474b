import { z } from 'zod';

// What an instance sends, read on its own terms: unknown fields pass, missing ones do not.

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
export const idSchema = z.string().regex(/^\d{1,30}$/);
const optionalText = z.string().nullable().optional();

export const accountSchema = z.object({ id: idSchema, acct: z.string().min(1).max(256), display_name: z.string().optional(), followers_count: z.number().int().optional().catch(undefined) });
export const statusSchema = z.object({
  id: idSchema,
  created_at: instant,
  edited_at: instant.nullable().optional(),
  in_reply_to_id: idSchema.nullable(),
  in_reply_to_account_id: idSchema.nullable().optional(),
  spoiler_text: z.string().max(20_000).optional(),
  sensitive: z.boolean().optional(),
  visibility: z.enum(['public', 'unlisted', 'private', 'direct']),
  language: optionalText,
  content: z.string().max(400_000),
  url: optionalText,
  account: accountSchema,
  mentions: z.array(z.object({ id: z.string(), acct: z.string() })).max(1_000),
  media_attachments: z.array(z.object({ type: z.string(), url: optionalText, preview_url: optionalText, description: optionalText })).optional().catch(undefined),
  card: z.object({ url: z.string(), title: z.string().optional() }).nullable().optional().catch(undefined),
  poll: z.object({ options: z.array(z.object({ title: z.string() })) }).nullable().optional().catch(undefined),
  quote: z.object({ quoted_status: z.object({ id: idSchema }).nullable().optional(), quoted_status_id: idSchema.nullable().optional() }).nullable().optional().catch(undefined),
});
export type Status = z.infer<typeof statusSchema>;

export const notificationSchema = z.object({ id: z.string().min(1).max(64), type: z.string(), status: statusSchema.nullable().optional() });
export type Notification = z.infer<typeof notificationSchema>;
/** One post of it that cannot be read must not hold back the others. */
export const contextSchema = z.object({ ancestors: z.array(z.unknown()).transform((all) => all.flatMap((one) => statusSchema.safeParse(one).data ?? [])) });
export const instanceSchema = z.object({ configuration: z.object({ urls: z.object({ streaming: z.url({ protocol: /^wss?$/ }) }) }) });
export const streamMessageSchema = z.object({ event: z.string(), payload: z.string().optional() });
