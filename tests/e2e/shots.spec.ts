import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base } from './support/fixtures.ts';
import { ROOT } from './support/root.ts';
import { flood } from './support/flood.ts';
import { FULL, FULL_SCREENS, openKiel, SCREENS } from './support/screens.ts';
import { chooseLanguage, floodBoard, openStage, type Stage } from './support/stage.ts';

const OUT = path.join(ROOT, 'artifacts/shots');
const ALL = process.env['E2E_SHOTS'] === 'all';
const SIZES = ALL ? ([[1280, 800], [1920, 1080]] as const) : ([[1280, 800]] as const);
const THEMES = ['light', 'dark'] as const;
const RULES = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What a page is built of is the same in both themes: of the second only the colours are judged anew. */
const COLOURS = { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] };
const SHOWN = SCREENS.filter((screen) => ALL || screen.onlyAll !== true);

const test = base.extend<object, { stage: Stage }>({
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

test.beforeAll(() => mkdirSync(OUT, { recursive: true }));
test.afterAll(() => writeFileSync(path.join(OUT, 'index.html'), gallery()));

const nameOf = (screen: string, theme: string, language: string, width: number): string => `${screen}.${theme}.${language}.${width}.png`;

for (const { leavesWork, language } of [false, true].flatMap((leavesWork) => (['de', 'en'] as const).map((language) => ({ leavesWork, language })))) {
  const screens = SHOWN.filter((screen) => (screen.leavesWork === true) === leavesWork);
  test(`every screen${leavesWork ? ' that brings work' : ''}, ${language}${ALL || language === 'de' ? ', light and dark' : ''}: kept as a picture, axe finds nothing`, async ({ stage }) => {
    // Each screen has its time, on a machine that does other things as well.
    test.setTimeout(60_000 + screens.length * (ALL ? 25_000 : 8_000));
    for (const page of new Set(screens.map((screen) => screen.of(stage)))) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await chooseLanguage(page, language);
    }
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        const page = screen.of(stage);
        await screen.show?.(page, stage);
        // Which colours stand on which does not depend on the language; `npm run -s shots` looks at all the same.
        for (const theme of ALL || language === 'de' ? THEMES : (['light'] as const)) {
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
          for (const [width, height] of SIZES) {
            await page.setViewportSize({ width, height });
            // What was just opened must be drawn, too.
            await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
            await page.screenshot({ path: path.join(OUT, nameOf(screen.name, theme, language, width)), animations: 'disabled' });
            const { violations } = await new AxeBuilder({ page }).options({ runOnly: theme === 'light' ? RULES : COLOURS, resultTypes: ['violations'], iframes: false }).analyze();
            const findings = violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? one.help}`).join('; ')}`);
            expect.soft(findings, `${screen.name}, ${theme}, ${language}, ${width}`).toEqual([]);
          }
        }
        await page.setViewportSize({ width: 1280, height: 800 });
        await screen.leave?.(page, stage);
      });
    }
    expect(stage.troubles).toEqual([]);
  });
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
          await page.screenshot({ path: path.join(OUT, nameOf(name, theme, language, width)), animations: 'disabled' });
        }
      }
    }
  }
});

/** All pictures of a screen side by side. */
function gallery(): string {
  const figures = [...SHOWN.map(({ name }) => name), ...(ALL ? FULL_SCREENS.map(({ name }) => name) : [])].map((name) => {
    const pictures = SIZES.flatMap(([width]) => THEMES.flatMap((theme) => ['de', 'en'].map((language) => nameOf(name, theme, language, width)))).filter((file) => existsSync(path.join(OUT, file)));
    return `<h2>${name}</h2><div>${pictures.map((file) => `<a href="${file}"><img src="${file}" alt="${file}" loading="lazy"></a>`).join('')}</div>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Leitstand, screen by screen</title><style>body{font:14px system-ui;margin:24px}div{display:grid;grid-template-columns:repeat(auto-fill,minmax(480px,1fr));gap:12px}img{width:100%;border:1px solid #ccc}</style><h1>Leitstand, screen by screen</h1>${figures.join('\n')}</html>\n`;
}
