import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import { AGENT_ITEMS, type Stage } from './stage.ts';

const agent = (stage: Stage): Page => stage.agent.page;

/** One answer for many, begun with two ticked rows of the queue; given back at the end. */
export const manyScreens: readonly Screen[] = [
  { name: 'many-none', of: agent, show: async (page) => page.getByTestId('rail-many').click(), leave: async (page) => page.getByTestId('rail-desk').click() },
  {
    name: 'many-ticked',
    of: agent,
    show: async (page) => {
      await page.getByTestId('rail-desk').click();
      await page.getByTestId('tab-mine').click();
      await page.getByTestId('queue-row').filter({ hasText: 'Pendlerin' }).click({ modifiers: ['Control'] });
      await page.getByTestId('queue-row').filter({ hasText: 'Petersen' }).click({ modifiers: ['Control'] });
      await expect(page.getByTestId('ticked-bar')).toBeVisible();
    },
  },
  {
    name: 'many',
    of: agent,
    show: async (page) => {
      if ((await page.getByTestId('queue-many').count()) > 0) await page.getByTestId('queue-many').click();
      else await page.getByTestId('rail-many').click();
      await expect(page.getByTestId('many-row')).toHaveCount(2);
      await page.getByTestId('screen-many').getByRole('textbox').first().fill('Wir kümmern uns um deine Karte und melden uns bis heute Abend bei dir.');
      await page.getByTestId('many-row').first().click();
      await expect(page.getByTestId('many-member').getByRole('textbox')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('many-stop').click();
      await page.getByTestId('dialog-stop-bulk').getByRole('button', { name: /^(Beenden|End)$/ }).click();
      await page.getByTestId('rail-desk').click();
      await expect(page.getByTestId('tab-mine')).toContainText(AGENT_ITEMS);
    },
  },
];
