import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'reading' });

test('READ-4 a verdict is corrected with one key, marks its words, counts on the line and is taken back', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  await center.postAs('ole_wartet', '@musterkom_hilft seit Montag kein Internet, eure Hotline ist eine Frechheit!');
  await desk.open('seit Montag kein Internet');
  const reading = desk.page.getByTestId('reading');
  const doubt = reading.getByTestId('reading-doubt');
  await expect(doubt).toBeVisible();
  const line = reading.locator('li', { has: desk.page.getByTestId('reading-doubt') });
  const task = ((await line.getAttribute('data-testid')) ?? '').replace('reading-', '');
  const before = (await line.getAttribute('data-label')) ?? '';
  const corrected = reading.getByTestId(`reading-${task}`);

  // What warns is marked in the message; a verdict shows its own words.
  await expect(desk.page.locator('[data-side=in] mark').first()).toHaveText('kein Internet');

  await desk.page.getByTestId('thread').focus();
  await desk.page.keyboard.press('v');
  await expect(corrected).not.toHaveAttribute('data-label', before);
  await expect(corrected).toContainText('statt');
  await reading.getByTestId(`reading-back-${task}`).click();
  await expect(corrected).toHaveAttribute('data-label', before);

  // "Gelesen als …": a number for what is wrong, a number for what is right.
  await desk.page.getByTestId('thread').focus();
  await desk.page.keyboard.press('l');
  await expect(desk.page.getByTestId('dialog-reading')).toBeVisible();
  await desk.page.keyboard.press('1');
  await desk.page.keyboard.press('3');
  await expect(reading.getByTestId('reading-caseType')).toHaveAttribute('data-label', 'request');
  const row = desk.page.getByTestId('queue-row').filter({ hasText: 'seit Montag kein Internet' });
  await expect(row.getByTestId('row-case')).toHaveAccessibleName('Gelesen als: Anfrage');
  await expect(row.getByTestId('row-flag').first()).toHaveText('Ausfall');
});

test('READ-4 R11 a message of a person in danger reaches the lead, and one that nobody read as that does once an agent says so', async ({ center, workingDesk, openDesk }) => {
  const lead = await openDesk('heike');
  await lead.signIn('heike');
  const desk = await workingDesk('mira');
  const alert = lead.page.getByTestId('danger-alert');
  await center.postAs('uwe_still', '@musterkom_hilft ich kann nicht mehr, ich will nicht mehr leben');
  await expect(alert).toContainText('Ein Mensch könnte in Gefahr sein.');
  await alert.getByTestId('alert-seen').click();
  await expect(alert).toHaveCount(0);

  await center.postAs('jan_leise', '@musterkom_hilft es ist mir jetzt alles egal, macht ihr nur');
  await desk.open('alles egal');
  await desk.page.getByTestId('thread').focus();
  for (const key of ['l', '8', '1']) await desk.page.keyboard.press(key);
  await expect(alert).toContainText('Ein Mensch könnte in Gefahr sein.');
});

test('READ-9 what probably needs no answer is closed by one key of a person, with its reason', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  await center.postAs('ida_dankt', '@musterkom_hilft super, danke euch!');
  await desk.open('super, danke euch');
  await desk.page.getByTestId('thread').focus();
  for (const key of ['l', '3', '2']) await desk.page.keyboard.press(key);
  await expect(desk.page.getByTestId('reading-close')).toContainText('Ohne Antwort schließen');
  await desk.page.getByTestId('thread').focus();
  await desk.page.keyboard.press('b');
  await expect(desk.page.getByTestId('queue-row').filter({ hasText: 'super, danke euch' })).toHaveCount(0);
  await desk.tab('done');
  await expect(desk.page.getByTestId('queue-row').filter({ hasText: 'super, danke euch' })).toContainText(/keine Antwort|ohne Antwort/iu);
});
