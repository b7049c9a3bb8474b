import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const lead = (stage: Stage): Page => stage.lead.page;
const escape = (page: Page): Promise<void> => page.keyboard.press('Escape');

async function emptied(page: Page): Promise<void> {
  await page.getByTestId('composer-text').fill('');
  await escape(page);
}

/** What is done with an item or with an answer of ours, and how an account is connected. */
export const answerScreens = (openKiel: (page: Page) => Promise<void>): readonly Screen[] => [
  ...(
    [
      ['dialog-snooze', 'z'],
      ['dialog-handover', 'h'],
    ] as const
  ).map(
    ([name, key]): Screen => ({
      name,
      of: agent,
      show: async (page) => {
        await openKiel(page);
        await page.keyboard.press(key);
        await expect(page.getByTestId(name)).toBeVisible();
      },
      leave: escape,
    }),
  ),
  {
    name: 'dialog-put-right',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('put-right').first().click();
      await expect(page.getByTestId('dialog-put-right')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'promise',
    shows: ['guard-promise'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('composer-text').fill('Wir sehen uns das an und melden uns bis Freitag bei dir.');
      await expect(page.getByTestId('guard-promise')).toBeVisible();
    },
    leave: emptied,
  },
  {
    name: 'accounts-wizard',
    shows: ['connect-wizard'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-accounts').click();
      await page.getByTestId('account-connect').first().click();
      await expect(page.getByTestId('connect-wizard')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('account-connect').first().click();
      await page.getByTestId('rail-desk').click();
    },
  },
];
