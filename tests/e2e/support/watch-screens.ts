import { expect } from '@playwright/test';
import type { Screen } from './screens.ts';

/** Search terms, feeds and how they do. */
export const watchScreens: readonly Screen[] = [
  {
    name: 'watch',
    of: (stage) => stage.lead.page,
    show: async (page) => {
      await page.getByTestId('rail-watch').click();
      await expect(page.getByTestId('screen-watch')).toBeVisible();
    },
    leave: async (page) => page.getByTestId('rail-desk').click(),
  },
];
