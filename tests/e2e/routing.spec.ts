import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'routing' });

test('R12 an agent reads in one sentence why an item came, by one key', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  await center.postAs('wanda_warum', '@musterkom_hilft mein Handy hat seit gestern kein Netz');
  await desk.open('seit gestern kein Netz');
  await expect(desk.page.getByTestId('conversation')).toContainText('Dir zugewiesen');
  await desk.page.keyboard.press('Escape');
  await desk.open('seit gestern kein Netz');
  await desk.page.keyboard.press('i');
  const why = desk.page.getByTestId('dialog-why');
  await expect(why.getByTestId('why-sentence')).toContainText(/Das kam zu dir: .*Mobilfunk 5\/5/);
  // About colleagues an agent learns how many each reason leaves out, not who.
  await expect(why).toContainText('nicht verbunden');
  await expect(why).not.toContainText('Tjark');
  await desk.page.keyboard.press('Escape');
  await expect(why).toHaveCount(0);
});

test('STR-6 the lead changes a rule, sees who would get what, applies it and takes it back', async ({ center, openDesk, workingDesk }) => {
  const desk = await workingDesk('yasemin');
  const question = 'Mein DSL ist seit heute früh weg';
  await center.postAs('dora_dsl', `@musterkom_hilft ${question}`);
  const lead = await openDesk('heike');
  await lead.signIn('heike');

  // It waits, and the lead reads why.
  await lead.tab('waiting');
  await lead.open(question);
  await lead.page.keyboard.press('i');
  const why = lead.page.getByTestId('dialog-why');
  await expect(why.getByTestId('why-sentence')).toContainText('Wartet');
  await expect(why).toContainText('Festnetz und DSL fehlt (ab 2)');
  await lead.page.keyboard.press('Escape');

  await lead.page.getByTestId('rail-strategy').click();
  await lead.page.getByTestId('add-ring-queue-festnetz').click();
  const after = lead.page.locator('[name=ring-queue-festnetz-0]');
  await after.fill('0');
  const changes = lead.page.getByTestId('strategy-changes');
  await expect(changes).toContainText('1 Änderung');
  await lead.page.getByTestId('strategy-try').click();
  const dryRun = lead.page.getByTestId('dry-run');
  await expect(dryRun).toContainText('Von 1 Wartenden liefe bei 1 etwas anders');
  await expect(dryRun).toContainText('an ^YU');
  await expect(dryRun).toContainText('Yasemin Ünal ^YU 0 → 1');
  // Nothing has happened by it.
  await expect(desk.row(question)).toHaveCount(0);

  await changes.getByRole('textbox').fill('DSL-Störung, alle helfen');
  await lead.page.getByTestId('strategy-apply').click();
  await expect(lead.page.getByTestId('strategy-history')).toContainText('DSL-Störung, alle helfen');
  await expect(desk.row(question)).toBeVisible();

  await lead.page.getByTestId('strategy-undo').click();
  await expect(lead.page.getByTestId('strategy-history')).toContainText('zurück zu Fassung 1');
  await center.postAs('detlef_dsl', '@musterkom_hilft Bei mir geht das DSL auch nicht');
  await lead.page.getByTestId('rail-desk').click();
  await expect(lead.row('auch nicht')).toBeVisible();
  await expect(desk.row('auch nicht')).toHaveCount(0);
});

test('R11 somebody in danger reaches a trained agent and the lead within seconds, before everything that waits', async ({ center, openDesk, workingDesk }) => {
  const trained = await workingDesk('karim');
  const untrained = await workingDesk('pia');
  const lead = await openDesk('heike');
  await lead.signIn('heike');
  await center.postAs('nora_not', '@musterkom_hilft Ich kann nicht mehr, ich will nicht mehr leben');
  const alert = lead.page.getByTestId('danger-alert');
  await expect(alert).toContainText('Ein Mensch könnte in Gefahr sein.', { timeout: 30_000 });
  await expect(alert).toContainText('Karim Haddad');
  await expect(trained.row('nicht mehr leben')).toContainText('Gefahr');
  await expect(untrained.row('nicht mehr leben')).toHaveCount(0);
  await alert.getByTestId('alert-seen').click();
  await expect(alert).toHaveCount(0);
});

test('R2 put aside by one key a post rests below the others, and wakes by hand or when the customer writes', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  const question = 'mein Handy zeigt seit dem Update kein Netz';
  const post = await center.postAs('sina_snooze', `@musterkom_hilft ${question}`);
  await desk.open(question);
  await desk.page.keyboard.press('Escape');
  await desk.open(question);
  await desk.page.keyboard.press('z');
  const dialog = desk.page.getByTestId('dialog-snooze');
  await dialog.getByTestId('schedule-tomorrow').click();
  await expect(dialog.getByTestId('snooze-due-before')).toContainText('Die Frist läuft vorher ab');
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  const row = desk.row(question);
  await expect(row).toContainText(/schläft bis .*9:00/);
  // The desk goes on to what is next, or to nothing.
  await expect(desk.message(question)).toHaveCount(0);

  await desk.open(question);
  await desk.page.getByTestId('action-wake').click();
  await expect(row).not.toContainText('schläft');

  // A line for whoever comes next (R8).
  await desk.page.keyboard.press('h');
  await desk.page.getByTestId('dialog-handover').getByRole('textbox').fill('Techniker prüft den Mast');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.page.getByText('Techniker prüft den Mast')).toBeVisible();

  await desk.page.keyboard.press('z');
  await expect(dialog).toBeVisible();
  await desk.page.keyboard.press('Control+Enter');
  await expect(row).toContainText('schläft bis');
  await center.postAs('sina_snooze', '@musterkom_hilft Neustart hat nicht geholfen', { inReplyTo: post.id });
  const again = desk.row('Neustart hat nicht geholfen');
  await expect(again).toBeVisible();
  await expect(again).not.toContainText('schläft');
});
