import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'wipe' });

/** Every file of a desk's profiles, whole. */
function* filesUnder(folder: string): Iterable<string> {
  for (const name of readdirSync(folder, { recursive: true })) {
    const at = path.join(folder, String(name));
    if (statSync(at).isFile()) yield at;
  }
}

test('a wiped desk names everything that was not sent, with its text; nothing of it is left or ever goes', async ({ center, workingDesk }) => {
  const line = await TcpProxy.start(center.serverUrl);
  try {
    const desk = await workingDesk('mira', { serverUrl: line.url });
    const { page } = desk;
    const post = await center.postAs('wipe_willi', '@musterkom_hilft mein Handy friert ein');
    await desk.open('friert ein');
    await center.postAs('wipe_wanda', '@musterkom_hilft mein Handy piept');
    await expect(desk.row('Handy piept')).toBeVisible();
    line.cut();
    await expect(desk.connection).toHaveAttribute('data-state', 'offline');
    await desk.writeByKeys('Halt die Taste zehn Sekunden.');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('m');
    await page.keyboard.type('Zweimal angerufen.');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    await desk.open('Handy piept');
    await desk.writeByKeys('Das ist der Akku');

    await page.getByTestId('rail-settings').click();
    await page.getByTestId('sign-out').click();
    const dialog = page.getByTestId('dialog-sign-out');
    await expect(dialog.getByTestId('unsent-reply')).toContainText('an Wipe Willi');
    await expect(dialog.getByTestId('unsent-reply')).toContainText('Halt die Taste zehn Sekunden.');
    await expect(dialog.getByTestId('unsent-draft')).toContainText('Das ist der Akku');
    await expect(dialog.getByTestId('unsent-command')).toContainText('Notiz: Wipe Willi');
    // Without a word about it nobody signs out; uploading needs the server.
    await expect(dialog.getByTestId('dialog-confirm')).toBeDisabled();
    await expect(dialog.getByRole('radio', { name: /Als Entwürfe hochladen/ })).toBeDisabled();
    await dialog.getByRole('radio', { name: /Verwerfen/ }).check({ force: true });
    await dialog.getByTestId('dialog-confirm').click();

    const report = page.getByTestId('lost-report');
    await expect(report.getByTestId('unsent-reply')).toContainText('Halt die Taste zehn Sekunden.');
    await expect(report.getByTestId('unsent-draft')).toContainText('Das ist der Akku');
    await expect(report.getByTestId('unsent-command')).toContainText('Notiz');
    const left = [...filesUnder(path.join(desk.dataDir, 'profiles'))];
    expect(left.filter((file) => file.includes('replica.db'))).toEqual([]);
    expect(left.filter((file) => readFileSync(file).includes('zehn Sekunden'))).toEqual([]);

    line.mend();
    await desk.signIn('mira');
    await expect(desk.row('friert ein')).toBeVisible();
    await expect(page.getByTestId('lost-report')).toHaveCount(0);
    await expect(page.getByTestId('outbox-pill')).toHaveCount(0);
    await desk.open('friert ein');
    await expect(desk.composer).toHaveValue('');
    expect(await center.repliesTo(post.id)).toHaveLength(0);
  } finally {
    await line.stop();
  }
});

test('signing out while an answer could still be taken back: it goes up as a draft and is there on the next desk', async ({ center, openDesk }) => {
  const desk = await openDesk('sina');
  await desk.signIn('sina');
  await desk.setUndoSeconds(30);
  await desk.becomeAvailable();
  const post = await center.postAs('heim_hanno', '@musterkom_hilft ich will meine Rechnung als PDF');
  await desk.open('Rechnung als PDF');
  await desk.writeByKeys('Die liegt im Kundenkonto.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.replyState('Kundenkonto')).toContainText(/geht gleich raus 00:[0-3]\d/);
  await desk.page.getByTestId('rail-settings').click();
  await desk.page.getByTestId('sign-out').click();
  const dialog = desk.page.getByTestId('dialog-sign-out');
  await expect(dialog.getByTestId('unsent-reply')).toContainText('Die liegt im Kundenkonto.');
  await dialog.getByRole('radio', { name: /Als Entwürfe hochladen/ }).check({ force: true });
  await dialog.getByTestId('dialog-confirm').click();
  await expect(desk.page.getByTestId('screen-sign-in')).toBeVisible();
  await expect(desk.page.getByTestId('lost-report')).toHaveCount(0);
  expect(await center.repliesTo(post.id)).toHaveLength(0);

  const other = await openDesk('sina');
  await other.signIn('sina');
  await other.open('Rechnung als PDF');
  await expect(other.composer).toHaveValue('Die liegt im Kundenkonto.');
  expect(await center.repliesTo(post.id)).toHaveLength(0);
});
