import { expect, type Page } from '@playwright/test';
import { adminScreens } from './admin-screens.ts';
import { answerScreens } from './answer-screens.ts';
import { belongsScreens } from './belongs-screens.ts';
import { doorScreens } from './door-screens.ts';
import { houseScreens } from './house-screens.ts';
import { leadScreens } from './lead-screens.ts';
import { shiftScreens } from './shift-screens.ts';
import { toolScreens } from './tool-screens.ts';
import { wallScreens } from './wall-screens.ts';
import { watchScreens } from './watch-screens.ts';
import { questionScreens } from './question-screens.ts';
import { routingScreens } from './routing-screens.ts';
import { peopleScreens } from './people-screens.ts';
import { manyScreens } from './many-screens.ts';
import { windowScreens } from './window-screens.ts';
import { writingScreens } from './writing-screens.ts';
import { AGENT_ITEMS, type Stage } from './stage.ts';
import { escape, openKiel } from './steps.ts';

export { openKiel } from './steps.ts';

export interface Screen {
  /** Of its pictures, and of the file that keeps its names. */
  readonly name: string;
  /** Test ids that are visible then; without them, its name where that is the id of a dialog. A gate asks for every `dialog-…` and `screen-…` of the renderer. */
  readonly shows?: readonly string[];
  /** While it is open no language can be chosen. */
  readonly takesNoSettings?: boolean;
  readonly of: (stage: Stage) => Page;
  /** From the desk with nothing open over it. */
  readonly show?: (page: Page, stage: Stage) => Promise<void>;
  readonly leave?: (page: Page, stage: Stage) => Promise<void>;
  /** Takes its time: only among the pictures of `npm run -s shots`. */
  readonly onlyAll?: boolean;
}

export const shownBy = (screen: Screen): readonly string[] => screen.shows ?? (screen.name.startsWith('dialog-') ? [screen.name] : []);

const agent = (stage: Stage): Page => stage.agent.page;
const lead = (stage: Stage): Page => stage.lead.page;

/** A dialog that a key opens over the open conversation. */
function dialogBy(name: string, key: string, testId: string): Screen {
  return {
    name,
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press(key);
      await expect(page.getByTestId(testId)).toBeVisible();
    },
    leave: escape,
  };
}

const place = (name: string, of: Screen['of'], id = name): Screen => ({ name, shows: [`screen-${id}`], of, show: async (page) => page.getByTestId(`rail-${id}`).click(), leave: async (page) => page.getByTestId('rail-desk').click() });

async function write(page: Page, text: string): Promise<void> {
  await page.getByTestId('composer-text').fill(text);
}

async function clear(page: Page): Promise<void> {
  await page.getByTestId('composer-text').fill('');
  await escape(page);
}

/** Everything a person can come to see, each from a state that the one before leaves. */
export const SCREENS: readonly Screen[] = [
  ...doorScreens,
  { name: 'off-duty', shows: ['screen-desk'], of: (stage) => stage.idle.page },
  { name: 'desk', shows: ['screen-desk'], of: agent, show: openKiel },
  {
    name: 'link-to-nothing',
    shows: ['not-readable'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.evaluate(() => void (window.location.hash = `#place=${encodeURIComponent('leitstand://conversation/no-such')}`));
      await expect(page.getByTestId('not-readable-on')).toBeFocused();
      await expect(page.getByTestId('composer-text')).toHaveCount(0);
      await expect(page.locator('aside.context')).not.toContainText('Kiel');
    },
    leave: async (page) => page.getByTestId('not-readable-on').press('Enter'),
  },
  {
    name: 'composer-public',
    shows: ['composer'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await write(page, 'Hallo, in Kiel-Ost gibt es gerade eine Störung, unsere Technik ist dran. Bis 14 Uhr sollte es wieder laufen.');
      await expect(page.getByTestId('send')).toBeEnabled();
    },
    leave: clear,
  },
  {
    name: 'composer-private',
    shows: ['composer'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('composer').getByRole('radio', { name: /^(Privat|Private)$/ }).check({ force: true });
      await write(page, 'Schreib mir hier bitte deine Kundennummer, dann sehe ich nach.');
    },
    leave: async (page) => {
      await clear(page);
      await page.getByTestId('composer').getByRole('radio', { name: /^(Öffentlich|Public)$/ }).check({ force: true });
    },
  },
  {
    name: 'composer-note',
    shows: ['composer'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('m');
      await write(page, 'Technik ruft um 13 Uhr zurück.');
    },
    leave: async (page) => {
      await clear(page);
      await page.getByTestId('composer').getByRole('radio', { name: /^(Öffentlich|Public)$/ }).check({ force: true });
    },
  },
  dialogBy('dialog-done', 'e', 'dialog-done'),
  dialogBy('dialog-no-answer', 'n', 'dialog-no-answer'),
  dialogBy('dialog-transfer', 't', 'dialog-transfer'),
  { ...dialogBy('palette', 'Control+k', 'palette'), shows: ['palette'] },
  {
    name: 'shortcuts',
    shows: ['dialog-shortcuts'],
    of: agent,
    show: async (page) => {
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'state-menu',
    of: agent,
    show: async (page) => {
      await page.getByTestId('state-menu').click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'notices',
    of: (stage) => stage.troubled.page,
    show: async (page) => {
      await page.getByTestId('notices').click();
      await expect(page.getByTestId('limitation').first()).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'offer',
    shows: ['offer'],
    of: agent,
    show: async (page, { center }) => {
      await center.postAs('chat_carla', 'Hallo, ich möchte meinen Vertrag nicht mehr. Was muss ich tun?', { visibility: 'private', recipient: 'musterkom_chat' });
      await expect(page.getByTestId('offer')).toBeVisible();
    },
    // Accepted and closed, so that the next look begins as this one did.
    leave: async (page) => {
      await page.keyboard.press('a');
      await expect(page.getByTestId('composer')).toHaveAttribute('data-mode', 'private');
      await expect(page.getByTestId('action-no-answer')).toBeVisible();
      await page.keyboard.press('n');
      await expect(page.getByTestId('dialog-no-answer')).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(page.getByTestId('dialog-no-answer')).toHaveCount(0);
      await expect(page.getByTestId('queue-row').filter({ hasText: 'Chat Carla' })).toHaveCount(0);
      await expect(page.getByTestId('tab-mine')).toContainText(AGENT_ITEMS);
    },
  },
  {
    name: 'dialog-schedule',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await write(page, 'Heute Nachmittag ist die Störung behoben.');
      await page.getByTestId('send-later').click();
      await expect(page.getByTestId('dialog-schedule')).toBeVisible();
    },
    leave: async (page) => {
      await escape(page);
      await expect(page.getByTestId('dialog-schedule')).toHaveCount(0);
      await clear(page);
    },
  },
  place('outbox', (stage) => stage.troubled.page),
  {
    name: 'dialog-send-again',
    of: (stage) => stage.troubled.page,
    show: async (page) => {
      await page.getByTestId('rail-outbox').click();
      await page.getByTestId('reply-sendAgain').click();
      await expect(page.getByTestId('dialog-send-again')).toBeVisible();
    },
    leave: async (page) => {
      await escape(page);
      await page.getByTestId('rail-desk').click();
    },
  },
  {
    name: 'unclear',
    shows: ['block-unclear'],
    of: (stage) => stage.troubled.page,
    show: async (page) => {
      await page.getByTestId('queue-row').filter({ hasText: 'längst bezahlt' }).click();
      await expect(page.getByTestId('block-unclear')).toBeVisible();
    },
  },
  ...toolScreens,
  ...shiftScreens,
  ...answerScreens(openKiel),
  ...watchScreens,
  ...wallScreens,
  ...routingScreens(openKiel),
  ...writingScreens(openKiel),
  ...windowScreens(openKiel),
  ...manyScreens,
  ...peopleScreens,
  ...houseScreens,
  ...adminScreens,
  place('accounts', lead),
  place('settings', agent),
  place('supervisor', lead),
  {
    name: 'supervisor-items',
    shows: ['items-list'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('tab-items').click();
      await page.getByTestId('queue-row').nth(1).click();
      await expect(page.getByTestId('ticked-count')).toBeVisible();
    },
    leave: async (page) => page.getByTestId('tab-people').click(),
  },
  {
    name: 'dialog-empty-desk',
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('people-table').getByRole('button', { name: '^TK' }).click();
      await page.locator('[data-testid=person-card][data-agent=agent-tjark]').getByTestId('empty-desk').click();
      await expect(page.getByTestId('dialog-empty-desk')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-stop',
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('stop-account-hilft').click();
      await expect(page.getByTestId('dialog-stop')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-sign-out',
    of: (stage) => stage.troubled.page,
    show: async (page) => {
      await page.getByTestId('rail-settings').click();
      await page.getByTestId('sign-out').click();
      await expect(page.getByTestId('dialog-sign-out').getByTestId('unsent')).toBeVisible();
    },
    leave: async (page) => {
      await escape(page);
      await page.getByTestId('rail-desk').click();
    },
  },
  {
    name: 'inserter',
    shows: ['inserter'],
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.keyboard.press('/');
      await page.keyboard.type('r');
      await expect(page.getByTestId('inserter-option').first()).toBeVisible();
    },
    leave: async (page) => {
      await escape(page);
      await clear(page);
    },
  },
  {
    name: 'knowledge',
    shows: ['screen-knowledge'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-knowledge').click();
      await page.getByTestId('article-line').filter({ hasText: 'Rechnung' }).click();
      await expect(page.getByTestId('article-view')).toBeVisible();
    },
  },
  {
    name: 'knowledge-editor',
    shows: ['article-editor'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-knowledge').click();
      await page.getByTestId('article-line').filter({ hasText: 'Rechnung' }).click();
      await page.getByTestId('article-edit').click();
      await expect(page.getByTestId('proposed-sie')).toBeVisible();
    },
    leave: async (page) => page.getByTestId('article-cancel').click(),
  },
  {
    name: 'knowledge-import',
    shows: ['import-panel'],
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-knowledge').click();
      await page.getByTestId('article-import').click();
      await page.getByTestId('import-file').setInputFiles({ name: 'neu.csv', mimeType: 'text/csv', buffer: Buffer.from('Titel;Sie\nWerbung sperren;Wir haben Ihre Nummer gesperrt.\nOhne Text;\n') });
      await expect(page.getByTestId('import-problems')).toBeVisible();
    },
    leave: async (page) => {
      await page.getByTestId('import-panel').getByRole('button', { name: /^(Schließen|Close)$/ }).click();
      await page.getByTestId('rail-desk').click();
    },
  },
  {
    name: 'offline',
    shows: ['connection-banner'],
    of: agent,
    show: async (page, { line }) => {
      await openKiel(page);
      line.cut();
      await expect(page.getByTestId('connection-banner')).toHaveAttribute('data-state', 'offline');
    },
    leave: async (page, { line }) => {
      line.mend();
      await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'online', { timeout: 30_000 });
    },
  },
  {
    name: 'dialog-away',
    onlyAll: true,
    of: agent,
    show: async (page, { line, center, kielPost }) => {
      await openKiel(page);
      line.cut();
      await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'offline');
      await center.postAs('router_rolf', '@musterkom_hilft Und jetzt ist auch das Handynetz in Kiel ganz weg.', { inReplyTo: kielPost });
      // Shorter is no absence.
      await page.waitForTimeout(10_500);
      line.mend();
      await expect(page.getByTestId('away-banner')).toBeVisible({ timeout: 40_000 });
      await page.keyboard.press('w');
      await expect(page.getByTestId('dialog-away')).toBeVisible();
    },
    leave: async (page) => {
      await page.keyboard.press('Control+Enter');
      await expect(page.getByTestId('away-banner')).toHaveCount(0);
    },
  },
  // Behind all others: these leave something on people's desks.
  ...leadScreens,
  ...belongsScreens,
  ...questionScreens,
];

/** How many wait when a center is full. */
export const FULL = 2_100;

/** The same places with thousands of items. */
export const FULL_SCREENS: readonly { readonly name: string; readonly of: Screen['of']; readonly show: (page: Page) => Promise<void> }[] = [
  {
    name: 'desk-full',
    of: agent,
    show: async (page) => {
      await page.getByTestId('tab-waiting').click();
      await expect(page.getByTestId('tab-waiting')).toContainText(/[2-9][.,]\d{3}/);
    },
  },
  {
    name: 'supervisor-full',
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('tab-people').click();
      await expect(page.getByTestId('tile-waiting')).toContainText(/[2-9][.,]\d{3}/);
    },
  },
  {
    name: 'supervisor-items-full',
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('tab-items').click();
    },
  },
];
