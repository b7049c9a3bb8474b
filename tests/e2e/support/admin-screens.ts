import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';
import { home } from './steps.ts';

/** The desk at the door, once everything has been seen there. */
const admin = (stage: Stage): Page => stage.door.page;

/** Signed in where nobody is yet, so that each screen can be looked at alone. */
async function comeIn(page: Page): Promise<void> {
  if ((await page.getByTestId('rail-desk').count()) > 0) return;
  await page.getByTestId('demo-ops').click();
  await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'online');
}

/** A form that a button of the first account opens and closes. */
const accountForm = (name: string, button: string, form: string): Screen => ({
  name,
  shows: [form],
  of: admin,
  show: async (page) => {
    await comeIn(page);
    await page.getByTestId('rail-accounts').click();
    await page.getByTestId(button).first().click();
    await page.getByTestId(form).scrollIntoViewIfNeeded();
  },
  leave: home,
});

/** What only admins get to: accounts and who may write as them, people by role. */
export const adminScreens: readonly Screen[] = [
  accountForm('accounts-new', 'account-add', 'new-account'),
  accountForm('accounts-rights', 'account-rights', 'rights'),
  accountForm('accounts-profile', 'account-profile', 'profile-form'),
  {
    name: 'accounts-history',
    onlyAll: true,
    shows: ['account-history'],
    of: admin,
    show: async (page) => {
      await comeIn(page);
      await page.getByTestId('rail-accounts').click();
      const history = page.getByTestId('account').first().getByTestId('account-history');
      if (!(await history.isVisible())) {
        await page.getByTestId('account-edit').first().click();
        await page.locator('input[name=account-pace]').fill('290');
        await page.getByTestId('new-account-save').click();
      }
      await history.locator('summary').click();
      await expect(history.locator('li').first()).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('account').first().getByTestId('account-history').locator('summary').click();
      await page.getByTestId('rail-desk').click();
    },
  },
  {
    name: 'house-invitation',
    onlyAll: true,
    shows: ['house-person-form', 'invitation-code'],
    of: admin,
    show: async (page) => {
      await comeIn(page);
      await page.getByTestId('rail-house').click();
      await page.getByTestId('tab-people').click();
      await page.getByTestId('invite').click();
      await expect(page.getByTestId('invitation-code')).toBeVisible();
      await page.getByTestId('invitation-code').scrollIntoViewIfNeeded();
    },
    leave: async (page) => {
      await page.getByTestId('invitation-revoke').click();
      await expect(page.getByTestId('invitation-code')).toHaveCount(0);
      await home(page);
    },
  },
  {
    name: 'house-new-person',
    shows: ['house-person-form', 'house-changes'],
    of: admin,
    show: async (page) => {
      await comeIn(page);
      await page.getByTestId('rail-house').click();
      await page.getByTestId('tab-people').click();
      await page.getByTestId('house-add-person').click();
      await expect(page.getByTestId('house-role')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('house-drop').click();
      await home(page);
    },
  },
];
