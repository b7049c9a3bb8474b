import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'away-notice' });

test('AWAY-2 HOUSE-3 a lead closes a queue in the app; who writes in private is told exactly once, over two desks and a killed server', async ({ center, openDesk, workingDesk }) => {
  const mira = await workingDesk('mira');
  const lead = await openDesk('heike');
  await lead.signIn('heike');
  const { page } = lead;
  await page.getByTestId('rail-house').click();
  await page.getByTestId('house-add-calendar').click();
  const inThreeDays = (new Date().getDay() + 3) % 7;
  for (const day of [1, 2, 3, 4, 5, 6, 0]) await page.locator(`[name=hours-${day}]`).fill(day === inThreeDays ? '12:00–12:01' : '');
  await page.getByText('Wer schreibt, während geschlossen ist').click();
  await page.locator('[name=away-sie]').fill('{brand} ist {open} wieder für Sie da.');
  await page.locator('[name=away-du]').fill('{brand} ist {open} wieder für dich da.');
  await page.getByTestId('house-calendar-queues').getByText('Mobilfunk').click();
  await expect(page.getByTestId('house-trial')).toContainText('Mobilfunk: Käme jetzt etwas, wäre es fällig');
  await page.getByTestId('house-apply').click();
  await expect(page.getByTestId('house-changes')).toContainText('0 Änderungen');

  const inPrivate = { visibility: 'private', recipient: 'musterkom_hilft' } as const;
  const first = await center.postAs('nacht_nora', 'Mein Handy hat kein Netz.', inPrivate);
  const told = async (id: string): Promise<string[]> => (await center.repliesTo(id)).map(({ text }) => text);
  await expect.poll(() => told(first.id), { timeout: 20_000 }).toEqual([expect.stringMatching(/Musterkom ist am \S+ um 12:00 Uhr wieder für (?:Sie|dich) da\./)]);
  const second = await center.postAs('nacht_nora', 'Ist mit meinem Handy alles in Ordnung?', inPrivate);
  await center.killServer();
  for (const desk of [mira, lead]) await expect(desk.connection).toHaveAttribute('data-state', 'offline');
  await center.startServer();
  for (const desk of [mira, lead]) await expect(desk.connection).toHaveAttribute('data-state', 'online', { timeout: 30_000 });
  const third = await center.postAs('nacht_nora', 'Mein Handy geht immer noch nicht.', inPrivate);
  // Somebody else is told later than that: by then whoever wrote before would have been.
  const other = await center.postAs('nacht_nils', 'Mein Handy ist gesperrt.', inPrivate);
  await expect.poll(() => told(other.id), { timeout: 30_000 }).toHaveLength(1);
  expect([(await told(first.id)).length, (await told(second.id)).length, (await told(third.id)).length]).toEqual([1, 0, 0]);
  expect(await center.doubled()).toBe(0);

  await page.getByTestId('tab-history').click();
  await expect(page.getByTestId('house-history')).toContainText('Änderung 1');
  await expect(page.getByTestId('house-history')).toContainText('Heike Jansen');
  await page.getByTestId('house-undo-1').click();
  await expect(page.getByTestId('house-history')).toContainText('nimmt Änderung 1 zurück');
});
