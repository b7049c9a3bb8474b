import { DEFAULT_STRATEGY } from '../../shared/domain/strategy.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'promise' });

test('D7 "bis Freitag" in a draft becomes a promise by one confirmation, falls due and is followed up', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  const post = await center.postAs('petra_wartet', '@musterkom_hilft mein Handy hat seit Tagen kein Netz, wann geht das wieder?');
  await desk.open('seit Tagen kein Netz');
  const { page } = desk;
  await desk.writeByKeys('Wir prüfen das und melden uns bis Freitag bei dir. Du hast bis Sonntag Zeit für Bilder.');
  // What the customer has time for is no promise of ours.
  await expect(page.getByTestId('guard-promise')).toHaveCount(1);
  await expect(page.getByTestId('guard-promise')).toContainText('„bis Freitag“');
  await page.getByTestId('promise-keep').press('Enter');
  await expect(page.getByTestId('promise-kept')).toContainText('bis Freitag');
  await expect(desk.composer).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  await expect(desk.row('seit Tagen kein Netz')).toContainText('zugesagt bis');
  await expect(desk.row('seit Tagen kein Netz')).toContainText('wartet auf Kunden');

  // Promises now come up two weeks before: so does this one, with whoever made it, and is due at its own time.
  const { shift } = DEFAULT_STRATEGY;
  await center.command('heike', { type: 'strategy.apply', v: 1, data: { rules: { ...DEFAULT_STRATEGY, shift: { ...shift, promiseLeadMs: 14 * 86_400_000 } }, baseVersion: 1 } });
  await expect(desk.row('seit Tagen kein Netz')).not.toContainText('wartet auf Kunden');
  // The follow-up is offered where it is written, with what was promised; the words come by one key.
  await expect(page.getByTestId('guard-followUp')).toContainText('Wir prüfen das und melden uns bis Freitag bei dir.');
  await desk.composer.focus();
  await page.keyboard.press('Alt+1');
  await expect(desk.composer).toHaveValue('Wir hatten dir geschrieben: „Wir prüfen das und melden uns bis Freitag bei dir.“ Hier ist der Stand: ');
  await desk.composer.fill('Versprochen ist versprochen: Seit heute läuft das Netz wieder.');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(2);
  await expect(desk.row('seit Tagen kein Netz')).not.toContainText('zugesagt bis');
});
