import { expect } from '@playwright/test';
import type { Screen } from './screens.ts';

/** Search terms, feeds and how they do; figures. */
export const watchScreens: readonly Screen[] = [
  {
    name: 'watch',
    shows: ['screen-watch'],
    of: (stage) => stage.lead.page,
    show: async (page) => {
      await page.getByTestId('rail-watch').click();
      await expect(page.getByTestId('screen-watch')).toBeVisible();
    },
    leave: async (page) => page.getByTestId('rail-desk').click(),
  },
  {
    name: 'reports',
    shows: ['screen-reports'],
    of: (stage) => stage.lead.page,
    show: async (page) => {
      await page.getByTestId('rail-reports').click();
      await expect(page.getByTestId('report-requests')).toContainText(/[1-9]/);
      await expect(page.getByTestId('report-rank')).toBeVisible();
    },
    leave: async (page) => page.getByTestId('rail-desk').click(),
  },
  {
    name: 'reports-tables',
    shows: ['screen-reports'],
    of: (stage) => stage.lead.page,
    show: async (page) => {
      await page.getByTestId('rail-reports').click();
      for (const panel of ['hours', 'rank']) {
        await page.getByTestId(`report-${panel}-toggle`).click();
        await expect(page.getByTestId(`report-${panel}`).getByRole('table')).toBeVisible();
      }
    },
    leave: async (page) => page.getByTestId('rail-desk').click(),
  },
  {
    name: 'own-figures',
    shows: ['screen-reports'],
    of: (stage) => stage.agent.page,
    show: async (page) => {
      await page.getByTestId('rail-reports').click();
      await expect(page.getByTestId('own-thanks')).toBeVisible();
    },
    leave: async (page) => page.getByTestId('rail-desk').click(),
  },
];
