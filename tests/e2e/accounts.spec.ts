import type { Page } from '@playwright/test';
import { axeFindings } from './support/axe.ts';
import type { Center } from './support/center.ts';
import type { Desk } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseLanguage } from './support/stage.ts';
import { allHeard } from './support/watch.ts';

test.use({ centerOf: 'accounts' });
test.describe.configure({ mode: 'serial' });

const HANDLE = 'musterkom_neu';

async function cleanOf(page: Page, what: string): Promise<void> {
  expect.soft(await axeFindings(page), what).toEqual([]);
}

/** A brand that nobody has connected yet, told to the center's webhook. */
async function addBrand(center: Center, handle: string): Promise<void> {
  await center.platform.ok('POST', '/accounts', { handle, displayName: `Musterkom ${handle}`, kind: 'brand' });
  const { webhooks } = await center.platform.ok<{ webhooks: { url: string; accounts: string[] | null }[] }>('GET', '/webhooks');
  const hook = webhooks.find(({ url }) => url.endsWith('/sandbox'));
  await center.platform.ok('POST', '/webhooks', { url: hook?.url, secret: center.running.center.webhookSecret, accounts: [...(hook?.accounts ?? []), handle] });
}

const panel = (desk: Desk) => desk.page.getByTestId('account').filter({ hasText: `@${HANDLE}` });

/** What the person does on the platform's own page, in a tab of the same browser. */
async function allowInBrowser(desk: Desk): Promise<void> {
  const opening = desk.page.context().waitForEvent('page');
  await desk.page.getByTestId('connect-link').click();
  const tab = await opening;
  await expect(tab.getByRole('heading', { name: /Zugriff erlauben|Allow access/ })).toBeVisible();
  await expect(tab.locator('#account')).toHaveValue(HANDLE);
  await tab.getByRole('button', { name: /Erlauben|Allow/ }).click();
  await expect(tab.getByText('Fertig.')).toBeVisible();
  await tab.close();
}

let ops: Desk;
let mira: Desk;
/** What their pages complained about, over all tests: each test answers for its own. */
const complaints: string[] = [];

const opened: Desk[] = [];

test.afterAll(() => Promise.all(opened.map((desk) => desk.close())));
test.afterEach(async () => {
  for (const desk of opened) await allHeard(desk.page.context());
  expect(complaints.splice(0)).toEqual([]);
});

test('an admin adds an account and connects it by the wizard: scopes explained, sign-in in the browser, test post, health and expiry; by keys, German and English, without findings of axe', async ({ center, browser }) => {
  test.setTimeout(180_000);
  const { openHost } = await import('./support/host.ts');
  const { Desk: DeskClass } = await import('./support/desk.ts');
  const open = async (name: string): Promise<Desk> => {
    const desk = new DeskClass(await openHost('browser', browser, { name, parent: center.dataDir, serverUrl: center.serverUrl, centerFile: center.file }, complaints));
    opened.push(desk);
    return desk;
  };
  [ops, mira] = [await open('ops'), await open('mira')];
  await addBrand(center, HANDLE);
  await ops.signIn('ops');
  const { page } = ops;
  await page.getByTestId('rail-accounts').click();
  await page.getByTestId('account-add').click();
  await page.getByRole('textbox', { name: 'Name auf der Plattform' }).fill(`@${HANDLE}`);
  await page.getByRole('textbox', { name: 'Bezeichnung' }).fill('Musterkom neu');
  await page.getByTestId('new-account-channel').getByRole('button').click();
  await page.getByRole('option', { name: 'Probeplattform' }).click();
  await page.getByTestId('new-account-save').click();
  await expect(panel(ops)).toBeVisible();
  await expect(panel(ops).getByTestId('account-health')).toHaveAttribute('data-status', 'missing');

  // HOUSE-7: a change stands in the account's book, and goes back from there.
  await panel(ops).getByTestId('account-edit').click();
  await page.getByRole('textbox', { name: 'Bezeichnung' }).fill('Musterkom anders');
  await page.getByTestId('new-account-save').click();
  await expect(panel(ops).getByRole('heading', { name: 'Musterkom anders' })).toBeVisible();
  await panel(ops).getByTestId('account-history').locator('summary').click();
  const change = panel(ops).getByTestId('account-history').locator('.rule-history > li').first();
  await expect(change).toContainText('Name: Musterkom neu → Musterkom anders');
  await change.getByRole('button').click();
  await expect(panel(ops).getByRole('heading', { name: 'Musterkom neu' })).toBeVisible();

  // From here by keys: the wizard takes the focus, Enter goes on.
  await panel(ops).getByTestId('account-connect').press('Enter');
  await expect(page.getByTestId('connect-scopes')).toContainText('write');
  await expect(page.getByTestId('connect-scopes')).toContainText('antworten');
  for (const [language, theme] of [['de', 'dark'], ['en', 'light'], ['de', 'light']] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await chooseLanguage(page, language);
    await page.getByTestId('rail-accounts').click();
    await panel(ops).getByTestId('account-connect').press('Enter');
    await expect(page.getByTestId('connect-wizard')).toHaveAttribute('data-step', 'fields');
    await cleanOf(page, `the wizard, ${language}, ${theme}`);
  }
  await expect(page.getByRole('textbox', { name: 'Adresse der Plattform' })).toBeFocused();
  await page.keyboard.type(center.platform.url);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('connect-wizard')).toHaveAttribute('data-step', 'signIn');
  await cleanOf(page, 'waiting for the browser');
  await allowInBrowser(ops);
  await expect(page.getByTestId('connect-done')).toContainText(`@${HANDLE}`);
  await page.getByTestId('connect-test').click();
  await expect(page.getByTestId('connect-tested')).toContainText('geklappt');
  await cleanOf(page, 'connected');
  await page.getByTestId('connect-close').click();
  await expect(panel(ops).getByTestId('account-expiry')).toContainText('wird von selbst erneuert');
  await expect(panel(ops).getByTestId('account-health')).toHaveAttribute('data-status', 'ok');
  // The test post was taken back.
  const posts = await center.platform.ok<{ posts: { deletedAt: string | null }[] }>('GET', `/accounts/${HANDLE}/posts`);
  expect(posts.posts.map(({ deletedAt }) => deletedAt !== null)).toEqual([true]);
});

test('the admin compares the number and hands over; the token ends while she works: one answer, neither lost nor doubled', async ({ center }) => {
  await mira.signIn('mira');
  await mira.setUndoSeconds(0);
  await mira.becomeAvailable();
  await mira.page.getByTestId('rail-accounts').click();
  await expect(panel(mira).getByTestId('account-health')).toHaveAttribute('data-status', 'missing');
  const number = await mira.page.getByTestId('my-number').innerText();
  const line = panel(ops).getByTestId('custody-desk').filter({ hasText: 'Mira Albers' });
  await expect(line).toContainText(number);
  await expect(line).toHaveAttribute('data-trust', 'unknown');
  await cleanOf(ops.page, 'who has the credential');
  await line.getByTestId('custody-hand-over').click();
  await expect(line).toHaveAttribute('data-trust', 'trusted');
  await expect(line).toHaveAttribute('data-latest', 'true');
  await expect(panel(mira).getByTestId('account-health')).not.toHaveAttribute('data-status', 'missing');

  const post = await center.postAs('neukunde_nils', `@${HANDLE} Wann wird mein Handyvertrag freigeschaltet?`);
  await mira.page.getByTestId('rail-desk').click();
  await mira.open('freigeschaltet');
  await mira.writeByKeys('Hallo Nils, ich schaue nach.');
  // Whatever its date says: the platform takes the token no more. And the next ones live for a second.
  await center.platform.ok('PUT', '/settings', { oauth: { accessTokenMs: 1_000 } });
  await center.platform.ok('POST', '/faults', { kind: 'tokenExpired', route: 'POST /posts', account: HANDLE, remaining: 1 });
  await mira.page.keyboard.press('Control+Enter');
  await expect(mira.replyState('ich schaue nach')).toContainText(/gesendet \d\d:\d\d/, { timeout: 30_000 });
  await mira.page.keyboard.press('Escape');
  expect(await center.repliesTo(post.id)).toHaveLength(1);
  expect(await center.doubled()).toBe(0);
  const { families } = await center.platform.ok<{ families: { handle: string; generation: number }[] }>('GET', '/sign-ins');
  expect(families.find(({ handle }) => handle === HANDLE)?.generation).toBeGreaterThan(1);

  // Every token is dead by the time it is used: renewed before each use, by whichever desk needs it.
  for (const [no, words] of ['erstens', 'zweitens'].entries()) {
    const next = await center.postAs('neukunde_nils', `@${HANDLE} Und ${words}, was kostet mein Handytarif?`, { inReplyTo: post.id });
    await mira.open(`Und ${words}`);
    await mira.writeByKeys(`Das ist Antwort Nummer ${no + 2}.`);
    await mira.page.keyboard.press('Control+Enter');
    await expect(mira.replyState(`Antwort Nummer ${no + 2}`)).toContainText(/gesendet \d\d:\d\d/, { timeout: 30_000 });
    await mira.page.keyboard.press('Escape');
    expect(await center.repliesTo(next.id)).toHaveLength(1);
  }
  expect(await center.doubled()).toBe(0);
  await center.platform.ok('PUT', '/settings', { oauth: { accessTokenMs: 3_600_000 } });
});

test('the budget runs out and everybody sees it: at the composer with a countdown, with the admin, with the lead; then it goes out by itself', async ({ center, openDesk }) => {
  test.setTimeout(180_000);
  // An account of its own, on which nothing was posted yet; the demo's credential covers every brand.
  await addBrand(center, 'musterkom_eng');
  await center.command('ops', { type: 'account.register', v: 1, data: { id: 'eng', channel: 'sandbox', handle: 'musterkom_eng', name: 'Musterkom eng', brand: 'Musterkom', credentialId: 'sandbox', teamIds: [], budget: { capacity: 600, refillPerMinute: 600 } } });
  const lead = await openDesk('heike');
  await lead.signIn('heike');
  await lead.page.getByTestId('rail-supervisor').click();
  await center.postAs('frage_frieda', '@musterkom_eng Handy-Frage eins von zwei?');
  await mira.open('eins von zwei');
  await center.platform.ok('PUT', '/settings', { rateLimit: { posts: 1, windowMs: 30_000 } });
  await mira.writeByKeys('Antwort auf eins.');
  // Plenty is no news.
  await expect(mira.page.getByTestId('composer-budget')).toHaveCount(0);
  await mira.page.keyboard.press('Control+Enter');
  await expect(mira.replyState('Antwort auf eins')).toContainText(/gesendet \d\d:\d\d/);
  await mira.page.keyboard.press('Escape');
  // The platform's headers have told: nobody has to run into a refusal first.
  const second = await center.postAs('frage_fritz', '@musterkom_eng Handy-Frage zwei von zwei?');
  await mira.open('zwei von zwei');
  await expect(mira.page.getByTestId('budget-empty')).toContainText(/Budget verbraucht: weiter in 00:\d\d/);
  await mira.writeByKeys('Antwort auf zwei.');
  await mira.page.keyboard.press('Control+Enter');
  await expect(mira.replyState('Antwort auf zwei')).toContainText('Tempo-Limit');
  await mira.page.keyboard.press('Escape');
  const atLead = lead.page.getByTestId('budget-panel');
  await expect(atLead).toContainText('Musterkom eng');
  await expect(atLead).toContainText('1 Antwort wartet (1 Person)');
  await expect(atLead.locator('[data-account=eng]').getByTestId('budget-line').first()).toHaveAttribute('data-left', '0');
  await expect(ops.page.locator('[data-testid=account][data-account=eng]').getByTestId('budget-line').first()).toHaveAttribute('data-left', '0');
  expect(await center.repliesTo(second.id)).toHaveLength(0);
  await cleanOf(lead.page, 'the board with a budget that ran out');
  await expect(mira.replyState('Antwort auf zwei')).toContainText(/gesendet \d\d:\d\d/, { timeout: 50_000 });
  expect(await center.repliesTo(second.id)).toHaveLength(1);
  expect(await center.doubled()).toBe(0);
  await center.platform.ok('PUT', '/settings', { rateLimit: { posts: 0 } });
});

test('taken away: gone from her desk at once, the admin is told to change it at the platform, and a new sign-in heals it', async ({ center }) => {
  await mira.page.getByTestId('rail-accounts').click();
  const line = panel(ops).getByTestId('custody-desk').filter({ hasText: 'Mira Albers' });
  await line.getByTestId('custody-revoke').click();
  await expect(panel(mira).getByTestId('account-health')).toHaveAttribute('data-status', 'missing');
  await expect(panel(ops).getByTestId('account-rotate')).toContainText('Eine Kopie lässt sich nicht zurückholen');
  await center.platform.ok('DELETE', `/accounts/${HANDLE}/sign-ins`);
  await expect(panel(ops).getByTestId('custody-revoked')).toContainText('Mira Albers');
  await panel(ops).getByTestId('account-connect').click();
  await ops.page.getByRole('textbox', { name: 'Adresse der Plattform' }).fill(center.platform.url);
  await ops.page.getByTestId('connect-go').click();
  await allowInBrowser(ops);
  await expect(ops.page.getByTestId('connect-done')).toBeVisible();
  await expect(panel(ops).getByTestId('account-rotate')).toHaveCount(0);
  await ops.page.getByTestId('connect-close').click();
  await panel(ops).getByTestId('custody-revoked').getByRole('button', { name: /Wieder erlauben/ }).click();
  await expect(panel(mira).getByTestId('account-health')).not.toHaveAttribute('data-status', 'missing');
});
