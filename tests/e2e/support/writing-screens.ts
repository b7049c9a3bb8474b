import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const agent = (stage: Stage): Page => stage.agent.page;

async function clear(page: Page): Promise<void> {
  await page.getByTestId('composer-text').fill('');
  await page.keyboard.press('Escape');
}

/** What the desk says while somebody writes, who somebody is, and signs for an answer. */
export const writingScreens = (openKiel: (page: Page) => Promise<void>): readonly Screen[] => [
  {
    name: 'writing-guards',
    shows: ['guard-list'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('composer-text').fill('Haben Sie Geduld: Ihre Rechnung über 83,20 € ist in Bearbeitung, wir melden uns schnellstmöglich. Auf Ihrer IBAN, die auf 4711 endet, ist noch nichts eingegangen.');
      await expect(page.getByTestId('guard-personal')).toBeVisible();
      await page.getByTestId('guard-more').click();
      await expect(page.getByTestId('guard-stock')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('guard-more').click();
      await clear(page);
    },
  },
  {
    name: 'dialog-identity',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('Control+i');
      await expect(page.getByTestId('dialog-identity')).toBeVisible();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'emoji-picker',
    shows: ['emoji-picker'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('composer-text').focus();
      await page.keyboard.press('Control+.');
      await expect(page.getByTestId('emoji-picker').getByRole('option').first()).toBeVisible();
    },
    leave: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByTestId('composer-text').blur();
    },
  },
];
