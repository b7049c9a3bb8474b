import { expect, test } from './support/fixtures.ts';
import { Hands } from './support/hands.ts';

test.use({ centerOf: 'keyboard-agent' });

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
