import { ImapFlow, type FetchMessageObject } from 'imapflow';
import { z } from 'zod';
import type { InboundPost } from '../../../shared/domain/inbound.ts';
import { FeedFailure, type Feed, type FeedConfig, type FeedRun } from '../ports.ts';
import { accessTokens } from './access-token.ts';
import { readMail, type MailAccount } from './parse.ts';
import { readFeedConfig, type MailFeedSettings } from './settings.ts';

const positionSchema = z.object({ uidValidity: z.string().max(20), uid: z.number().int().min(0) });
const cursorSchema = z.object({ folders: z.record(z.string(), positionSchema) });
type Cursor = z.infer<typeof cursorSchema>;

const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_MAILS = 50;
/** Of a mail that is too large this much is read: head, text, and where its files begin. */
const HEAD_BYTES = 512 * 1024;
const REJECTED_WAIT_MS = 5 * 60_000;

/** A mailbox over IMAP, opened for reading only: IDLE on INBOX, the other folders now and then; every folder goes on from its UID. */
export function mailFeed(config: FeedConfig): Feed {
  const { settings, user, signIn, own } = readFeedConfig(config);
  let tokens: ReturnType<typeof accessTokens> | undefined;
  const account: MailAccount = { account: config.account, own };
  return {
    run: async (run) => {
      if (signIn.kind === 'oauth2') tokens ??= accessTokens(signIn, () => run.clock.now(), run.keep);
      const client = connectionOf(settings, tokens === undefined ? { user, pass: signIn.kind === 'password' ? signIn.password : '' } : { user, accessToken: await tokens.get() });
      // An 'error' without a listener would end the process; what was asked rejects by itself.
      client.on('error', () => undefined);
      const stop = (): void => client.close();
      run.signal.addEventListener('abort', stop, { once: true });
      try {
        await client.connect();
        await listen(client, settings, account, run);
      } catch (error) {
        if (run.signal.aborted) return;
        const failure = asFailure(error);
        if (failure.code === 'CREDENTIAL_REJECTED') tokens?.refused();
        throw failure;
      } finally {
        run.signal.removeEventListener('abort', stop);
        client.close();
      }
    },
  };
}

function connectionOf(settings: MailFeedSettings, auth: { user: string; pass?: string; accessToken?: string }): ImapFlow {
  return new ImapFlow({ host: settings.host, port: settings.port, secure: settings.security === 'tls', doSTARTTLS: settings.security === 'starttls', auth, logger: false, disableAutoIdle: true, maxIdleTime: 4 * 60_000, connectionTimeout: 20_000, greetingTimeout: 15_000, maxLiteralSize: settings.maxBytes + 1024 * 1024, clientInfo: { name: 'Leitstand' } });
}

async function listen(client: ImapFlow, settings: MailFeedSettings, account: MailAccount, run: FeedRun): Promise<void> {
  const listed = await client.list();
  const sent = listed.find((folder) => folder.specialUse === '\\Sent')?.path;
  const folders = [...new Set(['INBOX', ...settings.folders, ...(sent === undefined ? [] : [sent])])];
  const canIdle = client.capabilities.has('IDLE');
  let cursor = readCursor(run.cursor);
  const isFirst = run.cursor === undefined;
  for (const path of folders) cursor = await readFolder(client, path, cursor, isFirst && settings.begin === 'now', settings, account, run);
  if (isFirst) await run.deliver([], JSON.stringify(cursor));
  while (!run.signal.aborted) {
    run.state(canIdle ? { state: 'live' } : { state: 'polling' });
    await news(client, settings, run, canIdle);
    if (run.signal.aborted) return;
    for (const path of folders) cursor = await readFolder(client, path, cursor, false, settings, account, run);
  }
}

/** Until INBOX has something new, or it is time to look. Rejects when the line is cut. */
async function news(client: ImapFlow, settings: MailFeedSettings, run: FeedRun, canIdle: boolean): Promise<void> {
  const inbox = await client.mailboxOpen('INBOX', { readOnly: true });
  const before = inbox.exists;
  await new Promise<void>((resolve, reject) => {
    const cancel = run.timers.after(settings.everyMs, () => done());
    const done = (error?: Error): void => {
      cancel();
      client.off('exists', onExists);
      client.off('close', onClose);
      run.signal.removeEventListener('abort', onAbort);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onExists = (event: { count: number }): void => {
      if (event.count > before) done();
    };
    const onClose = (): void => done(new Error('the mail server closed the connection'));
    const onAbort = (): void => done();
    client.on('exists', onExists);
    client.on('close', onClose);
    run.signal.addEventListener('abort', onAbort, { once: true });
    const failed = (error: unknown): void => done(error instanceof Error ? error : new Error(String(error)));
    if (canIdle) client.idle().then(undefined, failed);
  });
}

/** What came into a folder since the cursor, in batches, each with its cursor. Gives the cursor behind it. */
async function readFolder(client: ImapFlow, path: string, cursor: Cursor, skip: boolean, settings: MailFeedSettings, account: MailAccount, run: FeedRun): Promise<Cursor> {
  const box = await client.mailboxOpen(path, { readOnly: true });
  const uidValidity = String(box.uidValidity);
  const known = cursor.folders[path];
  const at = (uid: number): Cursor => ({ folders: { ...cursor.folders, [path]: { uidValidity, uid } } });
  if (skip) return at(Math.max(0, box.uidNext - 1));
  // Numbers of another life of the folder mean nothing: all is read anew, and what is known drops out by its remote id.
  let uid = known?.uidValidity === uidValidity ? known.uid : 0;
  if (box.exists === 0 || box.uidNext <= uid + 1) return at(Math.max(uid, 0));
  const found = (await client.fetchAll(`${uid + 1}:*`, { uid: true, size: true, internalDate: true }, { uid: true })).filter((one) => one.uid > uid).sort((a, b) => a.uid - b.uid);
  let batch: InboundPost[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    await run.deliver(batch, JSON.stringify(at(uid)));
    batch = [];
    bytes = 0;
  };
  for (const one of found) {
    if (run.signal.aborted) return at(uid);
    const post = await fetchMail(client, one, settings, account, run);
    uid = one.uid;
    if (post !== undefined) batch.push(post);
    bytes += one.size ?? 0;
    if (batch.length >= BATCH_MAILS || bytes >= BATCH_BYTES) await flush();
  }
  if (found.length > 0 && (batch.length > 0 || known?.uid !== uid)) await flush();
  return at(uid);
}

async function fetchMail(client: ImapFlow, one: FetchMessageObject, settings: MailFeedSettings, account: MailAccount, run: FeedRun): Promise<InboundPost | undefined> {
  const bytes = one.size ?? 0;
  const isCut = bytes > settings.maxBytes;
  const fetched = await client.fetchOne(String(one.uid), { uid: true, source: isCut ? { start: 0, maxLength: HEAD_BYTES } : true }, { uid: true });
  // Gone between the two questions: somebody deleted it.
  if (fetched === false || fetched?.source === undefined) return undefined;
  const received = one.internalDate === undefined ? Number.NaN : new Date(one.internalDate).getTime();
  return readMail({ raw: fetched.source, isCut, bytes, receivedAt: Number.isNaN(received) ? run.clock.now() : received }, account);
}

function readCursor(text: string | undefined): Cursor {
  if (text === undefined) return { folders: {} };
  try {
    return cursorSchema.parse(JSON.parse(text));
  } catch {
    return { folders: {} };
  }
}

function asFailure(error: unknown): FeedFailure {
  if (error instanceof FeedFailure) return error;
  const detail = error instanceof Error ? error.message : String(error);
  // Asking again and again with a password that is refused locks mailboxes.
  if (typeof error === 'object' && error !== null && 'authenticationFailed' in error && error.authenticationFailed === true) return new FeedFailure('CREDENTIAL_REJECTED', 'the mail server refused the password', REJECTED_WAIT_MS);
  return new FeedFailure('PLATFORM_UNREACHABLE', detail.slice(0, 300));
}
