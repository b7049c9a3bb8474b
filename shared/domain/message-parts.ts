import { z } from 'zod';
import { bodyRefSchema } from './ids.ts';

/** Why a message counts as written by a machine: an absence note, a failed delivery, a mailing list or circular, our own coming round again. */
export const automaticSchema = z.enum(['autoReply', 'bounce', 'list', 'loop']);
export type Automatic = z.infer<typeof automaticSchema>;

/** Somebody named in the text. */
export const mentionSchema = z.object({ remoteId: z.string().max(256), handle: z.string().max(256) });
export type Mention = z.infer<typeof mentionSchema>;

/** To whom a message went besides the account. */
export const recipientSchema = z.object({ remoteId: z.string().min(1).max(256), name: z.string().max(256).optional(), role: z.enum(['to', 'cc']) });
export type Recipient = z.infer<typeof recipientSchema>;

/** What a post shows and keeps at the platform. */
export const mediaSchema = z.object({
  kind: z.enum(['image', 'video', 'audio', 'link', 'poll', 'other']),
  url: z.string().max(2_048).optional(),
  previewUrl: z.string().max(2_048).optional(),
  title: z.string().max(500).optional(),
  alt: z.string().max(2_000).optional(),
  sensitive: z.boolean().optional(),
});
export type Media = z.infer<typeof mediaSchema>;

/** A file that goes with an answer, by the SHA-256 of its bytes: whoever has other bytes under this name sends nothing. */
export const answerFileSchema = z.object({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(200),
  mediaType: z.string().regex(/^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/),
  bytes: z.number().int().min(1).max(50_000_000),
  /** What the picture shows, for those who do not see it. */
  alt: z.string().max(1_500).optional(),
});
export type AnswerFile = z.infer<typeof answerFileSchema>;

/** A file as the thread shows it. `contentRef`: it lies in the content store and is fetched when somebody asks for it. */
export const attachmentSchema = z.object({
  remoteId: z.string().min(1).max(256),
  name: z.string().max(256),
  mediaType: z.string().max(128),
  bytes: z.number().int().min(0),
  url: z.string().max(2_048).optional(),
  contentRef: bodyRefSchema.optional(),
  alt: z.string().max(2_000).optional(),
  sensitive: z.boolean().optional(),
  inlineId: z.string().max(998).optional(),
  withheld: z.enum(['tooLarge', 'tooMany']).optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;
