import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import { AGENT_ITEMS, type Stage } from './stage.ts';

const TICKED = ['Pendlerin', 'Petersen'];
const agent = (stage: Stage): Page => stage.agent.page;

/** One answer for many, begun with two ticked rows of the queue; given back at the end. */
export const manyScreens: readonly Screen[] = [
  { name: 'many-none', shows: ['screen-many'], of: agent, show: async (page) => page.getByTestId('rail-many').click(), leave: async (page) => page.getByTestId('rail-desk').click() },
  {
    name: 'many-ticked',
    shows: ['ticked-bar'],
    of: agent,
    show: async (page) => {
      await page.getByTestId('rail-desk').click();
      await page.getByTestId('tab-mine').click();
      for (const name of TICKED) await page.getByTestId('queue-row').filter({ hasText: name }).click({ modifiers: ['Control'] });
      await expect(page.getByTestId('ticked-bar')).toBeVisible();
    },
  },
  {
    name: 'many',
    shows: ['screen-many'],
    of: agent,
    show: async (page) => {
      if ((await page.getByTestId('queue-many').count()) > 0) await page.getByTestId('queue-many').click();
      else await page.getByTestId('rail-many').click();
      await expect(page.getByTestId('many-row')).toHaveCount(2);
      await page.getByTestId('screen-many').getByRole('textbox').first().fill('Wir kümmern uns um deine Karte und melden uns bis heute Abend bei dir.');
      await page.getByTestId('many-row').first().click();
      await expect(page.getByTestId('many-member').getByRole('textbox')).toBeVisible();
    },
  },
  {
    name: 'dialog-stop-bulk',
    of: agent,
    show: async (page) => {
      await page.getByTestId('many-stop').click();
      await expect(page.getByTestId('dialog-stop-bulk')).toBeVisible();
    },
    // Back in the queue they go to others; the lead gives them to who had them.
    leave: async (page, { center }) => {
      await page.getByTestId('dialog-stop-bulk').getByRole('button', { name: /^(Beenden|End)$/ }).click();
      await page.getByTestId('rail-desk').click();
      await page.getByTestId('tab-waiting').click();
      const ids: string[] = [];
      for (const name of TICKED) ids.push((await page.getByTestId('queue-row').filter({ hasText: name }).getAttribute('data-item')) ?? '');
      await center.command('heike', { type: 'workItem.reassign', v: 1, data: { workItemIds: ids, to: { kind: 'agent', agentId: 'agent-mira' }, force: false } });
      await page.getByTestId('tab-mine').click();
      await expect(page.getByTestId('tab-mine')).toContainText(AGENT_ITEMS);
    },
  },
];
