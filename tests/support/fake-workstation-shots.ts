import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { FakeOptions } from './fake-workstation.ts';
import { openFakeDesk } from './fake-workstation-page.ts';

// Draws every screen over the fake workstation and looks for accessibility findings: node tests/support/fake-workstation-shots.ts DIR [name…]

interface Shot {
  readonly name: string;
  readonly options: FakeOptions;
  readonly act?: (page: Page) => Promise<void>;
}

const openKiel = async (page: Page): Promise<void> => {
  await page.getByTestId('queue-row').filter({ hasText: 'Kiel_Gaarden' }).first().click();
  await page.getByTestId('composer').waitFor();
};

export const SHOTS: readonly Shot[] = [
  { name: 'sign-in', options: { signedIn: false, limitations: true } },
  {
    name: 'sign-in-refused',
    options: { signedIn: false },
    act: async (page) => {
      await page.locator('input[name=name]').fill('olivia');
      await page.locator('input[name=password]').fill('falsch');
      await page.getByTestId('sign-in').click();
      await page.getByTestId('sign-in-error').waitFor();
    },
  },
  { name: 'desk-nothing-open', options: {} },
  { name: 'desk-empty', options: { extraRows: -1 } },
  {
    name: 'reports',
    options: { role: 'supervisor' },
    act: async (page) => {
      await page.getByTestId('rail-reports').click();
      await page.getByTestId('report-requests').waitFor();
    },
  },
  {
    name: 'reports-table',
    options: { role: 'supervisor' },
    act: async (page) => {
      await page.getByTestId('rail-reports').click();
      await page.getByTestId('report-hours-toggle').click();
      await page.getByRole('radio', { name: /^(Team)$/ }).check({ force: true });
      await page.getByTestId('report-rank').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'own-figures',
    options: {},
    act: async (page) => {
      await page.getByTestId('rail-reports').click();
      await page.getByTestId('own-thanks').waitFor();
    },
  },
  { name: 'desk', options: {}, act: openKiel },
  {
    name: 'timeline',
    options: {},
    act: async (page) => {
      await openKiel(page);
      await page.getByTestId('timeline-open').click();
      await page.getByTestId('timeline').waitFor();
    },
  },
  {
    name: 'dialog-ticket',
    options: {},
    act: async (page) => {
      await openKiel(page);
      await page.getByTestId('ticket-new').click();
      await page.getByTestId('dialog-ticket').waitFor();
    },
  },
  {
    name: 'dialog-call-back',
    options: {},
    act: async (page) => {
      await openKiel(page);
      await page.getByTestId('call-back-new').click();
      await page.getByTestId('dialog-call-back').waitFor();
    },
  },
  {
    name: 'dialog-merge',
    options: {},
    act: async (page) => {
      await openKiel(page);
      await page.getByTestId('person-merge').click();
      await page.getByTestId('dialog-merge').waitFor();
    },
  },
  {
    name: 'desk-writing',
    options: {},
    act: async (page) => {
      await openKiel(page);
      await page
        .getByTestId('composer-text')
        .fill('Hallo, in Kiel-Ost gibt es gerade eine Störung, unsere Technik ist dran – bis 14 Uhr sollte es wieder laufen.');
    },
  },
  {
    name: 'desk-sent',
    options: { undoMs: 8_000 },
    act: async (page) => {
      await openKiel(page);
      await page.getByTestId('composer-text').fill('Hallo, bis 14 Uhr läuft es wieder.');
      await page.getByTestId('send').click();
      await page.getByTestId('toast-action').waitFor();
    },
  },
  {
    name: 'desk-private',
    options: {},
    act: async (page) => {
      await page.getByTestId('queue-row').filter({ hasText: 'Renate' }).first().click();
      await page.getByTestId('composer').waitFor();
    },
  },
  {
    name: 'desk-note',
    options: {},
    act: async (page) => {
      await openKiel(page);
      await page.getByRole('radio', { name: /Notiz|Note/ }).press(' ');
    },
  },
  {
    name: 'desk-waiting-item',
    options: {},
    act: async (page) => {
      await page.getByTestId('tab-waiting').click();
      await page.getByTestId('queue-row').first().click();
      await page.getByTestId('composer').waitFor();
    },
  },
  { name: 'desk-offline', options: { connection: 'offline', withOutbox: true, limitations: true }, act: openKiel },
  {
    name: 'desk-unclear',
    options: { withOutbox: true },
    act: async (page) => {
      await page.getByTestId('queue-row').filter({ hasText: 'Renate' }).first().click();
      await page.getByTestId('composer').waitFor();
    },
  },
  { name: 'desk-many', options: { extraRows: 100_000 }, act: async (page) => void (await page.getByTestId('tab-team').click()) },
  ...(['e', 'n', 't'] as const).map((key) => ({
    name: `dialog-${key}`,
    options: {},
    act: async (page: Page) => {
      await openKiel(page);
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
    },
  })),
  { name: 'palette', options: {}, act: async (page) => page.keyboard.press('Control+k') },
  { name: 'shortcuts', options: {}, act: async (page) => page.keyboard.press('?') },
  { name: 'state-menu', options: {}, act: async (page) => page.getByTestId('state-menu').click() },
  { name: 'notices', options: { withOutbox: true, limitations: true }, act: async (page) => page.getByTestId('notices').click() },
  { name: 'search', options: {}, act: async (page) => page.getByTestId('search').pressSequentially('rou') },
  {
    name: 'search-filters',
    options: {},
    act: async (page) => {
      await page.keyboard.press('Control+Shift+S');
      await page.getByTestId('search-state').selectOption('open');
      await page.getByTestId('search').fill('tarif');
      await page.getByTestId('search-hit').first().waitFor();
    },
  },
  {
    name: 'keys-change',
    options: {},
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByTestId('keys-change').click();
      await page.getByTestId('key-transfer').click();
      await page.keyboard.press('h');
    },
  },
  {
    name: 'ticked',
    options: {},
    act: async (page) => {
      await page.getByTestId('queue-row').nth(0).click({ modifiers: ['Control'] });
      await page.getByTestId('queue-row').nth(1).click({ modifiers: ['Control'] });
      await page.getByTestId('ticked-bar').waitFor();
    },
  },
  {
    name: 'ticked-done',
    options: {},
    act: async (page) => {
      await page.getByTestId('queue-row').nth(0).click({ modifiers: ['Control'] });
      await page.getByTestId('queue-row').nth(1).click({ modifiers: ['Control'] });
      await page.keyboard.press('e');
      await page.getByTestId('dialog-ticked-done').waitFor();
    },
  },
  {
    name: 'save-view',
    options: { role: 'supervisor' },
    act: async (page) => {
      await page.keyboard.press('Control+K');
      await page.keyboard.type('unter einem Namen');
      await page.keyboard.press('Enter');
      await page.getByTestId('dialog-save-view').waitFor();
    },
  },
  {
    name: 'welcome',
    options: {},
    act: async (page) => {
      await page.getByTestId('welcome-start').click();
      await page.getByTestId('dialog-welcome').waitFor();
    },
  },
  {
    name: 'note-naming',
    options: {},
    act: async (page) => {
      await openKiel(page);
      await page.keyboard.press('m');
      await page.getByTestId('composer-text').pressSequentially('Schau bitte mal, @L');
      await page.getByTestId('name-picker').waitFor();
    },
  },
  { name: 'away-banner', options: { away: true }, act: openKiel },
  {
    name: 'away',
    options: { away: true },
    act: async (page) => {
      await page.keyboard.press('w');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'first-sync', options: { extraRows: -2, connection: 'connecting' } },
  {
    name: 'sign-out',
    options: { withOutbox: true },
    act: async (page) => {
      await page.getByTestId('rail-settings').click();
      await page.getByTestId('sign-out').click();
      await page.getByTestId('unsent').waitFor();
    },
  },
  {
    name: 'send-again',
    options: { withOutbox: true },
    act: async (page) => {
      await page.getByTestId('rail-outbox').click();
      await page.getByTestId('reply-sendAgain').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'schedule',
    options: {},
    act: async (page) => {
      await openKiel(page);
      await page.getByTestId('composer-text').fill('Der Techniker kommt heute.');
      await page.getByTestId('send-later').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'outbox', options: { withOutbox: true, connection: 'connecting' }, act: async (page) => page.getByTestId('rail-outbox').click() },
  { name: 'accounts', options: { role: 'supervisor' }, act: async (page) => page.getByTestId('rail-accounts').click() },
  { name: 'settings', options: { limitations: true }, act: async (page) => page.getByTestId('rail-settings').click() },
  { name: 'supervisor', options: { role: 'supervisor', extraRows: 180 }, act: async (page) => page.getByTestId('rail-supervisor').click() },
  {
    name: 'supervisor-items',
    options: { role: 'supervisor', extraRows: 180 },
    act: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('tab-items').click();
      await page.getByTestId('queue-row').nth(1).click();
      await page.getByTestId('queue-row').nth(3).click();
    },
  },
  {
    name: 'supervisor-reassign',
    options: { role: 'supervisor', extraRows: 40 },
    act: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.locator('[data-testid=person-card][data-agent=agent-lk]').getByTestId('empty-desk').click();
      await page.getByRole('dialog').waitFor();
    },
  },
];

const [dir, ...names] = process.argv.slice(2);
if (dir !== undefined) {
  mkdirSync(dir, { recursive: true });
  const desk = await openFakeDesk();
  let bad = 0;
  const variants =
    process.env['SHOTS_ALL'] === '1'
      ? ([
          ['de', 'light', 1280, 800],
          ['de', 'dark', 1280, 800],
          ['en', 'light', 1920, 1080],
          ['en', 'dark', 1920, 1080],
        ] as const)
      : ([
          [
            'de',
            (process.env['SHOTS_THEME'] ?? 'light') as 'light',
            Number(process.env['SHOTS_WIDTH'] ?? 1280),
            Number(process.env['SHOTS_HEIGHT'] ?? 800),
          ],
        ] as const);
  for (const shot of SHOTS.filter((one) => names.length === 0 || names.includes(one.name))) {
    for (const [language, theme, width, height] of variants) {
      const { page, context, violations, problems } = await desk.open({ ...shot.options, language, theme }, { width, height });
      const label = `${shot.name}.${theme}.${language}.${width}`;
      try {
        await page.locator('main').first().waitFor();
        await page.waitForTimeout(250);
        await shot.act?.(page);
        await page.waitForTimeout(450);
        await page.screenshot({ path: path.join(dir, `${label}.png`) });
        const axe = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        const findings = axe.violations.map(
          (one) => `${one.id} (${one.nodes.length}): ${one.nodes[0]?.target.join(' ')} ${one.nodes[0]?.any[0]?.message ?? one.help}`,
        );
        for (const finding of [...findings, ...violations.map((one) => `CSP ${one}`), ...problems.map((one) => `console ${one}`)]) {
          bad += 1;
          console.log(`${label}: ${finding}`);
        }
      } catch (error) {
        bad += 1;
        console.log(
          `${label}: ${String(error).split('\n').slice(0, 3).join(' ')} ${[...violations, ...problems].join(' | ').slice(0, 600)}`,
        );
        await page.screenshot({ path: path.join(dir, `${label}.failed.png`) });
      }
      await context.close();
    }
  }
  await desk.close();
  console.log(`${bad} findings`);
}
