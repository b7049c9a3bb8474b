import { expect, test } from './support/fixtures.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

test.use({ centerOf: 'desk-window' });

const CUSTOMER = 'mein Router blinkt rot';
const WRITTEN = 'Hallo, zieh ihn bitte 10 Sekunden vom Strom – dann sehe ich nach';

test('LOCK-4 LOCK-5 LOCK-6 LOCK-7 WIN-1 a conversation goes into a window of its own with every letter, and a locked desk shows nobody anything until its password opens it, offline too', async ({ center, openDesk, hostKind }) => {
  test.skip(hostKind !== 'browser', 'Windows of a browser are looked at here.');
  const line = await TcpProxy.start(center.serverUrl);
  try {
    const mira = await openDesk('mira', { serverUrl: line.url });
    await mira.signIn('mira');
    await mira.becomeAvailable();
    await center.postAs('router_rita', `@musterkom_hilft ${CUSTOMER}, was tun?`);
    await mira.open(CUSTOMER);
    const { page } = mira;

    // Written in the desk's window, gone on with in the other, come back from there.
    await mira.writeByKeys('Hallo, zieh ihn bitte ');
    const opening = page.context().waitForEvent('page');
    await page.keyboard.press('Control+Shift+X');
    const own = await opening;
    await expect(own.getByTestId('message').filter({ hasText: CUSTOMER })).toBeVisible();
    await expect(page.getByTestId('popped-out')).toBeVisible();
    await expect(page.getByTestId('composer-text')).toHaveCount(0);
    expect((await own.getByTestId('composer').boundingBox())?.width, 'the whole window is its own').toBeGreaterThan(600);
    await expect(own.getByTestId('composer-text')).toHaveValue('Hallo, zieh ihn bitte ');
    await own.keyboard.press('r');
    await own.keyboard.press('End');
    await own.keyboard.type('10 Sekunden vom Strom');
    const closing = own.waitForEvent('close');
    await page.getByTestId('bring-back').click();
    await closing;
    await expect(page.getByTestId('composer-text')).toHaveValue('Hallo, zieh ihn bitte 10 Sekunden vom Strom');

    // Locked in the middle of a word.
    await page.getByTestId('composer-text').focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' – dann sehe ich nach');
    await page.keyboard.press('Control+Shift+L');
    await expect(page.getByTestId('screen-lock')).toBeVisible();
    expect(await page.locator('body').innerText()).not.toMatch(/Router|Strom|router_rita/);
    expect(await page.title()).toBe('Leitstand');
    await expect(page.getByTestId('lock-waiting')).toContainText('wartet auf dich');

    // A new page of the same desk, without the network: as locked.
    line.cut();
    await page.reload();
    await expect(page.getByTestId('screen-lock')).toBeVisible();
    expect(await page.locator('body').innerText()).not.toMatch(/Router|Strom|router_rita/);
    await page.keyboard.type('nicht das Passwort');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('lock-error')).toBeVisible();
    await page.getByLabel('Passwort').fill(center.passwordOf('mira'));
    await page.keyboard.press('Enter');
    await mira.open(CUSTOMER);
    await expect(mira.connection).toHaveAttribute('data-state', /offline|connecting/);
    await expect(page.getByTestId('composer-text')).toHaveValue(WRITTEN);
  } finally {
    await line.stop();
  }
});
