import type { Page } from '@playwright/test';
import type { Desk } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'supervisor' });

async function showItems(lead: Desk): Promise<void> {
  await lead.page.getByTestId('rail-supervisor').click();
  await lead.page.getByTestId('tab-items').click();
}

async function reassignTo(lead: Desk, person: string): Promise<void> {
  await lead.page.getByTestId('reassign').click();
  const dialog = lead.page.getByTestId('dialog-reassign');
  await dialog.getByRole('option', { name: person }).click();
  await dialog.getByTestId('dialog-confirm').click();
  await expect(dialog).toHaveCount(0);
}

test('the lead moves an item while the agent watches: it leaves with a word, the colleague has it and answers', async ({ center, openDesk, workingDesk }) => {
  const mira = await workingDesk('mira');
  const post = await center.postAs('anna_mobil', '@musterkom_hilft mein Handy zeigt nur noch Notruf an');
  await mira.open('nur noch Notruf');
  await mira.writeByKeys('Hallo Anna, ich schau');
  const yasemin = await workingDesk('yasemin');
  const lead = await openDesk('heike');
  await lead.signIn('heike');

  await showItems(lead);
  const row = lead.row('nur noch Notruf');
  await expect(row).toContainText('^MA');
  await row.click();
  await expect(lead.page.getByTestId('ticked-count')).toContainText('1');
  await reassignTo(lead, 'Yasemin Ünal');
  await expect(row).toContainText('^YU');

  await expect(mira.row('nur noch Notruf')).toHaveCount(0);
  await expect(mira.page.getByTestId('block-notOwner')).toContainText('Yasemin Ünal ^YU');
  await expect(mira.page.getByTestId('send')).toBeDisabled();
  // Nothing typed is lost: it stays in sight, and lies as a draft at the conversation.
  await expect(mira.composer).toHaveValue('Hallo Anna, ich schau');
  await mira.page.getByTestId('notices').click();
  await expect(mira.page.getByTestId('notice')).toContainText('Vorgang wurde neu verteilt');

  await yasemin.open('nur noch Notruf');
  await yasemin.writeByKeys('Hallo Anna, starte das Handy bitte einmal neu.');
  await yasemin.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  expect((await center.repliesTo(post.id))[0]?.text).toBe('Hallo Anna, starte das Handy bitte einmal neu. ^YU');
});

test('SHIFT-5 SHIFT-6 DRAG-1 WALL-3 WALL-5 the lead empties a desk with a line per item: the colleague has all of them, and reads what stands in them', async ({ center, openDesk, workingDesk }) => {
  const pia = await workingDesk('pia');
  const texts = ['eins', 'zwei', 'drei', 'vier'].map((number) => `Handyfrage ${number}`);
  for (const [place, text] of texts.entries()) await center.postAs(`viele_${place}`, `@musterkom_hilft ${text}`);
  for (const text of texts) await expect(pia.row(text)).toBeVisible();
  const karim = await workingDesk('karim');
  const lead = await openDesk('heike');
  await lead.signIn('heike');

  await lead.page.getByTestId('rail-supervisor').click();
  await lead.page.getByTestId('people-table').getByRole('button', { name: '^PV' }).click();
  const card = lead.page.locator('[data-testid=person-card][data-agent=agent-pia]');
  await card.getByTestId('empty-desk').click();
  const dialog = lead.page.getByTestId('dialog-empty-desk');
  await expect(dialog.getByTestId('handover-line')).toHaveCount(4);
  await dialog.getByTestId('handover-line').filter({ hasText: 'Handyfrage drei' }).getByRole('textbox').fill('Ersatzgerät ist unterwegs');
  await dialog.getByRole('option', { name: 'Karim Haddad' }).click();
  await dialog.getByTestId('dialog-confirm').click();

  for (const text of texts) {
    await expect(karim.row(text)).toBeVisible();
    await expect(pia.row(text)).toHaveCount(0);
  }
  await expect(pia.page.getByTestId('tab-mine')).toContainText('0');
  await expect(pia.page.getByTestId('state-menu').locator('.state-label')).toHaveText('Auslauf');
  await karim.open('Handyfrage drei');
  await expect(karim.page.getByText('Ersatzgerät ist unterwegs')).toBeVisible();

  // One comes back by drag, from what somebody has onto a line of the people.
  await lead.page.getByTestId('people-table').getByRole('button', { name: '^KH' }).click();
  const his = lead.page.locator('[data-testid=person-card][data-agent=agent-karim]');
  await expect(his.getByTestId('aside-item')).toHaveCount(4);
  await his.getByTestId('aside-item').filter({ hasText: 'Viele 2' }).dragTo(lead.page.locator('[data-testid=person][data-agent=agent-pia]'));
  await expect(pia.row('Handyfrage drei')).toBeVisible();

  // Two of the others are ticked; who takes hold of one takes both, and the act is taken back.
  await lead.page.getByTestId('tab-items').click();
  for (const text of ['Handyfrage eins', 'Handyfrage zwei']) await lead.row(text).click();
  await expect(lead.page.getByTestId('ticked-count')).toContainText('2');
  await lead.row('Handyfrage zwei').dragTo(lead.page.getByTestId('drop-part').locator('[data-agent=agent-pia]'));
  for (const text of ['Handyfrage eins', 'Handyfrage zwei']) await expect(pia.row(text)).toBeVisible();
  await lead.page.getByTestId('toast-action').last().click();
  for (const text of ['Handyfrage eins', 'Handyfrage zwei']) await expect(karim.row(text)).toBeVisible();

  // The wall stays when the desk locks; leaving it leads to the locked screen.
  await noteWakeLocks(lead.page);
  await lead.page.getByTestId('show-wall').click();
  await expect(lead.page.getByTestId('wall-channel').first()).toBeVisible();
  // WALL-5: while it is there the display stays awake, the desk locked or not.
  await expect.poll(() => wakeLocks(lead.page)).toEqual(['held']);
  await lead.page.keyboard.press('Control+Shift+L');
  await center.postAs('wand_willi', '@musterkom_hilft Steht das schon an der Wand?');
  await expect(lead.page.getByTestId('screen-wall')).not.toContainText('Willi');
  await expect(lead.page.getByTestId('wall-channel').first()).toBeVisible();
  expect(await wakeLocks(lead.page)).toEqual(['held']);
  await lead.page.keyboard.press('Escape');
  await expect(lead.page.getByTestId('screen-lock')).toBeVisible();
  await expect.poll(() => wakeLocks(lead.page)).toEqual(['released']);
});

test('the stop button holds an answer, resuming lets it go: once', async ({ center, openDesk, workingDesk }) => {
  const bastian = await workingDesk('bastian');
  const post = await center.postAs('dsl_dora', '@musterkom_hilft mein DSL fällt jeden Abend aus');
  await bastian.open('fällt jeden Abend aus');
  const lead = await openDesk('heike');
  await lead.signIn('heike');
  await lead.page.getByTestId('rail-supervisor').click();
  await lead.page.getByTestId('stop-account-hilft').click();
  await lead.page.getByTestId('dialog-stop').getByRole('textbox').fill('falsche Auskunft im Umlauf');
  await lead.page.getByTestId('dialog-stop').getByTestId('dialog-confirm').click();
  await expect(lead.page.getByTestId('resume-account-hilft')).toBeVisible();

  await expect(bastian.page.getByTestId('hint-stopped')).toBeVisible();
  await bastian.writeByKeys('Wir messen die Leitung heute Nacht durch.');
  await bastian.page.keyboard.press('Control+Enter');
  await expect(bastian.replyState('messen die Leitung')).toContainText('angehalten');
  expect(await center.repliesTo(post.id)).toHaveLength(0);

  await lead.page.getByTestId('resume-account-hilft').click();
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  await expect(bastian.replyState('messen die Leitung')).toContainText('gesendet');
  expect(await center.repliesTo(post.id)).toHaveLength(1);
  expect(await center.doubled()).toBe(0);
});

type Noted = { wakeLocks?: { released: boolean }[] };

/** Of Chromium's own locks, which it gives as ever. */
async function noteWakeLocks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted: { released: boolean }[] = ((globalThis as Noted).wakeLocks = []);
    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (type) => {
      const lock = await request(type);
      noted.push(lock);
      return lock;
    };
  });
}

const wakeLocks = (page: Page): Promise<string[]> => page.evaluate(() => ((globalThis as Noted).wakeLocks ?? []).map(({ released }) => (released ? 'released' : 'held')));
