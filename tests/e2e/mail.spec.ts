import { readFileSync, writeFileSync } from 'node:fs';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { openPage } from '../support/browser-page.ts';
import { canRunMailServers, startMailServer, type MailServer } from '../support/mail/mail-server.ts';
import { expect, test as base } from './support/fixtures.ts';
import { registerAccounts } from './support/ingest.ts';

const BRAND = 'hilfe@firma.test';
const PASSWORD = 'a mailbox password';
const LENA = 'lena@kunden.test';
const have = canRunMailServers();
/** Two coloured points. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGM4IScnZ3MCAAdfAieyfXRcAAAAAElFTkSuQmCC', 'base64');

// Postfix and Dovecot stand before the center, whose configuration names the mailbox.
const test = base.extend<object, { mail: MailServer }>({
  mail: [
    // oxlint-disable-next-line no-empty-pattern -- the runner reads the first parameter's names
    async ({}, give) => {
      const server = await startMailServer({ [BRAND]: PASSWORD, [LENA]: 'x' });
      await give(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  serverSettings: [
    async ({ mail }, give) => give({ feeds: [{ channel: 'mail', account: BRAND, settings: { host: mail.host, port: mail.imapPort, security: 'none', everyMs: 2_000 }, secrets: { password: PASSWORD } }] }),
    { scope: 'worker' },
  ],
});
test.use({ centerOf: 'mail' });
test.describe.configure({ mode: 'serial' });
test.skip(!have.ok, have.reason);

test.beforeAll(async ({ center, mail }) => {
  const file = JSON.parse(readFileSync(center.file, 'utf8')) as Record<string, unknown>;
  writeFileSync(center.file, JSON.stringify({ ...file, sandboxCredential: { credentialId: 'mailbox', value: JSON.stringify({ user: BRAND, password: PASSWORD }) } }), { mode: 0o600 });
  const settings = { address: BRAND, fromName: 'Musterkom Hilfe', smtpHost: mail.host, smtpPort: mail.submissionPort, smtpSecurity: 'none', imapHost: mail.host, imapPort: mail.imapPort, imapSecurity: 'none', sentBy: 'server' };
  await registerAccounts(center, [{ channel: 'mail', handle: BRAND, credentialId: 'mailbox', settings }]);
});

async function write(mail: MailServer, letter: { subject: string; text: string; html?: string; messageId: string; inReplyTo?: string; attachments?: { filename: string; content: string | Buffer }[] }): Promise<void> {
  const client = createTransport({ host: mail.host, port: mail.smtpPort, secure: false, ignoreTLS: true });
  await client.sendMail({ from: `Lena Brandt <${LENA}>`, to: BRAND, ...letter, ...(letter.inReplyTo === undefined ? {} : { references: letter.inReplyTo }) });
}

async function read(mail: MailServer, address: string, password: string, folder = 'INBOX'): Promise<string[]> {
  const client = new ImapFlow({ host: mail.host, port: mail.imapPort, secure: false, doSTARTTLS: false, auth: { user: address, pass: password }, logger: false });
  await client.connect();
  try {
    const box = await client.mailboxOpen(folder, { readOnly: true });
    return box.exists === 0 ? [] : (await client.fetchAll('1:*', { source: true })).map((one) => one.source?.toString('utf8') ?? '');
  } finally {
    client.close();
  }
}

test('a mail is answered at the desk and read back over IMAP, in its thread, once', async ({ mail, workingDesk }) => {
  const desk = await workingDesk('mira');
  const html = '<p>Guten Tag,</p><p>mein <b>Handy</b> hat kein Netz.</p><img src="https://far.example/pixel.png"><script>document.title="x"</script>';
  await write(mail, { subject: 'Handy ohne Netz', text: 'Guten Tag,\n\nmein Handy hat kein Netz.\n\nAm 20.11.2026 um 10:00 schrieb Hilfe <hilfe@firma.test>:\n> Alles gut?\n', html, messageId: '<frage-1@kunden.test>', attachments: [{ filename: 'rechnung.txt', content: 'Posten eins' }, { filename: 'zaehler.png', content: PICTURE }] });
  await desk.open('mein Handy hat kein Netz');
  await expect(desk.page.getByTestId('message-subject').first()).toHaveText('Handy ohne Netz');
  const question = desk.message('mein Handy hat kein Netz');
  await expect(question).toContainText('Lena Brandt');
  // What it quotes is out of the way until somebody asks for it.
  await expect(question).not.toContainText('Alles gut?');
  await question.getByRole('button', { name: 'Ganzen Text mit Zitaten zeigen' }).click();
  await expect(desk.page.getByTestId('message-whole')).toContainText('Alles gut?');
  // Its layout stands in a frame of its own, without scripts, and nothing is fetched from afar.
  const fetched: string[] = [];
  desk.page.on('request', (request) => fetched.push(request.url()));
  await question.getByRole('button', { name: 'Im Layout zeigen' }).click();
  await expect(desk.page.frameLocator('[data-testid="message-html"]').locator('b')).toHaveText('Handy');
  expect(await desk.page.getByTestId('message-html').getAttribute('sandbox')).toBe('');
  // The picture is veiled until its key is pressed, and named by what it is called; then veiled again.
  await expect(question.getByTestId('picture-veiled')).toContainText('privat geschickt');
  await expect(question.getByTestId('picture-drawn')).toHaveCount(0);
  await desk.page.keyboard.press('p');
  await expect(question.getByTestId('picture-drawn')).toHaveAttribute('alt', 'zaehler.png');
  await expect.poll(() => question.getByTestId('picture-drawn').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(2);
  await question.getByTestId('picture-hide').click();
  await expect(question.getByTestId('picture-veiled')).toBeVisible();
  const download = desk.page.waitForEvent('download');
  await question.getByRole('button', { name: 'rechnung.txt' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('rechnung.txt');
  expect(readFileSync(await saved.path(), 'utf8')).toBe('Posten eins');
  expect(fetched.filter((url) => url.includes('far.example'))).toEqual([]);

  // A file goes along: chosen, dropped, taken out again, and there after the page was opened anew.
  const plan = Buffer.from('%PDF-1.7 der Plan des Mastes');
  await desk.page.getByTestId('files-input').setInputFiles({ name: 'Mastplan.pdf', mimeType: 'application/pdf', buffer: plan });
  await expect(desk.page.getByTestId('composer-files')).toContainText('Mastplan.pdf');
  const dropped = await desk.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['falsch'], 'falsch.txt', { type: 'text/plain' }));
    return data;
  });
  await desk.page.getByTestId('composer').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(desk.page.getByTestId('composer-files')).toContainText('falsch.txt');
  await desk.page.getByRole('button', { name: 'falsch.txt entfernen' }).click();
  await expect(desk.page.getByTestId('composer-files')).not.toContainText('falsch.txt');
  // Kept beside the draft before the page goes.
  const beside = await openPage(await desk.newUrl());
  const conversationId = (await desk.page.getByTestId('conversation').getAttribute('data-conversation')) ?? '';
  await expect.poll(async () => JSON.stringify(await beside.call('conversation.open', { conversationId }))).toMatch(/^(?!.*falsch\.txt).*Mastplan\.pdf/);
  beside.close();
  await desk.page.reload();
  await desk.open('mein Handy hat kein Netz');
  await expect(desk.page.getByTestId('composer-files')).toContainText('Mastplan.pdf');
  if (process.env['SHOT_DIR'] !== undefined) await desk.page.screenshot({ path: `${process.env['SHOT_DIR']}/files-mail.png` });

  await desk.writeByKeys('Guten Tag Frau Brandt, in Ihrer Gegend wird ein Mast getauscht. Bis 14 Uhr geht es wieder.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.replyState('ein Mast getauscht')).toContainText(/gesendet \d\d:\d\d/, { timeout: 30_000 });
  await expect.poll(() => read(mail, LENA, 'x'), { timeout: 20_000 }).toHaveLength(1);
  const [answer = ''] = await read(mail, LENA, 'x');
  expect(answer).toMatch(/^In-Reply-To: <frage-1@kunden\.test>/m);
  expect(answer).toMatch(/^References: <frage-1@kunden\.test>/m);
  expect(answer).toMatch(/^Subject: Re: Handy ohne Netz/m);
  expect(answer).toMatch(/^From: "?Musterkom Hilfe"? <hilfe@firma\.test>/m);
  expect(answer.replaceAll(/=\r?\n/g, '')).toContain('ein Mast getauscht');
  const attached = (await new PostalMime().parse(answer)).attachments;
  expect(attached.map(({ filename, mimeType, content }) => [filename, mimeType, Buffer.from(content as ArrayBuffer).toString()])).toEqual([['Mastplan.pdf', 'application/pdf', plan.toString()]]);
  const sentCopy = desk.page.waitForEvent('download');
  await desk.message('ein Mast getauscht').getByRole('button', { name: 'Mastplan.pdf' }).click();
  expect(readFileSync(await (await sentCopy).path()).equals(plan)).toBe(true);
  await expect.poll(() => read(mail, BRAND, PASSWORD, 'Sent'), { timeout: 20_000 }).toHaveLength(1);
  // The copy under Sent is heard as our own: the answer is shown once.
  await expect(desk.message('ein Mast getauscht')).toHaveCount(1);

  // She writes back, and it is the same conversation.
  const id = /^Message-ID: (<.+>)/im.exec(answer)?.[1] ?? '';
  await write(mail, { subject: 'Re: Handy ohne Netz', text: 'Danke, geht wieder!', messageId: '<frage-2@kunden.test>', inReplyTo: id });
  await expect(desk.message('Danke, geht wieder!')).toBeVisible();
  await expect(desk.message('mein Handy hat kein Netz')).toBeVisible();
  await desk.page.waitForTimeout(2_500);
  expect(await read(mail, LENA, 'x')).toHaveLength(1);
});
