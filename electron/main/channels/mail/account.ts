import { z } from 'zod';
import type { OutboundTarget } from '../ports.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
const security = z.enum(['tls', 'starttls', 'none']);

const credentialSchema = z.object({ user: z.string().min(1).max(256), password: z.string().min(1).max(1_000) });
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
  })
  .refine((s) => s.smtpSecurity !== 'none' || LOOPBACK.test(s.smtpHost), { path: ['smtpSecurity'], message: 'a password does not travel in the clear' })
  .refine((s) => s.imapSecurity !== 'none' || LOOPBACK.test(s.imapHost), { path: ['imapSecurity'], message: 'a password does not travel in the clear' });

export type MailSettings = z.infer<typeof settingsSchema>;
export interface MailAccount {
  readonly settings: MailSettings;
  readonly user: string;
  readonly password: string;
}

/** Settings and credential of a mailbox; a text says which of them cannot be read, never with a value. */
export function readAccount(target: OutboundTarget): MailAccount | string {
  const settings = settingsSchema.safeParse(target.settings ?? {});
  if (!settings.success) return `the account's setting ${settings.error.issues[0]?.path.join('.') ?? ''}: ${settings.error.issues[0]?.message ?? 'wrong'}`;
  let raw: unknown;
  try {
    raw = JSON.parse(target.credential);
  } catch {
    return 'the stored credential is not {user, password}';
  }
  const credential = credentialSchema.safeParse(raw);
  return credential.success ? { settings: settings.data, ...credential.data } : 'the stored credential is not {user, password}';
}

/** What stands behind the @ of our Message-IDs. */
export const domainOf = (settings: MailSettings): string => settings.address.slice(settings.address.lastIndexOf('@') + 1).toLowerCase();
