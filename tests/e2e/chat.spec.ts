import { SAMPLE_CENTER } from '../../tools/sample/center.ts';
import { MailCatcher } from '../support/mail-catcher.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { axeFindings, WCAG } from './support/axe.ts';
import { ForeignSite, Visitor } from './support/chat-page.ts';
import { expect, test as base } from './support/fixtures.ts';

const test = base.extend<{ site: ForeignSite }, { mailbox: MailCatcher }>({
  mailbox: [
    async ({ browserName: _ }, give) => {
      const mailbox = await MailCatcher.start();
      await give(mailbox);
      await mailbox.stop();
    },
    { scope: 'worker' },
  ],
  serverSettings: [async ({ mailbox }, give) => give({ mailSmtpUrl: mailbox.url, mailFrom: 'Musterkom <chat@musterkom.example>', chatLateAnswerMs: 500 }), { scope: 'worker' }],
  site: async ({ center }, give) => {
    const site = await ForeignSite.start(() => center.serverUrl);
    await give(site);
    await site.stop();
  },
});
test.use({ centerOf: 'chat' });

// A line is cut on purpose here, and Chromium says so in its console.
const LINE_CUT = /WebSocket connection to .* failed|net::ERR_(CONNECTION|SOCKET|INTERNET)/;
function own(troubles: string[]): string[] {
  const mine: string[] = [];
  mine.push = (...lines) => troubles.push(...lines.filter((line) => !LINE_CUT.test(line)));
  return mine;
}

test('CHAT-3 CHAT-4 CHAT-11 a visitor on another page and an agent talk; both lines break once in the middle; nothing is lost or doubled; the transcript comes by mail', async ({ center, browser, workingDesk, mailbox, troubles }) => {
  test.setTimeout(180_000);
  const deskLine = await TcpProxy.start(center.serverUrl);
  const visitorLine = await TcpProxy.start(center.serverUrl);
  const site = await ForeignSite.start(() => visitorLine.url);
  try {
    const desk = await workingDesk('mira', { serverUrl: deskLine.url });
    const visitor = await Visitor.come(browser, site.url(), 'visitor', own(troubles));
    expect(await visitor.stored()).toEqual([]);
    await visitor.open();
    await expect(visitor.status).toHaveText('Wir sind da');
    expect(await visitor.stored(), 'nothing is kept before something is said').toEqual([]);
    await visitor.say('Guten Tag, mein Handy hat kein Netz.');
    await expect(visitor.line('kein Netz')).toContainText('gesendet');

    await expect(desk.offer).toContainText(/Gast [0-9A-F]{4}/);
    await desk.page.keyboard.press('a');
    await expect(desk.message('mein Handy hat kein Netz')).toBeVisible();
    await expect(visitor.status).toHaveText('Mira A. ist für Sie da');
    await expect(visitor.line('kein Netz')).toContainText('gelesen');
    await expect(desk.page.getByTestId('visitor-card')).toContainText('127.0.0.1');
    await expect(desk.page.getByTestId('visitor-card')).not.toContainText('brand=');

    // Typing, both ways, in the thread and in the list.
    await visitor.field.pressSequentially('Seit heute');
    await expect(desk.page.getByTestId('visitor-typing')).toBeVisible();
    await expect(desk.page.getByTestId('queue-row').first().getByTestId('row-writing')).toBeVisible();
    await desk.writeByKeys('Ich schaue nach.');
    await expect(visitor.page.locator('.typing')).toHaveText('Mira A. schreibt …');
    await desk.page.keyboard.press('Control+Enter');
    await expect(visitor.line('Ich schaue nach.')).toContainText('Mira A.');
    await expect(desk.message('Ich schaue nach.').getByTestId('message-seen')).toBeVisible();
    await expect(visitor.page.locator('.typing')).toHaveText('');

    // The visitor's line breaks while both go on.
    visitorLine.cut();
    await expect(visitor.status).toContainText('Keine Verbindung');
    await visitor.say('Seit heute früh übrigens.');
    await visitor.say('Und es ist dringend!');
    await expect(visitor.line('dringend')).toContainText('wartet auf Verbindung');
    await desk.page.keyboard.type('In Ihrer Gegend wird ein Mast getauscht.');
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.replyState('Mast getauscht')).toContainText(/gesendet/);
    await visitor.page.reload();
    visitorLine.mend();
    await expect(visitor.launcher.locator('.count')).toHaveText('1', { timeout: 30_000 });
    await visitor.open();
    await expect(visitor.line('dringend')).toContainText(/gesendet|gelesen/);
    await expect(desk.message('Und es ist dringend!')).toBeVisible();

    // Then the desk's.
    deskLine.cut();
    await expect(desk.connection).toHaveAttribute('data-state', 'offline');
    await desk.page.keyboard.type('Bis 14 Uhr läuft es wieder.');
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.replyState('Bis 14 Uhr')).toContainText('wartet, bis du online bist');
    await visitor.say('Danke, ich warte.');
    await expect(visitor.line('Danke, ich warte.')).toContainText('gesendet');
    deskLine.mend();
    await expect(desk.connection).toHaveAttribute('data-state', 'online', { timeout: 40_000 });
    await expect(desk.message('Danke, ich warte.')).toBeVisible();
    await expect(desk.replyState('Bis 14 Uhr')).toContainText(/gesendet/, { timeout: 30_000 });
    await expect(visitor.line('Bis 14 Uhr läuft es wieder.')).toHaveCount(1);

    const said = ['Guten Tag, mein Handy hat kein Netz.', 'Ich schaue nach.', 'In Ihrer Gegend wird ein Mast getauscht.', 'Seit heute früh übrigens.', 'Und es ist dringend!', 'Danke, ich warte.', 'Bis 14 Uhr läuft es wieder.'];
    await expect(visitor.lines).toHaveText(said);
    for (const text of said) await expect(desk.message(text)).toHaveCount(1);
    // A second page of the same browser shows the same thread.
    const second = await visitor.another(site.url(), own(troubles));
    await second.open();
    await expect(second.lines).toHaveText(said);
    expect((await visitor.stored()).filter((key) => key.includes('/m/')), 'nothing waits any more').toEqual([]);
    expect(await visitor.context.cookies()).toEqual([]);

    await visitor.menu(/Abschrift/);
    await visitor.page.getByLabel('E-Mail-Adresse').last().fill('lena@example.org');
    await visitor.page.getByRole('button', { name: 'Abschrift senden' }).click();
    await expect(visitor.page.locator('.notice')).toHaveText('Die Abschrift ist unterwegs.');
    await expect.poll(() => mailbox.mails.length).toBe(1);
    const [mail] = mailbox.mails;
    expect(mail?.to).toBe('lena@example.org');
    for (const text of said) expect(mail?.text.split(text).length, text).toBe(2);

    await visitor.menu(/Chat beenden/);
    await visitor.page.locator('.box').getByRole('button', { name: 'Chat beenden' }).click();
    await expect(visitor.status).toHaveText('Dieser Chat ist beendet.');
    await visitor.page.getByRole('radio', { name: '5 von 5' }).check({ force: true });
    await visitor.page.getByRole('button', { name: 'Bewertung senden' }).click();
    await expect(visitor.page.locator('.notice')).toHaveText('Danke für Ihre Bewertung.');
    await expect(second.status).toHaveText('Dieser Chat ist beendet.');
    await expect(desk.page.getByTestId('visitor-over')).toBeVisible();
    await expect(desk.page.getByTestId('context')).toContainText('★ 5');
    expect(await visitor.stored()).toEqual([]);
  } finally {
    await site.stop();
    await visitorLine.stop();
    await deskLine.stop();
  }
});

test('CHAT-10 CHAT-8 nobody is here: the visitor leaves an address, and the answer reaches them there', async ({ center, browser, workingDesk, site, mailbox, troubles }) => {
  mailbox.mails.length = 0;
  const queue = SAMPLE_CENTER.queues.find(({ id }) => id === 'queue-chat');
  // Open on one day a year that is not today: closed now, and the next opening is known.
  const weekday = new Date().getDay();
  const hours = { timeZone: 'Europe/Berlin', holidays: [], week: Array.from({ length: 7 }, (_, day) => (day === (weekday + 3) % 7 ? [{ fromMinute: 480, toMinute: 1200 }] : [])) };
  await center.command('ops', { type: 'queue.define', v: 1, data: { ...queue, hours } });
  const visitor = await Visitor.come(browser, site.url({ lang: 'en' }), 'late visitor', own(troubles));
  await visitor.open();
  await expect(visitor.status).toContainText('Nobody is here right now. Back from');
  await visitor.page.getByLabel('E-mail address (optional)').fill('kim@');
  await visitor.say('Can you call me tomorrow?');
  await expect(visitor.page.getByRole('alert')).toHaveText('This e-mail address does not look complete.');
  await visitor.page.getByLabel('E-mail address (optional)').fill('kim@example.org');
  await visitor.field.press('Enter');
  await expect(visitor.line('Can you call me tomorrow?')).toContainText('sent');
  await expect(visitor.line('please answer to kim@example.org')).toBeVisible();
  await visitor.context.close();

  const desk = await workingDesk('mira');
  await expect(desk.offer).toContainText(/Guest [0-9A-F]{4}/);
  await desk.page.keyboard.press('a');
  await expect(desk.message('Can you call me tomorrow?')).toBeVisible();
  await desk.writeByKeys('Yes, at ten.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => mailbox.mails.map(({ to, subject }) => [to, subject])).toEqual([['kim@example.org', 'Answer from Musterkom']]);
  expect(mailbox.mails[0]?.text).toContain('Mira A. of Musterkom has answered you in the chat:');
  expect(mailbox.mails[0]?.text).toContain('Yes, at ten.');
  await center.command('ops', { type: 'queue.define', v: 1, data: queue ?? {} });
});

test('CHAT-12 by keyboard alone, and without findings of axe: each state × language × theme, also at 200 %', async ({ browser, site, workingDesk, troubles }, info) => {
  test.setTimeout(240_000);
  const desk = await workingDesk('sina');
  const check = async (visitor: Visitor, state: string): Promise<void> => {
    expect(await axeFindings(visitor.page, [...WCAG, 'best-practice']), `${info.title}: ${state}`).toEqual([]);
    if (process.env['E2E_SHOTS'] === 'all') await visitor.page.screenshot({ path: info.outputPath(`chat-${state}.png`) });
  };
  for (const lang of ['de', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      // 200 % of 1280 × 800 is a page of 640 × 400.
      const zoomed = lang === 'en' && theme === 'dark';
      const visitor = await Visitor.come(browser, site.url({ lang, theme }), `${lang} ${theme}`, own(troubles), { colorScheme: theme, reducedMotion: 'reduce', ...(zoomed ? { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 } : {}) });
      const name = (state: string): string => `${state}-${lang}-${theme}`;
      const keys = visitor.page.keyboard;
      await check(visitor, name('closed'));
      await keys.press('Tab');
      await expect(visitor.launcher).toBeFocused();
      await keys.press('Enter');
      await expect(visitor.field).toBeFocused();
      await check(visitor, name('empty'));
      await keys.press('Escape');
      await expect(visitor.launcher).toBeFocused();
      await keys.press('Enter');
      const question = `Frage ${lang} ${theme}: wann geht es wieder?`;
      await keys.type(question);
      await keys.press('Enter');
      await expect(desk.offer).toBeVisible();
      // Out of the field, so that letters are commands again.
      await desk.page.keyboard.press('Escape');
      await desk.page.keyboard.press('a');
      await expect(desk.message(question)).toBeVisible();
      const answer = `Antwort ${lang} ${theme}: um 14 Uhr, mit einem Wort, das so lang ist wie Donaudampfschifffahrtsgesellschaft.`;
      await desk.writeByKeys(answer);
      await desk.page.keyboard.press('Control+Enter');
      await expect(visitor.line(answer)).toBeVisible();
      await expect(desk.message(answer).getByTestId('message-seen')).toBeVisible();
      await check(visitor, name('talk'));
      // Up to the menu, by keys.
      for (let tabs = 0; tabs < 12 && !(await visitor.page.locator('header button[aria-controls]').evaluate((node) => (node.getRootNode() as ShadowRoot).activeElement === node)); tabs += 1) await keys.press('Shift+Tab');
      await keys.press('Enter');
      await expect(visitor.page.locator('.menu button').first()).toBeFocused();
      await check(visitor, name('menu'));
      await keys.press('Enter');
      await expect(visitor.page.getByRole('textbox', { name: lang === 'de' ? 'E-Mail-Adresse' : 'E-mail address' })).toBeFocused();
      await check(visitor, name('transcript'));
      await keys.press('Escape');
      await visitor.menu(lang === 'de' ? /Chat beenden/ : /End chat/);
      await check(visitor, name('sure'));
      await visitor.page.locator('.box').getByRole('button', { name: lang === 'de' ? 'Chat beenden' : 'End chat' }).press('Enter');
      await expect(visitor.page.getByRole('radio').first()).toBeVisible();
      await check(visitor, name('over'));
      await expect(desk.page.getByTestId('visitor-over')).toBeVisible();
      await expect(desk.message(answer).getByTestId('message-seen'), 'the mark stays').toBeVisible();
      await visitor.context.close();
    }
  }
});
