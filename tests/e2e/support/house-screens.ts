import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';
import { home } from './steps.ts';

const lead = (stage: Stage): Page => stage.lead.page;

async function openTab(page: Page, tab: string): Promise<void> {
  await page.getByTestId('rail-house').click();
  await page.getByTestId(`tab-${tab}`).click();
}

const tab = (name: string): Screen => ({
  name: `house-${name}`,
  onlyAll: name === 'tags',
  shows: ['screen-house'],
  of: lead,
  show: (page) => openTab(page, name),
  leave: home,
});

/** The rules of the house, tab by tab; a form of each kind; a change before it holds. */
export const houseScreens: readonly Screen[] = [
  ...['hours', 'targets', 'people', 'skills', 'queues', 'tags', 'history'].map(tab),
  {
    name: 'house-changes',
    shows: ['house-changes', 'house-calendar-form'],
    of: lead,
    show: async (page) => {
      await openTab(page, 'hours');
      await page.getByTestId('house-add-calendar').click();
      await expect(page.getByTestId('house-calendar-form')).toBeVisible();
      await expect(page.getByTestId('house-drop')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('house-drop').click();
      await home(page);
    },
  },
  {
    name: 'house-roster',
    shows: ['house-roster', 'roster-coverage'],
    of: lead,
    show: async (page) => {
      await openTab(page, 'roster');
      await expect(page.getByTestId('house-roster')).toBeVisible();
      // Written by keys alone: down goes to the next person.
      const first = page.getByTestId('roster-line').first().locator('input').first();
      await first.fill('8–16:30 (12–12:30)');
      await first.press('ArrowDown');
      await page.keyboard.type('14–22 (18–18:30)');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.type('22–6');
      await page.getByTestId('roster-copy-tue').click();
      await page.getByTestId('roster-copy-wed').click();
      await expect(page.getByTestId('roster-coverage').locator('tbody tr').first()).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('house-drop').click();
      await home(page);
    },
  },
  {
    name: 'house-person',
    shows: ['house-person-form'],
    of: lead,
    show: async (page) => {
      await openTab(page, 'people');
      await page.getByTestId('house-person').locator('button').click();
      await page.getByRole('option', { name: /^Mira/ }).click();
      await expect(page.getByTestId('house-person-form')).toBeVisible();
    },
    leave: home,
  },
];
