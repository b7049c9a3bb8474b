import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'guards' });

test('WRITE-1 WRITE-2 the draft says Sie to somebody who says du, and shows a customer number to everybody: one calm list offers the ways out, by keys', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  const post = await center.postAs('frieda_duzt', '@musterkom_hilft mein Handy findet kein Netz, kannst du bitte mal nachsehen?');
  await desk.open('findet kein Netz');
  const { page } = desk;
  const guard = (name: string) => page.getByTestId(`guard-${name}`);

  // Three things to say, two in sight, the gravest first; the third is a line away.
  await desk.writeByKeys('Haben Sie die Kundennummer 4711228 noch? Wir melden uns schnellstmöglich.');
  await expect(page.getByTestId('guard-list').locator('.guard')).toHaveCount(2);
  await expect(page.getByTestId('guard-list').locator('.guard').first()).toHaveAttribute('data-testid', 'guard-personal');
  await guard('more').click();
  await expect(guard('stock')).toContainText('„schnellstmöglich“');
  await guard('more').click();
  await desk.composer.focus();
  await expect(guard('wrongAddress')).toContainText('schreibt „du“');
  // Alt+1 private, Alt+2 on purpose, Alt+3 the rewriting.
  await page.keyboard.press('Alt+3');
  await expect(desk.composer).toHaveValue('Hast du die Kundennummer 4711228 noch? Wir melden uns schnellstmöglich.');
  await expect(guard('wrongAddress')).toHaveCount(0);

  // A guard of style closes by one key, and stays closed for this person after a restart of the page.
  await expect(guard('stock')).toBeVisible();
  await guard('keep-stock').press('Enter');
  await expect(guard('stock')).toHaveCount(0);
  await expect(page.locator('.composer-saved')).toContainText('gesichert');
  await page.reload();
  await desk.open('findet kein Netz');
  await expect(guard('personal')).toContainText('Kundennummer');
  await expect(guard('stock')).toHaveCount(0);

  // Nothing goes out with the number in it, by keys neither; one key leads into going private as one act.
  await expect(page.getByTestId('send')).toBeDisabled();
  await desk.composer.focus();
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('dialog-switch')).toBeVisible();
  await expect(page.locator('textarea[name=switch-private]')).toHaveValue(/4711228/);
  await page.keyboard.press('Escape');

  // On purpose: with a reason, which stays with the conversation.
  await desk.composer.focus();
  await page.keyboard.press('Alt+2');
  await page.keyboard.type('steht schon in seinem Beitrag');
  await page.keyboard.press('Enter');
  await expect(guard('personal')).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  await expect(page.getByTestId('conversation')).toContainText('Grund: steht schon in seinem Beitrag');
});

test('English to a German, the same words to a third person, and an emoji by keys', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  const { page } = desk;
  const answer = 'In Kiel-Gaarden ist ein Verteiler ausgefallen, unsere Technik tauscht ihn bis heute 23 Uhr aus.';
  for (const [place, who] of ['anton_gaarden', 'berta_gaarden', 'carla_gaarden'].entries()) {
    const words = `Stromzähler ${place + 1}: kein Internet in Gaarden, was ist da los?`;
    const post = await center.postAs(who, `@musterkom_hilft ${words}`);
    await desk.open(`Stromzähler ${place + 1}`);
    await desk.writeByKeys(`Hallo ${who}, ${answer}`);
    await expect(page.getByTestId('guard-sameText')).toHaveCount(place === 2 ? 1 : 0);
    if (place === 2) break;
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  }
  await desk.composer.fill('We will look into your line tomorrow morning and call you.');
  await expect(page.getByTestId('guard-language')).toContainText('schreibt Deutsch');

  await desk.composer.fill('Danke dir! ');
  await expect(page.getByTestId('guard-list').locator('.guard')).toHaveCount(0);
  await page.keyboard.press('Control+.');
  await page.getByTestId('emoji-search').fill('daumen hoch');
  await expect(page.getByTestId('emoji-picker').getByRole('option').first()).toHaveAttribute('aria-label', 'Daumen hoch');
  await page.keyboard.press('Enter');
  await expect(desk.composer).toHaveValue('Danke dir! 👍');
  await expect(desk.composer).toBeFocused();
});
