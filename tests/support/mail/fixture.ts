import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { createMailConnector } from '../../../electron/main/channels/mail/connector.ts';
import { mailInbound } from '../../../server/channels/mail/inbound.ts';
import { mailChannel } from '../../../shared/channels/mail.ts';
import type { ChannelFixture } from '../../contract/channel.suite.ts';
import { listenTo, type FeedListener } from '../feed-listener.ts';
import { startMailServer, type MailServer } from './mail-server.ts';
import { startSmtpGate } from './smtp-gate.ts';

export const BRAND_MAIL = 'hilfe@firma.test';
const PASSWORD = 'a mailbox password';
const addressOf = (author: string): string => `${author}@kunden.test`;

export interface MailWorld {
  readonly server: MailServer;
  readonly fixture: ChannelFixture;
  listen(): FeedListener;
  /** Sends a mail with a real SMTP client; gives its Message-ID without brackets. */
  mail(options: Parameters<ReturnType<typeof createTransport>['sendMail']>[0]): Promise<string>;
  /** Hands over these very bytes. */
  raw(from: string, bytes: string | Buffer): Promise<void>;
  /** Reads a mailbox back over IMAP. */
  inbox(address: string, folder?: string): Promise<string[]>;
}

/** Postfix and Dovecot, the brand's mailbox heard by the feed, customers with mailboxes of their own. The server files what it takes under Sent, as big providers do. */
export async function startMailWorld(): Promise<MailWorld> {
  const server = await startMailServer({ [BRAND_MAIL]: PASSWORD, [addressOf('lena')]: 'x', [addressOf('jonas')]: 'x' });
  const gate = await startSmtpGate(server.submissionPort);
  const outside = createTransport({ host: server.host, port: server.smtpPort, secure: false, ignoreTLS: true });
  const listen = (): FeedListener => {
    const feed = mailInbound.openFeed?.({ account: BRAND_MAIL, settings: { host: server.host, port: server.imapPort, security: 'none', begin: 'all', everyMs: 500 }, secrets: { password: PASSWORD } });
    if (feed === undefined) throw new Error('mail has a feed');
    return listenTo(feed);
  };
  const listener = listen();
  let mailNo = 0;
  const mail: MailWorld['mail'] = async (options) => {
    const messageId = options.messageId ?? `<${(mailNo += 1)}.${Date.now()}@kunden.test>`;
    await outside.sendMail({ to: BRAND_MAIL, ...options, messageId });
    return messageId.replaceAll(/[<>]/g, '');
  };
  const inbox = async (address: string, folder = 'INBOX'): Promise<string[]> => {
    const client = new ImapFlow({ host: server.host, port: server.imapPort, secure: false, doSTARTTLS: false, auth: { user: address, pass: address === BRAND_MAIL ? currentPassword : 'x' }, logger: false });
    await client.connect();
    try {
      const box = await client.mailboxOpen(folder, { readOnly: true });
      const mails = box.exists === 0 ? [] : await client.fetchAll('1:*', { source: true });
      return mails.map((one) => one.source?.toString('utf8') ?? '');
    } finally {
      client.close();
    }
  };
  let currentPassword = PASSWORD;
  const settings = { address: BRAND_MAIL, fromName: 'Musterkom Hilfe', smtpHost: server.host, smtpPort: gate.port, smtpSecurity: 'none', imapHost: server.host, imapPort: server.imapPort, imapSecurity: 'none', sentBy: 'server' };
  const fixture: ChannelFixture = {
    descriptor: mailChannel,
    account: BRAND_MAIL,
    connector: createMailConnector(Date.now),
    target: { accountHandle: BRAND_MAIL, credential: JSON.stringify({ user: BRAND_MAIL, password: PASSWORD }), settings },
    badCredentials: ['', 'not json', '{}', JSON.stringify({ user: BRAND_MAIL, password: 'wrong' })],
    inboundVisibilities: ['private'],
    say: ({ author, text, inReplyTo }) => mail({ from: `${author} <${addressOf(author)}>`, subject: inReplyTo === undefined ? 'Frage' : 'Re: Frage', text, ...(inReplyTo === undefined ? {} : { inReplyTo: `<${inReplyTo}>`, references: `<${inReplyTo}>` }) }),
    heard: () => listener.heard,
    answer: (to, text, visibility) => ({ parts: [text], visibility, inReplyToRemoteId: to.remoteId, recipientRemoteId: to.author.remoteId, recipientHandle: to.author.handle, subject: `Re: ${to.subject ?? ''}`, references: [...(to.references ?? []), to.remoteId] }),
    effects: async () => {
      // An effect is what reached a customer.
      const mails = (await Promise.all(['lena', 'jonas'].map((author) => settled(() => inbox(addressOf(author)))))).flat();
      return mails.map((source) => ({ remoteId: /^Message-ID: <(.+)>/im.exec(source)?.[1] ?? '', text: readable(source), visibility: 'private' as const, ...(/^In-Reply-To: <(.+)>/im.exec(source) === null ? {} : { inReplyTo: /^In-Reply-To:\s*<([^>]+)>/im.exec(source)?.[1] }) }));
    },
    filesOf: async (remoteId) => {
      const source = (await Promise.all(['lena', 'jonas'].map((author) => settled(() => inbox(addressOf(author)))))).flat().find((one) => one.includes(`<${remoteId}>`));
      const parsed = source === undefined ? undefined : await new PostalMime().parse(source);
      return (parsed?.attachments ?? []).map((file) => ({ bytes: typeof file.content === 'string' ? Buffer.from(file.content, 'base64') : Buffer.from(file.content as ArrayBuffer), mediaType: file.mimeType, name: file.filename ?? undefined }));
    },
    faults: ['answerLost', 'requestLost', 'rateLimited', 'credentialExpired'],
    fault: async (kind) => {
      if (kind === 'answerLost') gate.cutNext('afterText');
      if (kind === 'requestLost') gate.cutNext('beforeText');
      if (kind === 'credentialExpired') {
        currentPassword = 'another one';
        server.setPassword(BRAND_MAIL, currentPassword);
        // Dovecot looks at the file's second.
        await new Promise((resolve) => setTimeout(resolve, 1_100));
      }
      if (kind === 'rateLimited') {
        gate.aim(server.limitedPort);
        // The one mail a minute is used up by somebody else.
        const other = createTransport({ host: server.host, port: server.limitedPort, secure: false, ignoreTLS: true, auth: { user: BRAND_MAIL, pass: PASSWORD } });
        await other.sendMail({ from: BRAND_MAIL, to: BRAND_MAIL, subject: 'x', text: 'x' }).catch(() => undefined);
      }
    },
    calm: async () => {
      gate.cutNext(undefined);
      gate.aim(server.submissionPort);
      if (currentPassword === PASSWORD) return;
      currentPassword = PASSWORD;
      server.setPassword(BRAND_MAIL, PASSWORD);
      await new Promise((resolve) => setTimeout(resolve, 1_100));
    },
    stop: async () => {
      await listener.stop();
      await gate.stop();
      await server.stop();
    },
  };
  return {
    server,
    fixture,
    listen,
    mail,
    raw: async (from, bytes) => void (await outside.sendMail({ envelope: { from, to: [BRAND_MAIL] }, raw: bytes })),
    inbox,
  };
}

/** The same twice in a row: the post office has come to rest. */
async function settled<T>(read: () => Promise<T[]>): Promise<T[]> {
  let before = await read();
  for (let n = 0; n < 20; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const now = await read();
    if (now.length === before.length) return now;
    before = now;
  }
  return before;
}

/** Quoted-printable and soft breaks undone, enough to find words. */
function readable(source: string): string {
  const body = source.slice(source.search(/\r?\n\r?\n/));
  return Buffer.from(body.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8');
}
