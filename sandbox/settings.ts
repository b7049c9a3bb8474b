import { z } from 'zod';

const span = z.number().int().min(0).max(31_536_000_000);

export const settingsSchema = z.strictObject({
  /** `key`: Idempotency-Key is honoured. `none`: it is ignored, and a repeated request makes a second post. */
  idempotency: z.enum(['key', 'none']),
  keyRetentionMs: span,
  privateReply: z.enum(['open', 'oneShot']),
  duplicateText: z.enum(['allow', 'refuse']),
  duplicateWindowMs: span,
  /** Posts per account and window; 0 posts switches the limit off. */
  rateLimit: z.strictObject({ posts: z.number().int().min(0).max(1_000_000), windowMs: span.min(1) }),
  /** Characters of a public text as a reader counts them; a web address counts 23. */
  maxLength: z.number().int().min(1).max(50_000),
  privateMaxLength: z.number().int().min(1).max(50_000),
  /** How far reads lag behind writes. */
  readLagMs: span,
  unknownParents: z.enum(['placeholder', 'refuse']),
  deletedParents: z.enum(['refuse', 'allow']),
  /** How long an access token of the authorization server works, and how long the refresh token before is honoured once more while its successor was never used. */
  oauth: z.strictObject({ accessTokenMs: span.min(1), graceMs: span }),
  /** `ignored`: any known token may read and write for its accounts. Admin is never ignored. */
  scopes: z.enum(['enforced', 'ignored']),
});

export type Settings = z.infer<typeof settingsSchema>;

export const settingsPatchSchema = settingsSchema
  .partial()
  .extend({ rateLimit: settingsSchema.shape.rateLimit.partial().optional(), oauth: settingsSchema.shape.oauth.partial().optional() });

export const DEFAULT_SETTINGS: Settings = {
  idempotency: 'key',
  keyRetentionMs: 3_600_000,
  privateReply: 'open',
  duplicateText: 'allow',
  duplicateWindowMs: 900_000,
  rateLimit: { posts: 0, windowMs: 900_000 },
  maxLength: 280,
  privateMaxLength: 10_000,
  readLagMs: 0,
  unknownParents: 'placeholder',
  deletedParents: 'refuse',
  oauth: { accessTokenMs: 3_600_000, graceMs: 60_000 },
  scopes: 'enforced',
};

/** Lays a partial change over the settings; fields not named stay. */
export function patchSettings(now: Settings, patch: z.infer<typeof settingsPatchSchema>): Settings {
  return settingsSchema.parse({ ...now, ...patch, rateLimit: { ...now.rateLimit, ...patch.rateLimit }, oauth: { ...now.oauth, ...patch.oauth } });
}
