import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const door = (stage: Stage): Page => stage.door.page;

/** Before anybody is signed in. */
export const doorScreens: readonly Screen[] = [
  { name: 'sign-in', shows: ['screen-sign-in', 'sign-in-provider'], of: door, show: async (page) => expect(page.getByTestId('sign-in-provider')).toBeVisible() },
  {
    name: 'sign-in-waits',
    shows: ['screen-sign-in', 'sign-in-link'],
    of: door,
    show: async (page) => {
      await page.getByTestId('sign-in-provider').click();
      await expect(page.getByTestId('sign-in-link')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('sign-in-cancel').click();
      await expect(page.getByTestId('sign-in-provider')).toBeVisible();
    },
  },
  {
    name: 'sign-in-invited',
    onlyAll: true,
    shows: ['screen-sign-in', 'invitation-form'],
    of: door,
    show: async (page) => {
      await page.getByTestId('invitation-have').click();
      await page.getByLabel('Einladungscode', { exact: true }).fill('7KQ2-MZ4D-0RXW-N8TB-5VHC-J3PA-9FE6');
    },
    leave: async (page) => {
      await page.getByTestId('invitation-back').click();
      await expect(page.getByTestId('sign-in-provider')).toBeVisible();
    },
  },
  {
    name: 'sign-in-refused',
    shows: ['screen-sign-in', 'sign-in-error'],
    of: door,
    show: async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('doris');
      await page.getByLabel('Passwort', { exact: true }).fill('falsch geraten');
      await page.keyboard.press('Enter');
      await expect(page.getByTestId('sign-in-error')).toBeVisible();
    },
    leave: async (page) => {
      await page.reload();
      await expect(page.getByTestId('sign-in-provider')).toBeVisible();
    },
  },
];
