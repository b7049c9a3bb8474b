import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import { AGENT_ITEMS, type Stage } from './stage.ts';
import { act, emptied, escape, home, openKiel } from './steps.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const TICKED = ['Pendlerin', 'Petersen'];

async function tick(page: Page): Promise<void> {
  await home(page);
  await page.getByTestId('tab-mine').click();
  for (const name of TICKED) await page.getByTestId('queue-row').filter({ hasText: name }).click({ modifiers: ['Control'] });
  await expect(page.getByTestId('ticked-bar')).toBeVisible();
}

async function untick(page: Page): Promise<void> {
  await escape(page);
  await act(page, 'Wahl aufheben');
  await expect(page.getByTestId('ticked-bar')).toHaveCount(0);
}

async function endSearch(page: Page): Promise<void> {
  const field = page.getByTestId('search');
  await field.fill('');
  await field.focus();
  await escape(page);
}

const ticked = (what: 'done' | 'tags' | 'transfer' | 'snooze', name: string): Screen => ({
  name: `dialog-ticked-${what}`,
  of: agent,
  show: async (page) => {
    await tick(page);
    await act(page, name);
    await expect(page.getByTestId(`dialog-ticked-${what}`)).toBeVisible();
  },
  leave: untick,
});

/** Finding, saved lists, acts on ticked rows, keys, first steps, tags. */
export const toolScreens: readonly Screen[] = [
  {
    name: 'search',
    shows: ['search-box', 'search-hit'],
    of: agent,
    show: async (page) => {
      await home(page);
      await page.getByTestId('search').fill('Kiel');
      await expect(page.getByTestId('search-hit').first()).toBeVisible();
    },
    leave: endSearch,
  },
  {
    name: 'search-none',
    shows: ['search-box'],
    of: agent,
    show: async (page) => {
      await home(page);
      await page.getByTestId('search').fill('Nordlichtexpedition');
      await expect(page.locator('.search-none')).toContainText('Nordlichtexpedition');
    },
    leave: endSearch,
  },
  {
    name: 'search-filters',
    shows: ['search-box', 'search-channel'],
    of: agent,
    show: async (page) => {
      await home(page);
      await page.keyboard.press('Control+Shift+S');
      await page.getByTestId('search-state').selectOption('open');
      await expect(page.getByTestId('search-hit').first()).toBeVisible();
    },
    leave: async (page) => {
      await page.locator('.search-widen').click();
      await page.getByTestId('search-filters-open').click();
      await endSearch(page);
    },
  },
  {
    name: 'queue-filters',
    shows: ['filter-channel'],
    of: agent,
    show: async (page) => {
      await home(page);
      await page.getByTestId('filter-more').click();
      await page.getByTestId('filter-visibility').locator('button').click();
      await page.getByRole('option', { name: /^privat$/i }).click();
      await expect(page.getByTestId('queue-row')).toHaveCount(1);
    },
    leave: async (page) => {
      await act(page, 'Filter der Liste aufheben');
      // Away and back: the usual filters alone.
      await page.getByTestId('rail-settings').click();
      await home(page);
      await expect(page.getByTestId('tab-mine')).toContainText(AGENT_ITEMS);
    },
  },
  {
    name: 'queue-nothing-fits',
    onlyAll: true,
    shows: ['screen-desk'],
    of: agent,
    show: async (page) => {
      await home(page);
      await page.getByTestId('tab-waiting').click();
      await page.getByTestId('filter-more').click();
      await page.getByTestId('filter-visibility').locator('button').click();
      await page.getByRole('option', { name: /^privat$/i }).click();
      await expect(page.getByTestId('queue-row')).toHaveCount(0);
    },
    leave: async (page) => {
      await act(page, 'Filter der Liste aufheben');
      await page.getByTestId('filter-more').click();
      await page.getByTestId('tab-mine').click();
    },
  },
  {
    name: 'dialog-save-view',
    of: agent,
    show: async (page) => {
      await home(page);
      await act(page, 'Liste unter einem Namen merken');
      await expect(page.getByTestId('dialog-save-view')).toBeVisible();
      await page.getByTestId('dialog-save-view').getByRole('textbox').fill('Dringend, öffentlich');
    },
    leave: escape,
  },
  {
    name: 'saved-views',
    of: agent,
    show: async (page) => {
      await home(page);
      await act(page, 'Liste unter einem Namen merken');
      await page.getByTestId('dialog-save-view').getByRole('textbox').fill('Dringend, öffentlich');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByTestId('view')).toContainText('Dringend, öffentlich');
      await page.getByTestId('view').locator('button').click();
      await expect(page.getByRole('option', { name: 'Dringend, öffentlich' })).toBeVisible();
    },
    leave: async (page) => {
      await escape(page);
      await act(page, 'Gemerkte Liste vergessen');
      await expect(page.getByTestId('view')).not.toContainText('Dringend, öffentlich');
    },
  },
  ticked('done', 'Gewählte erledigen'),
  ticked('tags', 'Gewählte verschlagworten'),
  ticked('transfer', 'Gewählte übergeben'),
  ticked('snooze', 'Gewählte zurückstellen'),
  {
    name: 'dialog-tags',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await act(page, 'Schlagworte ändern');
      await expect(page.getByTestId('dialog-tags')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'keys',
    shows: ['dialog-shortcuts'],
    of: agent,
    show: async (page) => {
      await act(page, 'Tasten ändern');
      await page.getByTestId('key-done').click();
      await page.keyboard.press('n');
      await expect(page.getByTestId('keys-told')).not.toBeEmpty();
    },
    leave: async (page) => {
      await escape(page);
      if ((await page.getByTestId('dialog-shortcuts').count()) > 0) await escape(page);
      await expect(page.getByTestId('dialog-shortcuts')).toHaveCount(0);
    },
  },
  {
    name: 'dialog-welcome',
    of: agent,
    show: async (page) => {
      await act(page, 'Erste Schritte');
      await expect(page.getByTestId('dialog-welcome')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'note-mention',
    shows: ['name-picker'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('m');
      await page.getByTestId('composer-text').pressSequentially('@si');
      await expect(page.getByTestId('name-picker')).toBeVisible();
    },
    leave: async (page) => {
      await escape(page);
      await emptied(page);
      await page.getByTestId('composer').getByRole('radio', { name: 'Öffentlich' }).check({ force: true });
    },
  },
];
