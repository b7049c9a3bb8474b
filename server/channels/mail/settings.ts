import { z } from 'zod';
import { CodedError } from '../../../shared/util/errors.ts';
import type { FeedConfig } from '../ports.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

const settingsSchema = z
  .strictObject({
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535).default(993),
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: z.string().min(1).max(256).optional(),
    /** Further addresses of the brand: mail from them is our own. */
    addresses: z.array(z.email().max(250)).max(50).default([]),
    /** Read besides INBOX; the folder with own answers is found by its special use. */
    folders: z.array(z.string().min(1).max(500)).max(20).default([]),
    /** At the very first start: what is there already, or only what comes from now on. */
    begin: z.enum(['now', 'all']).default('now'),
    /** Larger mails come with their text and without their files. */
    maxBytes: z.number().int().min(10_000).max(100 * 1024 * 1024).default(36 * 1024 * 1024),
    /** How often the other folders, and INBOX where the server cannot push, are looked into. */
    everyMs: z.number().int().min(50).max(3_600_000).default(60_000),
  })
  .refine((settings) => settings.security !== 'none' || LOOPBACK.test(settings.host), { path: ['security'], message: 'A password does not travel in the clear: tls or starttls, except to this machine.' });
export type MailFeedSettings = z.infer<typeof settingsSchema>;
const secretsSchema = z.strictObject({ password: z.string().min(1).max(1_000) });

/** Throws CONFIG_INVALID naming the setting. */
export function readFeedConfig(config: FeedConfig): { settings: MailFeedSettings; user: string; password: string; own: ReadonlySet<string> } {
  const settings = settingsSchema.safeParse(config.settings);
  if (!settings.success) throw new CodedError('CONFIG_INVALID', { field: `feeds.mail.settings.${settings.error.issues[0]?.path.join('.') ?? ''}`, detail: settings.error.issues[0]?.message });
  const secrets = secretsSchema.safeParse(config.secrets);
  if (!secrets.success) throw new CodedError('CONFIG_INVALID', { field: 'feeds.mail.secrets', detail: 'It needs the password of the mailbox.' });
  const own = new Set([config.account, ...settings.data.addresses].map((address) => address.toLowerCase()));
  return { settings: settings.data, user: settings.data.user ?? config.account, password: secrets.data.password, own };
}
