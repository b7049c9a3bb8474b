import { expect, type Page } from '@playwright/test';
import { openKiel, type Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const escape = (page: Page): Promise<void> => page.keyboard.press('Escape');

/** Whose conversation it is and what belongs to it: over the open conversation, by keys. */
export const peopleScreens: readonly Screen[] = [
  {
    name: 'timeline',
    shows: ['timeline'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('x');
      await expect(page.getByTestId('timeline').locator('li').first()).toBeVisible();
    },
    leave: async (page) => page.getByTestId('timeline-close').click(),
  },
  {
    name: 'dialog-ticket',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('Control+Shift+k');
      await expect(page.getByTestId('dialog-ticket')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-call-back',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('c');
      await expect(page.getByTestId('dialog-call-back')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-merge',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('person-merge').click();
      await expect(page.getByTestId('merge-look')).toBeVisible();
    },
    leave: escape,
  },
];
