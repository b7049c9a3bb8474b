import { expect, test } from './support/fixtures.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

test.use({ centerOf: 'knowledge' });

test('L1 D2 `/` inserts in du for who says du, Alt+1 takes what was suggested, two keys make an article of the answer; all of it offline too', async ({ center, workingDesk }) => {
  const line = await TcpProxy.start(center.serverUrl);
  try {
    const desk = await workingDesk('mira', { serverUrl: line.url });
    const { page, composer } = desk;
    const post = await center.postAs('dana_blum', '@musterkom_hilft kannst du mir sagen, wie ich meinen Umzug melde? Ich ziehe im Mai um.');
    await desk.open('wie ich meinen Umzug melde');
    await expect(page.getByTestId('suggested-article').first()).toContainText('Umzug des Anschlusses');

    // `/`, typed ahead, Enter: the form nobody wrote, proposed and said to be.
    await desk.writeByKeys('Hallo Dana! /');
    const inserter = page.getByTestId('inserter');
    await expect(page.getByTestId('inserter-field')).toBeFocused();
    await page.keyboard.type('umz');
    await expect(inserter.getByTestId('inserter-option')).toHaveCount(1);
    await expect(inserter.getByTestId('inserter-option')).toContainText('vorgeschlagen');
    await page.keyboard.press('Enter');
    await expect(inserter).toHaveCount(0);
    await expect(composer).toBeFocused();
    await expect(composer).toHaveValue(/^Hallo Dana! Melde deinen Umzug bitte vier Wochen vorher im Kundenbereich/);
    await expect(page.getByTestId('article-proposed')).toContainText('Umzug des Anschlusses');
    // As if typed: taken back at once.
    await page.keyboard.press('Control+z');
    await expect(composer).toHaveValue('Hallo Dana! ');
    // A slash inside a word is a slash.
    await page.keyboard.type('und/oder');
    await expect(inserter).toHaveCount(0);
    await composer.fill('');

    // A suggestion by one key; a snippet with a place to fill in, which is never sent as it stands.
    await page.keyboard.press('Alt+1');
    await expect(composer).toHaveValue(/Dein Router zieht einfach mit um\.$/);
    await page.keyboard.type(' /');
    await page.keyboard.type('rückm');
    await page.keyboard.press('Enter');
    await expect(composer).toHaveValue(/Ich kläre das und melde mich bis \{bis\} bei dir, Dana\.$/);
    await expect(page.getByTestId('article-open')).toContainText('{bis}');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Enter');
    expect(await center.repliesTo(post.id)).toHaveLength(0);
    expect(await composer.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd))).toBe('{bis}');
    await page.keyboard.type('heute Abend');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
    await expect(desk.replyState('heute Abend')).toContainText(/gesendet/);

    // The use of both is counted.
    await page.getByTestId('rail-knowledge').click();
    await expect(page.getByTestId('article-line').filter({ hasText: 'Rückmeldung zusagen' })).toContainText('1× genutzt');
    await expect(page.getByTestId('article-line').filter({ hasText: 'Umzug des Anschlusses' })).toContainText('1× genutzt');
    await page.getByTestId('rail-desk').click();

    // Offline: the same articles, and an answer becomes an article in two keys; it waits, and is there once the line is.
    line.cut();
    await expect(desk.connection).toHaveAttribute('data-state', 'offline');
    await page.keyboard.press('/');
    await page.keyboard.type('gutschrift');
    await expect(page.getByTestId('inserter-option').first()).toContainText('Gutschrift');
    await page.keyboard.press('Enter');
    await expect(composer).toHaveValue(/deine?r? (?:nächsten )?(?:Rechnung|Konto)|nächsten Rechnung/);
    await composer.fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await expect(page.getByTestId('article-editor')).toBeVisible();
    await expect(page.locator('[name=article-du-de]')).toHaveValue(/bis \{bis\} bei dir, \{name\}\.$/);
    await expect(page.locator('[name=article-title]')).toHaveValue(/Umzug/);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('screen-knowledge')).toHaveCount(0);
    await page.getByTestId('rail-knowledge').click();
    const made = page.getByTestId('article-line').filter({ hasText: 'wie ich meinen Umzug melde' });
    await expect(made).toContainText('wartet auf den Server');
    line.mend();
    await expect(desk.connection).toHaveAttribute('data-state', 'online', { timeout: 40_000 });
    await expect(made).not.toContainText('wartet');
    await expect(made).toContainText('Entwurf');
  } finally {
    await line.stop();
  }
});

test('L1 a lead imports a file after seeing what would change, an article that has ended is marked and not offered', async ({ center, openDesk, workingDesk }) => {
  const lead = await openDesk('heike');
  await lead.signIn('heike');
  const { page } = lead;
  await page.getByTestId('rail-knowledge').click();
  await page.getByTestId('article-import').click();
  const file = { name: 'neu.csv', mimeType: 'text/csv', buffer: Buffer.from('id;Titel;Stichworte;Sie;gültig bis\nwerbung;Werbeanruf sperren;Werbung;Wir haben Ihre Nummer gesperrt.;\n;Ohne Text;;;\nalt;Sommerrabatt;Rabatt;Den Rabatt gibt es bis Ende August.;31.08.2025\n') };
  await page.getByTestId('import-file').setInputFiles(file);
  await expect(page.getByTestId('import-summary')).toHaveText('2 neu, 0 geändert, 0 unverändert, 1 Fehler');
  await expect(page.getByTestId('import-problems')).toContainText('Zeile 3');
  await expect(page.getByTestId('import-problems')).toContainText('ARTICLE_FILE_TEXT');
  await page.getByText('Gleich veröffentlichen').click();
  await page.getByTestId('import-run').click();
  const line = (text: string): ReturnType<typeof page.getByTestId> => page.getByTestId('article-line').filter({ hasText: text });
  await expect(line('Sommerrabatt')).toContainText('abgelaufen');
  await page.getByTestId('import-file').setInputFiles(file);
  await expect(page.getByTestId('import-summary')).toHaveText('0 neu, 0 geändert, 2 unverändert, 1 Fehler');

  const desk = await workingDesk('yasemin');
  await center.postAs('sie_sara', '@musterkom_hilft Können Sie Werbung am Telefon sperren? Und gibt es den Sommerrabatt noch?');
  await desk.open('Werbung am Telefon');
  await expect(desk.page.getByTestId('suggested-article').first()).toContainText('Werbeanruf');
  await expect(desk.page.getByTestId('suggested')).not.toContainText('Sommerrabatt');
  await desk.page.keyboard.press('Alt+1');
  await expect(desk.composer).toHaveValue('Wir haben Ihre Nummer gesperrt.');
  await expect(desk.page.getByTestId('article-over')).toHaveCount(0);

  // It is retired while it stands in the answer.
  await page.getByTestId('screen-knowledge').getByRole('button', { name: 'Schließen' }).click();
  await line('Werbeanruf sperren').click();
  await page.getByTestId('article-retire').click();
  await expect(desk.page.getByTestId('article-over')).toContainText('Werbeanruf sperren');
  await expect(desk.page.getByTestId('suggested')).not.toContainText('Werbeanruf');
});
