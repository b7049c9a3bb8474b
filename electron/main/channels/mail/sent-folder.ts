import type { ImapFlow } from 'imapflow';
import type { MailAccount } from './account.ts';

export type Look = { readonly kind: 'found'; readonly sentAt: number } | { readonly kind: 'notFound' } | { readonly kind: 'unreachable'; readonly detail: string; readonly credentialRejected: boolean };

const TIMEOUT_MS = 20_000;

/** Looks for our own Message-ID where answers are filed. Never throws. */
export function findSent(account: MailAccount, messageId: string, signal: AbortSignal): Promise<Look> {
  return withMailbox(account, signal, async (client): Promise<Look> => {
    for (const path of await placesOf(client, account)) {
      await client.mailboxOpen(path, { readOnly: true });
      const uids = await client.search({ header: { 'Message-ID': `<${messageId}>` } }, { uid: true });
      const uid = Array.isArray(uids) ? uids[0] : undefined;
      if (uid === undefined) continue;
      const one = await client.fetchOne(String(uid), { uid: true, internalDate: true }, { uid: true });
      const at = one === false || one?.internalDate === undefined ? Number.NaN : new Date(one.internalDate).getTime();
      return { kind: 'found', sentAt: Number.isNaN(at) ? 0 : at };
    }
    return { kind: 'notFound' };
  });
}

/** Files a copy under Sent unless it is there. True when it is. Never throws. */
export async function fileCopy(account: MailAccount, mail: { readonly raw: Buffer; readonly messageId: string }, at: number, signal: AbortSignal): Promise<boolean> {
  const done = await withMailbox(account, signal, async (client): Promise<Look> => {
    const [path] = await placesOf(client, account);
    if (path === undefined) return { kind: 'notFound' };
    await client.mailboxOpen(path, { readOnly: true });
    const there = await client.search({ header: { 'Message-ID': `<${mail.messageId}>` } }, { uid: true });
    if (Array.isArray(there) && there.length > 0) return { kind: 'found', sentAt: at };
    const appended = await client.append(path, mail.raw, ['\\Seen'], new Date(at));
    return appended === false ? { kind: 'notFound' } : { kind: 'found', sentAt: at };
  });
  return done.kind === 'found';
}

/** Whether the mailbox opens with this password. */
export function verifyImap(account: MailAccount, signal: AbortSignal): Promise<Look> {
  return withMailbox(account, signal, async (client): Promise<Look> => {
    await client.mailboxOpen('INBOX', { readOnly: true });
    return { kind: 'found', sentAt: 0 };
  });
}

/** The folder named, else the one the server marks as Sent, else the usual names; the first is where copies go. */
async function placesOf(client: ImapFlow, { settings }: MailAccount): Promise<string[]> {
  const folders = await client.list();
  const named = settings.sentFolder === undefined ? [] : [settings.sentFolder];
  const marked = folders.filter((folder) => folder.specialUse === '\\Sent').map((folder) => folder.path);
  const usual = folders.filter((folder) => /^(inbox[./])?(sent( items| messages)?|gesendet(e (objekte|elemente|nachrichten))?)$/iu.test(folder.path)).map((folder) => folder.path);
  return [...new Set([...named, ...marked, ...usual])];
}

async function withMailbox(account: MailAccount, signal: AbortSignal, run: (client: ImapFlow) => Promise<Look>): Promise<Look> {
  const { settings, user, auth } = account;
  // Read with the first mailbox, not with every start.
  const { ImapFlow: Client } = await import('imapflow');
  const client = new Client({ host: settings.imapHost, port: settings.imapPort, secure: settings.imapSecurity === 'tls', doSTARTTLS: settings.imapSecurity === 'starttls', auth: auth.kind === 'password' ? { user, pass: auth.password } : { user, accessToken: auth.accessToken }, logger: false, disableAutoIdle: true, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS, clientInfo: { name: 'Leitstand' } });
  client.on('error', () => undefined);
  const stop = (): void => client.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return { kind: 'unreachable', detail: 'stopped', credentialRejected: false };
    await client.connect();
    return await run(client);
  } catch (error) {
    const rejected = typeof error === 'object' && error !== null && 'authenticationFailed' in error && error.authenticationFailed === true;
    return { kind: 'unreachable', detail: (error instanceof Error ? error.message : String(error)).slice(0, 300), credentialRejected: rejected };
  } finally {
    signal.removeEventListener('abort', stop);
    client.close();
  }
}
