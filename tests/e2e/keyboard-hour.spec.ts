import { expect, test } from './support/fixtures.ts';
import { Hands } from './support/hands.ts';

test.use({ centerOf: 'keyboard-hour' });

test('FOCUS-1 SHIFT-1 SHIFT-4 an agent’s hour by keyboard alone: from the briefing over the queue, answers, notes, cases and many at once to a break, the lines for whoever carries on, and out', async ({ center, openDesk }) => {
  await center.command('heike', { type: 'briefing.write', v: 1, data: { id: 'today', title: 'Störung in Kiel', text: 'Bis 14 Uhr gestört.\nBitte keine Gutschrift zusagen.', teamIds: [], mustRead: true, untilAt: Date.now() + 8 * 3_600_000, baseVersion: 0 } });
  const texts = ['das Handy zeigt nur Notruf', 'die Mailbox geht nicht aus', 'danke, das Handy läuft wieder', 'die SIM-Karte geht nicht', 'das Roaming fehlt im Tarif'];
  const posts = [];
  for (const [place, text] of texts.entries()) posts.push(await center.postAs(`anna_${place}`, `@musterkom_hilft ${text}, Handy und Tarif`));
  // Beyond what one desk gets at the start of a shift: they wait.
  await Promise.all(Array.from({ length: 35 }, (_, place) => center.postAs(`viele_${place}`, `@musterkom_hilft Handyfrage Nummer ${place}`)));
  const [first, second] = posts;
  const mira = await openDesk('mira');
  const { page } = mira;
  const hands = await Hands.on(mira);

  // In by name and password.
  await hands.tabTo(page.getByRole('textbox', { name: 'Name', exact: true }));
  await hands.type('mira');
  await hands.press('Tab');
  await hands.type(center.passwordOf('mira'));
  await page.keyboard.press('Enter');
  await expect(mira.connection).toHaveAttribute('data-state', 'online');

  // Put off, it comes again before work begins.
  const briefing = page.getByTestId('dialog-briefing');
  await expect(briefing).toContainText('Bitte keine Gutschrift zusagen.');
  await hands.press('Escape');
  await expect(briefing).toHaveCount(0);
  await hands.act('Status: Verfügbar');
  await hands.answer('dialog-briefing');
  const state = page.getByTestId('state-menu');
  await expect(state.locator('.state-label')).toHaveText('Verfügbar');
  await expect(page.getByTestId('briefing-banner')).toHaveCount(0);

  // Through the queue, taken back once, then answered in the form the person uses, with a snippet.
  await expect(mira.row('Mailbox')).toBeVisible();
  await hands.press('j', 'j', 'k');
  await hands.open('nur Notruf');
  await hands.press('r');
  await expect(mira.composer).toBeFocused();
  await hands.type('Das soll niemand lesen.');
  await hands.press('Control+Enter');
  await expect(mira.composer).toHaveValue('');
  await hands.press('Control+z');
  await expect(mira.composer).toHaveValue('Das soll niemand lesen.');
  expect(await center.repliesTo(first?.id ?? '')).toHaveLength(0);
  await hands.fill('');
  await hands.press('Escape');
  await hands.act('Ansprache: „du“');
  await expect(page.getByTestId('screen-desk').getByRole('radio', { name: 'du', exact: true })).toBeChecked();
  await hands.press('/');
  await expect(page.getByTestId('inserter-field')).toBeFocused();
  await hands.type('Empfang');
  await expect(page.getByTestId('inserter-option').first()).toBeVisible();
  await hands.press('Enter');
  await expect(mira.composer).toBeFocused();
  await expect(mira.composer).not.toHaveValue('');

  // No answer is held back from here on.
  await hands.act('Einstellungen');
  await hands.tabTo(page.getByRole('radiogroup', { name: 'Zeit zum Zurücknehmen' }));
  const atOnce = page.getByRole('radio', { name: 'sofort senden' });
  for (let presses = 0; presses < 6 && !(await atOnce.isChecked()); presses += 1) await hands.press('ArrowUp');
  await expect(atOnce).toBeChecked();
  await hands.act('Vorgänge');
  await expect(mira.message('nur Notruf')).toBeVisible();
  await hands.press('r');
  await hands.fill('Hallo Anna, starte das Handy bitte einmal neu.');
  await hands.press('Control+Shift+Enter');
  await expect.poll(() => center.repliesTo(first?.id ?? '')).toHaveLength(1);
  expect((await center.repliesTo(first?.id ?? ''))[0]?.text).toBe('Hallo Anna, starte das Handy bitte einmal neu. ^MA');

  // On in private: a line in public, the rest for one reader.
  await hands.open('die Mailbox geht');
  await hands.act('Privat weiter …');
  await hands.answer('dialog-switch');
  await expect.poll(async () => (await center.repliesTo(second?.id ?? '')).length).toBeGreaterThan(0);

  // A note that names somebody, tags, a ticket, a call, everything of the person.
  await hands.open('SIM-Karte');
  await hands.press('m');
  await hands.type('@Pia');
  await expect(page.getByTestId('name-picker')).toBeVisible();
  await hands.press('Enter');
  await hands.type('kennst du die Charge?');
  await hands.press('Control+Enter');
  await expect(page.getByTestId('note')).toContainText('kennst du die Charge?');
  await hands.press('Escape');
  await hands.act('Schlagworte ändern');
  await hands.answer('dialog-tags', () => hands.type('sim, charge'));
  await hands.press('Control+Shift+k');
  await hands.answer('dialog-ticket', async (dialog) => {
    await hands.type('T-4711');
    await hands.press('Tab');
    await hands.type('Kartenlager');
    await hands.tabTo(dialog.getByRole('checkbox'));
    await hands.press('Space');
  });
  await expect(page.getByTestId('ticket')).toContainText('T-4711');
  await hands.press('c');
  await hands.answer('dialog-call-back', () => hands.type('0431 123456'));
  await hands.press('x');
  await expect(page.getByTestId('timeline')).toBeVisible();
  await hands.press('x');
  await hands.act('Profile zusammenführen');
  await expect(page.getByTestId('dialog-merge')).toBeVisible();
  await hands.press('Escape');
  await expect(page.getByTestId('dialog-merge')).toHaveCount(0);

  // No answer needed; aside until later.
  await hands.open('läuft wieder');
  await hands.press('n');
  await hands.answer('dialog-no-answer');
  await expect(mira.row('läuft wieder')).toHaveCount(0);
  await hands.open('Roaming fehlt');
  await hands.press('z');
  await hands.answer('dialog-snooze');

  // Found again, narrowed, kept as a list of one's own.
  await hands.press('s');
  await hands.type('Notruf');
  await expect(page.getByTestId('search-hit').first()).toBeVisible();
  await hands.press('Enter');
  await expect(mira.message('nur Notruf').first()).toBeVisible();
  await hands.press('Escape');
  await hands.act('Liste unter einem Namen merken');
  await hands.answer('dialog-save-view', () => hands.type('Meine Frist'));
  await expect(page.getByText('„Meine Frist“ ist gemerkt.').first()).toBeAttached();
  await hands.act('Liste: Meine Frist');

  // Two rows at once.
  await hands.press('1', 'j', 'Home', 'Space', 'ArrowDown', 'Space');
  await expect(page.getByTestId('ticked-bar')).toBeVisible();
  await hands.press('#');
  await hands.answer('dialog-ticked-tags', () => hands.type('gemeinsam'));
  await expect(page.getByTestId('ticked-run')).toHaveCount(0);

  // A key of one's own, seen in the sheet, and the one from the beginning again.
  await hands.act('Tasten ändern');
  const sheet = page.getByTestId('dialog-shortcuts');
  await hands.tabTo(sheet.getByTestId('key-note'));
  await hands.press('Enter', ';');
  await expect(sheet.getByTestId('keys-told')).toContainText('Notiz schreiben');
  await hands.press('Escape', '?');
  await expect(sheet.getByText('Notiz schreiben')).toBeVisible();
  await expect(sheet.locator('.sheet-line', { hasText: 'Notiz schreiben' })).toContainText(';');
  await hands.press('Escape');
  await expect(sheet).toHaveCount(0);
  await hands.act('Alle Tasten zurücksetzen');

  // A break with its countdown, run-out, a line for whoever carries on, and out: nothing of it stays.
  await hands.act('Status: Mittag');
  await expect(state).toContainText(/\d+:\d\d/);
  await hands.act('Status: Verfügbar');
  await hands.act('Status: Auslauf');
  await expect(state.locator('.state-label')).toHaveText('Auslauf');
  await hands.press('Control+Shift+e');
  await expect(page.getByTestId('dialog-end-shift').getByTestId('handover-line').first()).toBeVisible();
  await hands.answer('dialog-end-shift', async (dialog) => {
    await hands.tabTo(dialog.getByTestId('handover-line').filter({ hasText: 'SIM-Karte' }).getByRole('textbox'));
    await hands.type('Neue SIM ist bestellt');
  });
  await hands.answer('dialog-sign-out');
  await expect(page.getByTestId('screen-sign-in')).toBeVisible();

  // Whoever carries on, at the same desk, reads it; nobody has to read the briefing any more.
  await center.command('heike', { type: 'briefing.end', v: 1, data: { id: 'today' } });
  await hands.tabTo(page.getByTestId('demo-heike'));
  await page.keyboard.press('Enter');
  await expect(mira.connection).toHaveAttribute('data-state', 'online');
  await hands.press('2');
  await hands.open('SIM-Karte');
  await expect(page.getByText('Neue SIM ist bestellt')).toBeVisible();
});

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
  await expect(pia.page.getByText('^HJ liest mit')).toBeVisible();
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
  await hands.act('Artikel importieren');
  await hands.tabTo(page.getByTestId('import-file'));
  const chooser = page.waitForEvent('filechooser');
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
