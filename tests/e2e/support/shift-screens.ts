import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';
import { act, escape, home, openKiel } from './steps.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const lead = (stage: Stage): Page => stage.lead.page;
const BRIEFING = { title: 'Störung in Kiel-Ost', text: 'Bis 14 Uhr gestört, die Technik ist dran.\nBitte keine Gutschrift zusagen, bevor die Ursache feststeht.', teamIds: [], mustRead: false };

/** Written only where none is there, so that each screen can be looked at alone. */
async function brief(stage: Stage): Promise<void> {
  const page = agent(stage);
  await home(page);
  if ((await page.getByTestId('briefing-banner').count()) > 0) return;
  await stage.center.command('heike', { type: 'briefing.write', v: 1, data: { id: 'shots', ...BRIEFING, untilAt: Date.now() + 6 * 3_600_000, baseVersion: 0 } });
  await expect(page.getByTestId('briefing-banner')).toBeVisible();
}

/** From the briefing to the end of the shift, and what a break looks like. */
export const shiftScreens: readonly Screen[] = [
  {
    name: 'dialog-set-end',
    onlyAll: true,
    of: agent,
    show: async (page) => {
      await home(page);
      await act(page, 'Feierabend um …');
      await expect(page.getByTestId('dialog-set-end')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-my-shifts',
    onlyAll: true,
    of: agent,
    show: async (page) => {
      await home(page);
      await act(page, 'Meine Schichten');
      await expect(page.getByTestId('dialog-my-shifts')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-relieve',
    onlyAll: true,
    of: (stage) => stage.idle.page,
    show: async (page, stage) => {
      await openKiel(agent(stage));
      const id = (await agent(stage).getByTestId('conversation').getAttribute('data-conversation')) ?? '';
      await page.evaluate((place) => void (window.location.hash = `#place=${encodeURIComponent(place)}`), `leitstand://conversation/${id}`);
      await expect(page.locator(`[data-conversation="${id}"]`).getByTestId('message').first()).toBeVisible();
      await act(page, 'Ablösen …');
      await expect(page.getByTestId('dialog-relieve')).toBeVisible();
    },
    leave: async (page) => {
      await escape(page);
      await home(page);
    },
  },
  {
    name: 'dialog-write-briefing',
    of: lead,
    show: async (page) => {
      await home(page);
      await act(page, 'Einweisung schreiben …');
      await expect(page.getByTestId('dialog-write-briefing')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'briefing-banner',
    shows: ['briefing-banner'],
    of: agent,
    show: async (_, stage) => brief(stage),
  },
  {
    name: 'dialog-briefing',
    of: agent,
    show: async (page, stage) => {
      await brief(stage);
      await page.getByTestId('briefing-show').click();
      await expect(page.getByTestId('dialog-briefing')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'briefings-of-the-lead',
    shows: ['briefings-part'],
    of: lead,
    show: async (page, stage) => {
      await brief(stage);
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('briefing-line').scrollIntoViewIfNeeded();
    },
    leave: async (page, { center, agent: { page: desk } }) => {
      await center.command('heike', { type: 'briefing.end', v: 1, data: { id: 'shots' } });
      await expect(desk.getByTestId('briefing-banner')).toHaveCount(0);
      await home(page);
    },
  },
  {
    name: 'dialog-end-shift',
    of: agent,
    show: async (page) => {
      await home(page);
      await page.keyboard.press('Control+Shift+E');
      await expect(page.getByTestId('dialog-end-shift')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'on-break',
    shows: ['state-menu'],
    of: (stage) => stage.troubled.page,
    show: async (page, { troubled }) => {
      await home(page);
      await troubled.chooseState(/^Mittag/, /^Mittag$/);
    },
    leave: async (_, { troubled }) => troubled.takeNothingNew(),
  },
];
