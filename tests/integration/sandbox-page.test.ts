import { existsSync, mkdirSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumFlags } from '../../tools/setup/chromium.ts';
import type { Sandbox } from '../../sandbox/start.ts';
import { BRAND, type SandboxClient, startPopulated } from '../support/sandbox-client.ts';

const CHROMIUM = process.env['LEITSTAND_CHROMIUM'] ?? '/usr/bin/chromium';
const there = existsSync(CHROMIUM);
if (!there) console.log(`skipped: no Chromium at ${CHROMIUM}; set LEITSTAND_CHROMIUM to its path`);
const SHOTS = new URL('../../artifacts/sandbox/', import.meta.url);

let browser: Browser;
let sandbox: Sandbox;
let client: SandboxClient;
const problems: string[] = [];

describe.skipIf(!there)('the page in Chromium', () => {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: chromiumFlags() });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    problems.length = 0;
    ({ sandbox, client } = await startPopulated());
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await sandbox.close();
  });

  async function open(path = '/', options: { locale?: string; colorScheme?: 'light' | 'dark' } = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'de-DE', colorScheme: 'light', viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(`${sandbox.url}${path}`);
    await page.waitForSelector('html[data-ready]');
    return page;
  }
  const be = (page: Page, handle: string) => page.locator('#who select').selectOption(handle);

  it('shows threads nested, what people wrote as text only, without a script or style from outside', async () => {
    const root = await client.post({ author: 'lena', text: `@${BRAND} <img src=x onerror=alert(1)><script>window.hacked=1</script>` });
    await client.post({ author: 'jonas', text: 'hier auch', inReplyTo: root.id });
    await client.ok('POST', '/accounts', { handle: 'priya', displayName: '<b>Priya</b>', kind: 'person' });
    await client.post({ author: 'priya', text: 'same', inReplyTo: root.id });
    const page = await open();
    expect(await page.locator('.thread').count()).toBe(1);
    expect(await page.locator('.post').count()).toBe(3);
    expect(await page.locator('.depth-1').count()).toBe(2);
    expect(await page.locator('.said').first().textContent()).toContain('<script>window.hacked=1</script>');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('.thread img, .thread script, .thread b').count()).toBe(0);
    const csp = (await fetch(sandbox.url)).headers.get('content-security-policy') ?? '';
    expect(csp).toContain("default-src 'none'");
    expect(csp).not.toContain('unsafe');
    expect(problems).toEqual([]);
  });

  it('lets somebody new write, reply, edit and delete, and shows what others do at once', async () => {
    const page = await open();
    await page.locator('#who input[name=handle]').fill('@mia');
    await page.locator('#who input[name=displayName]').fill('Mia Neu');
    await page.locator('#who button[type=submit]').click();
    await page.locator('#composer textarea').fill(`@${BRAND} mein Paket fehlt`);
    await page.locator('#composer button.main').click();
    await page.locator('.said', { hasText: 'mein Paket fehlt' }).waitFor();
    const events = await client.inbox(BRAND);
    expect(events.at(-1)?.post).toMatchObject({ author: { handle: 'mia', displayName: 'Mia Neu' }, text: `@${BRAND} mein Paket fehlt` });
    const answer = await client.post({ author: BRAND, text: '@mia Wir suchen es. ^AB', inReplyTo: events.at(-1)?.post.id ?? '' });
    const shown = page.locator(`#post-${answer.id}`);
    await shown.waitFor();
    expect(await shown.getAttribute('class')).toContain('depth-1');
    await shown.getByRole('button', { name: 'Antworten' }).click();
    await shown.locator('textarea').fill('@musterkom_hilft danke');
    await shown.locator('textarea').press('Control+Enter');
    const mine = page.locator('.depth-2', { hasText: 'danke' });
    await mine.waitFor();
    await mine.getByRole('button', { name: 'Ändern' }).click();
    await mine.locator('textarea').fill('@musterkom_hilft danke sehr');
    await mine.getByRole('button', { name: 'Speichern' }).click();
    await page.locator('.depth-2', { hasText: 'danke sehr' }).getByText('geändert').waitFor();
    await mine.getByRole('button', { name: 'Löschen' }).click();
    await page.locator('.depth-2', { hasText: 'Dieser Beitrag wurde gelöscht.' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('what one is writing stays while new posts come in', async () => {
    const root = await client.post({ author: 'lena', text: `@${BRAND} eins` });
    const page = await open();
    await be(page, 'jonas');
    await page.locator(`#post-${root.id}`).getByRole('button', { name: 'Antworten' }).click();
    await page.locator(`#post-${root.id} textarea`).fill('halb geschr');
    const other = await client.post({ author: 'priya', text: 'zwei', inReplyTo: root.id });
    await page.locator(`#post-${other.id}`).waitFor();
    expect(await page.locator(`#post-${root.id} textarea`).inputValue()).toBe('halb geschr');
    expect(problems).toEqual([]);
  });

  it('sends a private message to a brand and shows the answer in private alone', async () => {
    const page = await open();
    await be(page, 'lena');
    await page.locator('#composer select').selectOption(BRAND);
    await page.locator('#composer textarea').fill('Meine Kundennummer ist 123');
    await page.getByRole('button', { name: `Privat senden an @${BRAND}` }).click();
    await page.locator('#tab-private').click();
    await page.locator('#private .said', { hasText: 'Kundennummer' }).waitFor();
    await client.post({ author: BRAND, text: 'Danke, ich schaue nach.', visibility: 'private', recipient: 'lena' });
    await page.locator('#private .said', { hasText: 'ich schaue nach' }).waitFor();
    expect(await page.locator('#timeline .said').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('one press after a lost answer makes one post', async () => {
    await client.ok('PUT', '/faults', { faults: [{ kind: 'error500AfterEffect', route: 'POST /posts', remaining: 1 }] });
    const page = await open();
    await be(page, 'lena');
    await page.locator('#composer textarea').fill('nur einmal');
    await page.locator('#composer button.main').click();
    await page.locator('.notice.shown').waitFor();
    await page.locator('#composer button.main').click();
    // Asked from outside: the page's policy lets nothing be evaluated within.
    await expect.poll(() => page.locator('#composer textarea').inputValue(), { timeout: 10_000 }).toBe('');
    expect(await client.effects()).toHaveLength(1);
  });

  it('shows the operator switches only with the operator token, and they work', async () => {
    const plain = await open();
    expect(await plain.locator('#operator').isVisible()).toBe(false);
    const page = await open(`/#operator=${sandbox.token}`);
    await page.locator('#operator-body select').first().selectOption('none');
    await page.getByRole('button', { name: 'Übernehmen' }).click();
    await page.locator('.notice.shown').waitFor();
    expect(await client.ok('GET', '/settings')).toMatchObject({ idempotency: 'none' });
    await page.locator('#faults select').first().selectOption('closeAfterEffect');
    await page.getByRole('button', { name: 'Einschalten' }).click();
    await page.locator('#faults li', { hasText: 'closeAfterEffect' }).waitFor();
    expect(await client.ok('GET', '/faults')).toMatchObject({ faults: [{ kind: 'closeAfterEffect', route: 'POST /posts' }] });
    await page.locator('#faults li button').click();
    await page.getByText('Keine Störung eingeschaltet.').waitFor();
    expect(problems).toEqual([]);
  });

  it('says when the connection is gone and catches up when it is back', async () => {
    const page = await open();
    await page.locator('.link:not(.down)').waitFor();
    await page.context().setOffline(true);
    // Cuts the open stream, which offline mode alone leaves alive.
    const port = sandbox.port;
    const { token } = sandbox;
    await sandbox.close();
    await page.locator('.link.down').waitFor();
    const { startSandbox } = await import('../../sandbox/start.ts');
    sandbox = await startSandbox({ port, token });
    await page.context().setOffline(false);
    await page.locator('.link:not(.down)').waitFor();
  });

  it('a permalink opens the thread at its post', async () => {
    const root = await client.post({ author: 'lena', text: 'Wurzel' });
    const reply = await client.post({ author: 'jonas', text: 'Zweig', inReplyTo: root.id });
    await client.post({ author: 'priya', text: 'anderer Baum' });
    const page = await open(new URL(reply.url).pathname);
    expect(await page.locator('.said').allTextContents()).toEqual(['Wurzel', 'Zweig']);
    expect(await page.locator('.found').getAttribute('id')).toBe(`post-${reply.id}`);
  });

  it.each([['de-DE', 'light'], ['de-DE', 'dark'], ['en-US', 'light'], ['en-US', 'dark']] as const)('has no axe findings in %s, %s', async (locale, colorScheme) => {
    const root = await client.post({ author: 'lena', text: `@${BRAND} hallo` });
    await client.post({ author: BRAND, text: '@lena Guten Tag ^AB', inReplyTo: root.id });
    const gone = await client.post({ author: 'jonas', text: 'weg', inReplyTo: root.id });
    await client.ok('DELETE', `/posts/${gone.id}`);
    await client.post({ author: BRAND, text: 'privat', visibility: 'private', recipient: 'priya' });
    await client.ok('PUT', '/faults', { faults: [{ kind: 'delay', delayMs: 1, route: 'webhook' }] });
    const page = await open(`/#operator=${sandbox.token}`, { locale, colorScheme });
    await be(page, 'priya');
    await page.locator('.acts button').first().waitFor();
    await page.locator('.acts button').first().click();
    mkdirSync(SHOTS, { recursive: true });
    for (const tab of ['public', 'private']) {
      await page.locator(`#tab-${tab}`).click();
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
      await page.screenshot({ path: new URL(`${tab}-${locale.slice(0, 2)}-${colorScheme}.png`, SHOTS).pathname });
    }
    expect(problems).toEqual([]);
  });
});
