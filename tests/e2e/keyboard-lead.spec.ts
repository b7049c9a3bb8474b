import { expect, test } from './support/fixtures.ts';
import { Hands } from './support/hands.ts';

test.use({ centerOf: 'keyboard-lead' });

test('FOCUS-1 a lead’s hour by keyboard alone: read along, whisper, approve a learning agent’s answer, move, empty a desk, hold and release, write, change the rules and take them back, reports, import, out', async ({ center, openDesk, workingDesk }) => {
  await center.command('heike', { type: 'agent.setTrainee', v: 1, data: { agentId: 'agent-pia', trainee: { approverId: 'agent-heike' } } });
  const pia = await workingDesk('pia');
  const post = await center.postAs('nora_netz', '@musterkom_hilft mein Handy verliert jeden Abend das Netz');
  await center.postAs('otto_offen', '@musterkom_hilft wie sperre ich mein Handy für Premiumdienste?');
  await center.postAs('paula_prepaid', '@musterkom_hilft wo lade ich mein Handy mit Guthaben auf?');
  for (const text of ['jeden Abend', 'Premiumdienste', 'mit Guthaben']) await expect(pia.row(text)).toBeVisible();
  await pia.open('jeden Abend');

  const lead = await openDesk('heike');
  const { page } = lead;
  const hands = await Hands.on(lead);
  await hands.tabTo(page.getByTestId('demo-heike'));
  await page.keyboard.press('Enter');
  await expect(lead.connection).toHaveAttribute('data-state', 'online');

  // Reads along, which is told to the person; a word for her; her answer waits for a look and goes out changed.
  await hands.press('2');
  await hands.open('jeden Abend');
  await expect(pia.page.getByTestId('presence').getByText('^HJ liest mit')).toBeVisible();
  await hands.act('Zuflüstern');
  await hands.answer('dialog-whisper', () => hands.type('Frag nach dem Stadtteil.'));
  await expect(pia.page.getByTestId('whisper')).toContainText('Frag nach dem Stadtteil.');
  await pia.writeByKeys('Hallo Nora, wir messen das heute. In welchem Stadtteil bist du?');
  await pia.page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('approval-banner')).toContainText('Pia');
  await hands.act('Freigaben anzeigen');
  await hands.tabTo(page.getByTestId('approval-row').getByRole('button'));
  await hands.press('Enter');
  const words = page.getByTestId('approval-card').getByRole('textbox');
  await hands.tabTo(words);
  await hands.fill('Hallo Nora, wir messen das heute Abend. In welchem Stadtteil bist du?');
  await hands.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  expect((await center.repliesTo(post.id))[0]?.text).toContain('wir messen das heute Abend.');
  await hands.look();

  // The board: many ticked and moved, one person's state, their desk emptied with a line.
  await hands.act('Supervisor');
  await hands.tabTo(page.getByTestId('tab-people'));
  await hands.press('ArrowRight');
  await expect(lead.row('Premiumdienste')).toContainText('^PV');
  await hands.tabTo(page.getByTestId('items-list'));
  await hands.press('Home', 'Space', 'ArrowDown', 'Space');
  await expect(page.getByTestId('ticked-count')).toContainText('2');
  await hands.tabTo(page.getByTestId('reassign'), 'Shift+Tab');
  await hands.press('Enter');
  await hands.answer('dialog-reassign', async (dialog) => {
    await hands.type('Karim');
    await hands.tabTo(dialog.getByRole('listbox'));
    await hands.press('ArrowUp', 'Space');
    await expect(dialog.getByRole('option', { selected: true })).toContainText('Karim');
  });
  await expect(page.getByTestId('queue-row').filter({ hasText: '^KH' })).toHaveCount(2);
  await hands.act('Platz leeren: Pia');
  await hands.answer('dialog-empty-desk', async (dialog) => {
    await expect(dialog.getByTestId('handover-line')).toHaveCount(1);
    await hands.tabTo(dialog.getByTestId('handover-line').getByRole('textbox'));
    await hands.type('Wartet auf den Stadtteil');
  });
  await expect(pia.page.getByTestId('state-menu').locator('.state-label')).toHaveText('Auslauf');
  await hands.tabTo(page.getByTestId('tab-items'), 'Shift+Tab');
  await hands.press('ArrowLeft');
  await hands.tabTo(page.getByTestId('people-table').getByRole('button', { name: '^PV' }));
  await hands.press('Enter');
  await hands.tabTo(page.locator('[data-testid=person-card][data-agent=agent-pia]').getByTestId('force-state'));
  await hands.press('Enter');
  await hands.answer('dialog-force-state', () => hands.press('ArrowUp'));
  await expect(pia.page.getByTestId('state-menu').locator('.state-label')).toHaveText('Technik');

  // Nothing goes out, and goes on; everybody is told why.
  await hands.act('Senden auf allen Konten anhalten');
  await hands.answer('dialog-stop', () => hands.type('falsche Auskunft'));
  await expect(page.getByTestId('resume-account-hilft')).toBeVisible();
  await hands.act('Senden auf allen angehaltenen Konten fortsetzen');
  await expect(page.getByTestId('stop-account-hilft')).toBeVisible();
  await hands.act('Einweisung schreiben …');
  await hands.answer('dialog-write-briefing', async () => {
    await hands.type('Netz in Kiel');
    await hands.press('Tab');
    await hands.type('Abends gestört.');
  });
  await expect(page.getByTestId('briefing-line')).toContainText('Netz in Kiel');

  // The rules of the house: a calendar of its own, tried, in force, taken back.
  await hands.act('Haus');
  await hands.tabTo(page.getByTestId('house-add-calendar'));
  await hands.press('Enter');
  const calendar = page.getByTestId('house-calendar-form');
  await hands.tabTo(calendar.locator('input[name=hours-1]'));
  await hands.fill('8:00-12:00');
  await hands.tabTo(calendar.getByTestId('house-state'));
  await hands.press('Enter', 'ArrowDown', 'Enter');
  await expect(calendar.getByTestId('house-next-holidays')).toBeVisible();
  await hands.tabTo(calendar.getByTestId('house-calendar-queues').getByRole('checkbox').first());
  await hands.press('Space');
  await expect(page.getByTestId('house-trial')).toBeVisible();
  await hands.tabTo(page.getByTestId('house-apply'), 'Shift+Tab');
  await hands.press('Enter');
  await expect(page.getByTestId('house-apply')).toHaveCount(0);
  await hands.look();
  await hands.tabTo(page.getByTestId('tab-hours'));
  await hands.press('End');
  await hands.tabTo(page.getByTestId('house-history').getByRole('button').first());
  await hands.press('Enter');
  await expect(page.getByTestId('house-history')).toContainText(/nimmt .* zurück|zurückgenommen/);

  // How work is shared out: changed, tried, let be.
  await hands.act('Regeln');
  await hands.tabTo(page.locator('input[name=rule-perHour]'));
  await hands.fill('7');
  await hands.tabTo(page.getByTestId('strategy-try'), 'Shift+Tab');
  await hands.press('Enter');
  await hands.tabTo(page.getByTestId('strategy-drop'));
  await hands.press('Enter');
  await expect(page.getByTestId('strategy-try')).toHaveCount(0);
  await hands.look();

  // Figures as a table and as a file; what is known, read in from a file.
  await hands.act('Berichte');
  await hands.tabTo(page.getByTestId('report-hours-toggle'));
  await hands.press('Enter');
  await expect(page.getByTestId('report-table-hour').first()).toBeVisible();
  const saved = page.waitForEvent('download');
  await hands.press('Tab', 'Enter');
  expect((await saved).suggestedFilename()).toMatch(/\.csv$/);
  // Listened for early: a key is quicker than the browser's word that it is listened for.
  const chooser = page.waitForEvent('filechooser', { timeout: 60_000 });
  await hands.act('Artikel importieren');
  await hands.tabTo(page.getByTestId('import-file'));
  await page.keyboard.press('Space');
  await (await chooser).setFiles({ name: 'netz.md', mimeType: 'text/markdown', buffer: Buffer.from('# Netz am Abend\n\nBei Last wechselt das Handy die Zelle.\n') });
  await expect(page.getByTestId('import-summary')).toBeVisible();
  await hands.tabTo(page.getByTestId('import-run'));
  await hands.press('Enter');
  await expect(page.getByTestId('import-run')).toBeDisabled();
  await hands.look();

  // One answer for many, begun from ticked rows; and out.
  await hands.act('Antwort für viele');
  await expect(page.getByTestId('screen-many')).toBeVisible();
  await hands.act('Abmelden');
  await hands.answer('dialog-sign-out');
  await expect(page.getByTestId('screen-sign-in')).toBeVisible();
});
