import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export type Language = 'de' | 'en';

const RULES = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What a page is built of is the same in both themes: of the second only the colours are judged anew. */
const COLOURS = { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds, one line each: on the whole page, or in one part of it. */
export async function findings(page: Page, what: 'all' | 'colours', within?: string): Promise<string[]> {
  // In the page itself: the other way opens a page of its own for every look, for frames of other origins, which are not looked into here.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (within === undefined ? builder : builder.include(within)).options({ runOnly: what === 'all' ? RULES : COLOURS, resultTypes: ['violations'], iframes: false }).analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? one.help}`).join('; ')}`);
}

/** What was just opened must be drawn before it is looked at. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** As another window of the same desk would choose it: what is open stays open. */
export async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate(
    (wanted) =>
      new Promise<void>((done, fail) => {
        const socket = new WebSocket(`${location.origin.replace(/^http/u, 'ws')}/ipc`);
        socket.addEventListener('open', () => socket.send(JSON.stringify({ id: 1, name: 'settings.set', request: { language: wanted } })));
        socket.addEventListener('error', () => fail(new Error('no second socket')));
        socket.addEventListener('message', (event) => {
          if ((JSON.parse(String(event.data)) as { id?: number }).id !== 1) return;
          socket.close();
          done();
        });
      }),
    language,
  );
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

/**
 * What a person at 200 % cannot get at: a page that scrolls sideways as well, and controls that no scrolling brings into view. Tables and what says of itself that it
 * scrolls (`data-scrolls`) may be wider: their columns only make sense side by side.
 */
export async function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const said: string[] = [];
    const nameOf = (element: Element): string => `${element.tagName.toLowerCase()}${element.className === '' ? '' : `.${String(element.className).split(' ')[0]}`} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}`;
    const mayBeWide = (element: Element): boolean => element.closest('table, [data-scrolls], pre, [role=tablist], .queue-list, .chart') !== null;
    if (document.documentElement.scrollWidth > width + 1) said.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.querySelectorAll('*')) {
      if (element.scrollWidth <= element.clientWidth + 1 || element.clientWidth === 0 || mayBeWide(element)) continue;
      const { overflowX } = getComputedStyle(element);
      if (overflowX === 'auto' || overflowX === 'scroll') said.push(`scrolls sideways: ${nameOf(element)} (${element.scrollWidth} in ${element.clientWidth})`);
    }
    for (const element of document.querySelectorAll('button, input:not([type=radio], [type=checkbox], [type=file]), label, textarea, select, a[href]')) {
      const box = element.getBoundingClientRect();
      if (box.width <= 2 || box.height <= 2 || getComputedStyle(element).visibility === 'hidden' || element.closest('.visually-hidden, [aria-hidden=true], [inert]') !== null) continue;
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const at = element.getBoundingClientRect();
      if (at.right <= 1 || at.bottom <= 1 || at.left >= width - 1 || at.top >= height - 1) said.push(`out of view: ${nameOf(element)}`);
    }
    return said;
  });
}

/** What still moves although the person asked for rest. */
export async function stillMoves(page: Page): Promise<string[]> {
  return page.evaluate(() => document.getAnimations().flatMap((one) => (one.playState === 'running' ? [`${(one.effect as KeyframeEffect | null)?.target?.className ?? '?'}`] : [])));
}
