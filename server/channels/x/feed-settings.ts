import { z } from 'zod';
import { settingTermsSchema } from '../terms-port.ts';

/** How mentions and search hits of one account are read. */
export const xFeedSettingsSchema = z.object({
  remoteId: z.string().regex(/^\d{1,20}$/),
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://api.x.com'),
  /** Seconds between two looks. */
  everySeconds: z.number().min(0.05).max(3_600).default(30),
  /** Whether mentions are read here; the webhook brings them sooner where it is set up. */
  mentions: z.boolean().default(true),
  terms: settingTermsSchema,
  /** How terms are looked for: by asking again and again, or by the filtered stream (one connection per app), with a search for what it missed. */
  search: z.enum(['recent', 'stream']).default('recent'),
  /** Minutes a new connection of the stream is to begin before now, where the access level has it; else what was missed is searched for. */
  backfillMinutes: z.number().int().min(0).max(5).default(0),
  /** The stream says something at least every 20 seconds; after so many without a word it counts as broken. */
  heartbeatSeconds: z.number().min(0.1).max(120).default(30),
  /** First wait after a broken connection; doubled up to `reconnectMaxSeconds`. */
  reconnectSeconds: z.number().min(0.01).max(60).default(5),
  reconnectMaxSeconds: z.number().min(0.01).max(3_600).default(320),
  /** X tells nobody that a stranger deleted a post: what was taken in is looked up again within this many hours; 0 leaves it. */
  recheckHours: z.number().min(0).max(24).default(20),
});
export type XFeedSettings = z.infer<typeof xFeedSettingsSchema>;
