import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'restart' });

test('the server is killed and comes back: desks return by themselves, what was written meanwhile goes out once, nothing is lost', async ({ center, workingDesk }) => {
  const mira = await workingDesk('mira');
  const answered = await center.postAs('vor_vera', '@musterkom_hilft Handy gesperrt, was nun?');
  await expect(mira.row('Handy gesperrt')).toBeVisible();
  const kept = await center.postAs('vor_vito', '@musterkom_hilft Handy verloren, was nun?');
  await expect(mira.row('Handy verloren')).toBeVisible();
  await mira.open('Handy gesperrt');
  const tjark = await workingDesk('tjark');
  await center.postAs('dsl_dan', '@musterkom_hilft mein DSL geht nicht');
  await expect(tjark.row('DSL geht nicht')).toBeVisible();

  await center.killServer();
  for (const desk of [mira, tjark]) await expect(desk.connection).toHaveAttribute('data-state', 'offline');
  await mira.writeByKeys('Wir entsperren es, sobald du die PUK hast.');
  await mira.page.keyboard.press('Control+Enter');
  await expect(mira.replyState('sobald du die PUK hast')).toContainText('wartet, bis du online bist');
  // Customers do not stop for us.
  await center.postAs('mitten_mo', '@musterkom_hilft Handy im Wasser, was nun?');
  expect(await center.repliesTo(answered.id)).toHaveLength(0);

  await center.startServer();
  for (const desk of [mira, tjark]) await expect(desk.connection).toHaveAttribute('data-state', 'online', { timeout: 30_000 });
  await expect.poll(() => center.repliesTo(answered.id)).toHaveLength(1);
  await expect(mira.replyState('sobald du die PUK hast')).toContainText('gesendet');
  await expect(mira.row('Handy im Wasser')).toBeVisible({ timeout: 20_000 });
  await expect(mira.row('Handy verloren')).toBeVisible();
  await expect(tjark.row('DSL geht nicht')).toBeVisible();

  // And work goes on.
  await mira.open('Handy verloren');
  await mira.writeByKeys('Ruf 116116 an, dort sperren wir die SIM sofort.');
  await mira.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(kept.id)).toHaveLength(1);
  expect(await center.repliesTo(answered.id)).toHaveLength(1);
  expect(await center.doubled()).toBe(0);
});
