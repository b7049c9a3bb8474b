import { z } from 'zod';
import { metadataAddresses } from '../../../shared/channels/issuer.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { FeedConfig } from '../ports.ts';
import type { TokenSource } from './access-token.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

const settingsSchema = z
  .strictObject({
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535).default(993),
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: z.string().min(1).max(256).optional(),
    /** Signs in by OAuth 2 instead of a password. */
    oauth: z.strictObject({ tokenUrl: z.url().max(500).optional(), /** Instead: says itself where tokens are given. */ issuer: z.string().max(500).optional(), clientId: z.string().min(1).max(500), scope: z.string().max(2_000).optional() }).optional(),
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
  .refine(({ oauth }) => oauth === undefined || (oauth.tokenUrl === undefined) !== (oauth.issuer === undefined), { path: ['oauth'], message: 'One of issuer and tokenUrl.' })
  .refine(({ oauth }) => oauth?.issuer === undefined || metadataAddresses(oauth.issuer).length > 0, { path: ['oauth', 'issuer'], message: 'An issuer is asked over https, except on this machine.' })
  .refine(({ oauth }) => oauth?.tokenUrl === undefined || new URL(oauth.tokenUrl).protocol === 'https:' || LOOPBACK.test(new URL(oauth.tokenUrl).hostname), { path: ['oauth', 'tokenUrl'], message: 'A token is asked for over https, except on this machine.' })
  .refine((settings) => settings.security !== 'none' || LOOPBACK.test(settings.host), { path: ['security'], message: 'A password does not travel in the clear: tls or starttls, except to this machine.' });
export type MailFeedSettings = z.infer<typeof settingsSchema>;
const passwordSchema = z.strictObject({ password: z.string().min(1).max(1_000) });
const oauthSchema = z.strictObject({ clientSecret: z.string().min(1).max(1_000).optional(), refreshToken: z.string().min(1).max(8_000).optional() }).refine(({ clientSecret, refreshToken }) => clientSecret !== undefined || refreshToken !== undefined);
export type MailSignIn = { readonly kind: 'password'; readonly password: string } | ({ readonly kind: 'oauth2' } & TokenSource);

/** Throws CONFIG_INVALID naming the setting. */
export function readFeedConfig(config: FeedConfig): { settings: MailFeedSettings; user: string; signIn: MailSignIn; own: ReadonlySet<string> } {
  const settings = settingsSchema.safeParse(config.settings);
  if (!settings.success) throw new CodedError('CONFIG_INVALID', { field: `feeds.mail.settings.${settings.error.issues[0]?.path.join('.') ?? ''}`, detail: settings.error.issues[0]?.message });
  const signIn = signInOf(settings.data, config.secrets);
  const own = new Set([config.account, ...settings.data.addresses].map((address) => address.toLowerCase()));
  return { settings: settings.data, user: settings.data.user ?? config.account, signIn, own };
}

function signInOf({ oauth }: MailFeedSettings, given: FeedConfig['secrets']): MailSignIn {
  if (oauth === undefined) {
    const secrets = passwordSchema.safeParse(given);
    if (!secrets.success) throw new CodedError('CONFIG_INVALID', { field: 'feeds.mail.secrets', detail: 'It needs the password of the mailbox.' });
    return { kind: 'password', password: secrets.data.password };
  }
  const secrets = oauthSchema.safeParse(given);
  if (!secrets.success) throw new CodedError('CONFIG_INVALID', { field: 'feeds.mail.secrets', detail: 'A sign-in by OAuth needs clientSecret, refreshToken or both.' });
  return { kind: 'oauth2', ...oauth, ...secrets.data };
}
