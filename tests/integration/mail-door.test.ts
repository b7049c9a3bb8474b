import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '../../server/config/settings.ts';
import { mailInbound } from '../../server/channels/mail/inbound.ts';
import { listenTo } from '../support/feed-listener.ts';
import { canRunMailServers, startMailServer } from '../support/mail/mail-server.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

// Forwarded mail: a real SMTP client (and by hand what a client would not say) at the door of a real server.
const ACCOUNT = 'hilfe@firma.test';
const DOOR = 'brand-7f3a9c@in.firma.test';
const have = canRunMailServers();
let world: ServerWorld;

async function start(over: Partial<NonNullable<Config['mailIn']>> = {}): Promise<void> {
  const mailIn = { host: '127.0.0.1', port: 0, protocol: 'smtp' as const, name: 'in.firma.test', recipients: { [DOOR]: ACCOUNT }, clients: [], maxBytes: 200_000, perMinute: 600, ...over };
  world = await startServerWorld({ config: { mailIn }, commands: [{ type: 'account.register', data: { id: 'mail', channel: 'mail', handle: ACCOUNT, name: 'Hilfe', brand: 'Firma', credentialId: 'm', teamIds: [], budget: { capacity: 10, refillPerMinute: 10 }, settings: { address: 'support@firma.test' } } }] });
}
beforeEach(() => start());
afterEach(() => world.close());

const port = (): number => world.app.mailPort ?? 0;
const bring = (over: Parameters<ReturnType<typeof createTransport>['sendMail']>[0] = {}, to = DOOR) =>
  createTransport({ host: '127.0.0.1', port: port(), secure: false, ignoreTLS: true }).sendMail({ envelope: { from: 'lena@kunden.test', to }, from: 'Lena <lena@kunden.test>', to: 'support@firma.test', subject: 'Kein Netz', text: 'Seit heute kein Netz', messageId: '<frage-1@kunden.test>', ...over });
const messages = () => [...world.app.center.committed.all('message').values()];
const codeOf = (promise: Promise<unknown>): Promise<number | undefined> => promise.then(() => 250, (error: { responseCode?: number }) => error.responseCode);

/** Says these lines one after the other and gives the codes that came back, the greeting first. */
async function talk(...lines: string[]): Promise<number[]> {
  const codes: number[] = [];
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port(), '127.0.0.1');
    let held = '';
    const left = [...lines];
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      held += text;
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end);
        held = held.slice(end + 2);
        if (/^\d{3}-/.test(line)) continue;
        codes.push(Number(line.slice(0, 3)));
        const next = left.shift();
        if (next === undefined) return void socket.end();
        socket.write(`${next}\r\n`);
      }
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
    socket.setTimeout(5_000, () => socket.destroy());
  });
  return codes;
}

describe('MAIL-9 the door for forwarded mail', () => {
  test('what it accepts is on disk, once, however often and whichever way it comes', async () => {
    expect(await codeOf(bring())).toBe(250);
    const [message] = messages();
    expect(message).toMatchObject({ remoteId: 'frage-1@kunden.test', direction: 'in', visibility: 'private' });
    expect(await codeOf(bring())).toBe(250);
    // The same letter out of the mailbox itself.
    await world.ingest([{ v: 1, kind: 'post', channel: 'mail', account: ACCOUNT, remoteId: 'frage-1@kunden.test', direction: 'in', author: { remoteId: 'lena@kunden.test', handle: 'lena@kunden.test' }, text: 'Seit heute kein Netz', visibility: 'private', sentAt: Date.now() }]);
    expect(messages()).toHaveLength(1);
    expect(await codeOf(bring({ messageId: '<frage-2@kunden.test>', inReplyTo: '<frage-1@kunden.test>', references: '<frage-1@kunden.test>', attachments: [{ filename: 'a.txt', content: 'Posten' }] }))).toBe(250);
    expect(new Set(messages().map(({ threadId }) => threadId)).size, 'one thread').toBe(1);
    expect(messages().find(({ remoteId }) => remoteId === 'frage-2@kunden.test')?.contentRefs).toHaveLength(1);
    await world.restart();
    expect(messages()).toHaveLength(2);
  });

  test('it relays for nobody and bounces nothing: strangers are refused while the sender listens', async () => {
    for (const to of ['anna@elsewhere.test', 'support@firma.test', ACCOUNT, `x${DOOR}`, 'postmaster', '"brand-7f3a9c@in.firma.test"@elsewhere.test']) expect(await codeOf(bring({}, to)), to).toBeOneOf([550, 501]);
    expect(await talk('EHLO me', 'MAIL FROM:<a@b.test>', 'RCPT TO:<brand-7f3a9c%in.firma.test@elsewhere.test>', 'RCPT TO:<@relay.test:anna@elsewhere.test>', 'QUIT')).toEqual([220, 250, 250, 550, expect.toBeOneOf([550, 501, 553]) as number, 221]);
    expect((await talk('EHLO me', 'AUTH PLAIN AGEAYgA=', 'STARTTLS', 'DATA', 'QUIT')).slice(2, 5).every((code) => code >= 500)).toBe(true);
    expect(messages()).toEqual([]);
    // A report of a failed delivery has no sender: it is taken.
    expect(await codeOf(bring({ envelope: { from: '', to: DOOR } }))).toBe(250);
  });

  test('too large, too many and from somebody else are refused, each with the word that says whether to come again', async () => {
    expect(await codeOf(bring({ text: 'x'.repeat(250_000) }))).toBe(552);
    expect(messages()).toEqual([]);
    await world.close();
    await start({ perMinute: 2 });
    expect([await codeOf(bring()), await codeOf(bring()), await codeOf(bring())]).toEqual([250, 250, 450]);
    await world.close();
    await start({ clients: ['192.0.2.1'] });
    expect(await codeOf(bring())).toBe(554);
    expect(messages()).toEqual([]);
  });

  test('own mail that comes round, and an absence note, are known as what they are', async () => {
    expect(await codeOf(bring({ from: 'Hilfe <support@firma.test>', to: 'lena@kunden.test', messageId: '<own-1@firma.test>' }))).toBe(250);
    expect(messages().find(({ remoteId }) => remoteId === 'own-1@firma.test')).toMatchObject({ direction: 'out' });
    expect(await codeOf(bring({ messageId: '<away-1@kunden.test>', headers: { 'Auto-Submitted': 'auto-replied' } }))).toBe(250);
    expect(messages().find(({ remoteId }) => remoteId === 'away-1@kunden.test')).toMatchObject({ automatic: 'autoReply' });
  });

  test('over LMTP from a mail server beside it, each mail with its own answer', async () => {
    await world.close();
    await start({ protocol: 'lmtp' });
    const codes = await talk('LHLO me', 'MAIL FROM:<lena@kunden.test>', `RCPT TO:<${DOOR}>`, 'RCPT TO:<nobody@in.firma.test>', 'DATA', 'Message-ID: <l1@kunden.test>\r\nFrom: lena@kunden.test\r\nTo: support@firma.test\r\nSubject: LMTP\r\n\r\nGuten Tag\r\n.', 'QUIT');
    expect(codes).toEqual([220, 250, 250, 250, 550, 354, 250, 221]);
    await until('the letter', () => messages().some(({ remoteId }) => remoteId === 'l1@kunden.test'));
    expect((await talk('EHLO me', 'QUIT'))[1], 'SMTP is not spoken there').toBeGreaterThanOrEqual(500);
  });

  test('a line that breaks in the middle leaves nothing, and the next one is served', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(port(), '127.0.0.1', () => socket.write(`EHLO me\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<${DOOR}>\r\nDATA\r\n`));
      socket.on('data', (bytes) => {
        if (!bytes.toString().includes('354')) return;
        socket.write('Message-ID: <half@kunden.test>\r\n\r\nHalbe');
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('close', () => resolve());
    });
    expect(await codeOf(bring())).toBe(250);
    expect(messages().map(({ remoteId }) => remoteId)).toEqual(['frage-1@kunden.test']);
  });
});

describe.skipIf(!have.ok)(`forwarded by a real mail server${have.ok ? '' : `: ${have.reason}`}`, () => {
  test('MAIL-9 Postfix keeps the mail in its mailbox and brings a copy to the door; read over IMAP as well, it is one message', async () => {
    const mail = await startMailServer({ [ACCOUNT]: 'a mailbox password' }, { forward: { address: ACCOUNT, to: DOOR, port: port() } });
    try {
      const client = createTransport({ host: mail.host, port: mail.smtpPort, secure: false, ignoreTLS: true });
      await client.sendMail({ from: 'Lena <lena@kunden.test>', to: ACCOUNT, subject: 'Weitergeleitet', text: 'Kein Netz', messageId: '<forward-1@kunden.test>' });
      await until('the letter at the door', () => messages().some(({ remoteId }) => remoteId === 'forward-1@kunden.test'));
      const feed = mailInbound.openFeed?.({ account: ACCOUNT, settings: { host: mail.host, port: mail.imapPort, security: 'none', begin: 'all', everyMs: 200 }, secrets: { password: 'a mailbox password' } });
      if (feed === undefined) throw new Error('mail has a feed');
      const listener = listenTo(feed);
      const copy = await until('the letter in the mailbox', () => listener.heard.find((one) => one.kind === 'post' && one.remoteId === 'forward-1@kunden.test'));
      await listener.stop();
      expect(copy).toMatchObject({ subject: 'Weitergeleitet', author: { remoteId: 'lena@kunden.test' } });
      expect(await world.ingest([copy])).toMatchObject([{ status: 'duplicate' }]);
      expect(messages()).toHaveLength(1);
      expect(mail.log(), 'nothing came back').not.toMatch(/status=bounced/);
    } finally {
      await mail.stop();
    }
  }, 60_000);
});
