import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'guards' });

test('the draft says Sie to somebody who says du, and shows a customer number to everybody: both are offered a way out', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  const post = await center.postAs('frieda_duzt', '@musterkom_hilft mein Handy findet kein Netz, kannst du bitte mal nachsehen?');
  await desk.open('findet kein Netz');
  const guard = (name: string) => desk.page.getByTestId(`guard-${name}`);

  await desk.writeByKeys('Wir prüfen das. Haben Sie die Kundennummer 4711228 noch?');
  await expect(guard('wrongAddress')).toContainText('schreibt „du“');
  await guard('rewrite').click();
  await expect(desk.composer).toHaveValue('Wir prüfen das. Hast du die Kundennummer 4711228 noch?');
  await expect(guard('wrongAddress')).toHaveCount(0);

  // Nothing goes out with the number in it, by keys neither.
  await expect(guard('personal')).toContainText('Kundennummer');
  await expect(desk.page.getByTestId('send')).toBeDisabled();
  await desk.page.keyboard.press('Control+Enter');
  await guard('private').click();
  await expect(desk.page.getByTestId('composer')).toHaveAttribute('data-mode', 'private');
  await expect(guard('personal')).toHaveCount(0);
  await desk.page.getByTestId('composer').getByText('Öffentlich').click();

  // On purpose: with a reason, which stays with the conversation.
  await guard('anyway').click();
  await desk.page.keyboard.type('steht schon in seinem Beitrag');
  await desk.page.keyboard.press('Enter');
  await expect(guard('personal')).toHaveCount(0);
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  await expect(desk.page.getByTestId('conversation')).toContainText('Grund: steht schon in seinem Beitrag');
});
