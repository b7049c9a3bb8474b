import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'desk' });

test('sign in, take work, answer by keyboard alone: seen once on the platform, signed, in its thread; done', async ({ center, openDesk, lookAt }) => {
  const desk = await openDesk('mira');
  await desk.signIn('mira');
  await desk.setUndoSeconds(0);
  await desk.becomeAvailable();

  const question = 'mein Handy hat seit heute früh kein Netz mehr, was ist da los?';
  const post = await center.postAs('lena_brandt', `@musterkom_hilft ${question}`);
  const row = desk.row(question);
  await expect(row).toBeVisible();
  await expect(row).toContainText('Lena Brandt');
  await expect(row).toContainText('öffentlich');
  // By keys from here on: J takes the first row, Enter opens it.
  await desk.page.keyboard.press('j');
  await desk.page.keyboard.press('Enter');
  await expect(desk.page.getByTestId('conversation')).toContainText('Mobilfunk');
  await expect(desk.message(question)).toBeVisible();

  const customer = await lookAt(post);
  const answer = 'Guten Morgen Lena, in deiner Gegend wird ein Mast getauscht. Bis 14 Uhr läuft es wieder.';
  await desk.writeByKeys(answer);
  await expect(desk.page.getByTestId('send')).toContainText('Öffentlich als @musterkom_hilft senden');
  await desk.page.keyboard.press('Control+Enter');

  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  const [reply] = await center.repliesTo(post.id);
  expect(reply).toMatchObject({ text: `${answer} ^MA`, threadId: post.threadId, inReplyTo: post.id, visibility: 'public', author: { handle: 'musterkom_hilft' } });
  await expect(desk.replyState(answer)).toContainText(/gesendet \d\d:\d\d/);
  // The customer's page, open all the while, shows it below the question, once.
  const seen = customer.locator('article.post', { hasText: answer });
  await expect(seen).toHaveCount(1);
  await expect(seen).toHaveClass(/depth-1/);
  await expect(seen).toContainText('@musterkom_hilft');

  // The focus stays in the field; Escape leaves it, so that letters are commands again.
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('e');
  await expect(desk.page.getByTestId('dialog-done')).toBeVisible();
  await desk.page.keyboard.press('Control+Enter');
  await expect(row).toHaveCount(0);
  await desk.tab('done');
  await expect(desk.row(question)).toContainText('gelöst');
  expect(await center.repliesTo(post.id)).toHaveLength(1);
  expect(await center.doubled()).toBe(0);
});

test('Ctrl+Shift+Enter sends, closes and goes on to the next', async ({ center, workingDesk }) => {
  const desk = await workingDesk('pia');
  const first = await center.postAs('ole_first', '@musterkom_hilft Frage eins zum Handy: wie schalte ich die Mailbox aus?');
  await expect(desk.row('Frage eins')).toBeVisible();
  const second = await center.postAs('uta_second', '@musterkom_hilft Frage zwei zum Handy: wie schalte ich Roaming ein?');
  await expect(desk.row('Frage zwei')).toBeVisible();
  await desk.open('Frage eins');
  await desk.writeByKeys('Wähle ##002# und drück auf Anrufen.');
  await desk.page.keyboard.press('Control+Shift+Enter');
  await expect(desk.message('Frage zwei')).toBeVisible();
  await expect(desk.row('Frage eins')).toHaveCount(0);
  await expect.poll(() => center.repliesTo(first.id)).toHaveLength(1);
  expect((await center.repliesTo(first.id))[0]?.text).toBe('Wähle ##002# und drück auf Anrufen. ^PV');
  expect(await center.repliesTo(second.id)).toHaveLength(0);
  await desk.tab('done');
  await expect(desk.row('Frage eins')).toContainText('gelöst');
});

test('quick hands: Enter, R and the answer without waiting for the screen: every letter is text, none a command', async ({ center, workingDesk }) => {
  const desk = await workingDesk('tjark');
  await center.postAs('nele_quick', '@musterkom_hilft Der Fernseher zeigt seit gestern nur noch Rauschen');
  await expect(desk.row('Rauschen')).toBeVisible();
  // Closed first: it opened by itself, as the first of one's own.
  await desk.page.keyboard.press('Escape');
  await expect(desk.composer).toHaveCount(0);
  await desk.page.keyboard.press('j');
  await desk.page.keyboard.press('Enter');
  await desk.page.keyboard.press('r');
  const answer = 'Das machen wir. Ende der Woche ist es heil?';
  await desk.page.keyboard.type(answer);
  await expect(desk.composer).toHaveValue(answer);
  await expect(desk.page.getByTestId('conversation')).toBeVisible();
});

test('no answer needed takes a reason and sends nothing', async ({ center, workingDesk }) => {
  const desk = await workingDesk('karim');
  const post = await center.postAs('nils_thanks', '@musterkom_hilft danke, mein Handy läuft wieder!');
  await expect(desk.row('läuft wieder')).toBeVisible();
  await desk.open('läuft wieder');
  await desk.page.keyboard.press('n');
  const dialog = desk.page.getByTestId('dialog-no-answer');
  await expect(dialog.getByRole('radio', { name: /Dank oder Lob/ })).toBeChecked();
  await desk.page.keyboard.press('2');
  const chosen = dialog.getByRole('radio', { checked: true });
  await expect(chosen).toHaveCount(1);
  await expect(chosen).not.toHaveAccessibleName(/Dank oder Lob/);
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.page.getByTestId('toast-info')).toContainText('Erledigt');
  await expect(desk.row('läuft wieder')).toHaveCount(0);
  await desk.tab('done');
  await expect(desk.row('läuft wieder')).toContainText('keine Antwort nötig');
  expect(await center.repliesTo(post.id)).toHaveLength(0);
});

test('an answer taken back within its time is never sent, and its text is in the field again', async ({ center, openDesk }) => {
  const desk = await openDesk('mira');
  await desk.signIn('mira');
  await desk.setUndoSeconds(5);
  await desk.becomeAvailable();
  const post = await center.postAs('jo_undo', '@musterkom_hilft wie bekomme ich eine neue SIM?');
  await expect(desk.row('neue SIM')).toBeVisible();
  await desk.open('neue SIM');
  const before = await center.brandPosts();
  await desk.writeByKeys('Das hier soll niemand lesen.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.page.getByTestId('toast-action')).toBeVisible();
  await expect(desk.composer).toHaveValue('');
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Control+z');
  await expect(desk.composer).toHaveValue('Das hier soll niemand lesen.');
  // A second answer to the same person goes out: the first would stand before it on the platform.
  await desk.setUndoSeconds(0);
  await desk.page.keyboard.press('r');
  await desk.composer.fill('Die neue SIM kommt in zwei Tagen per Post.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  expect((await center.repliesTo(post.id))[0]?.text).toBe('Die neue SIM kommt in zwei Tagen per Post. ^MA');
  expect(await center.brandPosts()).toBe(before + 1);
});
