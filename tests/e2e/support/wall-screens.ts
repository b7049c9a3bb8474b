import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';
import { escape, home, openKiel } from './steps.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const lead = (stage: Stage): Page => stage.lead.page;

/** Asked only where nothing is, so that each screen can be looked at alone. */
async function askForHelp(stage: Stage): Promise<void> {
  const page = agent(stage);
  await openKiel(page);
  if ((await page.getByTestId('escalation-waits').count()) > 0) return;
  await page.keyboard.press('Control+Shift+H');
  await page.getByTestId('dialog-escalate').getByRole('textbox').first().fill('Kundin droht mit der Presse. Wer spricht mit ihr?');
  await page.getByTestId('dialog-confirm').click();
  await expect(page.getByTestId('escalation-waits')).toBeVisible();
}

/** The wall, a forced capacity, and help that is asked for, from both sides. */
export const wallScreens: readonly Screen[] = [
  {
    name: 'wall',
    shows: ['screen-wall', 'wall-channel'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('show-wall').click();
      await expect(page.getByTestId('wall-channel').first()).toBeVisible();
    },
    leave: async (page) => {
      await escape(page);
      await home(page);
    },
  },
  {
    name: 'dialog-force-capacity',
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('people-table').getByRole('button', { name: '^TK' }).click();
      await page.getByTestId('force-capacity').click();
      await expect(page.getByTestId('dialog-force-capacity')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-escalate',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('Control+Shift+H');
      await expect(page.getByTestId('dialog-escalate')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'escalation-waits',
    shows: ['escalation-waits'],
    of: agent,
    show: async (_, stage) => askForHelp(stage),
  },
  {
    name: 'escalations',
    shows: ['escalations', 'escalation-banner'],
    of: lead,
    show: async (page, stage) => {
      await askForHelp(stage);
      await page.getByTestId('rail-supervisor').click();
      await expect(page.getByTestId('escalation-row')).toHaveCount(1);
    },
  },
  {
    name: 'dialog-escalation-word',
    shows: ['dialog-escalation-word', 'escalation-card'],
    of: lead,
    show: async (page, stage) => {
      await askForHelp(stage);
      await page.getByTestId('escalation-open').click();
      await page.getByTestId('escalation-give-back').click();
      await expect(page.getByTestId('dialog-escalation-word')).toBeVisible();
    },
    // Help is no longer needed: what comes after finds the conversation as it was.
    leave: async (page, { agent: asker }) => {
      await escape(page);
      await asker.page.getByTestId('escalation-withdraw').click();
      await expect(asker.page.getByTestId('escalation-waits')).toHaveCount(0);
      await home(page);
      await page.getByTestId('tab-mine').click();
    },
  },
  {
    name: 'reports-help',
    shows: ['report-help-part'],
    of: lead,
    show: async (page, stage) => {
      await askForHelp(stage);
      await page.getByTestId('rail-reports').click();
      await page.getByTestId('report-reload').click();
      await expect(page.getByTestId('report-help')).toBeVisible();
      await page.getByTestId('report-help-part').scrollIntoViewIfNeeded();
    },
    leave: async (page, { agent: asker }) => {
      await asker.page.getByTestId('escalation-withdraw').click();
      await expect(asker.page.getByTestId('escalation-waits')).toHaveCount(0);
      await home(page);
    },
  },
];
