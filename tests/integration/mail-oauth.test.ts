import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { createConnectors } from '../../electron/main/channels/registry.ts';
import { mailInbound } from '../../server/channels/mail/inbound.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { listenTo } from '../support/feed-listener.ts';
import { canRunMailServers, startMailServer, type MailServer } from '../support/mail/mail-server.ts';
import { OAuthServer } from '../support/oauth-server.ts';
import { eventually } from '../support/sandbox-client.ts';
import { PASSWORD, startServerWorld, type ServerWorld } from '../support/server-world.ts';

// A mailbox without a password anywhere: an authorization server of the test's own, Dovecot asks it whom a token belongs to.
const BRAND = 'hilfe@firma.test';
const LENA = 'lena@kunden.test';
const have = canRunMailServers();
const SECRET = /[ar]t-[0-9a-f]{32}/;

describe.skipIf(!have.ok)(`mailboxes by OAuth 2${have.ok ? '' : `: ${have.reason}`}`, () => {
  let oauth: OAuthServer;
  let mail: MailServer;
  let server: ServerWorld;
  let ada: DeskWorld;
  beforeAll(async () => {
    oauth = await OAuthServer.start(BRAND);
    oauth.clients.set('center', 'a-secret-of-the-center');
    mail = await startMailServer({ [BRAND]: 'nobody knows this password', [LENA]: 'x' }, { introspectUrl: `${oauth.url}/introspect` });
    const settings = { address: BRAND, smtpHost: mail.host, smtpPort: mail.submissionPort, smtpSecurity: 'none', imapHost: mail.host, imapPort: mail.imapPort, imapSecurity: 'none', sentBy: 'server', signIn: 'oauth2', oauthIssuer: oauth.url, oauthScopes: 'mail.send  mail.read offline_access' };
    server = await startServerWorld({ commands: [{ type: 'account.register', data: { id: 'mail', channel: 'mail', handle: BRAND, name: 'Hilfe', brand: 'Firma', credentialId: 'mailbox', teamIds: [], budget: { capacity: 1000, refillPerMinute: 1000 }, settings } }] });
    ada = new DeskWorld(server.app.url, { connectors: createConnectors(Date.now) });
    await ada.open();
    await ada.core.handlers['session.signIn']({ serverUrl: server.app.url, name: 'Ada Egge', password: PASSWORD });
    await ada.online();
  }, 60_000);
  afterAll(async () => {
    await ada?.dispose();
    await server?.close();
    await mail?.stop();
    await oauth?.close();
  });

  const letters = async (): Promise<string[]> => {
    const client = new ImapFlow({ host: mail.host, port: mail.imapPort, secure: false, doSTARTTLS: false, auth: { user: LENA, pass: 'x' }, logger: false });
    await client.connect();
    try {
      const box = await client.mailboxOpen('INBOX', { readOnly: true });
      return box.exists === 0 ? [] : (await client.fetchAll('1:*', { source: true })).map((one) => one.source?.toString('utf8') ?? '');
    } finally {
      client.close();
    }
  };
  const write = (subject: string) => createTransport({ host: mail.host, port: mail.smtpPort, secure: false, ignoreTLS: true }).sendMail({ from: `Lena <${LENA}>`, to: BRAND, subject, text: 'Bitte um Antwort', messageId: `<${subject.replaceAll(/\W/g, '')}@kunden.test>` });

  test('MAIL-8 ACC-14 the mailbox is connected at its provider, checked over SMTP and IMAP, and no password is asked for', async () => {
    const begun = await ada.core.handlers['account.connect']({ accountId: 'mail', values: { user: BRAND, clientId: 'leitstand' } });
    if (begun.status !== 'signIn') throw new Error(JSON.stringify(begun));
    const asked = new URL(begun.url).searchParams;
    expect([asked.get('scope'), asked.get('code_challenge_method'), asked.get('client_id')]).toEqual(['mail.send mail.read offline_access', 'S256', 'leitstand']);
    expect((await oauth.consent(begun.url)).status).toBe(200);
    await until(() => ada.pushes('connect').length > 0, 'the end of the sign-in', ada);
    expect(ada.pushes('connect').at(-1)?.result).toMatchObject({ status: 'connected', as: BRAND });
    expect(await ada.secrets.get('credential/mailbox')).toMatch(SECRET);
    expect(JSON.stringify(ada.pushed)).not.toMatch(SECRET);
    expect(ada.logs.join('\n')).not.toMatch(SECRET);
  });

  test('MAIL-8 ACC-8 a token that runs out in the middle of work is renewed under the lease, and the answer goes out once', async () => {
    await ada.core.handlers['command.run']({ command: { type: 'agent.setState', v: 1, data: { state: 'available' } } });
    await server.ingest([{ v: 1, kind: 'post', channel: 'mail', account: BRAND, remoteId: 'frage@kunden.test', direction: 'in', author: { remoteId: LENA, handle: LENA }, subject: 'Frage', text: 'Wann?', visibility: 'private', sentAt: Date.now() }]);
    const { center } = server.app;
    await until(() => center.committed.all('workItem').size === 1, 'item', ada);
    const item = [...center.committed.all('workItem').values()][0];
    if (item?.ownerAgentId !== 'ada') await ada.core.handlers['command.run']({ command: { type: 'workItem.take', v: 1, data: { workItemId: item?.id } } });
    const conversationId = item?.conversationId ?? '';
    await until(async () => (await ada.core.handlers['conversation.open']({ conversationId })).held === 'held', 'held', ada);
    const before = oauth.refreshes;
    oauth.expireAll();
    const { replyId } = await ada.send(conversationId, 'Morgen früh.', { visibility: 'private' });
    await ada.reaches(replyId, 'delivered', 30_000);
    expect(oauth.refreshes).toBe(before + 1);
    const [answer, ...more] = await eventually('the answer', async () => { const all = await letters(); return all.length > 0 ? all : undefined; });
    expect(answer).toContain('Morgen fr');
    expect(more).toEqual([]);
  });

  test('MAIL-8 the server reads by tokens of its own, as itself or by a refresh token, and waits where it is refused', async () => {
    const read = (oauthSettings: object, secrets: Record<string, string>) => {
      const feed = mailInbound.openFeed?.({ account: BRAND, settings: { host: mail.host, port: mail.imapPort, security: 'none', user: BRAND, begin: 'all', everyMs: 200, oauth: { tokenUrl: `${oauth.url}/token`, clientId: 'center', ...oauthSettings } }, secrets });
      if (feed === undefined) throw new Error('mail has a feed');
      return listenTo(feed);
    };
    await write('Erster Brief');
    const itself = read({ scope: 'mail.read' }, { clientSecret: 'a-secret-of-the-center' });
    await eventually('the letter', () => itself.heard.some((one) => one.kind === 'post' && one.subject === 'Erster Brief'));
    await itself.stop();
    const wrong = read({}, { clientSecret: 'another-secret' });
    await eventually('a refusal', () => wrong.health().state === 'waiting' || JSON.stringify(wrong.health()).includes('CREDENTIAL_REJECTED'));
    expect(wrong.heard).toEqual([]);
    await wrong.stop();
    expect(() => mailInbound.openFeed?.({ account: BRAND, settings: { host: 'imap.example.org', oauth: { tokenUrl: 'http://login.example.org/token', clientId: 'c' } }, secrets: { clientSecret: 's' } })).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(() => mailInbound.openFeed?.({ account: BRAND, settings: { host: 'imap.example.org', oauth: { tokenUrl: 'https://login.example.org/token', clientId: 'c' } }, secrets: {} })).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
