import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailAccount } from './account.ts';
import type { ComposedMail } from './compose.ts';

export type SmtpResult =
  | { readonly kind: 'accepted' }
  /** The server's own refusal, or not a byte of the mail was asked for: no effect. */
  | { readonly kind: 'refused'; readonly detail: string; readonly reason: 'unreachable' | 'credential' | 'later' | 'limit' | 'never' }
  /** The mail went over, the answer did not come back. */
  | { readonly kind: 'lost'; readonly detail: string };

const CALL_TIMEOUT_MS = 30_000;

/** Hands one mail to the server. Never throws. */
export async function submit(account: MailAccount, mail: ComposedMail, signal: AbortSignal): Promise<SmtpResult> {
  const connection = await open(account);
  if (signal.aborted) return { kind: 'refused', reason: 'unreachable', detail: 'stopped before it was sent' };
  // The library asks for the text only after the server has said "go ahead": until then nothing can have had an effect.
  let begun = false;
  const body = Readable.from((function* () {
    begun = true;
    yield mail.raw;
  })());
  const stop = (): void => connection.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await signedIn(connection, account);
    const info = await new Promise<{ rejected?: readonly unknown[] | undefined }>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(new Error('the mail server closed the connection')));
      connection.send({ from: mail.envelope.from, to: mail.envelope.to, size: mail.raw.length }, body, (error, sent) => (error === null || error === undefined ? resolve(sent ?? {}) : reject(error)));
    });
    void info;
    return { kind: 'accepted' };
  } catch (error) {
    return judge(error, begun);
  } finally {
    signal.removeEventListener('abort', stop);
    connection.on('error', () => undefined);
    connection.close();
    body.destroy();
  }
}

/** Signs in and out again. */
export async function verifySmtp(account: MailAccount, signal: AbortSignal): Promise<SmtpResult> {
  const connection = await open(account);
  const stop = (): void => connection.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await signedIn(connection, account);
    return { kind: 'accepted' };
  } catch (error) {
    return judge(error, false);
  } finally {
    signal.removeEventListener('abort', stop);
    connection.on('error', () => undefined);
    connection.close();
  }
}

/** The library is read with the first mail, not with every start. */
async function open({ settings }: MailAccount): Promise<SMTPConnection> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  return new Connection({ host: settings.smtpHost, port: settings.smtpPort, secure: settings.smtpSecurity === 'tls', requireTLS: settings.smtpSecurity === 'starttls', ignoreTLS: settings.smtpSecurity === 'none', connectionTimeout: CALL_TIMEOUT_MS, greetingTimeout: CALL_TIMEOUT_MS, socketTimeout: CALL_TIMEOUT_MS, logger: false });
}

async function signedIn(connection: SMTPConnection, { user, auth }: MailAccount): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('the mail server closed the connection')));
    connection.connect((error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('the mail server closed the connection')));
    const login = auth.kind === 'password' ? { user, pass: auth.password, credentials: { user, pass: auth.password } } : { user, type: 'OAUTH2', method: 'XOAUTH2', oauth2: xoauth2(user, auth.accessToken) };
    connection.login(login as never, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
}

/** The token as it is, once: renewing it is done elsewhere, under the lease that keeps desks from doing it at the same time. */
function xoauth2(user: string, accessToken: string) {
  return {
    getToken: (isRetry: boolean, done: (error: Error | null, token?: string) => void): void => (isRetry ? done(new Error('the token was refused')) : done(null, accessToken)),
    buildXOAuth2Token: (token: string): string => Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString('base64'),
  };
}

function judge(error: unknown, begun: boolean): SmtpResult {
  const { message, code, responseCode, response, command } = fieldsOf(error);
  const detail = (response ?? message).replaceAll(/\s+/g, ' ').slice(0, 400);
  // After the text only the server's own word on the text is proof.
  if (begun && (responseCode === undefined || responseCode < 400 || command !== 'DATA')) return { kind: 'lost', detail };
  if (code === 'EAUTH' || responseCode === 535 || responseCode === 530 || responseCode === 534) return { kind: 'refused', reason: responseCode !== undefined && responseCode < 500 ? 'later' : 'credential', detail };
  if (responseCode === undefined) return { kind: 'refused', reason: 'unreachable', detail };
  if (responseCode >= 500) return { kind: 'refused', reason: 'never', detail };
  if (responseCode >= 400) return { kind: 'refused', reason: /\b4\.7\.[01]\b|too (much|many)|rate|limit/i.test(detail) ? 'limit' : 'later', detail };
  return begun ? { kind: 'lost', detail } : { kind: 'refused', reason: 'unreachable', detail };
}

function fieldsOf(error: unknown): { message: string; code?: string | undefined; responseCode?: number | undefined; response?: string | undefined; command?: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error) };
  const get = (name: string): unknown => (name in error ? (error as unknown as Record<string, unknown>)[name] : undefined);
  const text = (name: string): string | undefined => (typeof get(name) === 'string' ? (get(name) as string) : undefined);
  const number = get('responseCode');
  return { message: error.message, code: text('code'), responseCode: typeof number === 'number' && number > 0 ? number : undefined, response: text('response'), command: text('command') };
}
