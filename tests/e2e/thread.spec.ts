import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'thread' });

test('two people in one thread are two items and get an answer each, below their own posts', async ({ center, workingDesk, lookAt }) => {
  const desk = await workingDesk('mira');
  const first = await center.postAs('uwe_kiel', '@musterkom_hilft in Kiel geht kein Handy mehr, Ausfall?');
  await expect(desk.row('in Kiel geht kein Handy')).toBeVisible();
  const second = await center.postAs('ines_gaarden', '@musterkom_hilft bei mir auch nicht, Handy tot seit acht', { inReplyTo: first.id });
  await expect(desk.row('bei mir auch nicht')).toBeVisible();
  expect(second.threadId).toBe(first.threadId);
  await expect(desk.page.getByTestId('queue-row')).toHaveCount(2);

  await desk.open('bei mir auch nicht');
  // The whole thread stands there, the other person's part set back.
  await expect(desk.message('in Kiel geht kein Handy')).toHaveAttribute('data-own', 'false');
  await expect(desk.message('bei mir auch nicht')).toHaveAttribute('data-own', 'true');
  await desk.writeByKeys('Hallo Ines, Gaarden läuft ab 14 Uhr wieder.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(second.id)).toHaveLength(1);
  // Ines has her answer; Uwe still waits.
  await expect(desk.row('bei mir auch nicht')).toContainText('wartet auf Kunden');
  await expect(desk.row('in Kiel geht kein Handy')).not.toContainText('wartet auf Kunden');
  expect(await center.repliesTo(first.id)).toHaveLength(0);

  await desk.row('in Kiel geht kein Handy').click();
  await expect(desk.message('in Kiel geht kein Handy')).toHaveAttribute('data-own', 'true');
  await desk.writeByKeys('Hallo Uwe, die Kieler Innenstadt läuft ab 12 Uhr wieder.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(first.id)).toHaveLength(1);

  const [toUwe] = await center.repliesTo(first.id);
  const [toInes] = await center.repliesTo(second.id);
  expect(toUwe).toMatchObject({ text: 'Hallo Uwe, die Kieler Innenstadt läuft ab 12 Uhr wieder. ^MA', inReplyTo: first.id, threadId: first.threadId });
  expect(toInes).toMatchObject({ text: 'Hallo Ines, Gaarden läuft ab 14 Uhr wieder. ^MA', inReplyTo: second.id, threadId: first.threadId });
  const thread = await lookAt(first);
  await expect(thread.locator('article.post .said')).toHaveText([/in Kiel geht kein Handy/, /bei mir auch nicht/, /Hallo Ines, Gaarden/, /Hallo Uwe, die Kieler/]);

  // Each is closed by itself.
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('e');
  await desk.page.keyboard.press('Enter');
  await expect(desk.row('in Kiel geht kein Handy')).toHaveCount(0);
  await expect(desk.row('bei mir auch nicht')).toBeVisible();
  expect(await center.doubled()).toBe(0);
});

test('an answer goes below the post that was chosen, not below the last', async ({ center, workingDesk }) => {
  const desk = await workingDesk('pia');
  const first = await center.postAs('lars_zwei', '@musterkom_hilft wie lange dauert die neue SIM fürs Handy?');
  const second = await center.postAs('lars_zwei', '@musterkom_hilft und kostet die was?', { inReplyTo: first.id });
  await expect(desk.row('kostet die was')).toContainText('×2');
  await desk.open('kostet die was');
  // One person, one thread: one item.
  await expect(desk.page.getByTestId('queue-row')).toHaveCount(1);
  await desk.message('wie lange dauert').getByRole('button', { name: 'Hierauf antworten' }).click();
  await desk.writeByKeys('Zwei Tage, und sie kostet nichts.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(first.id)).toHaveLength(1);
  expect(await center.repliesTo(second.id)).toHaveLength(0);
});
