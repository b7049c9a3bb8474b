import { z } from 'zod';
import { roleSchema } from '../../shared/domain/agent.ts';
import { channelNameSchema } from '../../shared/domain/channel.ts';
import { teamIdSchema } from '../../shared/domain/ids.ts';

/** What `--help` and the readers of text (environment, command line) need to know of a setting beyond its schema. */
export interface SettingMeta {
  readonly description: string;
  /** How text becomes a value: a list is separated by commas, a map is `name=value,name=value`, JSON is JSON. */
  readonly kind: 'text' | 'number' | 'flag' | 'list' | 'map' | 'json';
  readonly unit: string;
  /** Never printed, and not taken from the command line, where every user of the machine can read it. */
  readonly isSecret?: boolean | undefined;
}

const metas = new Map<z.ZodType, SettingMeta>();
function setting<S extends z.ZodType>(schema: S, meta: SettingMeta): S {
  metas.set(schema, meta);
  return schema;
}

const span = (min: number, max: number) => z.number().int().min(min).max(max);
const secret = z.string().min(16, 'at least 16 characters').max(512);
/** A secret stands in the file, in the environment or in a file of its own; never on the command line. */
const secretSourceSchema = z.union([z.string().min(1).max(8_192), z.strictObject({ env: z.string().min(1).max(128) }), z.strictObject({ file: z.string().min(1).max(4_096) })]);
export type SecretSource = z.infer<typeof secretSourceSchema>;
export const feedSchema = z.strictObject({
  channel: channelNameSchema,
  account: z.string().min(1).max(128),
  settings: z.record(z.string().max(64), z.unknown()).default({}),
  secrets: z.record(z.string().max(64), secretSourceSchema).default({}),
});
export type FeedSetting = z.infer<typeof feedSchema>;
const mailAddress = z.string().max(320).regex(/^[^\s<>@]+@[^\s<>@]+$/);
/** The door for forwarded mail. */
export const mailInSchema = z.strictObject({
  host: z.string().min(1).max(255).default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535),
  protocol: z.enum(['smtp', 'lmtp']).default('smtp'),
  name: z.string().min(1).max(255).default('localhost'),
  recipients: z.record(mailAddress, z.string().min(1).max(128)).refine((given) => Object.keys(given).length > 0, 'at least one address'),
  clients: z.array(z.union([z.ipv4(), z.ipv6()])).max(200).default([]),
  maxBytes: z.number().int().min(10_000).max(100 * 1024 * 1024).default(36 * 1024 * 1024),
  perMinute: z.number().int().min(1).max(100_000).default(600),
  tls: z.strictObject({ certFile: z.string().min(1).max(4_096), keyFile: z.string().min(1).max(4_096), required: z.boolean().default(false) }).optional(),
});
const isProvider = (text: string): boolean => URL.canParse(text) && (new URL(text).protocol === 'https:' || /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/]/.test(text));
const claimMap = <V extends z.ZodType>(value: V) => z.record(z.string().min(1).max(300), value);
/** Sign-in at the house's own identity provider. */
export const oidcSchema = z.strictObject({
  issuer: z.string().max(1_000).refine(isProvider, 'an https address (http on this machine alone)'),
  clientId: z.string().min(1).max(300),
  clientSecret: secretSourceSchema.optional(),
  label: z.string().min(1).max(60).default('Single Sign-on'),
  scopes: z.array(z.string().min(1).max(100)).max(20).default(['openid', 'profile', 'email']).refine((scopes) => scopes.includes('openid'), 'openid is among them'),
  rolesClaim: z.string().min(1).max(200).default('groups'),
  roles: claimMap(roleSchema).refine((given) => Object.keys(given).length > 0, 'at least one name that means a role'),
  teamsClaim: z.string().min(1).max(200).default('groups'),
  teams: claimMap(teamIdSchema).default({}),
  sessionMs: span(60_000, 30 * 86_400_000).default(12 * 3_600_000),
});
export type OidcSetting = z.infer<typeof oidcSchema>;
const isOrigin = (text: string): boolean => /^[a-z][a-z\d+.-]*:\/\/[^/?#\s]+$/.test(text);
function isSmtp(text: string): boolean {
  return URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';
}
function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

const MS = 'ms';

/** Every setting of the server. A name here is `--name-in-kebab-case` on the command line and `LEITSTAND_NAME` in the environment. */
export const configSchema = z.strictObject({
  dataDir: setting(z.string().min(1).default('.data/server'), {
    description: 'Where the log, the accounts and the keys live. Only one server at a time.',
    kind: 'text',
    unit: 'folder',
  }),
  host: setting(z.string().min(1).max(255).default('127.0.0.1'), {
    description: 'Address to listen on. Anything but loopback belongs behind TLS.',
    kind: 'text',
    unit: 'address',
  }),
  bootstrapFile: setting(z.string().min(1).optional(), { description: 'JSON with the first sign-ins and commands of a center; applied once, when the center is empty.', kind: 'text', unit: 'file' }),
  centerName: setting(z.string().min(1).max(120).default('Leitstand'), { description: 'What the desks show as the center’s name.', kind: 'text', unit: 'name' }),
  port: setting(z.number().int().min(0).max(65_535).default(7400), {
    description: 'Port to listen on; 0 takes a free one.',
    kind: 'number',
    unit: '0–65535',
  }),
  publicOrigins: setting(z.array(z.string().refine(isOrigin, 'scheme://host[:port] without a path')).max(50).default([]), {
    description: 'Origins of desks that may connect from a browser, besides this server’s own.',
    kind: 'list',
    unit: 'origins',
  }),
  trustedProxies: setting(z.array(z.string().min(1)).max(50).default([]), {
    description: 'Addresses of reverse proxies whose word about the caller’s address is believed.',
    kind: 'list',
    unit: 'addresses',
  }),
  masterKey: setting(secret.optional(), {
    description: 'The 32-byte master key as hex or base64, when it is kept outside the data folder.',
    kind: 'text',
    unit: 'key',
    isSecret: true,
  }),
  masterKeyFile: setting(z.string().min(1).optional(), {
    description: 'File with the master key; made on the first start. Default: master.key in the data folder.',
    kind: 'text',
    unit: 'file',
  }),
  ingestKeys: setting(z.array(secret).max(20).default([]), {
    description: 'Keys that sign the ingest API’s requests; several while one replaces another.',
    kind: 'list',
    unit: 'keys',
    isSecret: true,
  }),
  webhookSecrets: setting(z.record(z.string().min(1).max(128), secret).default({}), {
    description: 'Per account, the secret its platform signs webhooks with.',
    kind: 'map',
    unit: 'account=secret',
    isSecret: true,
  }),
  feeds: setting(z.array(feedSchema).max(200).default([]), {
    description: 'Accounts the server listens to by itself (mailboxes, streams, polls): [{channel, account, settings, secrets}]. A secret is a text, {"env": NAME} or {"file": PATH}.',
    kind: 'json',
    unit: 'JSON',
    isSecret: true,
  }),
  mailIn: setting(mailInSchema.optional(), {
    description: 'Takes forwarded mail over SMTP or LMTP: {port, recipients: {ADDRESS: ACCOUNT}, host, protocol, name, clients, maxBytes, perMinute, tls: {certFile, keyFile, required}}. Nobody else gets anything there.',
    kind: 'json',
    unit: 'JSON',
  }),
  oidc: setting(oidcSchema.optional(), {
    description: 'Sign-in at an OpenID Connect provider beside local accounts: {issuer, clientId, clientSecret, label, scopes, rolesClaim, roles: {NAME: ROLE}, teamsClaim, teams: {NAME: TEAM}, sessionMs}. The secret is a text, {"env": NAME} or {"file": PATH}.',
    kind: 'json',
    unit: 'JSON',
    isSecret: true,
  }),
  metricsToken: setting(secret.optional(), {
    description: 'Bearer token for /metrics. Without one only this machine may read it.',
    kind: 'text',
    unit: 'token',
    isSecret: true,
  }),
  accessTokenMs: setting(span(1_000, 3_600_000).default(600_000), {
    description: 'How long an access token is good for.',
    kind: 'number',
    unit: MS,
  }),
  refreshTokenMs: setting(span(60_000, 90 * 86_400_000).default(14 * 86_400_000), {
    description: 'How long a desk may stay away before it must sign in again.',
    kind: 'number',
    unit: MS,
  }),
  leaseValidForMs: setting(span(1_000, 3_600_000).default(120_000), {
    description: 'How long a desk may work on a conversation without renewing.',
    kind: 'number',
    unit: MS,
  }),
  leaseRenewMs: setting(span(100, 3_600_000).default(40_000), { description: 'How often a desk renews.', kind: 'number', unit: MS }),
  leaseMarginMs: setting(span(0, 3_600_000).default(15_000), {
    description: 'What the server waits beyond a lease before it reassigns.',
    kind: 'number',
    unit: MS,
  }),
  maxMessageBytes: setting(span(1_024, 16_777_216).default(262_144), {
    description: 'Largest message a socket may send.',
    kind: 'number',
    unit: 'bytes',
  }),
  ratePerSocket: setting(z.number().min(1).max(100_000).default(50), {
    description: 'Messages one socket may send on average; twice as many at once.',
    kind: 'number',
    unit: 'per second',
  }),
  ratePerUser: setting(z.number().min(1).max(100_000).default(100), {
    description: 'Messages all sockets of one user may send on average.',
    kind: 'number',
    unit: 'per second',
  }),
  socketPingMs: setting(span(100, 60_000).default(10_000), { description: 'How often a quiet desk is asked whether it is still there.', kind: 'number', unit: MS }),
  socketPingTimeoutMs: setting(span(100, 60_000).default(8_000), { description: 'How long it may take to answer that; then its line counts as dead, on both ends.', kind: 'number', unit: MS }),
  snapshotEveryEvents: setting(z.number().int().min(100).max(10_000_000).default(20_000), {
    description: 'A snapshot of the state is saved after this many events.',
    kind: 'number',
    unit: 'events',
  }),
  mailSmtpUrl: setting(z.string().max(1_000).refine(isSmtp, 'smtp://… or smtps://user:password@host:port').optional(), {
    description: 'Mail server for the server’s own mails (transcripts of chats, answers to who has left). Without one there are none.',
    kind: 'text',
    unit: 'address',
    isSecret: true,
  }),
  mailFrom: setting(z.string().max(320).refine((text) => /^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/.test(text), 'an address, or Name <address>').optional(), {
    description: 'Sender of the server’s own mails.',
    kind: 'text',
    unit: 'address',
  }),
  chatVisitMs: setting(span(60_000, 365 * 86_400_000).default(30 * 86_400_000), { description: 'A web chat that was quiet for so long is over: its visitor begins a new one.', kind: 'number', unit: MS }),
  chatLateAnswerMs: setting(span(0, 86_400_000).default(60_000), { description: 'An answer in a web chat that was not seen for so long goes by mail, where the visitor left an address.', kind: 'number', unit: MS }),
  chatDemo: setting(z.boolean().default(false), { description: 'Serves a page that shows the web chat at /chat-demo.', kind: 'flag', unit: 'true or false' }),
  logLevel: setting(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'), {
    description: 'The least that is logged.',
    kind: 'text',
    unit: 'trace, debug, info, warn, error, fatal, silent',
  }),
  timezone: setting(z.string().refine(isTimezone, 'a time zone such as Europe/Berlin').default('Europe/Berlin'), {
    description: 'In which business hours and reports are reckoned.',
    kind: 'text',
    unit: 'IANA name',
  }),
});

export type Config = z.infer<typeof configSchema>;
export type SettingName = keyof Config;
type Shape = Readonly<Record<SettingName, z.ZodType>>;

export const SHAPE: Shape = configSchema.shape;
export const SETTING_NAMES = Object.keys(SHAPE) as SettingName[];

/** Every setting has one: a test holds us to it. */
export function metaOf(name: SettingName): SettingMeta {
  const meta = metas.get(SHAPE[name]);
  if (meta === undefined) throw new Error(`the setting ${name} has no description`);
  return meta;
}

export const asEnvironment = (name: string): string => `LEITSTAND_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
export const asFlag = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
