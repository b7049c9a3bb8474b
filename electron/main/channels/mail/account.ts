import { z } from 'zod';
import type { OutboundTarget } from '../ports.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
const security = z.enum(['tls', 'starttls', 'none']);

const user = z.string().min(1).max(256);
/** Where tokens are asked for: https, or this very machine. */
const tokenUrl = z.url().max(500).refine((text) => URL.canParse(text) && (new URL(text).protocol === 'https:' || LOOPBACK.test(new URL(text).hostname.replace(/^\[|\]$/g, ''))), 'an https address');
const credentialSchema = z.union([
  z.object({ user, accessToken: z.string().min(1).max(8_000), clientId: z.string().min(1).max(500), clientSecret: z.string().min(1).max(500).optional(), refreshToken: z.string().min(1).max(8_000).optional(), /** Said by the issuer at the sign-in. */ tokenUrl: tokenUrl.optional() }),
  z.object({ user, password: z.string().min(1).max(1_000) }),
]);
const settingsSchema = z
  .object({
    address: z.email().max(250),
    fromName: z.string().max(200).optional(),
    smtpHost: z.string().min(1).max(255),
    smtpPort: z.coerce.number().int().min(1).max(65_535).default(587),
    smtpSecurity: security.default('starttls'),
    imapHost: z.string().min(1).max(255),
    imapPort: z.coerce.number().int().min(1).max(65_535).default(993),
    imapSecurity: security.default('tls'),
    sentFolder: z.string().min(1).max(500).optional(),
    /** Who files the copy under Sent: this desk after the mail server took it, or the server itself. */
    sentBy: z.enum(['desk', 'server']).default('desk'),
    oauthExchangeUrl: tokenUrl.optional(),
  })
  .refine((s) => s.smtpSecurity !== 'none' || LOOPBACK.test(s.smtpHost), { path: ['smtpSecurity'], message: 'a password does not travel in the clear' })
  .refine((s) => s.imapSecurity !== 'none' || LOOPBACK.test(s.imapHost), { path: ['imapSecurity'], message: 'a password does not travel in the clear' });

export type MailSettings = z.infer<typeof settingsSchema>;
export type MailAuth = { readonly kind: 'password'; readonly password: string } | { readonly kind: 'oauth2'; readonly accessToken: string; readonly clientId: string; readonly clientSecret?: string | undefined; readonly refreshToken?: string | undefined; readonly tokenUrl?: string | undefined };
export interface MailAccount {
  readonly settings: MailSettings;
  readonly user: string;
  readonly auth: MailAuth;
}

/** Settings and credential of a mailbox; a text says which of them cannot be read, never with a value. */
export function readAccount(target: OutboundTarget): MailAccount | string {
  const settings = settingsSchema.safeParse(target.settings ?? {});
  if (!settings.success) return `the account's setting ${settings.error.issues[0]?.path.join('.') ?? ''}: ${settings.error.issues[0]?.message ?? 'wrong'}`;
  let raw: unknown;
  try {
    raw = JSON.parse(target.credential);
  } catch {
    return 'the stored credential is neither {user, password} nor a sign-in';
  }
  const credential = credentialSchema.safeParse(raw);
  if (!credential.success) return 'the stored credential is neither {user, password} nor a sign-in';
  const { user: name, ...auth } = credential.data;
  return { settings: settings.data, user: name, auth: 'password' in auth ? { kind: 'password', password: auth.password } : { kind: 'oauth2', ...auth } };
}

/** What stands behind the @ of our Message-IDs. */
export const domainOf = (settings: MailSettings): string => settings.address.slice(settings.address.lastIndexOf('@') + 1).toLowerCase();
