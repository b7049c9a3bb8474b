import { readFileSync, writeFileSync } from 'node:fs';
import { MetaPeer } from '../support/platforms/meta/peer.ts';
import { XPeer } from '../support/platforms/x/peer.ts';
import type { XUser } from '../support/platforms/x/model.ts';
import type { Center } from './support/center.ts';
import type { Desk } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { registerAccounts } from './support/ingest.ts';

const CONSUMER_SECRET = 'consumer-secret-of-this-test';
const APP_SECRET = '0123456789abcdef0123456789abcdef';
test.use({ centerOf: 'channels', serverSettings: { webhookSecrets: { x: CONSUMER_SECRET, facebook: `${APP_SECRET}:verify-me` } } });
test.describe.configure({ mode: 'serial' });

const BRAND = 'musterkom_hilft';
let x: XPeer;
let meta: MetaPeer;
let brand: XUser;

test.beforeAll(async ({ center }) => {
  x = await XPeer.start({ consumerSecret: CONSUMER_SECRET });
  brand = x.model.addUser(BRAND, 'Musterkom hilft', 48_210);
  for (const [username, name] of [['lena_k', 'Lena Krämer'], ['tom_b', 'Tom Brandt'], ['eva_s', 'Eva Sommer']] as const) x.model.addUser(username, name, 120);
  meta = await MetaPeer.start({ appSecret: APP_SECRET, verifyToken: 'verify-me' });
  meta.model.addPerson('Nina Vogel');
  const page = { remoteId: meta.model.page.id, apiUrl: meta.url };
  await registerAccounts(center, [
    { channel: 'x', handle: BRAND, credentialId: 'x-token', settings: { remoteId: brand.id, apiUrl: x.url } },
    { channel: 'facebook', handle: 'musterkom', credentialId: 'page-token', settings: page },
    { channel: 'messenger', handle: 'musterkom', credentialId: 'page-token', settings: page },
  ]);
  await x.hooks.register(`${center.serverUrl}/webhooks/v1/x`, [brand.id]);
  await meta.hooks.subscribe('page', `${center.serverUrl}/webhooks/v1/facebook`);
});
test.afterAll(async () => {
  await x.close();
  await meta.close();
});

/** What the desk takes into its keychain at its start, as somebody would enter it. */
function giveCredential(center: Center, credentialId: string, value: object): void {
  const file = JSON.parse(readFileSync(center.file, 'utf8')) as Record<string, unknown>;
  writeFileSync(center.file, JSON.stringify({ ...file, sandboxCredential: { credentialId, value: JSON.stringify(value) } }), { mode: 0o600 });
}
const answers = (): string[] => x.postsOf(BRAND).map((post) => post.written);
const direct = (): string[] => [...x.model.messages.values()].filter((one) => one.senderId === brand.id).map((one) => one.text);
const goPrivate = async (desk: Desk): Promise<void> => {
  await desk.page.getByTestId('switch-private').click();
  await expect(desk.page.getByTestId('dialog-switch')).toBeVisible();
};

test('a public post with a customer number is moved to private and closed in public, on X', async ({ center, workingDesk }) => {
  giveCredential(center, 'x-token', { accessToken: x.token(brand) });
  const desk = await workingDesk('mira');
  const post = await x.says('lena_k', `@${BRAND} mein Handy hat kein Netz, meine Kundennummer ist 4711228, kannst du mal schauen?`);
  await desk.open('mein Handy hat kein Netz');

  await goPrivate(desk);
  const line = desk.page.getByRole('textbox', { name: 'Öffentlicher Satz zur Übergabe' });
  // In the person's own form of address, with their name.
  await expect(line).toHaveValue('Hallo Lena, wir schreiben dir gleich privat, damit deine Daten nicht öffentlich stehen.');
  // Personal data have no place in the line everybody reads.
  await line.fill('Hallo Lena, zu 4711228 schreiben wir dir privat. Kundennummer 4711228.');
  await expect(desk.page.getByTestId('dialog-switch')).toContainText('gehören in die private Nachricht');
  await expect(desk.page.getByTestId('dialog-confirm')).toBeDisabled();
  await line.fill('Hallo Lena, wir schreiben dir gleich privat. Lösch deine Nummer hier am besten.');
  await desk.page.getByRole('textbox', { name: 'Private Nachricht' }).fill('Hallo Lena, zu deiner Nummer: wo bist du gerade ohne Netz?');
  await desk.page.getByTestId('dialog-confirm').click();

  await expect.poll(answers).toEqual(['Hallo Lena, wir schreiben dir gleich privat. Lösch deine Nummer hier am besten. ^MA']);
  await expect.poll(direct).toEqual(['Hallo Lena, zu deiner Nummer: wo bist du gerade ohne Netz?']);
  expect(x.postsOf(BRAND)[0]).toMatchObject({ inReplyTo: post.id });
  await expect(desk.row('mein Handy hat kein Netz')).toContainText('wartet auf Kunden');

  // The answer comes in private and is part of the same case.
  await x.writesTo('lena_k', BRAND, 'In Kiel am Bahnhof, das Handy zeigt nur Notruf');
  await desk.open('In Kiel am Bahnhof');
  await expect(desk.page.getByTestId('composer')).toHaveAttribute('data-mode', 'private');
  await expect(desk.page.getByTestId('case')).toContainText('öffentlichen Beitrag');
  await desk.writeByKeys('Danke, die Karte war gesperrt und ist wieder frei.');
  await desk.page.keyboard.press('Control+Shift+Enter');
  await expect.poll(direct).toHaveLength(2);

  // The end of the private talk offers the closing word where everybody read the beginning.
  const offer = desk.page.getByTestId('toast-info').filter({ hasText: 'noch ohne Schlusswort' });
  await offer.getByTestId('toast-action').click();
  await expect(desk.message('mein Handy hat kein Netz')).toBeVisible();
  await expect(desk.composer).toHaveValue('Danke, Lena! Wir haben das mit dir privat geklärt.');
  await expect(desk.page.getByTestId('composer')).toHaveAttribute('data-mode', 'public');
  await desk.page.keyboard.press('Control+Shift+Enter');
  await expect.poll(answers).toHaveLength(2);
  expect(x.postsOf(BRAND)[1]).toMatchObject({ inReplyTo: post.id, written: 'Danke, Lena! Wir haben das mit dir privat geklärt. ^MA' });
  await expect(desk.row('mein Handy hat kein Netz')).toHaveCount(0);
});

test('a lead is answered by hand on the site, and settles', async ({ center, workingDesk }) => {
  giveCredential(center, 'x-token', { accessToken: x.token(brand) });
  const desk = await workingDesk('mira');
  // It comes to the account because it answers the account's own post, though it does not name it.
  const own = x.model.write(brand, 'Wartung am Handynetz heute Nacht');
  const hit = x.model.write(x.model.userNamed('tom_b') ?? brand, 'Immer noch kein Handynetz. Traurig.', { inReplyTo: own.id });
  hit.text = 'Immer noch kein Handynetz. Traurig.';
  await x.hooks.deliver(x.hooks.createdFor(brand, hit));
  await desk.open('Immer noch kein Handynetz');
  await expect(desk.page.getByTestId('block-siteOnly')).toContainText('nicht angesprochen');
  await expect(desk.page.getByTestId('send')).toBeDisabled();
  await expect(desk.composer).not.toBeEditable();
  await expect(desk.page.getByTestId('open-on-site')).toBeVisible();
  const before = answers().length;

  // Somebody answers in the app; account activity brings it back.
  await x.hooks.posted(x.model.write(brand, 'Hallo Tom, bis 6 Uhr ist alles wieder da.', { inReplyTo: hit.id }));
  await expect(desk.row('Immer noch kein Handynetz')).toHaveCount(0);
  await expect(desk.message('bis 6 Uhr ist alles wieder da')).toBeVisible();
  expect(answers()).toHaveLength(before + 1);
});

test('WRITE-4 a post edited while somebody writes holds the send until it is seen', async ({ center, workingDesk }) => {
  giveCredential(center, 'x-token', { accessToken: x.token(brand) });
  const desk = await workingDesk('mira');
  const post = await x.says('eva_s', `@${BRAND} mein Handy lädt nicht mehr`);
  await desk.open('mein Handy lädt nicht mehr');
  await desk.writeByKeys('Hallo Eva, probier bitte ein anderes Kabel.');
  await x.edits(post.id, `@${BRAND} mein Handy lädt nicht mehr, und das Kabel ist neu`);
  // What stood there and what stands there now, side by side.
  await expect(desk.page.getByTestId('guard-changed').locator('del')).toHaveText(`@${BRAND} mein Handy lädt nicht mehr`);
  await expect(desk.page.getByTestId('guard-changed').locator('ins')).toContainText('und das Kabel ist neu');
  const before = answers().length;
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.page.getByTestId('send')).toBeDisabled();
  await expect(desk.message('und das Kabel ist neu')).toBeVisible();
  expect(answers()).toHaveLength(before);

  await desk.page.getByTestId('seen').click();
  await desk.composer.fill('Hallo Eva, dann bring das Handy bitte vorbei.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(answers).toHaveLength(before + 1);
  expect(answers().at(-1)).toBe('Hallo Eva, dann bring das Handy bitte vorbei. ^MA');
});

test('a comment on the page goes on by Messenger: one private answer, the same person, one case', async ({ center, workingDesk }) => {
  giveCredential(center, 'page-token', { accessToken: meta.token() });
  // Somebody else: nobody is given more than so many new items in the first hour of a shift.
  const desk = await workingDesk('pia');
  const root = meta.model.post(meta.model.pageAuthor, 'Unser neues Handynetz');
  const comment = await meta.comments('Nina Vogel', root.id, 'Mein Handy ist seit gestern tot, wann tun Sie etwas?');
  await desk.open('Mein Handy ist seit gestern tot');
  await goPrivate(desk);
  await expect(desk.page.getByTestId('dialog-switch')).toContainText('eine einzige private Nachricht');
  await desk.page.getByTestId('dialog-confirm').click();

  const sent = () => [...meta.model.messages.values()].filter((one) => one.fromPage);
  await expect.poll(() => sent().map((one) => one.text)).toEqual(['Guten Tag Nina, hier geht es privat weiter. Schicken Sie uns bitte Ihre Kundennummer, dann sehen wir gleich nach.']);
  await expect.poll(() => meta.model.under(comment.id, false).map((one) => one.message)).toEqual([expect.stringMatching(/^Guten Tag Nina, wir schreiben Ihnen gleich privat, damit Ihre Daten nicht öffentlich stehen\. \^\w{2}$/)]);
  // The one private answer is given: there is no second one to be had.
  await expect(desk.page.getByTestId('switch-private')).toHaveCount(0);
  await desk.page.getByTestId('composer').getByText('Privat', { exact: true }).click();
  await expect(desk.page.getByTestId('block-privateUsed')).toBeVisible();

  await meta.writes('messenger', 'Nina Vogel', 'Handy und Kundennummer 4711228');
  await desk.open('Handy und Kundennummer');
  await desk.page.getByTestId('case-close').waitFor();
  await desk.writeByKeys('Vielen Dank, die neue Karte ist unterwegs.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => sent()).toHaveLength(2);
  await desk.page.getByTestId('case-close').click();
  await expect(desk.composer).toHaveValue('Vielen Dank, Nina! Wir haben das mit Ihnen privat geklärt.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => meta.model.under(comment.id, false)).toHaveLength(2);
});
