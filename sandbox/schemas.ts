import { z } from 'zod';
import { SandboxError } from './errors.ts';

export const HANDLE = /^[A-Za-z0-9_]{1,40}$/;
export const handleSchema = z.string().regex(HANDLE, 'a handle is 1 to 40 letters, digits or underscores');
export const postIdSchema = z.string().regex(/^[A-Za-z0-9._:-]{1,100}$/, 'an id is 1 to 100 letters, digits, dots, colons, dashes or underscores');
// Lone surrogates cannot be written as UTF-8, so such a text could not be told from its copy.
const textSchema = z
  .string()
  .max(50_000)
  .refine((text) => text.trim() !== '', 'the text is empty')
  .refine((text) => text.isWellFormed(), 'the text holds half a character');
const personaSchema = z.string().trim().min(1).max(50);

export const accountInputSchema = z.strictObject({
  handle: handleSchema,
  displayName: z.string().trim().min(1).max(100),
  kind: z.enum(['person', 'brand']),
  followers: z.number().int().min(0).max(10_000_000_000).optional(),
});
export type AccountInput = z.infer<typeof accountInputSchema>;

export const postInputSchema = z.strictObject({
  author: handleSchema,
  text: textSchema,
  inReplyTo: postIdSchema.nullish(),
  visibility: z.enum(['public', 'private']).default('public'),
  recipient: handleSchema.nullish(),
  persona: personaSchema.nullish(),
});
export type PostInput = z.infer<typeof postInputSchema>;

export const postEditSchema = z.strictObject({ text: textSchema });
export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,300}$/, 'a key is 1 to 300 printable characters without spaces');

export const tokenInputSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/),
  scopes: z.array(z.enum(['read', 'write', 'admin'])).min(1).max(3),
  handles: z.union([z.array(handleSchema).min(1).max(1000), z.enum(['brands', 'persons', 'all'])]),
  expiresInMs: z.number().int().min(1).max(31_536_000_000).optional(),
});

export const webhookInputSchema = z.strictObject({
  url: z.string().max(2000).refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'an http or https address'),
  secret: z.string().min(8).max(500),
  accounts: z.array(handleSchema).min(1).max(1000).optional(),
  /** Events per delivery. */
  batch: z.number().int().min(1).max(500).optional(),
  /** Deliver events after this eventNo; without it, only what happens from now on. */
  after: z.number().int().min(0).optional(),
});
export const webhookDeleteSchema = z.strictObject({ url: z.string().max(2000).optional(), id: z.string().max(100).optional() });

export const importSchema = z.strictObject({
  accounts: z.array(z.unknown()).max(100_000).default([]),
  posts: z.array(z.unknown()).max(100_000).default([]),
  /** true: imported posts reach inboxes and webhooks as if they were written now. */
  announce: z.boolean().default(false),
});
export const importedPostSchema = z.strictObject({
  id: postIdSchema,
  author: handleSchema,
  text: textSchema,
  inReplyTo: postIdSchema.nullish(),
  visibility: z.enum(['public', 'private']).default('public'),
  recipient: handleSchema.nullish(),
  persona: personaSchema.nullish(),
  createdAt: z.iso.datetime({ offset: true }),
});

const limit = (most: number, standard: number) => z.coerce.number().int().min(1).max(most).default(standard);
const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const accountPostsQuerySchema = z.strictObject({
  after: postIdSchema.optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  inReplyTo: postIdSchema.optional(),
  visibility: z.enum(['public', 'private']).optional(),
  limit: limit(1000, 100),
});
export const afterQuerySchema = z.strictObject({ after: number.default(0), limit: limit(1000, 100) });
export const effectsQuerySchema = z.strictObject({ after: number.default(0), limit: limit(50_000, 10_000) });
export const listQuerySchema = z.strictObject({ limit: limit(200, 50) });
export const accountsQuerySchema = z.strictObject({ kind: z.enum(['person', 'brand']).optional(), limit: limit(10_000, 1000) });
export const eventsQuerySchema = z.strictObject({ after: number.optional() });

/** Reads an outside value or throws INPUT_INVALID naming the first field that is wrong. */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...(issue?.path ?? []), ...(extra === undefined ? [] : [extra])].join('.');
  throw new SandboxError('INPUT_INVALID', { detail: `${field === '' ? 'body' : field}: ${issue?.message ?? 'invalid'}`, field: field === '' ? 'body' : field });
}
