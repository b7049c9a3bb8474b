// A person signs in at the house's own provider: their desk, the provider's page in another window, and back.
import AxeBuilder from '@axe-core/playwright';
import { CLIENT_ID, OidcHouse } from '../support/oidc-house.ts';
import { expect, test as base } from './support/fixtures.ts';

// The provider stands before the center, whose configuration names it.
const test = base.extend<object, { house: OidcHouse }>({
  house: [
    // oxlint-disable-next-line no-empty-pattern -- the runner reads the first parameter's names
    async ({}, give) => {
      const house = new OidcHouse();
      await house.start([
        { sub: 'u-1', name: 'Mara Möller', preferred_username: 'mara.moeller', groups: ['cc-desk'] },
        { sub: 'u-2', name: 'Nils Niemand', preferred_username: 'nils', groups: [] },
      ]);
      await give(house);
      await house.stop();
    },
    { scope: 'worker' },
  ],
  serverSettings: [async ({ house }, give) => give({ oidc: { issuer: house.issuer, clientId: CLIENT_ID, label: 'Musterkom-Konto', roles: { 'cc-desk': 'agent' } } }), { scope: 'worker' }],
});
test.use({ centerOf: 'sign-in' });

test('OIDC-1 by keyboard to the provider and back to an open desk; who has no role there is told so; giving up brings the fields back', async ({ house, openDesk, hostKind }) => {
  test.skip(hostKind !== 'browser', 'A window opens only https addresses in the system’s browser.');
  const desk = await openDesk('mara');
  const { page } = desk;
  const button = page.getByRole('button', { name: 'Mit Musterkom-Konto anmelden' });
  const link = page.getByRole('link', { name: 'Weiter zu Musterkom-Konto' });
  /** The provider's window ends at the page that says it is done. */
  const visit = async (): Promise<void> => {
    const opened = page.context().waitForEvent('page');
    await link.focus();
    await page.keyboard.press('Enter');
    const other = await opened;
    await expect(other.getByText('Dieses Fenster kann zu')).toBeVisible();
    await other.close();
  };

  await button.focus();
  await page.keyboard.press('Enter');
  await expect(link).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Abbrechen' }).click();
  await expect(button).toBeVisible();
  await expect(page.getByTestId('sign-in-error')).toHaveCount(0);

  house.expect('u-2');
  await button.click();
  await visit();
  await expect(page.getByTestId('sign-in-error')).toContainText('keine Rolle');

  // The provider remembers who was there; another person has another browser.
  await page.context().clearCookies({ name: /^_/ });
  house.expect('u-1');
  await button.click();
  await visit();
  await expect(desk.connection).toHaveAttribute('data-state', 'online');
});
