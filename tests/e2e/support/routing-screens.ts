import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import { AGENT_ITEMS, type Stage } from './stage.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const lead = (stage: Stage): Page => stage.lead.page;
const DANGER = 'ich will nicht mehr leben';

/** Why work goes where it goes, the rules for it, and what the desk says while somebody writes. */
export const routingScreens = (openKiel: (page: Page) => Promise<void>): readonly Screen[] => [
  {
    name: 'composer-guards',
    shows: ['guard-list'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('composer-text').fill('Hallo, bitte schicken Sie uns deine Rufnummer. Die Kundennummer 4711228 haben wir schon.');
      await expect(page.getByTestId('guard-personal')).toBeVisible();
      await page.getByTestId('guard-anyway').click();
      await expect(page.getByTestId('guard-disclose')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('composer-text').fill('');
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'reading',
    shows: ['reading'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('reading-caseType').locator('button').first().click();
      await expect(page.getByTestId('reading-caseType').locator('[aria-pressed=true]')).toBeVisible();
    },
    leave: async (page) => page.getByTestId('reading-caseType').locator('button').first().click(),
  },
  {
    name: 'dialog-reading',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('thread').focus();
      await page.keyboard.press('l');
      await expect(page.getByTestId('dialog-reading')).toBeVisible();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'strategy-reading',
    shows: ['read-rules'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-strategy').click();
      await page.getByTestId('read-rules').scrollIntoViewIfNeeded();
    },
    leave: async (page) => page.getByTestId('rail-desk').click(),
  },
  {
    name: 'dialog-why',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('i');
      await expect(page.getByTestId('why-sentence')).toBeVisible();
    },
    leave: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'dialog-why-lead',
    shows: ['dialog-why'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-desk').click();
      await page.getByTestId('tab-team').click();
      await page.getByTestId('queue-row').first().click();
      await expect(page.getByTestId('conversation')).toBeVisible();
      await page.keyboard.press('i');
      await expect(page.getByTestId('why-sentence')).toBeVisible();
    },
    leave: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByTestId('tab-mine').click();
    },
  },
  {
    name: 'strategy',
    shows: ['screen-strategy'],
    of: lead,
    show: async (page) => page.getByTestId('rail-strategy').click(),
    leave: async (page) => page.getByTestId('rail-desk').click(),
  },
  {
    name: 'strategy-dry-run',
    shows: ['dry-run'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-strategy').click();
      await page.getByTestId('add-ring-queue-festnetz').click();
      await page.locator('[name=ring-queue-festnetz-0]').fill('0');
      await page.locator('[name=rule-perHour]').fill('20');
      await page.getByTestId('strategy-try').click();
      await expect(page.getByTestId('dry-run')).toBeVisible();
      await page.getByTestId('screen-strategy').evaluate((screen) => screen.scrollTo(0, 0));
    },
    leave: async (page) => {
      await page.getByTestId('strategy-drop').click();
      await page.getByTestId('rail-desk').click();
    },
  },
  {
    name: 'strategy-flags',
    shows: ['flag-rules', 'flag-trial'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-strategy').click();
      await page.getByTestId('flag-rule-add').click();
      const rule = page.getByTestId('flag-rule');
      await rule.locator('[name^=flag-words]').fill('netz, internet');
      await rule.getByTestId('flag-when-visibility').getByRole('button').click();
      await page.getByRole('option').nth(1).click();
      await page.getByTestId('strategy-try').click();
      await expect(page.getByTestId('flag-trial')).toBeVisible();
      await page.getByTestId('flag-rules').scrollIntoViewIfNeeded();
    },
    leave: async (page) => {
      await page.getByTestId('strategy-drop').click();
      await page.getByTestId('rail-desk').click();
    },
  },
  {
    name: 'danger',
    shows: ['danger-alert'],
    of: lead,
    show: async (page, { center }) => {
      await page.getByTestId('rail-supervisor').click();
      await center.postAs('nora_not', `@musterkom_hilft Ich kann nicht mehr, ${DANGER}`);
      await expect(page.getByTestId('danger-alert')).toBeVisible();
    },
    // Seen and closed, so that the next look begins as this one did.
    leave: async (page, stage) => {
      await page.getByTestId('alert-seen').click();
      await expect(page.getByTestId('danger-alert')).toHaveCount(0);
      const holder = stage.agent.page;
      await holder.getByTestId('queue-row').filter({ hasText: DANGER }).click();
      await expect(holder.getByTestId('action-no-answer')).toBeVisible();
      await holder.keyboard.press('n');
      await expect(holder.getByTestId('dialog-no-answer')).toBeVisible();
      await holder.keyboard.press('Enter');
      await expect(holder.getByTestId('queue-row').filter({ hasText: DANGER })).toHaveCount(0);
      await expect(holder.getByTestId('tab-mine')).toContainText(AGENT_ITEMS);
    },
  },
];
