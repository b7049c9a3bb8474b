import { expect, type Page } from '@playwright/test';
import { DOUBLE_DEBIT } from '../../support/same-question-texts.ts';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const lead = (stage: Stage): Page => stage.lead.page;
const home = async (page: Page): Promise<void> => page.getByTestId('rail-desk').click();

async function toSituations(page: Page): Promise<void> {
  await page.getByTestId('rail-questions').click();
  await page.getByTestId('tab-situations').click();
}

/** Who asks the same, and the situation made of it: each from a state that the one before leaves. */
export const questionScreens: readonly Screen[] = [
  {
    name: 'questions',
    shows: ['screen-questions'],
    of: lead,
    show: async (page, { center }) => {
      await page.getByTestId('rail-questions').click();
      if ((await page.getByTestId('question').count()) === 0) for (const [i, text] of DOUBLE_DEBIT.slice(0, 9).entries()) await center.postAs(`abbuchung_${i}`, `@musterkom_hilft ${text}`);
      await expect(page.getByTestId('cluster-details').getByTestId('member').nth(4)).toBeVisible();
    },
    leave: home,
  },
  {
    name: 'dialog-situation',
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-questions').click();
      await page.getByTestId('tab-questions').click();
      await expect(page.getByTestId('cluster-details')).toBeVisible();
      await page.keyboard.press('f');
      await expect(page.getByTestId('dialog-situation')).toBeVisible();
    },
    leave: async (page) => {
      await page.keyboard.press('Escape');
      await home(page);
    },
  },
  {
    name: 'situations',
    shows: ['situations'],
    of: lead,
    show: async (page, { center }) => {
      await toSituations(page);
      if ((await page.getByTestId('situation-strip').count()) === 0) {
        const text = { title: 'Doppelte Abbuchung im November', product: 'Rechnung', status: 'fixing', untilAt: Math.ceil(Date.now() / 3_600_000 + 2) * 3_600_000, du: 'Danke für deine Nachricht! Das Geld ist bis {until} wieder auf deinem Konto.', sie: 'Danke für Ihre Nachricht! Das Geld ist bis {until} wieder auf Ihrem Konto.' };
        await center.command('heike', { type: 'situation.open', v: 1, data: { text } });
      }
      await expect(page.getByTestId('situation-card').first()).toBeVisible();
    },
    leave: home,
  },
  { name: 'situation-strip', shows: ['situation-strip'], of: agent, show: async (page) => expect(page.getByTestId('situation-strip')).toBeVisible() },
  {
    name: 'spikes',
    shows: ['spikes'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-questions').click();
      await page.getByTestId('tab-spikes').click();
      await expect(page.getByTestId('spikes')).toBeVisible();
    },
    leave: async (page) => {
      await toSituations(page);
      // Gone from every desk again.
      if ((await page.getByTestId('situation-close').count()) > 0) await page.getByTestId('situation-close').first().click();
      await page.getByTestId('tab-questions').click();
      await home(page);
    },
  },
];
