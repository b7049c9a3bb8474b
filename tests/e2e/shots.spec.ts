import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { CLIENT_ID, OidcHouse } from '../support/oidc-house.ts';
import { expect, test as base } from './support/fixtures.ts';
import { drawn, findings, outOfReach, speak, stillMoves, type Language } from './support/gallery.ts';
import { isWriting, keepNames, keptNames, nameless, namesOf, partOf } from './support/names.ts';
import { ROOT } from './support/root.ts';
import { flood } from './support/flood.ts';
import { FULL, FULL_SCREENS, SCREENS, shownBy, type Screen } from './support/screens.ts';
import { chooseLanguage, floodBoard, openStage, type Stage } from './support/stage.ts';
import { openKiel } from './support/steps.ts';

const OUT = path.join(ROOT, 'artifacts/shots');
const ALL = process.env['E2E_SHOTS'] === 'all';
/** Only screens whose name this finds: for whoever works on one. */
const ONLY = new RegExp(process.env['E2E_SCREENS'] ?? '', 'u');
const SIZES = [[1280, 800], [1920, 1080]] as const;
/** 1280 × 800 at 200 %. */
const ZOOMED = { width: 640, height: 400 };
const THEMES = ['light', 'dark'] as const;
const soft = expect.configure({ soft: true });
const SHOWN = SCREENS.filter((screen) => (ALL || screen.onlyAll !== true) && ONLY.test(screen.name));
/** Each test of this many: one that fails does not hide what lies behind it. */
const AT_ONCE = 25;

const test = base.extend<object, { stage: Stage; house: OidcHouse }>({
  house: [
    // oxlint-disable-next-line no-empty-pattern -- the runner reads the first parameter's names
    async ({}, give) => {
      const house = await new OidcHouse().start([{ sub: 'u-1', name: 'Mara Möller', preferred_username: 'mara.moeller', groups: ['cc-desk'] }]);
      await give(house);
      await house.stop();
    },
    { scope: 'worker' },
  ],
  serverSettings: [async ({ house }, give) => give({ oidc: { issuer: house.issuer, clientId: CLIENT_ID, label: 'Musterkom-Konto', roles: { 'cc-desk': 'agent' } } }), { scope: 'worker' }],
  stage: [
    async ({ centers, browser }, give) => {
      const stage = await openStage(await centers.of('shots'), browser);
      await give(stage);
      await stage.close();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

test.use({ centerOf: 'shots' });

// Pictures are kept by `npm run -s shots` alone.
test.beforeAll(() => void (ALL && mkdirSync(OUT, { recursive: true })));
test.afterAll(() => void (ALL && writeFileSync(path.join(OUT, 'index.html'), gallery())));

const fileOf = (screen: string, ...rest: readonly (string | number)[]): string => `${[screen, ...rest].join('.')}.png`;
const picture = async (page: Page, ...name: [string, ...(string | number)[]]): Promise<void> => {
  await page.screenshot({ path: path.join(OUT, fileOf(...name)), animations: 'disabled' });
};

for (let from = 0; from < SHOWN.length; from += AT_ONCE) {
  const screens = SHOWN.slice(from, from + AT_ONCE);
  test(`GALL-2 GALL-3 GALL-4 every screen from ${screens[0]?.name} to ${screens.at(-1)?.name}: axe finds nothing, all of it is in reach at 200 %, its names are the ones that were kept`, async ({ stage }) => {
    // Each screen has its time, on a machine that does other things as well.
    test.setTimeout(60_000 + screens.length * (ALL ? 60_000 : 12_000));
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        const page = screen.of(stage);
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce', forcedColors: 'none' });
        await screen.show?.(page, stage);
        for (const id of shownBy(screen)) await expect(page.getByTestId(id).first(), `${screen.name} shows ${id}`).toBeVisible();
        await (ALL ? lookFromAllSides(page, screen, stage) : look(page, screen, stage));
        await screen.leave?.(page, stage);
      });
    }
    expect(stage.troubles).toEqual([]);
  });
}

/** The everyday cut: German in both themes, names, 200 %, and the other language's names. */
async function look(page: Page, screen: Screen, stage: Stage): Promise<void> {
  await compareNames(page, screen);
  await backInSight(page, screen, stage);
  // What lies around it is looked at with the screens it belongs to.
  const part = await partOf(page, shownBy(screen)[0]);
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await drawn(page);
    expect.soft(await findings(page, theme === 'light' ? 'all' : 'colours', part), `${screen.name}, ${theme}`).toEqual([]);
  }
  expect.soft(await stillMoves(page), `${screen.name}: what moves although rest is asked for`).toEqual([]);
  // Held to it once it was seen so: its names are kept since then. The gate lists those that are not.
  if (keptNames(screen.name) !== undefined) await zoomed(page, screen, async () => undefined);
}

/** Everything with everything: language × theme × forced colours × size and zoom, and once with motion. */
async function lookFromAllSides(page: Page, screen: Screen, stage: Stage): Promise<void> {
  await compareNames(page, screen);
  for (const language of screen.takesNoSettings === true ? (['de'] as const) : (['de', 'en'] as const)) {
    if (screen.takesNoSettings !== true) await speak(page, language);
    await backInSight(page, screen, stage);
    for (const colorScheme of THEMES) {
      for (const forcedColors of ['none', 'active'] as const) {
        await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
        const theme = forcedColors === 'active' ? `${colorScheme}-forced` : colorScheme;
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await drawn(page);
          await picture(page, screen.name, theme, language, width);
        }
        await page.setViewportSize({ width: 1280, height: 800 });
        await drawn(page);
        expect.soft(await findings(page, 'all'), `${screen.name}, ${theme}, ${language}`).toEqual([]);
        await zoomed(page, screen, async () => {
          await picture(page, screen.name, theme, language, '200');
          expect.soft(await findings(page, 'all'), `${screen.name}, ${theme}, ${language}, 200 %`).toEqual([]);
        });
      }
      await page.emulateMedia({ forcedColors: 'none' });
      expect.soft(await stillMoves(page), `${screen.name}: what moves although rest is asked for`).toEqual([]);
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      // What fades in is judged when it is there.
      await page.evaluate(() => Promise.allSettled(document.getAnimations().flatMap((one) => (one.effect?.getTiming().iterations === Infinity ? [] : [one.finished]))));
      expect.soft(await findings(page, 'all'), `${screen.name}, ${colorScheme}, ${language}, with motion`).toEqual([]);
    }
  }
  if (screen.takesNoSettings !== true) await speak(page, 'de');
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' });
}

/** What closes by itself when the words around it change (a list that hangs on a button) is opened again: it is what is looked at. */
async function backInSight(page: Page, screen: Screen, stage: Stage): Promise<void> {
  const seen = await Promise.all(shownBy(screen).map((id) => page.getByTestId(id).first().isVisible()));
  if (!seen.every(Boolean)) await screen.show?.(page, stage);
}

async function zoomed(page: Page, screen: Screen, also: () => Promise<void>): Promise<void> {
  await page.setViewportSize(ZOOMED);
  await drawn(page);
  await also();
  expect.soft(await outOfReach(page), `${screen.name} at 200 %`).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** What a screen reader says in German is what was kept; in English nothing is without a name. */
async function compareNames(page: Page, screen: Screen): Promise<void> {
  if (isWriting) keepNames(screen.name, await namesOf(page, shownBy(screen)[0]));
  else if (keptNames(screen.name) !== undefined) await soft.poll(() => namesOf(page, shownBy(screen)[0]), { message: `${screen.name}: names`, timeout: 10_000 }).toBe(keptNames(screen.name));
  if (screen.takesNoSettings === true) return;
  await speak(page, 'en');
  expect.soft(nameless(await namesOf(page, shownBy(screen)[0])), `${screen.name}: without a name in English`).toEqual([]);
  await speak(page, 'de');
}

test('the pictures of the README', async ({ stage }) => {
  test.skip(!ALL, 'taken with npm run -s shots');
  const desk = stage.agent.page;
  const board = stage.lead.page;
  for (const page of [desk, board]) {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await chooseLanguage(page, 'de');
  }
  await openKiel(desk);
  await desk.getByTestId('composer-text').fill('Hallo, in Kiel-Ost gibt es gerade eine Störung, unsere Technik ist dran. Bis 14 Uhr sollte es wieder laufen.');
  await expect(desk.getByTestId('send')).toBeEnabled();
  await desk.screenshot({ path: path.join(OUT, 'docs-desk.png'), animations: 'disabled' });
  await floodBoard(stage.center);
  await board.getByTestId('rail-supervisor').click();
  await expect(board.getByTestId('tile-waiting')).toContainText(/[3-9]\d/);
  await board.getByTestId('people-table').getByRole('button', { name: '^MA' }).click();
  await board.screenshot({ path: path.join(OUT, 'docs-supervisor.png'), animations: 'disabled' });
});

test('thousands of items: kept as pictures', async ({ stage }) => {
  test.skip(!ALL, 'taken with npm run -s shots');
  test.setTimeout(600_000);
  await flood(stage.center, FULL, 'Frage');
  for (const { name, of, show } of FULL_SCREENS) {
    const page = of(stage);
    for (const language of ['de', 'en'] as const) {
      await chooseLanguage(page, language);
      await show(page);
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await picture(page, name, theme, language, width);
        }
      }
    }
  }
});

/** All pictures of a screen side by side. */
function gallery(): string {
  const kinds = (['light', 'dark', 'light-forced', 'dark-forced'] as const).flatMap((theme) => (['de', 'en'] satisfies Language[]).flatMap((language) => [1280, 1920, '200'].map((size) => [theme, language, size] as const)));
  const figures = [...SHOWN.map(({ name }) => name), ...(ALL ? FULL_SCREENS.map(({ name }) => name) : [])].map((name) => {
    const pictures = kinds.map((kind) => fileOf(name, ...kind)).filter((file) => existsSync(path.join(OUT, file)));
    return `<h2>${name}</h2><div>${pictures.map((file) => `<a href="${file}"><img src="${file}" alt="${file}" loading="lazy"></a>`).join('')}</div>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Leitstand, screen by screen</title><style>body{font:14px system-ui;margin:24px}div{display:grid;grid-template-columns:repeat(auto-fill,minmax(480px,1fr));gap:12px}img{width:100%;border:1px solid #ccc}</style><h1>Leitstand, screen by screen</h1>${figures.join('\n')}</html>\n`;
}
