import { expect, test } from './support/fixtures.ts';
import { postIngest } from './support/ingest.ts';

test.use({ centerOf: 'identity' });

test('IDENT-1 contract data waits for a check of who it is, by one key; withdrawn it waits again, or for a typed reason', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  const { page } = desk;
  const guard = page.getByTestId('guard-unchecked');
  const card = page.getByTestId('identity-card');
  await postIngest(center, [
    { v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom_hilft', remoteId: 'identity-1', direction: 'in', author: { remoteId: 'iris-1', handle: 'iris_prueft', displayName: 'Iris Prüft' }, text: 'Warum hat mein Handy kein Netz, und wie viel steht auf meiner Rechnung?', visibility: 'private', sentAt: Date.now() },
  ]);
  await desk.open('wie viel steht auf meiner Rechnung');

  await expect(card).toHaveAttribute('data-checked', 'false');
  await desk.writeByKeys('Auf deiner Rechnung stehen noch 83,20 € offen.');
  await expect(guard).toContainText('83,20 €');
  await expect(page.getByTestId('send')).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await expect(desk.composer).toHaveValue(/83,20/);

  // One key to the check, a number for how, Enter.
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('dialog-identity')).toBeVisible();
  await page.keyboard.press('4');
  await page.getByTestId('dialog-identity').getByText('Ja, schriftlich').click();
  await page.keyboard.press('Control+Enter');
  await expect(card).toHaveAttribute('data-checked', 'true');
  await expect(card).toContainText('Rückruf auf bekannter Nummer, ^MA, gilt bis');
  await expect(page.getByTestId('identity-consent')).toContainText('dürfen zusammengeführt werden: schriftlich');
  await expect(guard).toHaveCount(0);
  await expect(page.getByTestId('send')).toBeEnabled();

  // It was somebody else after all.
  await page.getByTestId('identity-withdraw').click();
  await expect(card).toContainText('Prüfung widerrufen');
  await expect(guard).toBeVisible();
  await page.getByTestId('guard-anyway').click();
  await page.keyboard.type('hat den Betrag am Telefon genannt');
  await page.keyboard.press('Enter');
  await expect(guard).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('conversation')).toContainText('Ohne Identitätsprüfung mitgeteilt: 83,20 €. Grund: hat den Betrag am Telefon genannt');
});

test('WRITE-4 an answer that somebody gave outside while one wrote is shown, and the own one waits until it is seen', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  const { page } = desk;
  const post = await center.postAs('olga_wartet', '@musterkom_hilft mein Handy klingelt nicht mehr, was tun?');
  await desk.open('Handy klingelt nicht mehr');
  await desk.writeByKeys('Hallo Olga, stell bitte den Flugmodus aus.');
  await center.platform.post({ author: 'musterkom_hilft', text: 'Hallo Olga, schau bitte nach dem Stummschalter.', inReplyTo: post.id });
  await expect(page.getByTestId('block-closed')).toContainText('Inzwischen wurde außerhalb');
  await page.getByTestId('block-closed').getByRole('button').click();
  await expect(page.getByTestId('guard-answered')).toContainText('schau bitte nach dem Stummschalter');
  await expect(page.getByTestId('send')).toBeDisabled();
  await desk.composer.focus();
  await page.keyboard.press('Alt+1');
  await expect(page.getByTestId('guard-answered')).toHaveCount(0);
  await expect(page.getByTestId('send')).toBeEnabled();
  await expect(desk.composer).toHaveValue('Hallo Olga, stell bitte den Flugmodus aus.');
});
