import type { Page } from '@playwright/test';
import { XPeer } from '../support/platforms/x/peer.ts';
import { axeFindings, WCAG } from './support/axe.ts';
import { expect, test as base } from './support/fixtures.ts';
import { postIngest, registerAccounts } from './support/ingest.ts';

const BRAND = 'musterkom_hilft';

async function cleanOf(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect.soft(await axeFindings(page, colorScheme === 'light' ? WCAG : 'colours'), `${what}, ${colorScheme}`).toEqual([]);
  }
}

// The peer stands before the center, whose configuration names it.
const test = base.extend<object, { x: XPeer }>({
  x: [
    // oxlint-disable-next-line no-empty-pattern -- the runner reads the first parameter's names
    async ({}, give) => {
      const x = await XPeer.start();
      x.model.addUser(BRAND, 'Musterkom hilft');
      x.model.addUser('lena_k', 'Lena Krämer');
      await give(x);
      await x.close();
    },
    { scope: 'worker' },
  ],
  serverSettings: [
    async ({ x }, give) => give({ feeds: [{ channel: 'x', account: BRAND, settings: { remoteId: x.model.userNamed(BRAND)?.id, apiUrl: x.url, everySeconds: 0.3, mentions: false, recheckHours: 0, search: 'stream', reconnectSeconds: 0.1 }, secrets: { bearer: x.token() } }] }),
    { scope: 'worker' },
  ],
});
test.use({ centerOf: 'monitoring' });
test.describe.configure({ mode: 'serial' });

test('a lead changes what is looked for, reads what it brings and how the feed does, switches it off and on, and takes the change back', async ({ center, x, openDesk }) => {
  await registerAccounts(center, [{ channel: 'x', handle: BRAND, credentialId: 'x-token', settings: { remoteId: x.model.userNamed(BRAND)?.id, apiUrl: x.url } }]);
  const desk = await openDesk('heike');
  await desk.signIn('heike');
  const { page } = desk;
  await page.getByTestId('rail-watch').click();
  const terms = page.locator('[data-testid=terms][data-brand=Musterkom]');
  await expect(terms).toContainText('es gelten die Begriffe aus der Konfiguration');
  await terms.getByTestId('terms-add').click();
  await terms.getByRole('textbox', { name: 'Name der Gruppe' }).fill('Netz');
  await terms.getByRole('textbox', { name: 'Wörter' }).fill('musterkom\nfunkloch');
  // What contradicts itself is refused in words, and stays where it was written.
  await terms.getByRole('textbox', { name: 'Nicht mit' }).fill('musterkom');
  await expect(terms.getByTestId('terms-problem')).toContainText('Netz · Nicht mit · „musterkom“');
  await expect(terms.getByTestId('terms-apply')).toBeDisabled();
  await terms.getByRole('textbox', { name: 'Nicht mit' }).fill('gewinnspiel');
  await expect(terms.getByTestId('terms-changes')).toContainText('Netz, Wörter: neu „funkloch“');
  await terms.getByTestId('terms-apply').click();
  await expect(terms.getByTestId('terms-changes')).toHaveCount(0);
  await expect(terms).toContainText('In Kraft: Fassung 1.');

  // Looked for at once, by the stream.
  await expect.poll(() => x.stream.connections, { timeout: 20_000 }).toBe(1);
  await x.says('lena_k', 'Musterkom und sein Funkloch, jeden Tag');
  await x.says('lena_k', 'Musterkom Gewinnspiel!');
  await page.getByTestId('rail-desk').click();
  await desk.tab('team');
  await expect(desk.row('Musterkom und sein Funkloch')).toBeVisible();
  await expect(desk.row('Gewinnspiel')).toHaveCount(0);
  await page.getByTestId('rail-watch').click();
  await expect(terms.locator('[data-testid=term-count][data-term=funkloch]')).toHaveAttribute('data-hits', '1');
  await expect(terms.locator('[data-testid=term-count][data-term=Netz]')).toHaveAttribute('data-hits', '1');

  const feed = page.locator('[data-testid=feed]').filter({ hasText: BRAND });
  await expect(feed).toHaveAttribute('data-state', 'live');
  await expect(feed).toContainText('letzte Nachricht');
  await cleanOf(page, 'search terms and feeds');
  await feed.getByTestId('feed-switch').click();
  await expect(feed).toHaveAttribute('data-state', 'paused');
  await expect(feed).toContainText(/angehalten von/);
  await expect.poll(() => x.stream.connections).toBe(0);
  await feed.getByTestId('feed-switch').click();
  await expect(feed).toHaveAttribute('data-state', 'live');

  await terms.getByTestId('terms-history').locator('summary').click();
  await terms.getByTestId('terms-undo').click();
  await expect(terms).toContainText('In Kraft: Fassung 2.');
  await expect(terms.getByTestId('term-group')).toHaveCount(0);
  await expect.poll(() => x.stream.rules.size).toBe(0);
});

test('somebody who did not address the brand is approached from a named person’s own profile: asked for, allowed by a lead, said unmistakably, marked, and found on the platform', async ({ center, openDesk, workingDesk }) => {
  await center.platform.ok('POST', '/accounts', { handle: 'mira_albers', displayName: 'Mira Albers', kind: 'brand' });
  await center.command('ops', { type: 'account.register', v: 1, data: { id: 'mira-profile', channel: 'sandbox', handle: 'mira_albers', name: 'Mira Albers', brand: 'Musterkom', credentialId: 'sandbox', teamIds: [], budget: { capacity: 60, refillPerMinute: 60 } } });
  const ops = await openDesk('ops');
  await ops.signIn('ops');
  await ops.page.getByTestId('rail-accounts').click();
  const panel = ops.page.locator('[data-testid=account][data-account=mira-profile]');
  await panel.getByTestId('account-profile').click();
  const form = panel.getByTestId('profile-form');
  await form.getByText('Das ist das eigene Profil einer Person').click();
  await form.getByTestId('profile-people').getByText('Mira Albers').click();
  await form.getByRole('textbox', { name: 'Kennzeichnung' }).fill('– Mira, arbeitet bei Musterkom');
  await cleanOf(ops.page, 'the rules of a profile');
  await form.getByTestId('profile-save').click();
  await expect(panel).toContainText('Profil einer Person');

  const mira = await workingDesk('mira');
  const post = await center.postAs('kritiker_kai', 'Musterkom hat mein Handynetz vergessen, glaube ich');
  await postIngest(center, [{ v: 1, channel: 'sandbox', account: BRAND, kind: 'post', remoteId: post.id, direction: 'in', author: { remoteId: 'kritiker_kai', handle: 'kritiker_kai', displayName: 'Kritiker Kai' }, text: post.text, visibility: 'public', sentAt: Date.now(), summoned: false }]);
  await mira.open('mein Handynetz vergessen');
  await mira.composer.fill('Hallo Kai, ich arbeite dort: in welchem Ort denn?');
  // From the brand nothing stands in the way; as a person it does until a lead says yes.
  await expect(mira.page.getByTestId('send')).toBeEnabled();
  await mira.page.getByTestId('speaker').getByRole('radio', { name: 'Mira Albers (Person)' }).check({ force: true });
  await expect(mira.page.getByTestId('speaker-band')).toContainText('Du schreibst als Mira Albers (@mira_albers), nicht als Marke.');
  await expect(mira.page.getByTestId('speaker-band')).toContainText('– Mira, arbeitet bei Musterkom');
  await expect(mira.page.getByTestId('send')).toContainText('Mira Albers');
  await expect(mira.page.getByTestId('send')).toBeDisabled();
  await mira.page.getByTestId('speaker-ask').click();
  await expect(mira.page.getByTestId('speaker-bar-asked')).toBeVisible();
  await cleanOf(mira.page, 'the composer, writing as a person');

  const lead = await openDesk('heike');
  await lead.signIn('heike');
  await lead.tab('team');
  await lead.open('mein Handynetz vergessen');
  await expect(lead.page.getByTestId('profile-request')).toContainText('möchte hier als Mira Albers schreiben');
  await lead.page.getByTestId('profile-allow').click();
  await expect(lead.page.getByTestId('profile-request')).toHaveCount(0);

  await expect(mira.page.getByTestId('send')).toBeEnabled();
  await mira.page.getByTestId('send').click();
  await expect(mira.replyState('ich arbeite dort')).toContainText(/gesendet \d\d:\d\d/);
  const [answer, ...more] = await center.repliesTo(post.id);
  expect(more).toEqual([]);
  expect(answer?.text).toBe('Hallo Kai, ich arbeite dort: in welchem Ort denn? – Mira, arbeitet bei Musterkom');
  const shown = await center.platform.ok<{ author: { handle: string } }>('GET', `/posts/${answer?.id ?? ''}`);
  expect(JSON.stringify(shown)).toContain('mira_albers');
  expect(await center.doubled()).toBe(0);
});
