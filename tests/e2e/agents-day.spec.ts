import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'agents-day' });

test('SHIFT-1 SHIFT-4 an agent’s day, from the briefing over an answer and a break to the line for whoever carries on, and out', async ({ center, openDesk, workingDesk }) => {
  await center.command('heike', { type: 'briefing.write', v: 1, data: { id: 'today', title: 'Störung in Kiel', text: 'Bis 14 Uhr gestört.\nBitte keine Gutschrift zusagen.', teamIds: [], mustRead: true, untilAt: Date.now() + 8 * 3_600_000, baseVersion: 0 } });
  const mira = await openDesk('mira');
  await mira.signIn('mira');
  const { page } = mira;

  // Put off, it comes again before work begins.
  const briefing = page.getByTestId('dialog-briefing');
  await expect(briefing).toContainText('Bitte keine Gutschrift zusagen.');
  await page.keyboard.press('Escape');
  await expect(briefing).toHaveCount(0);
  await mira.setUndoSeconds(0);
  await page.getByTestId('state-menu').click();
  await page.getByRole('menuitem', { name: /^Verfügbar$/ }).click();
  await expect(briefing).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('state-menu').locator('.state-label')).toHaveText('Verfügbar');
  await expect(page.getByTestId('briefing-banner')).toHaveCount(0);

  const post = await center.postAs('anna_mobil', '@musterkom_hilft mein Handy zeigt nur noch Notruf an');
  await mira.open('nur noch Notruf');
  await mira.writeByKeys('Hallo Anna, starte das Handy bitte einmal neu.');
  await page.keyboard.press('Control+Shift+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);

  await center.postAs('bert_mobil', '@musterkom_hilft meine SIM-Karte geht nicht');
  await expect(mira.row('SIM-Karte geht nicht')).toBeVisible();
  await mira.chooseState(/^Mittag/, /^Mittag$/);
  await expect(page.getByTestId('state-menu')).toContainText(/\d+:\d\d/);
  await mira.becomeAvailable();
  await mira.takeNothingNew();

  await page.keyboard.press('Control+Shift+E');
  const end = page.getByTestId('dialog-end-shift');
  await expect(end.getByTestId('handover-line')).toHaveCount(1);
  await end.getByRole('textbox').fill('Neue SIM ist bestellt');
  await page.keyboard.press('Control+Enter');
  const out = page.getByTestId('dialog-sign-out');
  await expect(out.getByTestId('dialog-confirm')).toBeEnabled();
  await out.getByTestId('dialog-confirm').click();
  await expect(page.getByTestId('demo-mira')).toBeVisible();

  // Nobody has to read it any more.
  await center.command('heike', { type: 'briefing.end', v: 1, data: { id: 'today' } });
  const karim = await workingDesk('karim');
  await karim.open('SIM-Karte geht nicht');
  await expect(karim.page.getByText('Neue SIM ist bestellt')).toBeVisible();
});
