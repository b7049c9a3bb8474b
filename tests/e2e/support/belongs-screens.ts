import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import { KIEL, type Stage } from './stage.ts';
import { act, escape, home, openKiel } from './steps.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const lead = (stage: Stage): Page => stage.lead.page;
const SPAM = 'Gratis Datenvolumen für alle Kunden, jetzt sichern unter gratis-daten.example/los';

/** What others owe a case, a call that was promised, profiles of one person, a wave of spam. */
export const belongsScreens: readonly Screen[] = [
  {
    name: 'person-joined',
    onlyAll: true,
    shows: ['person-profiles'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await act(page, 'Profile zusammenführen');
      const dialog = page.getByTestId('dialog-merge');
      await dialog.getByRole('textbox').fill('router_rolf');
      await page.getByTestId('merge-look').click();
      await expect(dialog.getByRole('radio', { name: /router_rolf/ })).toBeChecked();
      await dialog.getByRole('radio', { name: 'ja, schriftlich' }).check({ force: true });
      await page.getByTestId('dialog-confirm').click();
      await expect(page.getByTestId('person-unmerge')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('person-unmerge').click();
      await expect(page.getByTestId('person-unmerge')).toHaveCount(0);
    },
  },
  {
    name: 'ticket',
    onlyAll: true,
    shows: ['case'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('Control+Shift+k');
      const dialog = page.getByTestId('dialog-ticket');
      await dialog.getByLabel('Nummer').fill('INC-20417');
      await dialog.getByLabel('Liegt bei').fill('Netztechnik Nord');
      await dialog.getByRole('checkbox').uncheck({ force: true });
      await page.getByTestId('dialog-confirm').click();
      await expect(page.getByTestId('ticket')).toContainText('INC-20417');
    },
    leave: async (page) => {
      await page.getByTestId('ticket-withdraw').click();
      await expect(page.getByTestId('ticket-withdraw')).toHaveCount(0);
    },
  },
  {
    name: 'call-back',
    onlyAll: true,
    shows: ['call-back'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('c');
      const dialog = page.getByTestId('dialog-call-back');
      await dialog.getByLabel('Telefonnummer').fill('0431 555 0123');
      await dialog.getByLabel('Worum es geht').fill('Rückfrage zur Störung in Gaarden');
      await page.getByTestId('dialog-confirm').click();
      await page.getByTestId('tab-mine').click();
      await page.getByTestId('queue-row').filter({ hasText: 'Rückruf' }).click();
      await expect(page.getByTestId('call-back-number')).toContainText('0431');
    },
    leave: async (page) => {
      await page.getByTestId('call-cancelled').click();
      await expect(page.getByTestId('call-cancelled')).toHaveCount(0);
      await home(page);
    },
  },
  {
    name: 'notices-mention',
    onlyAll: true,
    shows: ['mention'],
    of: lead,
    show: async (page, { agent: { page: desk }, center }) => {
      await openKiel(desk);
      const id = (await desk.getByTestId('conversation').getAttribute('data-conversation')) ?? '';
      await center.command('mira', { type: 'note.add', v: 1, data: { id: crypto.randomUUID(), conversationId: id, text: '@Heike schaust du bitte einmal drauf? Das wird größer.', mentions: ['agent-heike'] } });
      await page.getByTestId('notices').click();
      await expect(page.getByTestId('mention').first()).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-wave',
    onlyAll: true,
    of: lead,
    show: async (page, { center }) => {
      for (let i = 1; i <= 9; i += 1) await center.postAs(`gratis_${i}`, `@musterkom_hilft ${SPAM}`);
      await home(page);
      await page.getByTestId('tab-waiting').click();
      await page.getByTestId('tab-team').click();
      await page.getByTestId('queue-row').filter({ hasText: 'Gratis Datenvolumen' }).first().click();
      await page.getByTestId('wave-open').click();
      await expect(page.getByTestId('dialog-wave')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('dialog-confirm').click();
      await page.getByTestId('tab-mine').click();
    },
  },
  {
    name: 'team-of-the-lead',
    onlyAll: true,
    shows: ['conversation'],
    of: lead,
    show: async (page) => {
      await home(page);
      await page.getByTestId('tab-team').click();
      await page.getByTestId('queue-row').filter({ hasText: KIEL }).first().click();
      await expect(page.getByTestId('message').filter({ hasText: KIEL })).toBeVisible();
    },
    leave: async (page) => page.getByTestId('tab-mine').click(),
  },
];
