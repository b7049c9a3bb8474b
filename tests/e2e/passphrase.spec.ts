import { expect, test } from './support/fixtures.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

test.use({ centerOf: 'passphrase' });

const PASSPHRASE = 'vier blaue Wagen fahren';

test('a desk without a keychain: its copy is put under a passphrase, survives the end of the desk, and opens again by keyboard and without network', async ({ center, openDesk, hostKind }) => {
  test.skip(hostKind !== 'browser', 'A window asks the system’s keychain.');
  const line = await TcpProxy.start(center.serverUrl);
  try {
    const desk = await openDesk('mira', { serverUrl: line.url, isKept: false });
    await desk.signIn('mira');
    await desk.setUndoSeconds(0);
    await desk.becomeAvailable();
    const post = await center.postAs('pass_pia', '@musterkom_hilft mein Handy lädt nicht');
    await expect(desk.row('lädt nicht')).toBeVisible();
    await desk.page.getByTestId('rail-settings').click();
    const panel = desk.page.getByTestId('storage-panel');
    await expect(panel.getByTestId('storage-kept-by')).toHaveText('nur für diese Sitzung: Antworten brauchen eine Verbindung');
    await panel.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await panel.getByLabel('Passphrase wiederholen').fill('vier blaue Wagen');
    await expect(panel.getByTestId('set-passphrase')).toBeDisabled();
    await panel.getByLabel('Passphrase wiederholen').fill(PASSPHRASE);
    await desk.page.keyboard.press('Enter');
    await expect(panel.getByTestId('storage-kept-by')).toHaveText('mit deiner Passphrase');
    await expect(desk.connection).toHaveAttribute('data-state', 'online');
    await desk.page.getByTestId('rail-desk').click();
    await desk.open('lädt nicht');

    line.cut();
    await expect(desk.connection).toHaveAttribute('data-state', 'offline');
    await desk.writeByKeys('Nimm bitte ein anderes Kabel.');
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.replyState('ein anderes Kabel')).toContainText('wartet, bis du online bist');
    await desk.close();

    const again = await openDesk('mira', { serverUrl: line.url, dataDir: desk.dataDir, isKept: false });
    const door = again.page.getByTestId('door-passphrase');
    await expect(door).toBeVisible();
    // The field has the focus: typing and one key are enough.
    await again.page.keyboard.type('vier rote Wagen fahren');
    await again.page.keyboard.press('Tab');
    await again.page.keyboard.press('Enter');
    await expect(door.getByTestId('door-error')).toContainText('passt nicht');
    await door.getByLabel('Passphrase').fill(PASSPHRASE);
    await door.getByTestId('door-open').click();
    await expect(again.connection).toHaveAttribute('data-state', /offline|connecting/);
    await again.page.getByTestId('rail-outbox').click();
    await expect(again.outboxEntries).toContainText('Nimm bitte ein anderes Kabel.');
    expect(await center.repliesTo(post.id)).toHaveLength(0);

    line.mend();
    await expect(again.connection).toHaveAttribute('data-state', 'online', { timeout: 30_000 });
    await expect.poll(() => center.repliesTo(post.id), { timeout: 30_000 }).toHaveLength(1);
    expect(await center.doubled()).toBe(0);
  } finally {
    await line.stop();
  }
});
