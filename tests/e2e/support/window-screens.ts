import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';

/** The locked desk, and a conversation in a window of its own. */
export const windowScreens = (openKiel: (page: Page) => Promise<void>): readonly Screen[] => [
  {
    name: 'locked',
    shows: ['screen-lock'],
    takesNoSettings: true,
    of: (stage) => stage.idle.page,
    show: async (page) => {
      await page.keyboard.press('Control+Shift+L');
      await expect(page.getByTestId('screen-lock')).toBeVisible();
    },
    leave: async (page, { center }) => {
      await page.getByLabel(/^(Passwort|Password)$/).fill(center.passwordOf('doris'));
      await page.keyboard.press('Enter');
      await expect(page.getByTestId('rail-desk')).toBeVisible();
    },
  },
  {
    name: 'own-window',
    shows: ['pop-out'],
    of: (stage) => stage.agent.page,
    show: async (page) => {
      await openKiel(page);
      const id = await page.getByTestId('conversation').getAttribute('data-conversation');
      await page.goto(new URL(`/?conversation=${encodeURIComponent(id ?? '')}`, page.url()).href);
      await expect(page.getByTestId('pop-out').getByTestId('composer')).toBeVisible();
    },
    leave: async (page) => {
      await page.goto(new URL('/', page.url()).href);
      await expect(page.getByTestId('queue-row').first()).toBeVisible();
    },
  },
];
